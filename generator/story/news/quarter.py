"""Quarter: the months of a quarter, each against a year before and against the one before it."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from generator.story.amounts import Step
from generator.story.facts import way_of
from generator.story.news.steps import OTHER, Series
from generator.trade.period import A_QUARTER


class Path(NamedTuple):
    """The months of a quarter, oldest first, and the way of the quarter."""

    way: str
    months: tuple[Step, ...]

    @property
    def turn(self) -> str | None:
        """The way against the quarter's that its months take, None where they take none.

        They do if each lies beyond the one before, or if the last goes another way on the year than the quarter.
        """
        other = OTHER[self.way]
        return other if other in {self.steady, self.months[-1].way} else None

    @property
    def steady(self) -> str | None:
        """The way of each month on the one before it, where they go one way."""
        ways = {way_of(later.now.reading - earlier.now.reading) for earlier, later in pairwise(self.months)}
        return ways.pop() if len(ways) == 1 else None


def path(series: Series) -> Path | None:
    """Return the months of the quarter; None where one is not known, or where a holiday moves among them."""
    whole = series.step(series.span)
    if series.span.frequency != "quarterly" or whole is None or whole.way is None:
        return None
    found = [series.step(month) for month in series.span.split()]
    months = tuple(step for step in found if step)
    return Path(whole.way, months) if len(months) == A_QUARTER else None
