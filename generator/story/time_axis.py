"""Axes: the months that a picture draws, its points, and the figures and years along them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal

from generator.story.month import Month
from generator.story.plan import Text
from generator.story.text import leaf
from generator.trade.period import A_QUARTER, Period

_TICKS = 4  # steps of the scale at most
_NAMED = 6  # months of a year that its label needs


def points(month: Month, codes: Sequence[str], spans: Sequence[Period]) -> tuple[float | None, ...]:
    """Return the sums of `codes` over each span in millions, None where a month is not known; their cells are kept.

    A picture is evidence too: its cells go with the edition.
    """
    found = [month.amount(codes, span) for span in spans]
    for one in found:
        if one is not None:
            month.ledger.draw(one.cells)
    return tuple(None if one is None else one.point for one in found)


def months_back(month: Month, count: int) -> tuple[Period, ...]:
    """Return the last `count` months of the edition, oldest first, as far back as the figures go."""
    last = month.period.last
    first = min((when.first for when in month.figures.periods()), default=last.first)
    return tuple(Period(at, 1) for at in range(max(first, last.first - count + 1), last.first + 1))


def quarters_back(month: Month, count: int) -> tuple[Period, ...]:
    """Return the quarters of the last `count` months, oldest first, as far back as the figures have whole ones."""
    months = months_back(month, count)
    first = -(-months[0].first // A_QUARTER) * A_QUARTER
    return tuple(Period(at, A_QUARTER) for at in range(first, months[-1].first, A_QUARTER))


def year_from(span: Period, last: Period) -> Text:
    """Return the year under its January, where enough of its months follow for the label to stand among them."""
    begins = span.first % 12 == 0 and last.first - span.first + 1 >= _NAMED
    return leaf(str(span.year), "time", str(span), "first_year") if begins else Text("")


def ticks(month: Month, points: Iterable[float | None]) -> tuple[Text, ...]:
    """Return evenly spaced figures from nothing to above the highest of `points`."""
    top = Decimal(repr(max(point for point in points if point is not None)))
    size = Decimal(10) ** (top / _TICKS).adjusted()
    step = next(size * many for many in (1, 2, 5, 10) if size * many * _TICKS >= top)
    count = int((top / step).to_integral_value(ROUND_CEILING))
    return tuple(month.words.tick(step * at) for at in range(count + 1))
