"""The names that thresholds, metrics and flags go by, each metric with its unit; docs/movements.md explains them.

Money is in the currency of the figures.
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

# A year's figure has no month before it, no three-month sum, no season and too few points for a surprise.
MONTHLY = frozenset(
    (
        "streak",
        "idle",
        "mom",
        "ytd",
        "ytd_yoy",
        "r3",
        "r3_yoy",
        "r3_prev",
        "r12",
        "r12_yoy",
        "sa_mom",
        "z",
        "z3",
        "z_uv",
        "z_sa",
    )
)
# These compare other periods than the level's: what they flag, a low base or an odd first year, is none of the line's.
WINDOWS = frozenset(("cagr", "mom", "ytd", "ytd_yoy", "r3", "r3_yoy", "r12", "r12_yoy", "share"))
# These need more than values of one flow in one vintage: quantities, the other flow, the partner, an older edition.
WEIGHED = frozenset(("quantity", "quantity_yoy", "uv", "uv_yoy"))
APART = frozenset(("cagr", "revision", "mirror")) | WEIGHED

FLOW_EVENTS = ("new", "resumed", "vanished", "ceased", "intermittent")
EVENTS = (*FLOW_EVENTS, "record")

# What the past of months says of a line.
OF_MONTHS_ALONE = frozenset(
    (
        *("intermittent", "volatile", "base_effect", "seasonal", "lunar", "lunar_tail", "unit_change"),
        *("quantity_suspect", "mirror_gap", "revised", "coverage", "currency", "short_history"),
    )
)

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
