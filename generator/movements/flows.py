"""The state of a flow: new, resumed, vanished, ceased, or simply active; months of the rule become whole years.

A year's figure says that goods crossed in some of its months, not in which, so an intermittent flow cannot be seen.
"""

from __future__ import annotations

from decimal import Decimal

from generator.movements.readings import Reading
from generator.movements.series import Series
from generator.movements.states import EMPTY_NEW
from generator.trade.period import Period

LEAST = Decimal(1000)  # US dollars: less is no trade to speak of


def flow_state(series: Series, period: Period, least: Decimal = LEAST) -> str:
    """Return the state in `period`; `unknown` where a figure is missing or the history is too short to tell.

    Less than `least` is no trade, in the currency of the series.
    """
    now, base = active(series.at(period), least), active(series.at(period.step(-1)), least)
    if now is None or base is None:
        return "unknown"
    if now:
        return "active" if base else _appeared(series, period, least)
    return "vanished" if base else _absent(series, period, least)


def active(seen: Reading | None, least: Decimal = LEAST) -> bool | None:
    """Whether there was trade, None where it is not known or the reading leaves it open."""
    if seen is None or seen.low < least <= seen.high:
        return None
    return seen.low >= least


def _appeared(series: Series, period: Period, least: Decimal) -> str:
    steps = -(-EMPTY_NEW // period.months)
    past = [active(series.at(period.step(-back)), least) for back in range(1, steps + 1)]
    if any(past):
        return "resumed"
    return "unknown" if None in past else "new"


def _absent(series: Series, period: Period, least: Decimal) -> str:
    """Return what an empty year after an empty year means: the flow ceased earlier, or there never was one."""
    earlier = [active(seen, least) for _, seen in series.before(period)]
    return "ceased" if any(earlier) else "no_trade"
