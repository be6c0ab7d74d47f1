"""Yearly: what a line grew by in a year, on average over its years, and what of them was revised since."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from generator.movements.basket import Basket
from generator.movements.metrics import Maker
from generator.movements.readings import HUNDRED, Reading, quotient, total
from generator.movements.records import NOT_COMPUTED, Metric
from generator.movements.series import Series
from generator.trade.period import Period

FEWEST = 2  # years between the ends
APART = Decimal(2)  # percentage points between the two ends and all years: more, and the ends were odd


def yearly(series: Series, basket: Basket, previous: Mapping[str, Series] | None) -> Mapping[str, Metric]:
    """Return `cagr` and `revision` of one line; `previous` are the lines as they were known before."""
    if basket.period.frequency != "annual":
        return {name: Maker(name, basket.period).null(NOT_COMPUTED) for name in ("cagr", "revision")}
    return {"cagr": cagr(series, basket), "revision": revision(series, basket, previous)}


def cagr(series: Series, basket: Basket) -> Metric:
    """Return the growth a year, in per cent, from the first year of the line to the period: 100 ((A/B)^(1/years) - 1).

    `n` counts the years between them. `endpoint` is flagged where the slope through the logarithms of all years is
    another by over two points, or cannot be drawn: the ends mislead, and no text may have the number.
    """
    now, past = series.at(basket.period), series.before(basket.period)
    start = past[-1][0] if past else basket.period
    years = basket.period.year - start.year
    make = Maker("cagr", basket.period, start if years else None)
    if now is None:
        return make.null(basket.missing(series, basket.period))
    if years < FEWEST:
        return make.null(series.why_broken() or "short_history")
    marks = series.marks(basket.period, start)
    if reason := next((mark for mark in ("bound", "partial") if mark in marks), ""):
        return make.null(reason)
    first = past[-1][1]
    ratio = quotient(now, first) if now.value > 0 < first.value else None
    if ratio is None:
        return make.null("zero_base" if first.value <= 0 else "no_trade")
    low, value, high = (_a_year(end, years) for end in (ratio.low, ratio.value, ratio.high))
    found = Reading(low, value, high)
    slope = _slope(series, [start.step(at) for at in range(years + 1)])
    odd = slope is None or abs(found.value - slope) > APART
    cells = series.inputs(basket.period, start)
    return make.known(found, cells, n=years, flags=("endpoint",) if odd else ())


def _a_year(ratio: Decimal, years: int) -> Decimal:
    return HUNDRED * (ratio ** (Decimal(1) / years) - 1)


def _slope(series: Series, years: list[Period]) -> Decimal | None:
    """Return the growth a year, in per cent, of the line through the logarithms of all years; None with a gap."""
    seen = [reading.value for year in years if (reading := series.at(year)) is not None and reading.value > 0]
    if len(seen) < len(years):
        return None
    steps = [Decimal(2 * at - len(years) + 1) / 2 for at in range(len(years))]
    rise = sum((step * value.ln() for step, value in zip(steps, seen, strict=True)), Decimal(0))
    return HUNDRED * ((rise / sum(step * step for step in steps)).exp() - 1)


def revision(series: Series, basket: Basket, previous: Mapping[str, Series] | None) -> Metric:
    """Return what all years that were known before have come to be more, or less, in money.

    `n` counts them. A figure that was a bound, and is another one now, leaves it open.
    """
    make = Maker("revision", basket.period)
    if previous is None:
        return make.null("no_previous")
    was = basket.counterpart(series, previous)
    years = [one for one in sorted(was.readings) if one.frequency == "annual" and series.at(one)] if was else []
    if was is None or not years:
        return make.null("not there before")
    changed = [one for one in years if series.at(one) != was.at(one)]
    if any("bound" in side.marks(one) for one in changed for side in (series, was)):
        return make.null("bound")
    now, then = (total(found for one in changed if (found := side.at(one))) for side in (series, was))
    return make.known(now - then, series.inputs(*changed), n=len(years))
