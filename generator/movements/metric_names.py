"""The names of metrics, each with its unit, and of the flags and events that thresholds may ask for.

Money is in the currency of the figures; docs/movements.md explains each.
"""

from __future__ import annotations

UNITS = {
    "hhi": "index",
    "equivalent": "index",
    "level": "money",
    "yoy": "pct",
    "yoy_abs": "money",
    "contrib": "pp",
    "contrib_share": "pct",
    "share": "pct",
    "share_shift": "pp",
    "rank": "rank",
    "rank_change": "rank",
    "record": "sign",
    "since": "months",
    "streak": "months",
    "idle": "months",
    "mom": "pct",
    "ytd": "money",
    "ytd_yoy": "pct",
    "r3": "money",
    "r3_yoy": "pct",
    "r3_prev": "pct",
    "r12": "money",
    "r12_yoy": "pct",
    "sa_mom": "pct",
    "z": "z",
    "z3": "z",
    "z_uv": "z",
    "z_sa": "z",
    "cagr": "pct",
    "quantity": "kg",
    "quantity_yoy": "pct",
    "uv": "money_per_t",
    "uv_yoy": "pct",
    "balance": "money",
    "balance_abs": "money",
    "revision": "money",
    "mirror": "ratio",
    "published_yoy": "pct",
}

EVENTS = ("new", "resumed", "vanished", "ceased", "intermittent", "record")

FLAGS = (
    "partial",
    "provisional",
    "revised",
    "unit_change",
    "quantity_suspect",
    "hs_break",
    "valuation_break",
    "confidential",
    "estimated",
    "missing",
    "volatile",
    "intermittent",
    "short_history",
    "low_base",
    "base_effect",
    "seasonal",
    "lunar",
    "lunar_tail",
    "mirror_gap",
    "coverage",
    "currency",
    "bound",
)
