"""Level, year on year, change in money, contribution: one line against its own figure a year before."""

from __future__ import annotations

from collections.abc import Mapping

from generator.movements.basket import Basket
from generator.movements.floors import Floor
from generator.movements.metrics import Maker
from generator.movements.readings import ZERO, Reading, contribution, growth, quotient, total
from generator.movements.records import TOTAL, Metric
from generator.movements.series import Series

PER_CENT = 100
ONE_WAY = 3, 4  # parts move one way where the total keeps 3/4 of their changes added without sign


def changes(series: Series, basket: Basket, floor: Floor) -> Mapping[str, Metric]:
    """Return the metrics of this module for one line, by name."""
    return {
        "level": level(series, basket),
        "yoy": year_on_year(series, basket, floor),
        "yoy_abs": change(series, basket),
        "contrib": contributed(series, basket),
        "contrib_share": contributed_share(series, basket),
    }


def level(series: Series, basket: Basket) -> Metric:
    """Return the value of the period, in US dollars."""
    make, now = Maker("level", basket.period), series.at(basket.period)
    marks = series.marks(basket.period)
    if now is None:
        return make.null(f"missing {basket.period}", *marks)
    return make.known(now, series.inputs(basket.period), n=_terms(series, basket), flags=marks)


def _terms(series: Series, basket: Basket) -> int:
    return len(basket.members) if series.code == TOTAL else 1


def incomparable(series: Series, basket: Basket) -> str:
    """Return why a line has no change, empty where it has one."""
    if series.code == TOTAL:
        return basket.incomparable
    for period in (basket.period, basket.base):
        if series.at(period) is None:
            return f"missing {period}"
    marks = series.marks(basket.period, basket.base)
    return next((mark for mark in ("bound", "partial") if mark in marks), "")


def pair(series: Series, basket: Basket) -> tuple[Reading, Reading] | None:
    """Return the readings now and a year before, or None where they may not be compared."""
    now, base = series.at(basket.period), series.at(basket.base)
    return None if incomparable(series, basket) or now is None or base is None else (now, base)


def year_on_year(series: Series, basket: Basket, floor: Floor) -> Metric:
    """Return the growth in per cent; `low_base` marks a rate that prose leaves out, `table_only` a fall to nothing."""
    make = Maker("yoy", basket.period, basket.base)
    if (both := pair(series, basket)) is None:
        return make.null(incomparable(series, basket))
    now, base = both
    if now.value == 0 == base.value:
        return make.null("no_trade")
    if base.value <= 0 or (found := growth(now, base)) is None:
        return make.null("zero_base", "low_base")
    own = [seen.value for seen in series.readings.values() if seen.is_exact]
    group = None if series.code == TOTAL else basket.whole_base
    low = ("low_base",) if floor.is_low(base, now, group, own) else ()
    gone = ("table_only",) if now.value == 0 else ()
    return make.known(found, series.inputs(basket.period, basket.base), n=2 * _terms(series, basket), flags=low + gone)


def change(series: Series, basket: Basket) -> Metric:
    """Return the change in US dollars, also where there is no rate."""
    make = Maker("yoy_abs", basket.period, basket.base)
    if (both := pair(series, basket)) is None:
        return make.null(incomparable(series, basket))
    return make.known(both[0] - both[1], series.inputs(basket.period, basket.base), n=2 * _terms(series, basket))


def contributed(series: Series, basket: Basket) -> Metric:
    """Return the percentage points that the line adds to the growth of the total."""
    make = Maker("contrib", basket.period, basket.base)
    both, whole = pair(series, basket), basket.whole_base
    if both is None or whole is None:
        return make.null(incomparable(series, basket) or basket.incomparable)
    if (found := contribution(*both, whole)) is None:
        return make.null("zero_base")
    cells = (*series.inputs(basket.period, basket.base), *basket.whole.inputs(basket.base))
    return make.known(found, cells, n=2 * _terms(series, basket) + len(basket.members))


def contributed_share(series: Series, basket: Basket) -> Metric:
    """Return the part of the total's change that is this line's, where the parts do not cancel each other out."""
    make = Maker("contrib_share", basket.period, basket.base)
    both, whole = pair(series, basket), pair(basket.whole, basket)
    if both is None or whole is None:
        return make.null(incomparable(series, basket) or basket.incomparable)
    found = quotient(both[0] - both[1], whole[0] - whole[1])
    if found is None or _cancels(basket, whole[0] - whole[1]):
        return make.null("offsetting")
    percent = Reading(found.low * PER_CENT, found.value * PER_CENT, found.high * PER_CENT)
    return make.known(percent, basket.whole.inputs(basket.period, basket.base), n=2 * len(basket.members))


def _cancels(basket: Basket, moved: Reading) -> bool:
    pairs = (pair(basket.series[code], basket) for code in basket.members)
    sizes = total(abs(both[0] - both[1]) for both in pairs if both).value
    return ONE_WAY[1] * abs(moved.value) < ONE_WAY[0] * sizes or sizes == ZERO
