"""Streak: for how many months in a row a line has gone one way against the year before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.movements.changes import incomparable
from generator.movements.metrics import Maker
from generator.movements.readings import growth
from generator.movements.records import Metric
from generator.movements.series import Series
from generator.movements.windows import Windows
from generator.trade.period import Period

STILL = Decimal("0.5")  # per cent: a change within it goes no way
WAYS = {1: ("up",), -1: ("down",), 0: ()}


def streak(series: Series, windows: Windows) -> Metric:
    """Return the months in a row whose growth lies beyond half a per cent on one side; flagged `up` or `down`.

    January and February are one step of two months where the Lunar New Year or the publisher puts them together.
    """
    make = Maker("streak", windows.period, windows.month.base)
    if windows.period.frequency == "quarterly":
        return make.null("frequency")
    if reason := incomparable(series, windows.month):
        return make.null(reason)
    if windows.misleads(windows.period):
        return make.null("lunar", "lunar")
    way = _way(series, windows.period)
    if way is None:
        return make.null("zero_base")
    steps = tuple(_steps(series, windows, way)) if way else ()
    ends = [end for step in steps or (windows.period,) for end in (step, step.year_before())]
    months = sum(step.months for step in steps)
    return make.count(months, series.inputs(*ends), n=windows.month.count(series, *ends), flags=WAYS[way])


def _steps(series: Series, windows: Windows, way: int) -> Iterator[Period]:
    """Yield the periods that went `way`, newest first, the reference among them."""
    step: Period | None = windows.period
    while step is not None:
        yield step
        step = next((one for one in _before(step, windows) if _way(series, one) is not None), None)
        if step is not None and _way(series, step) != way:
            return


def _before(step: Period, windows: Windows) -> Iterator[Period]:
    """Yield the month before `step`, and the two months before it where that is a February."""
    month, pair = Period(step.first - 1, 1), Period(step.first - 2, 2)
    if not windows.misleads(month):
        yield month
    if month.first % 12 == 1:
        yield pair


def _way(series: Series, period: Period) -> int | None:
    """Return 1 or -1 for a growth or fall beyond `STILL` in any reading, 0 within it, None where there is no rate."""
    now, base = series.at(period), series.at(period.year_before())
    if now is None or base is None or {"bound", "partial"} & {*series.marks(period, period.year_before())}:
        return None
    if base.value <= 0 or (found := growth(now, base)) is None:
        return None
    return (found.low > STILL) - (found.high < -STILL)
