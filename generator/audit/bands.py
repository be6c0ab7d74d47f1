"""Bands: the usual range of a line's months, worked out from its levels alone, and where the line is dashed.

A month lies in the range if its `y` (surprises.py) lies within two spreads, as wide as their number makes them, of the
median of the up to 36 changes before the newest month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, localcontext
from statistics import median

from generator.audit.arithmetic import PRECISION
from generator.audit.surprises import DOLLARS, FEWEST, MOST, PART, past
from generator.trade.period import Period

Level = Callable[[Period], Decimal | None]
_YEAR, _TWO = 12, 2
_SPREADS = 2


def steps_back(last: Period, year: int) -> Iterator[Period]:
    """Yield the months back from `last`; where `year` has eleven steps January and February are one."""
    when = last
    while True:
        if year < _YEAR and when.months == 1 and when.first % _YEAR == 1:
            when = Period(when.first - 1, _TWO)
        yield when
        when = Period(when.first - 1, 1)


def is_apart(span: Period, year: int) -> bool:
    """Say whether a month is one of the two between which Lunar New Year moves."""
    return year < _YEAR and span.months == 1 and span.first % _YEAR < _TWO


def known_levels(level: Level, last: Period, year: int) -> list[Decimal]:
    """Return the levels that say what is usual at `last`, newest first, up to the first that is not known."""
    found: list[Decimal] = []
    for when in steps_back(last, year):
        value = level(when)
        if value is None or len(found) > year + MOST:
            break
        found.append(value)
    return found


def band(levels: Sequence[Decimal], year: int, dollar: Decimal) -> Callable[[Decimal], tuple[Decimal, Decimal]] | None:
    """Return what gives the range of a month from its level a year before; None where too little is known."""
    least, recent = DOLLARS * dollar, levels[1 : 2 * year + 1]
    if len(levels) <= year + FEWEST or 2 * sum(value >= least for value in recent) < len(recent):
        return None
    with localcontext() as context:
        context.prec = PRECISION
        c = max(least, PART * median(value for value in recent if value > 0))
        count = min(MOST, len(levels) - year - 1)
        grown = [((levels[at] + c) / (levels[at + year] + c)).ln() for at in range(1, count + 1)]
        middle, spread, wider = past(grown)

    def ends(base: Decimal) -> tuple[Decimal, Decimal]:
        with localcontext() as context:
            context.prec = PRECISION
            reach = _SPREADS * spread * wider
            low, high = ((base + c) * (middle + by).exp() - c for by in (-reach, reach))
            return max(low, Decimal(0)), high

    return ends
