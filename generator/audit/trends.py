"""Trends: runs, turns, paces, seasons and records of levels, and parts of a change, worked out from readings."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from generator.audit.arithmetic import HUNDRED, Span, part_of, total
from generator.audit.chains import is_beyond

_NOTHING = Span.point(0)
_YEAR, _THREE_YEARS = 12, 36  # months
_YEARS, _NARROW = 3, 3  # that a season needs; changes that narrow
_OTHER = {"up": "down", "down": "up"}


def way_of(change: Span) -> str:
    """Return the way of a change under every reading; ValueError where that is open."""
    for way in ("up", "down"):
        if is_beyond(change, _NOTHING, way):
            return way
    msg = "a change in it goes no way for sure"
    raise ValueError(msg)


def run(changes: Sequence[Span], months: Sequence[int]) -> Span:
    """Return how many months the changes go one way; ValueError where one does not."""
    if len({way_of(change) for change in changes}) != 1:
        msg = "its changes do not all go one way"
        raise ValueError(msg)
    return Span.point(sum(months))


def turned(changes: Sequence[Span], months: Sequence[int]) -> Span:
    """Return how many months went another way than the first change; the last one may go its way again."""
    ways = [way_of(change) for change in changes]
    other = _OTHER[ways[0]]
    length = len(list(takewhile(lambda way: way == other, ways[1:])))
    if not length or len(ways) > length + 2:
        msg = "its changes are no turn, the run before it, and the last step before that"
        raise ValueError(msg)
    return Span.point(sum(months[1 : length + 1]))


def is_closed(changes: Sequence[Span]) -> bool:
    """Say whether the last change of a turn goes the way of the first."""
    return way_of(changes[0]) == way_of(changes[-1])


def pace(growths: Sequence[Span], months: Sequence[int], way: str) -> Span:
    """Return the months of all steps, where the first growth lies above (`up`) or below (`down`) each other one."""
    now, *before = growths
    if not before or not all(is_beyond(now, other, way) for other in before):
        msg = f"not every growth lies {'below' if way == 'up' else 'above'} the newest one"
        raise ValueError(msg)
    return Span.point(sum(months))


def narrowing(growths: Sequence[Span]) -> Span:
    """Return how many changes there are, where each is smaller than the one before, and the newest half the first."""
    run(growths, [1] * len(growths))
    sizes = [growth.size() for growth in growths]
    if len(sizes) < _NARROW or not all(is_beyond(one, other, "down") for one, other in pairwise(sizes)):
        msg = "its changes do not each become smaller"
        raise ValueError(msg)
    if 2 * sizes[0].high > sizes[-1].low:
        msg = "the newest change is more than half of the first"
        raise ValueError(msg)
    return Span.point(len(sizes))


def most(levels: Sequence[Span], months: Sequence[int], way: str) -> Span:
    """Return the months of all levels, where the first lies above (`up`) or below (`down`) each other one."""
    return pace(levels, months, way)


def records(levels: Sequence[Span], months: Sequence[int]) -> Span:
    """Return how many of the newest levels were each above all before, three years of them or more."""
    places = range(len(levels))
    return Span.point(len(list(takewhile(lambda place: _is_record(levels, months, place), places))))


def records_of_year(levels: Sequence[Span], months: Sequence[int]) -> Span:
    """Return how many levels of the last twelve months were each above all before, three years of them or more."""
    places = [place for place in range(len(levels)) if sum(months[:place]) < _YEAR]
    if not _is_record(levels, months, 0):
        msg = "the newest level is no record"
        raise ValueError(msg)
    return Span.point(sum(_is_record(levels, months, place) for place in places))


def _is_record(levels: Sequence[Span], months: Sequence[int], place: int) -> bool:
    now, *before = levels[place:]
    return sum(months[place + 1 :]) >= _THREE_YEARS and all(is_beyond(now, level, "up") for level in before)


def best(levels: Sequence[Span]) -> int:
    """Return which of the levels is the only one above the first; ValueError where none or more are, or may be."""
    now, *past = levels
    above = [at for at, level in enumerate(past, start=1) if is_beyond(level, now, "up")]
    below = [level for level in past if is_beyond(now, level, "up")]
    if len(above) != 1 or len(above) + len(below) < len(past):
        msg = "the newest level is not second to one alone"
        raise ValueError(msg)
    return above[0]


def season(changes: Sequence[Span]) -> Span:
    """Return of how many years the step from the month before went one way; ValueError where one did not."""
    if len(changes) < _YEARS:
        msg = f"{len(changes)} years make no season"
        raise ValueError(msg)
    return run(changes, [1] * len(changes))


def gross_share(changes: Sequence[Span]) -> Span:
    """Return what the first change is of all changes, signs left aside, in per cent."""
    sizes = [change.size() for change in changes]
    return part_of(sizes[0], total(sizes)).times(HUNDRED)


def leader(place: Span, gaps: Sequence[Span], months: Sequence[int]) -> Span:
    """Return for how many months another line was larger than one that is the largest now."""
    if place.value != 1 or not gaps or not all(is_beyond(gap, _NOTHING, "up") for gap in gaps):
        msg = "it does not lead now, or led before"
        raise ValueError(msg)
    return Span.point(sum(months))


def short_of(year: Span, to_date: Span) -> Span:
    """Return what the year to date lacks to a year; ValueError where it may lack nothing."""
    gap = year.minus(to_date)
    if gap.low <= 0:
        msg = "the year to date is not short of the year"
        raise ValueError(msg)
    return gap


def ceiling(changes: Sequence[Span]) -> Span:
    """Return the least number of one figure and zeros that no change comes to, signs left aside."""
    most = max(change.size().high for change in changes)
    unit = Decimal(1).scaleb(most.adjusted()) if most else Decimal(1)
    return Span.point((most // unit + 1) * unit)


def exceeds(to_date: Span, year: Span, before: Span, months: int) -> Span:
    """Return `months`, in which the year to date came to exceed the year, as it had not a step before."""
    if not is_beyond(to_date, year, "up") or before.high > year.low:
        msg = "the year to date does not exceed the year now, or did before"
        raise ValueError(msg)
    return Span.point(months)


def idle(levels: Sequence[Span], months: Sequence[int]) -> Span:
    """Return the months without trade between the first level and the last, which both have some."""
    between = levels[1:-1]
    if not between or any(level.value for level in between) or min(levels[0].low, levels[-1].low) <= 0:
        msg = "its levels are no trade now, none in between, and the last trade before that"
        raise ValueError(msg)
    return Span.point(sum(months[1:-1]))
