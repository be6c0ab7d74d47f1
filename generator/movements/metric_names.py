"""The metrics, with their units and needs, and the flags and events that thresholds may use.

Money is in the currency of the figures. docs/movements.md explains each metric.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple


class MetricKind(NamedTuple):
    """The properties of a metric, apart from its formula."""

    unit: str
    is_level: bool = False  # has a value in a lunar January, and is printed without a sign
    has_base: bool = True  # has no value if the figure of a year before is missing
    of_months: bool = False  # has no value for quarters and years
    adds: int | Literal["to_date", "year"] = 1  # periods that it sums: a number, the year to date, or a year


METRIC_KINDS: Mapping[str, MetricKind] = {
    "hhi": MetricKind("index", is_level=True),
    "equivalent": MetricKind("index", is_level=True),
    "level": MetricKind("money", is_level=True, has_base=False),
    "yoy": MetricKind("pct"),
    "yoy_abs": MetricKind("money"),
    "contrib": MetricKind("pp"),
    "contrib_share": MetricKind("pct"),
    "share": MetricKind("pct", is_level=True, has_base=False, adds="year"),
    "share_shift": MetricKind("pp", adds="year"),
    "rank": MetricKind("rank", is_level=True),
    "rank_change": MetricKind("rank"),
    "record": MetricKind("sign", is_level=True),
    "since": MetricKind("months", is_level=True),
    "streak": MetricKind("months"),
    "idle": MetricKind("months", is_level=True),
    "mom": MetricKind("pct", has_base=False, of_months=True),
    "ytd": MetricKind("money", is_level=True, has_base=False, adds="to_date"),
    "ytd_yoy": MetricKind("pct", adds="to_date"),
    "r3": MetricKind("money", is_level=True, has_base=False, of_months=True, adds=3),
    "r3_yoy": MetricKind("pct", of_months=True, adds=3),
    "r3_prev": MetricKind("pct"),
    "r12": MetricKind("money", is_level=True, has_base=False, adds="year"),
    "r12_yoy": MetricKind("pct", adds="year"),
    "sa_mom": MetricKind("pct"),
    "z": MetricKind("z"),
    "z3": MetricKind("z", of_months=True, adds=3),
    "z_uv": MetricKind("z"),
    "z_sa": MetricKind("z"),
    "cagr": MetricKind("pct"),
    "quantity": MetricKind("kg", is_level=True),
    "quantity_yoy": MetricKind("pct"),
    "uv": MetricKind("money_per_t", is_level=True),
    "uv_yoy": MetricKind("pct"),
    "balance": MetricKind("money", is_level=True, has_base=False),
    "balance_abs": MetricKind("money"),
    "revision": MetricKind("money"),
    "mirror": MetricKind("ratio", has_base=False),
    "published_yoy": MetricKind("pct"),
}
UNITS: Mapping[str, str] = {name: kind.unit for name, kind in METRIC_KINDS.items()}

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
