"""The state of a flow month by month: new, resumed, vanished, ceased, intermittent, or simply active."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.movements.flows import LEAST, NEW_MONTHS, active
from generator.movements.readings import Reading
from generator.movements.series import Series
from generator.trade.period import Period

RESUMED_MONTHS = 12
CEASED_MONTHS = 3
YEAR, REGULAR = 12, 9  # a flow vanishes that was active in nine of the twelve months before
SEEN_MONTHS = 24  # of which an intermittent flow is active in less than half

TOLD = ("new", "resumed", "vanished", "ceased")

Past = Sequence[bool | None]


@dataclass(frozen=True)
class Presence:
    """The `state`, and for how many months there was no trade: before a flow appeared, or up to now where it went.

    `months` counts the months of data; `idle` is None for any other state.
    """

    state: str
    months: int
    idle: int | None = None


def presence(series: Series, period: Period, least: Decimal = LEAST) -> Presence:
    """Return the state in `period`; `unknown` where a month is missing that could change it, or the data are few.

    Less than `least` is no trade, in the currency of the series.
    """
    now, past = active(series.at(period), least), _past(series, period, least)
    if now is None or not past:
        return Presence("unknown", len(past) + period.months)
    state = _appeared(past, period.months) if now else _absent(past, period.months)
    idle = _idle(past) + (0 if now else period.months)
    return Presence(state, len(past) + period.months, idle if state in TOLD else None)


def _past(series: Series, period: Period, least: Decimal) -> Past:
    """Return whether there was trade in the months before `period`, newest first, back to the first of the data."""
    first = min((seen.first for seen in series.readings), default=period.first)
    months = (Period(month, 1) for month in range(period.first - 1, first - 1, -1))
    return [active(series.at(month) or _pair(series, month), least) for month in months]


def _pair(series: Series, month: Period) -> Reading | None:
    """Return January and February together for either of them: trade in the two is taken for trade in each."""
    january = month.first - month.first % YEAR
    return series.at(Period(january, 2)) if month.last.first <= january + 1 else None


def _idle(past: Past) -> int:
    """Return the months without trade, or without a figure, just before."""
    return next((place for place, month in enumerate(past) if month), len(past))


def _appeared(past: Past, length: int) -> str:
    idle = _idle(past)
    if idle < RESUMED_MONTHS and idle < len(past):
        return "intermittent" if _is_intermittent([True] * length + list(past)) else "active"
    if idle < RESUMED_MONTHS or None in past[: min(idle, NEW_MONTHS)]:
        return "unknown"
    return "new" if idle >= NEW_MONTHS or idle == len(past) else "resumed"


def _absent(past: Past, length: int) -> str:
    idle = _idle(past)
    if idle == len(past):
        return "unknown" if None in past else "no_trade"
    if None in past[:idle]:
        return "unknown"
    if idle + length < CEASED_MONTHS and past[:YEAR].count(True) >= REGULAR:
        return "vanished"
    before = past[idle : idle + SEEN_MONTHS]
    if idle + length >= CEASED_MONTHS and 2 * before.count(True) >= len(before):
        return "ceased"
    return "intermittent" if _is_intermittent([False] * length + list(past)) else "active"


def _is_intermittent(months: Past) -> bool:
    """Say whether there was trade in under half of the last two years."""
    return len(months) >= SEEN_MONTHS and 2 * sum(month is not False for month in months[:SEEN_MONTHS]) < SEEN_MONTHS
