"""Season: whether the step from the month before goes the same way each year, and whether it does now."""

from __future__ import annotations

from itertools import takewhile
from typing import NamedTuple

from generator.movements import lunar, readings
from generator.movements.readings import Reading
from generator.story.amounts import Amount
from generator.story.facts import Claim, way_of
from generator.story.ledger import Ledger, differences
from generator.story.news.steps import OTHER, Series
from generator.trade.period import Period

_FEWEST, _MOST = 3, 5  # years that a season is looked for in
_BROKEN = 5  # per cent that a broken season goes the other way
Pair = tuple[Amount, Amount]  # a month, and the one before it


class Season(NamedTuple):
    """The step from the month before in the years before, newest first, each of which went `way`; and `now`'s own."""

    way: str
    now: Pair
    years: tuple[Pair, ...]

    @property
    def is_broken(self) -> bool:
        """Whether this year's step goes the other way by five per cent or more."""
        growth = readings.growth(*(level.reading for level in self.now))
        return growth is not None and way_of(growth) == OTHER[self.way] and abs(growth).low >= _BROKEN

    def claim(self, ledger: Ledger) -> Claim:
        """Write of how many years it was true."""
        now, before = self.years[0]
        formula = ("season", *differences(self.years))
        return ledger.count("season", len(self.years), formula, now, compare=before.span, way=self.way)


def season(series: Series) -> Season | None:
    """Return the season of the month that is told; None where there is none."""
    span = series.span
    now = pair(series, span)
    years = [pair(series, span.step(-12 * back)) for back in range(1, _MOST + 1)]
    known = [one for one in takewhile(lambda one: one is not None, years) if one]
    way = way_of(_change(known[0])) if known else None
    if now is None or way is None:
        return None
    same = tuple(takewhile(lambda one: way_of(_change(one)) == way, known))
    return Season(way, now, same) if len(same) >= _FEWEST else None


def pair(series: Series, span: Period) -> Pair | None:
    """Return the levels of a month and of the one before it; None where one is open, or a holiday stands in one."""
    if span.months > 1 or (series.month.is_lunar and lunar.follows(span)):
        return None
    ends = [series.month.amount(series.codes, one) for one in (span, span.step(-1))]
    known = [level for level in ends if level is not None and level.is_exact]
    return (known[0], known[1]) if len(known) == len(ends) else None


def _change(ends: Pair) -> Reading:
    return ends[0].reading - ends[1].reading
