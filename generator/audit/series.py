"""Series: records, runs, turns and seasons, worked out from readings, newest first.

`audit.formulas` asks for them. Each raises ValueError where its words do not hold under every reading; `months` are how
many months each of the readings has.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from generator.audit.arithmetic import Span

Spans = Sequence[Span]
Months = Sequence[int]
YEAR, _THREE_YEARS = 12, 36  # months
_YEARS, _NARROW = 3, 3  # that a season needs; changes that narrow
_LOW_YEAR, _LOW_MONTH, _RATIO = Decimal(1_000_000), Decimal(100_000), 5  # a base under this, or a ratio over it


def must(holds: bool, otherwise: str) -> None:  # noqa: FBT001 -- what must hold
    """Raise ValueError with `otherwise` where something does not hold."""
    if not holds:
        raise ValueError(otherwise)


def rank(place: Span, others: Spans) -> Span:
    """Return 1 + how many of the others are larger."""
    must(
        not any(other.low < place.high and place.low < other.high for other in others),
        "the readings overlap, so no rank is certain",
    )
    return Span.point(1 + sum(other.value > place.value for other in others))


def beyond_all(levels: Spans, way: str) -> Span:
    """Return how many readings the newest lies above (`up`) or below (`down`), which are all before it."""
    now, *past = levels
    side = "below" if way == "up" else "above"
    must(bool(past) and _is_beyond(now, past, way), f"not every reading lies {side} the newest one")
    return Span.point(len(past))


def since(levels: Spans, way: str, months: int) -> Span:
    """Return `months`, the way back to the last reading, where that one alone is not beyond the newest."""
    now, *between, last = levels
    must(_is_beyond(now, between, way), "a period between the two reaches the newest one too")
    side = "above" if way == "up" else "below"
    must(last.is_beyond(now, way) or last.value == now.value, f"its last part does not lie {side} the newest one")
    return Span.point(months)


def run(changes: Spans, months: Months) -> Span:
    """Return how many months the changes go one way, however small they are."""
    ways = {change.way for change in changes}
    must(len(ways) == 1 and None not in ways, "its changes do not all go one way")
    return Span.point(sum(months))


def turned(changes: Spans, months: Months) -> Span:
    """Return how many months went another way than the first change; the last one may go its way again."""
    ways = [change.way for change in changes]
    length = len(list(takewhile(lambda way: way != ways[0], ways[1:])))
    must(
        None not in ways and 0 < length >= len(ways) - 2,
        "its changes are no turn, the run before it, and the last step before that",
    )
    return Span.point(sum(months[1 : length + 1]))


def narrowing(growths: Spans) -> Span:
    """Return how many changes there are, where each is smaller than the one before, and the newest half the first."""
    run(growths, [1] * len(growths))
    sizes = [growth.size() for growth in growths]
    are_smaller = all(one.is_beyond(other, "down") for one, other in pairwise(sizes))
    must(len(sizes) >= _NARROW and are_smaller, "its changes do not each become smaller")
    must(2 * sizes[0].high <= sizes[-1].low, "the newest change is more than half of the first")
    return Span.point(len(sizes))


def records(levels: Spans, months: Months) -> Span:
    """Return how many of the newest levels were each above all before, three years of them or more."""
    places = range(len(levels))
    return Span.point(len(list(takewhile(lambda place: _is_record(levels, months, place), places))))


def records_of_year(levels: Spans, months: Months) -> Span:
    """Return how many levels of the last twelve months were each above all before, three years of them or more."""
    must(_is_record(levels, months, 0), "the newest level is no record")
    places = [place for place in range(len(levels)) if sum(months[:place]) < YEAR]
    return Span.point(sum(_is_record(levels, months, place) for place in places))


def best(levels: Spans) -> int:
    """Return which of the levels is the only one above the newest."""
    now, *past = levels
    above = [at for at, level in enumerate(past, start=1) if level.is_beyond(now, "up")]
    below = [level for level in past if now.is_beyond(level, "up")]
    must(len(above) == 1 and len(below) == len(past) - 1, "the newest level is not second to one alone")
    return above[0]


def season(changes: Spans) -> Span:
    """Return of how many years the step from the month before went one way."""
    must(len(changes) >= _YEARS, f"{len(changes)} years make no season")
    return run(changes, [1] * len(changes))


def leader(place: Span, gaps: Spans, months: Months) -> Span:
    """Return for how many months another line was larger than one that is the largest now."""
    was_smaller = bool(gaps) and all(gap.way == "up" for gap in gaps)
    must(place.value == 1 and was_smaller, "it does not lead now, or led before")
    return Span.point(sum(months))


def short_of(year: Span, to_date: Span) -> Span:
    """Return what the year to date lacks to a year."""
    gap = year.minus(to_date)
    must(gap.way == "up", "the year to date is not short of the year")
    return gap


def exceeds(sums: Spans, months: Months) -> Span:
    """Return the months in which the year to date came to exceed the year, as it had not a step before."""
    to_date, year, before = sums
    must(
        to_date.is_beyond(year, "up") and before.high <= year.low,
        "the year to date does not exceed the year now, or did before",
    )
    return Span.point(months[0])


def ceiling(changes: Spans) -> Span:
    """Return the least number of one figure and zeros that no change comes to, signs left aside."""
    most = max(change.size().high for change in changes)
    unit = Decimal(1).scaleb(most.adjusted()) if most else Decimal(1)
    return Span.point((most // unit + 1) * unit)


def idle(levels: Spans, months: Months) -> Span:
    """Return the months without trade between the newest level and the last, which both have some."""
    now, *between, last = levels
    is_idle = bool(between) and not any(level.value for level in between)
    must(
        is_idle and min(now.low, last.low) > 0,
        "its levels are no trade now, none in between, and the last trade before that",
    )
    return Span.point(sum(months[1:-1]))


def is_from_little(now: Decimal, base: Decimal, months: int, dollar: Decimal) -> bool:
    """Say whether a level came from too little, or by too much, for a rate; `dollar` is one in their unit."""
    floor = _LOW_YEAR if months >= YEAR else _LOW_MONTH * months
    return base < floor * dollar or now > _RATIO * base


def _is_beyond(now: Span, others: Spans, way: str) -> bool:
    return all(now.is_beyond(other, way) for other in others)


def _is_record(levels: Spans, months: Months, place: int) -> bool:
    now, *before = levels[place:]
    return sum(months[place + 1 :]) >= _THREE_YEARS and _is_beyond(now, before, "up")
