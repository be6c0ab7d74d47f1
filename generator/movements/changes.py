"""Level, year on year, change in money, contribution: one line against its own figure a year before."""

from __future__ import annotations

from collections.abc import Mapping

from generator.movements.basket import Basket
from generator.movements.floors import Floor
from generator.movements.metrics import Maker
from generator.movements.readings import ZERO, Reading, contribution, growth, quotient
from generator.movements.records import TOTAL, Metric
from generator.movements.series import Series

PER_CENT = 100
ONE_WAY = 3, 4  # parts move one way where the total keeps 3/4 of their changes added without sign


def changes(series: Series, basket: Basket, floor: Floor) -> Mapping[str, Metric]:
    """Return the metrics of this module for one line, by name."""
    return {
        "level": level(series, basket),
        "yoy": rate(series, basket, floor),
        "yoy_abs": change(series, basket),
        "contrib": contributed(series, basket),
        "contrib_share": contributed_share(series, basket),
    }


def level(series: Series, basket: Basket, name: str = "level") -> Metric:
    """Return the value of the period, in the figures' currency, as the metric `name`."""
    make, now = Maker(name, basket.period), series.at(basket.period)
    marks = series.marks(basket.period)
    if now is None:
        return make.null(basket.missing(series, basket.period), *marks)
    return make.known(now, series.inputs(basket.period), n=basket.count(series, basket.period), flags=marks)


def incomparable(series: Series, basket: Basket) -> str:
    """Return why a line has no change, empty where it has one."""
    return basket.why_not(series)


def pair(series: Series, basket: Basket) -> tuple[Reading, Reading] | None:
    """Return the readings now and a year before, or None where they may not be compared."""
    return basket.pair(series)


def rate(series: Series, basket: Basket, floor: Floor, name: str = "yoy") -> Metric:
    """Return the growth in per cent, as the metric `name`.

    `low_base` marks a rate that prose leaves out, `table_only` a fall to nothing.
    """
    make = Maker(name, basket.period, basket.base)
    if (both := pair(series, basket)) is None:
        return make.null(incomparable(series, basket))
    now, base = both
    if now.value == 0 == base.value:
        return make.null("no_trade")
    if base.value <= 0 or (found := growth(now, base)) is None:
        return make.null("zero_base", "low_base")
    low = ("low_base",) if _is_low(series, basket, floor, (now, base)) else ()
    gone = ("table_only",) if now.value == 0 else ()
    ends = basket.period, basket.base
    return make.known(found, series.inputs(*ends), n=basket.count(series, *ends), flags=low + gone)


def _is_low(series: Series, basket: Basket, floor: Floor, ends: tuple[Reading, Reading]) -> bool:
    """Say whether the base is low: where figures are months, the floor and the line's own past are those of months."""
    unit = 1 if basket.monthly else basket.period.months
    own = [seen.value for seen in series.levels(unit) if seen.is_exact]
    group = None if series.code == TOTAL else basket.whole_base
    return floor.times(basket.period.months // unit).is_low(ends[1], ends[0], group, own)


def change(series: Series, basket: Basket) -> Metric:
    """Return the change in money, also where there is no rate."""
    make = Maker("yoy_abs", basket.period, basket.base)
    if (both := pair(series, basket)) is None:
        return make.null(incomparable(series, basket))
    ends = basket.period, basket.base
    return make.known(both[0] - both[1], series.inputs(*ends), n=basket.count(series, *ends))


def contributed(series: Series, basket: Basket) -> Metric:
    """Return the percentage points that the line adds to the growth of the total."""
    make = Maker("contrib", basket.period, basket.base)
    both, whole = pair(series, basket), basket.whole_base
    if both is None or whole is None:
        return make.null(incomparable(series, basket) or basket.incomparable)
    if (found := contribution(*both, whole)) is None:
        return make.null("zero_base")
    ends = basket.period, basket.base
    cells = (*series.inputs(*ends), *basket.whole.inputs(basket.base))
    return make.known(found, cells, n=basket.count(series, *ends) + basket.count(basket.whole, basket.base))


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
    ends = basket.period, basket.base
    nested = series.inputs(*ends) if series.code not in (TOTAL, *basket.leaves) else ()
    n = basket.count(basket.whole, *ends) + (basket.count(series, *ends) if nested else 0)
    return make.known(percent, (*nested, *basket.whole.inputs(*ends)), n=n)


def _cancels(basket: Basket, moved: Reading) -> bool:
    return ONE_WAY[1] * abs(moved.value) < ONE_WAY[0] * basket.moves or basket.moves == ZERO
