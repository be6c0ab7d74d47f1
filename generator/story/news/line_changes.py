"""What each line did to the change of the total, and how much of a change was tonnage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from generator.movements import readings
from generator.movements.readings import NOTHING, Reading
from generator.story.amounts import ESTIMATED, Amount, Claim, Formula, YearChange, way_of, weight
from generator.story.claim_ledger import ClaimLedger, Pair, differences, exactly, growths_of
from generator.story.month import Month
from generator.story.news.extremes import reaches_back
from generator.story.news.time_series import OTHER, Series, months_of
from generator.trade.period import Period

_YEAR = 12  # months before, in each of which another line must have led
_CHAPTER = 2  # digits of a chapter
_APART = 5  # points between value and tonnage for a sentence of their own
_MOSTLY, _WHOLE = Decimal(75), Decimal(100)  # per cent of the growth of the value that the tonnage made
_MIXED = 10  # per cent: a change of the total's average value from here on may be told by the mix of its lines


class Leader(NamedTuple):
    """The line that is largest now and was not before."""

    code: str
    now: Amount
    smaller: tuple[Amount, ...]  # the other lines now
    # of each earlier step, newest first: the largest line then, and this line
    before: tuple[tuple[Amount, Amount], ...]
    start: Period | None  # where the figures begin, if it has led in none of them

    @property
    def passed(self) -> str:
        """The line that led in the step before."""
        return self.before[0][0].codes[0]

    def claim(self, ledger: ClaimLedger) -> Claim:
        """Write the claim of how many months another line was larger."""
        rank = ("rank", self.now, *self.smaller)
        months = months_of(level for _, level in self.before)
        return ledger.count("leader", months, ("leader", rank, *differences(self.before)), self.now, unit="months")


@dataclass(frozen=True)
class LineChanges:
    """The lines of an edition over `span` against a year before."""

    month: Month
    span: Period

    @cached_property
    def lines(self) -> tuple[YearChange, ...]:
        """The lines with trade now or a year before, the largest change first.

        Empty where one line is unknown, or where there is only one, which is the total.
        """
        steps = [self.month.step([code], self.span) for code in self.month.every_line]
        comparable = [step for step in steps if step]
        if len(comparable) < len(self.month.every_line) or self.month.is_single:
            return ()
        alive = [part for part in comparable if part.now.value or part.base.value]
        return tuple(sorted(alive, key=lambda part: (-part.size.value, part.code)))

    @cached_property
    def total(self) -> YearChange | None:
        """The step of all lines together."""
        return self.month.step(self.month.every_line, self.span)

    @cached_property
    def gross_change(self) -> Reading:
        """The sum of their changes without signs."""
        return readings.total(part.size for part in self.lines)

    @property
    def way(self) -> str | None:
        """The direction of the total."""
        return self.total.way if self.total else None

    def by_code(self, code: str) -> YearChange | None:
        """Return the line of `code`."""
        return next((part for part in self.lines if part.code == code), None)

    def gross_share(self, part: YearChange) -> Reading:
        """Return a line's share of all changes, without signs, in per cent."""
        return readings.share(part.size, self.gross_change.without(part.size)) or NOTHING

    def share_of_change(self, part: YearChange) -> Reading | None:
        """Return a line's share of the total's change, in per cent. None where they do not go the same way."""
        if self.total is None or part.way is None or part.way != self.way:
            return None
        ratio = readings.quotient(part.change, self.total.change)
        return ratio and Reading(100 * ratio.low, 100 * ratio.value, 100 * ratio.high)

    def claim_of_share(self, part: YearChange) -> Claim | None:
        """Write the claim of a line's share of the total's change, or return None where there is none."""
        return self.month.ledger.part_of_change(part, self.total) if self.total else None

    def ceiling(self, lines: Sequence[YearChange]) -> Claim:
        """Write the claim of the smallest round sum (one digit and zeros) above every line's change."""
        most = exactly(round_above(max(part.size.high for part in lines)))
        codes, (now, base) = tuple(part.code for part in lines), lines[0]
        formula = ("ceiling", *differences(lines))
        return self.month.ledger.claim("ceiling", now.unit, most, formula, codes, now.span, compare=base.span)

    def without_line(self, part: YearChange) -> YearChange | None:
        """Return the step of all lines except one."""
        codes = tuple(code for code in self.month.every_line if code != part.code)
        return self.month.step(codes, self.span) if codes else None

    def turner(self) -> YearChange | None:
        """Return the only line without which the total would have gone the other way, or None."""
        if self.way is None or self.total is None:
            return None
        ways = {part.code: way_of(self.total.change.without(part.change)) for part in self.lines}
        turners = [part for part in self.lines if ways[part.code] != self.way]
        return turners[0] if len(turners) == 1 and ways[turners[0].code] == OTHER[self.way] else None

    def largest(self, way: str | None) -> YearChange | None:
        """Return the line with the largest change in direction `way`. None where the readings leave that open."""
        first = next((part for part in self.lines if way and part.way == way), None)
        if first is None:
            return None
        rivals = (part for part in self.lines if part != first and part.way != OTHER[first.way or ""])
        return first if all(readings.order(first.size, rival.size) == 1 for rival in rivals) else None

    def two_largest(self) -> tuple[YearChange, YearChange] | None:
        """Return the two lines with the largest changes. None where the readings leave that open."""
        if len(self.lines) < 2:  # noqa: PLR2004 -- two
            return None
        first, second, *smaller = self.lines
        return (first, second) if all(readings.order(second.size, line.size) == 1 for line in smaller) else None

    @cached_property
    def leader(self) -> Leader | None:
        """The largest line, where another was larger in each of the twelve months before or more: all until it led."""
        now = self._levels(self.span)
        if len(now) < 2:  # noqa: PLR2004 -- two
            return None
        code, first = max(now.items(), key=lambda item: item[1].value)
        smaller = tuple(level for name, level in now.items() if name != code)
        if not all(readings.order(first.reading, level.reading) == 1 for level in smaller):
            return None
        before, series = [], Series(self.month, (code,), self.span)
        span = series.before(self.span)
        while True:
            level = series.amount(span)
            largest = max(self._levels(span).values(), key=lambda level: level.value, default=None)
            if level is None or largest is None or readings.order(largest.reading, level.reading) != 1:
                break
            before.append((largest, level))
            span = series.before(span)
        is_long = months_of(level for _, level in before) >= _YEAR
        if not is_long:
            return None
        start = series.levels[-1].span
        is_whole = before[-1][1].span.first == start.first and reaches_back(series)
        return Leader(code, first, smaller, tuple(before), start if is_whole else None)

    def largest_at(self, span: Period) -> str | None:
        """Return the line with the highest level in `span`. None where a level is unknown or that is open."""
        ranked = sorted(self._levels(span).items(), key=lambda item: -item[1].value)
        if not ranked or not ranked[0][1].value:
            return None
        if len(ranked) > 1 and readings.order(ranked[0][1].reading, ranked[1][1].reading) != 1:
            return None
        return ranked[0][0]

    def _levels(self, span: Period) -> dict[str, Amount]:
        """Return the level of each line. Empty where one is unknown or a bound."""
        levels = {code: self.month.amount([code], span) for code in self.month.every_line}
        exact = {code: level for code, level in levels.items() if level is not None and level.is_exact}
        return exact if len(exact) == len(levels) else {}


def round_above(value: Decimal) -> Decimal:
    """Return the smallest number above `value` with one digit followed by zeros."""
    unit = Decimal(1).scaleb(value.adjusted()) if value else Decimal(1)
    return (value // unit + 1) * unit


class Tonnage(NamedTuple):
    """Value and weight of the same goods now and a year before, and the growth of each in per cent."""

    value: Pair
    mass: Pair
    value_growth: Reading
    growth: Reading  # of the weight

    @property
    def parted(self) -> Reading:
        """The growth of the value minus that of the weight, in points."""
        return self.value_growth - self.growth

    @property
    def is_apart(self) -> bool:
        """Whether they differ so much that weight and average value have a sentence of their own."""
        return abs(self.parted).low >= _APART

    @property
    def averages(self) -> tuple[Reading, Reading] | None:
        """The average value now and a year before. None where a weight may be zero."""
        now = readings.quotient(self.value[0].reading, self.mass[0].reading)
        base = readings.quotient(self.value[1].reading, self.mass[1].reading)
        return (now, base) if now and base else None

    @property
    def average_growth(self) -> Reading | None:
        """The growth of the average value in per cent."""
        return readings.growth(*self.averages) if self.averages else None

    @property
    def average_formula(self) -> Formula:
        """The formula of the growth of the average value."""
        (value, base_value), (mass, base_mass) = self.value, self.mass
        return ("growth", ("unit_value", value, mass), ("unit_value", base_value, base_mass))

    @property
    def part(self) -> Reading | None:
        """How large the growth of the weight is beside that of the value, in per cent. None if they go two ways."""
        if way_of(self.growth) is None or way_of(self.growth) != way_of(self.value_growth):
            return None
        ratio = readings.quotient(self.growth, self.value_growth)
        return ratio and Reading(100 * ratio.low, 100 * ratio.value, 100 * ratio.high)

    @property
    def is_mostly(self) -> bool:
        """Whether the value moved mostly by its tonnage."""
        return self.part is not None and _MOSTLY <= self.part.low <= self.part.high <= _WHOLE

    def claim(self, ledger: ClaimLedger) -> Claim | None:
        """Write the claim of how large the growth of the weight is beside that of the value."""
        if self.part is None:
            return None
        (now, base), formula = self.value, ("tonnage_part", *growths_of((self.value, self.mass)))
        way = way_of(self.value_growth)
        return ledger.claim("tonnage_part", "pct", self.part, formula, now.codes, now.span, compare=base.span, way=way)


class Mix(NamedTuple):
    """Two lines whose mix moved the average value of the total, while their own averages moved little."""

    total: Tonnage
    line: Tonnage  # the one with the lower average if that of the total fell, else with the higher
    other: Tonnage
    pair: Tonnage  # both together
    way: str  # of the total's average

    def claim(self, ledger: ClaimLedger) -> Claim:
        """Write the claim of the growth of the total's average through the mix of the lines."""
        sides = (self.total, self.pair, self.line, self.other)
        formula = ("mix", *(side.average_formula for side in sides))
        now, base = self.total.value
        growth = self.total.average_growth or NOTHING
        return ledger.claim("mix", "pct", growth, formula, now.codes, now.span, compare=base.span, way=self.way)


def mix(month: Month, span: Period) -> Mix | None:
    """Return the two largest lines, where more weight of one of them moved the average value of the total.

    The total's average moved by a tenth or more. The lines' own averages moved by less than half of that the same way,
    and that of both together by half or more, so the weight shifted between them. The one that the total's average
    followed has a larger share of the total's weight than a year before.
    """
    total, levels = of_whole(month, span), {code: month.amount([code], span) for code in month.every_line}
    values = {code: level.value for code, level in levels.items() if level is not None}
    largest = sorted(values, key=lambda code: (-values[code], code))[:2]
    growth = total.average_growth if total else None
    if total is None or growth is None or abs(growth).low < _MIXED or len(largest) < 2:  # noqa: PLR2004 -- two
        return None
    lines = [tonnage_of_line(month, code, span) for code in largest]
    first, second, pair = *lines, tonnage(month, tuple(largest), span)
    way = way_of(growth)
    if first is None or second is None or pair is None or way is None:
        return None
    if not all(_moves_less(side, growth, way) for side in (first, second)) or not _moves_half(pair, growth, way):
        return None
    for line, other in ((first, second), (second, first)):
        if _is_beyond(line, other, way) and _gains_weight(line, total):
            return Mix(total, line, other, pair, way)
    return None


def _moves_less(line: Tonnage, total: Reading, way: str) -> bool:
    """Return whether a line's average moved by less than half of the total's in direction `way`."""
    growth = line.average_growth
    if growth is None:
        return False
    size = growth.high if way == "up" else -growth.low
    return 2 * size < abs(total).low


def _moves_half(pair: Tonnage, total: Reading, way: str) -> bool:
    """Return whether the average of two lines together moved in direction `way` by half of the total's or more."""
    growth = pair.average_growth
    if growth is None:
        return False
    size = growth.low if way == "up" else -growth.high
    return 2 * size >= abs(total).high


def _is_beyond(line: Tonnage, other: Tonnage, way: str) -> bool:
    """Return whether the average of a line lies on the side `way` of another's."""
    if line.averages is None or other.averages is None:
        return False
    average, other_average = line.averages[0], other.averages[0]
    return average.low > other_average.high if way == "up" else average.high < other_average.low


def _gains_weight(line: Tonnage, total: Tonnage) -> bool:
    """Return whether a line's share of the total's weight is larger than a year before."""
    now = readings.quotient(line.mass[0].reading, total.mass[0].reading)
    base = readings.quotient(line.mass[1].reading, total.mass[1].reading)
    return now is not None and base is not None and now.low > base.high


def of_whole(month: Month, span: Period) -> Tonnage | None:
    """Return value and weight of the total, if its lines are in one chapter: a wider average says nothing."""
    is_one_chapter = len({code[:_CHAPTER] for code in month.every_line}) == 1
    return tonnage(month, month.every_line, span) if is_one_chapter else None


def tonnage(month: Month, codes: tuple[str, ...], span: Period) -> Tonnage | None:
    """Return value and weight of `codes` now and a year before. None where one of them is not known or not exact."""
    ends = span, span.year_before()
    now, base = (month.amount(codes, end) for end in ends)
    masses = [mass_of(month, codes, end) for end in ends]
    exact = [level for level in (now, base, *masses) if level is not None and level.is_exact]
    if len(exact) < 2 * len(ends):
        return None
    value, mass = (exact[0], exact[1]), (exact[2], exact[3])
    growths = [readings.growth(now_side.reading, base_side.reading) for now_side, base_side in (value, mass)]
    return Tonnage(value, mass, growths[0], growths[1]) if growths[0] and growths[1] else None


def mass_of(month: Month, codes: tuple[str, ...], span: Period) -> Amount | None:
    """Return the weight of `codes` in a span. None where one of them was traded but has no weight of its own.

    A weight that the source estimated does not count: it was derived from an average value, and cannot explain one.
    """
    level = month.amount(codes, span)
    if level is None or not all(_is_weighed(month, code, span) for code in codes):
        return None
    return weight(level)


def tonnage_of_line(month: Month, code: str, span: Period) -> Tonnage | None:
    """Return value and weight of a line. None where its weight is unknown or in doubt."""
    return None if is_doubtful(month, code) else tonnage(month, (code,), span)


def is_doubtful(month: Month, code: str) -> bool:
    """Return whether the weight of a line in the edition's period does not fit its value."""
    line = month.series_row(code)
    return line is not None and "quantity_suspect" in line.flags


def _is_weighed(month: Month, code: str, end: Period) -> bool:
    """Return whether a line had no trade in `end`, or a weight of its own that is not estimated."""
    level = month.amount([code], end)
    if level is None:
        return False
    mass = weight(level)
    return not level.value or (mass is not None and ESTIMATED not in mass.marks)
