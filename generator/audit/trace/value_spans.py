"""Arithmetic on readings `[low, value, high]`, and measures of series of readings, newest first.

Every operation varies its operands independently. The exception is a share, whose part is also in the whole. A
statement about a series must hold for every reading; otherwise the function raises ValueError. `months` gives the
length of each reading in months.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from itertools import pairwise, product, takewhile
from typing import NamedTuple

PRECISION = 60
HUNDRED = Decimal(100)
YEAR, _TWO_YEARS, _THREE_YEARS = 12, 24, 36  # months
_MIXED = 10  # per cent: least change of an average value that a mix may have moved
_YEARS, _NARROW = 3, 3  # fewest years of a season; fewest changes of a narrowing
# A base below these dollars a year or a month, or growth beyond this ratio, gives no rate.
_LOW_YEAR, _LOW_MONTH, _RATIO = Decimal(1_000_000), Decimal(100_000), 5


class Span(NamedTuple):
    """The lowest, the published and the highest value that a figure may mean."""

    low: Decimal
    value: Decimal
    high: Decimal

    @classmethod
    def point(cls, value: Decimal | int) -> Span:
        """Return the span of a number that is known exactly."""
        return cls(Decimal(value), Decimal(value), Decimal(value))

    def plus(self, term: Span) -> Span:
        """Return the sum."""
        return Span(self.low + term.low, self.value + term.value, self.high + term.high)

    def minus(self, term: Span) -> Span:
        """Return the difference of two figures that vary independently."""
        return Span(self.low - term.high, self.value - term.value, self.high - term.low)

    def over(self, divisor: Span) -> Span:
        """Return the quotient. Raise ZeroDivisionError if the divisor may be zero."""
        if divisor.low <= 0 <= divisor.high:
            raise ZeroDivisionError
        corners = [end / by for end in (self.low, self.high) for by in (divisor.low, divisor.high)]
        return Span(min(corners), self.value / divisor.value, max(corners))

    def size(self) -> Span:
        """Return the span of the absolute value."""
        ends = (abs(self.low), abs(self.high))
        return Span(Decimal(0) if self.low < 0 < self.high else min(ends), abs(self.value), max(ends))

    def times(self, factor: Decimal) -> Span:
        """Return the span times a positive `factor`."""
        return Span(self.low * factor, self.value * factor, self.high * factor)

    @property
    def way(self) -> str | None:
        """The direction of a change ("up" or "down") if every reading agrees, else None."""
        return "up" if self.low > 0 else "down" if self.high < 0 else None

    def is_beyond(self, span: Span, way: str) -> bool:
        """Whether every value is above (`up`) or below (`down`) every value of `span`."""
        return self.low > span.high if way == "up" else self.high < span.low


Spans = Sequence[Span]
Months = Sequence[int]


def must(holds: bool, otherwise: str) -> None:  # noqa: FBT001 -- what must hold
    """Raise ValueError with the text `otherwise` unless `holds`."""
    if not holds:
        raise ValueError(otherwise)


def number(text: object) -> Decimal:
    """Return the number that a claim or cell writes. Raise ValueError if it is not a finite number."""
    try:
        value = Decimal(str(text))
    except ArithmeticError:
        value = Decimal("NaN")
    must(value.is_finite(), f"{text!r} is no number")
    return value


def last_digit(printed: Decimal) -> Decimal:
    """Return the value of one unit in the last printed digit."""
    return Decimal(1).scaleb(int(printed.as_tuple().exponent))


def equal(first: Decimal, second: Decimal) -> bool:
    """Whether two results are the same up to 1 part in 10^20, which allows for quotients."""
    with localcontext() as context:
        context.prec = PRECISION
        return abs(first - second) <= Decimal("1e-20") * max(abs(first), abs(second), Decimal(1))


def total(spans: Spans) -> Span:
    """Return the sum of `spans`."""
    nothing = Decimal(0)
    return Span(*(sum((getattr(span, end) for span in spans), nothing) for end in Span._fields))


def growth(now: Span, base: Span) -> Span:
    """Return the growth in per cent: 100 (now / base - 1)."""
    return now.over(base).times(HUNDRED).minus(Span.point(HUNDRED))


def part_of(part: Span, outer: Span) -> Span:
    """Return part / whole. `outer` contains `part`, so only the rest of the whole varies independently."""
    low_rest, high_rest = outer.low - part.low, outer.high - part.high
    return Span(part.low / (part.low + high_rest), part.value / outer.value, part.high / (part.high + low_rest))


def mix(growths: Spans, averages: Spans, shares: Spans) -> Span:
    """Return the growth of a whole's average value. Raise ValueError unless the mix of two lines moved it.

    `growths` are those of the average values of the whole, of both lines together, and of each line. `averages` are
    those of the two lines now, and `shares` those of the first line in the whole's weight, now and before.
    """
    whole, pair, *lines = growths
    way = whole.way
    must(way is not None and whole.size().low >= _MIXED, "the average of the whole moved by less than a tenth")
    toward = [Span.point(0).minus(growth) if way == "down" else growth for growth in (pair, *lines)]
    must(all(2 * growth.high < whole.size().low for growth in toward[1:]), "a line's own average moved as much")
    must(2 * toward[0].low >= whole.size().high, "the average of the two lines moved less")
    must(averages[0].is_beyond(averages[1], way or ""), f"the first line's average is not on the side of {way}")
    must(shares[0].low > shares[1].high, "the share of the first line in the weight is no larger than before")
    return whole


def moved(ends: Spans, sign: int) -> Span:
    """Return what average values (`sign` 1) or quantities (-1) contributed. `ends`: value and quantity, now and before.

    The result is (q + q0) (v/q - v0/q0) / 2 or (q - q0) (v/q + v0/q0) / 2. The four vary independently. The effect is
    monotonic in each of the three terms below, so its extremes are at the corners.
    """
    now, quantity, before, earlier = ends
    ratio = quantity.over(earlier)

    def effect(value: Decimal, base: Decimal, times: Decimal) -> Decimal:
        return (value - base + sign * (value / times - base * times)) / 2

    corners = [effect(*corner) for corner in product(*((span.low, span.high) for span in (now, before, ratio)))]
    return Span(min(corners), effect(now.value, before.value, ratio.value), max(corners))


def rank(place: Span, lines: Spans) -> Span:
    """Return 1 + the number of other lines that are larger."""
    overlap = any(line.low < place.high and place.low < line.high for line in lines)
    must(not overlap, "the readings overlap, so no rank is certain")
    return Span.point(1 + sum(line.value > place.value for line in lines))


def beyond_all(levels: Spans, way: str) -> Span:
    """Return the number of earlier readings, all of which must be below (`up`) or above (`down`) the newest one."""
    now, *past = levels
    side = "below" if way == "up" else "above"
    must(bool(past) and _is_beyond(now, past, way), f"not every reading lies {side} the newest one")
    return Span.point(len(past))


def since(levels: Spans, way: str, months: int) -> Span:
    """Return `months`, the time since the last reading, if it is the only one that the newest does not go beyond."""
    now, *between, last = levels
    must(_is_beyond(now, between, way), "a period between the two reaches the newest one too")
    side = "above" if way == "up" else "below"
    must(last.is_beyond(now, way) or last.value == now.value, f"its last part does not lie {side} the newest one")
    return Span.point(months)


def run(changes: Spans, months: Months) -> Span:
    """Return for how many months the changes go in one direction, however small they are."""
    ways = {change.way for change in changes}
    must(len(ways) == 1 and None not in ways, "its changes do not all go one way")
    return Span.point(sum(months))


def turn(changes: Spans, months: Months) -> Span:
    """Return for how many months the changes before the first one went the other way.

    After them, at most one more change may follow, which goes the way of the first.
    """
    ways = [change.way for change in changes]
    length = len(list(takewhile(lambda way: way != ways[0], ways[1:])))
    is_turn = None not in ways and 0 < length >= len(ways) - 2
    must(is_turn, "its changes are no turn, the run before it, and the last step before that")
    return Span.point(sum(months[1 : length + 1]))


def narrowing(growths: Spans) -> Span:
    """Return the number of changes. Each must be smaller than the one before, the newest at most half the first."""
    run(growths, [1] * len(growths))
    sizes = [growth.size() for growth in growths]
    are_smaller = all(newer.is_beyond(older, "down") for newer, older in pairwise(sizes))
    must(len(sizes) >= _NARROW and are_smaller, "its changes do not each become smaller")
    must(2 * sizes[0].high <= sizes[-1].low, "the newest change is more than half of the first")
    return Span.point(len(sizes))


def records(levels: Spans, months: Months) -> Span:
    """Return how many of the newest levels in a row were records: above all earlier levels, of three years or more."""
    places = range(len(levels))
    return Span.point(len(list(takewhile(lambda place: _is_record(levels, months, place), places))))


def records_of_year(levels: Spans, months: Months) -> Span:
    """Return how many levels of the last twelve months were above all earlier levels, of three years or more."""
    must(_is_record(levels, months, 0), "the newest level is no record")
    places = [place for place in range(len(levels)) if sum(months[:place]) < YEAR]
    return Span.point(sum(_is_record(levels, months, place) for place in places))


def best(levels: Spans) -> int:
    """Return the place of the only level above the newest one."""
    now, *past = levels
    above = [at for at, level in enumerate(past, start=1) if level.is_beyond(now, "up")]
    below = [level for level in past if now.is_beyond(level, "up")]
    must(len(above) == 1 and len(below) == len(past) - 1, "the newest level is not second to one alone")
    return above[0]


def season(changes: Spans) -> Span:
    """Return for how many years the step from the month before went in one direction."""
    must(len(changes) >= _YEARS, f"{len(changes)} years make no season")
    return run(changes, [1] * len(changes))


def leader(place: Span, gaps: Spans, months: Months) -> Span:
    """Return for how many months another line was larger than the line that is the largest now."""
    was_smaller = bool(gaps) and all(gap.way == "up" for gap in gaps)
    must(place.value == 1 and was_smaller, "it does not lead now, or led before")
    return Span.point(sum(months))


def short_of(year: Span, to_date: Span) -> Span:
    """Return how much the year to date is below the year."""
    gap = year.minus(to_date)
    must(gap.way == "up", "the year to date is not short of the year")
    return gap


def exceeds(sums: Spans, months: Months) -> Span:
    """Return the months of the year to date, which exceeds the year now and did not one step before."""
    to_date, year, before = sums
    is_so = to_date.is_beyond(year, "up") and before.high <= year.low
    must(is_so, "the year to date does not exceed the year now, or did before")
    return Span.point(months[0])


def ceiling(changes: Spans) -> Span:
    """Return the smallest number of one digit and zeros that exceeds every change in size."""
    most = max(change.size().high for change in changes)
    unit = Decimal(1).scaleb(most.adjusted()) if most else Decimal(1)
    return Span.point((most // unit + 1) * unit)


def idle(levels: Spans, months: Months) -> Span:
    """Return the number of months without trade between the newest level and the last one, which both have trade."""
    now, *between, last = levels
    is_idle = bool(between) and not any(level.value for level in between) and min(now.low, last.low) > 0
    must(is_idle, "its levels are no trade now, none in between, and the last trade before that")
    return Span.point(sum(months[1:-1]))


def begun(levels: Spans, months: Months) -> Span:
    """Return the number of months of trade up to the newest, if no month before them had any, for a year or more."""
    traded = list(takewhile(lambda level: level.low > 0, levels))
    empty = levels[len(traded) :]
    is_so = bool(traded) and not any(level.value for level in empty) and sum(months[len(traded) :]) >= YEAR
    must(is_so, "its levels are not months of trade with a year or more of none before them")
    return Span.point(sum(months[: len(traded)]))


def stopped(levels: Spans, months: Months) -> Span:
    """Return the number of months, of which the newest is the only one without trade, two years or more before it."""
    now, *past = levels
    is_so = not now.value and all(level.low > 0 for level in past) and sum(months[1:]) >= _TWO_YEARS
    must(is_so, "its newest level is not the only one without trade")
    return Span.point(sum(months))


def paused(levels: Spans, months: Months) -> Span:
    """Return the months of trade, two years or more, between the first and the last level, which have none."""
    now, *traded, last = levels
    is_so = not (now.value or last.value) and all(level.low > 0 for level in traded)
    must(is_so and sum(months[1:-1]) >= _TWO_YEARS, "its levels are not no trade, years of trade, and no trade")
    return Span.point(sum(months[1:-1]))


def is_from_little(now: Decimal, base: Decimal, months: int, dollar: Decimal) -> bool:
    """Whether a rate would be meaningless: the base is too small, or the ratio too large. `dollar` is one US dollar."""
    floor = _LOW_YEAR if months >= YEAR else _LOW_MONTH * months
    return base < floor * dollar or now > _RATIO * base


def _is_beyond(now: Span, levels: Spans, way: str) -> bool:
    return all(now.is_beyond(level, way) for level in levels)


def _is_record(levels: Spans, months: Months, place: int) -> bool:
    now, *before = levels[place:]
    return sum(months[place + 1 :]) >= _THREE_YEARS and _is_beyond(now, before, "up")
