"""One series of a panel, as a threshold judges it: each metric with its value, or the reason why it has none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import isnan

import numpy as np

from generator.movements.conditions import JudgedSeries, MetricValue
from generator.movements.counterparts import BALANCES
from generator.movements.growth_metrics import PUBLISHED
from generator.movements.metric_names import METRIC_KINDS
from generator.movements.panel import MARCH
from generator.movements.seasonal_adjustment import METRICS
from generator.movements.snapshot import MONTHS, Snapshot

OF_AMOUNTS = ("quantity", "uv", "uv_yoy", "z_uv", "quantity_yoy")
OF_COUNTERPARTS = ("mirror", *BALANCES, PUBLISHED)  # metrics that need figures beside the panel's own
DIGITS = 6
BLOCKS = ("confidential", "partial", "bound", "hs_break", "valuation_break", "coverage")  # flags that make a null


@dataclass(frozen=True, kw_only=True)
class SeriesRow(JudgedSeries):
    """The series in column `at` of a snapshot. Metrics are looked up on demand."""

    snapshot: Snapshot
    at: int

    @property
    def code(self) -> str:
        """The code of the series."""
        return self.snapshot.panel.codes[self.at]

    def has_low_base(self, name: str) -> bool:
        """Whether a year-on-year growth (`yoy`, `ytd_yoy`, `r12_yoy`) has a low base."""
        return bool(self.snapshot.low_bases[name][self.at])

    def metric(self, name: str) -> MetricValue:
        """Return the metric called `name`."""
        return value_of(self.snapshot, name, self.at)


def row(snapshot: Snapshot, at: int) -> SeriesRow:
    """Return the series in column `at`."""
    flags = tuple(sorted(name for name, has in snapshot.flags.items() if has[at]))
    larger = _decimal(snapshot.larger[at])
    return SeriesRow(snapshot=snapshot, at=at, flags=flags, flow_state=str(snapshot.flow.state[at]), larger_end=larger)


def value_of(snapshot: Snapshot, name: str, at: int) -> MetricValue:
    """Return a metric of the series in column `at`."""
    if name in METRICS:
        return adjusted_of(snapshot, name, at)
    number = float(snapshot.metrics[name][at])
    if isnan(number):
        return MetricValue(None, next(_reasons(snapshot, name, at)))
    column = snapshot.columns.get(name)
    flags = column.flags.get(at, ()) if column else ()
    return MetricValue(_decimal(number), flags=flags)


def adjusted_of(snapshot: Snapshot, name: str, at: int) -> MetricValue:
    """Return a seasonally adjusted metric. It is null if a flag in BLOCKS forbids to compare the series."""
    why = next((flag for flag in BLOCKS if snapshot.flags[flag][at]), "")
    adjusted = snapshot.adjustments.of(at)
    reason = why or adjusted.reasons[name]
    if reason:
        return MetricValue(None, reason)
    return MetricValue(_decimal(adjusted.values[name]), flags=adjusted.flags)


def _decimal(number: float) -> Decimal | None:
    return None if isnan(number) else Decimal(repr(round(float(number), DIGITS)))


def _reasons(snapshot: Snapshot, name: str, at: int) -> Iterator[str]:
    """Yield the reasons why a metric has no value. The first counts; there is at least one."""
    column_reasons = []
    if name in snapshot.columns and snapshot.columns[name].reason[at]:
        column_reasons.append(str(snapshot.columns[name].reason[at]))
    if name in OF_COUNTERPARTS:
        yield from column_reasons
    yield from _flags_of(snapshot, BLOCKS, at)
    yield from _of_period(snapshot, name)
    if name == "idle":
        yield str(snapshot.flow.standing[at])
    yield from column_reasons
    if name in OF_AMOUNTS:
        yield from _flags_of(snapshot, ("unit_change", "quantity_suspect"), at)
        yield "no_quantity"
    if name in ("record", "since"):
        yield from _of_history(snapshot, name, at)
    gap = _gap(snapshot, name, at)
    if gap is not None:
        yield f"missing {snapshot.frame.panel.period(gap)}"
    yield from _of_trade(snapshot, name, at)
    yield "short_history"


def _flags_of(snapshot: Snapshot, names: Iterable[str], at: int) -> list[str]:
    """Return which of the flags the series carries."""
    return [name for name in names if snapshot.flags[name][at]]


def _of_trade(snapshot: Snapshot, name: str, at: int) -> Iterator[str]:
    """Yield the reasons that lie in how much was traded, of the series or of what it is compared with."""
    frame = snapshot.frame
    if (name == "mom" or name.startswith("z")) and snapshot.flow.intermittent[at]:
        yield "intermittent"
    if name == "contrib_share" and not isnan(snapshot.metrics["contrib"][at]):
        yield "offsetting" if frame.panel.parents[at] >= 0 else "no_parent"
    if name == "contrib" and frame.base >= 0 and isnan(frame.total_before):
        yield "no_base_for_all"
    if frame.base >= 0 and frame.before[at] == 0:
        yield "no_trade" if frame.now[at] == 0 else "zero_base"


def _of_period(snapshot: Snapshot, name: str) -> Iterator[str]:
    """Yield why no series can have a metric in this period."""
    frame, kind = snapshot.frame, METRIC_KINDS[name]
    month = frame.panel.month(frame.at)
    if (kind.of_months and frame.year < MONTHS) or (name in ("r12", "r12_yoy") and frame.year == 1):
        yield "frequency"
    if frame.null and not kind.is_level:
        yield frame.null
    if frame.panel.is_lunar:
        begins_in_february = kind.of_months and not kind.is_level and kind.adds == month
        if begins_in_february or (name == "mom" and month <= MARCH):
            yield "lunar"
    if name in ("level", "mom", "record", "since") and frame.panel.combined[frame.at]:
        yield "combined"


def _of_history(snapshot: Snapshot, name: str, at: int) -> Iterator[str]:
    """Yield why a level cannot be compared with its whole history (`record`, `since`)."""
    panel, end = snapshot.frame.panel, snapshot.frame.at
    missing = np.isnan(panel.value[: end + 1, at]) & ~panel.together[: end + 1]
    if missing.any():
        yield f"missing {panel.period(int(missing.argmax()))}"
    if panel.value[end, at] <= 0:
        yield "no_trade"
    if name == "since" and not isnan(snapshot.metrics["record"][at]):
        yield "no_earlier" if snapshot.metrics["record"][at] else "recent"


def _gap(snapshot: Snapshot, name: str, at: int) -> int | None:
    """Return the row of the first missing value that the metric needs; None if there is none."""
    frame = snapshot.frame
    kind = METRIC_KINDS[name]
    lengths = {"to_date": frame.panel.to_date(frame.at), "year": frame.year}
    length = lengths[kind.adds] if isinstance(kind.adds, str) else kind.adds
    ends = [frame.base, frame.at] if kind.has_base else [frame.at]
    rows = [row for end in ends for row in range(end - length + 1, end + 1)]
    if any(row < 0 for row in rows):
        return None
    return next((row for row in rows if np.isnan(frame.panel.value[row, at])), None)
