"""The state of a flow month by month: new, resumed, vanished, ceased, intermittent, or simply active."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from generator.movements.flows import LEAST, active
from generator.movements.readings import Reading
from generator.movements.series import Series
from generator.movements.states import EVENTS, states
from generator.trade.period import Period

YEAR = 12  # months

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
    rows = [*reversed(past), *[now] * period.months]
    active_in, known = (np.array([[test(one)] for one in rows]) for test in (bool, lambda one: one is not None))
    found = states(active_in, known, now=period.months)
    state = str(found.state[0])
    if state == "active" and found.intermittent[0]:
        state = "intermittent"
    return Presence(state, len(rows), int(found.idle[0]) if state in EVENTS else None)


def _past(series: Series, period: Period, least: Decimal) -> Past:
    """Return whether there was trade in the months before `period`, newest first, back to the first of the data."""
    first = min((seen.first for seen in series.readings), default=period.first)
    months = (Period(month, 1) for month in range(period.first - 1, first - 1, -1))
    return [active(series.at(month) or _together(series, month), least) for month in months]


def _together(series: Series, month: Period) -> Reading | None:
    """Return what was printed of a month and others: January and February, or a quarter; trade in it is in each."""
    january = Period(month.first - month.first % YEAR, 2)
    pair = series.at(january) if month.first <= january.last.first else None
    return pair or series.at(month.quarter)
