"""Facts: figures of the releases for some lines and months, each with the claim for a sentence that prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from generator.commentary.goods_names import WHOLE, Codes
from generator.movements import readings
from generator.movements.readings import Reading
from generator.story.amounts import Amount, Claim, Formula, way_of, weight
from generator.story.claim_ledger import Mass, Pair, differences, exactly
from generator.story.month import Month
from generator.story.news import extremes as places
from generator.story.news import time_series
from generator.story.news.line_changes import round_above
from generator.story.news.time_series import Series
from generator.trade.codes import is_within
from generator.trade.period import Period

_TONNE = Decimal(1000)  # kilograms


@dataclass(frozen=True)
class Fact:
    """One figure of the releases."""

    kind: str  # "level", "change", "growth", "share" …
    unit: str
    reading: Reading
    codes: Codes
    span: Period
    base: Period | None  # what `span` is compared with
    write: Callable[[], Claim | None]  # writes its claim into the ledger
    way: str | None = None  # direction of a change: "up" or "down"

    def claim(self) -> Claim:
        """Write the claim into the ledger of the edition and return it."""
        claim = self.write()
        if claim is None:
            msg = "a figure that was there is gone"
            raise ValueError(msg)
        return claim


def without_none(facts: Iterable[Fact | None]) -> list[Fact]:
    """Return the facts without None."""
    return [fact for fact in facts if fact is not None]


@dataclass(frozen=True)
class ReleaseFacts:
    """The figures of one edition. The argument `of` chooses "value", "weight" or "price" (average value of a tonne).

    Every method returns None for a figure that the releases do not have.
    """

    month: Month
    # Codes named since the text last spoke of all goods: "no other line" means the lines outside these.
    named: set[str] = field(default_factory=set)

    def amount(self, codes: Codes, span: Period, of: str = "value", *, bounds: bool = False) -> Amount | None:
        """Return the value or the weight of `codes` (WHOLE: all lines) over `span`.

        None if the value is only a bound, which has no change and no rank. With `bounds` a bound is returned.
        """
        amount = self.month.amount(self._counted_codes(codes), span)
        if amount is None or not (amount.is_exact or (bounds and of == "value")):
            return None
        return weight(amount) if of == "weight" else amount

    def level(self, codes: Codes, span: Period, *, of: str = "value") -> Fact | None:
        """Return a value in the edition's currency, or a weight in kilograms."""
        amount = self.amount(codes, span, of, bounds=True)
        if amount is None:
            return None
        return Fact("level", amount.unit, amount.reading, codes, span, None, partial(self.month.ledger.level, amount))

    def change(self, codes: Codes, span: Period, base: Period, *, of: str = "value") -> Fact | None:
        """Return the change of a value or a weight against `base`."""
        pair = self._pair(codes, span, base, of)
        if pair is None:
            return None
        reading = pair[0].reading - pair[1].reading
        write = partial(self.month.ledger.change, *pair)
        return Fact("change", pair[0].unit, reading, codes, span, base, write, way_of(reading))

    def growth(self, codes: Codes, span: Period, base: Period, *, of: str = "value") -> Fact | None:
        """Return the change in per cent of a value, a weight or a price."""
        if of == "price":
            return self._price_growth(codes, span, base)
        pair = self._pair(codes, span, base, of)
        reading = readings.growth(pair[0].reading, pair[1].reading) if pair else None
        if pair is None or reading is None:
            return None
        return self._growth(codes, reading, ("growth", *pair), pair)

    def _price_growth(self, codes: Codes, span: Period, base: Period) -> Fact | None:
        now, before = self.price(codes, span), self.price(codes, base)
        sides = self._mass(codes, span), self._mass(codes, base)
        reading = readings.growth(now.reading, before.reading) if now and before else None
        if sides[0] is None or sides[1] is None or reading is None:
            return None
        formula = ("growth", ("unit_value", *sides[0]), ("unit_value", *sides[1]))
        return self._growth(codes, reading, formula, (sides[0][0], sides[1][0]))

    def _growth(self, codes: Codes, reading: Reading, formula: Formula, pair: Pair) -> Fact:
        now, before = pair
        way = way_of(reading)
        claim = self.month.ledger.claim
        write = partial(claim, "change", "pct", reading, formula, now.codes, now.span, compare=before.span, way=way)
        return Fact("growth", "pct", reading, codes, now.span, before.span, write, way)

    def price(self, codes: Codes, span: Period) -> Fact | None:
        """Return the unit value, per tonne."""
        sides = self._mass(codes, span)
        ratio = readings.quotient(sides[0].reading, sides[1].reading) if sides else None
        if sides is None or ratio is None:
            return None
        reading = Reading(_TONNE * ratio.low, _TONNE * ratio.value, _TONNE * ratio.high)
        write = partial(self.month.ledger.unit_value, *sides)
        return Fact("price", f"{sides[0].unit}_per_t", reading, codes, span, None, write)

    def _mass(self, codes: Codes, span: Period) -> Mass | None:
        """Return a value with its weight; None unless both are known."""
        value, mass = self.amount(codes, span), self.amount(codes, span, "weight")
        return (value, mass) if value and mass else None

    def share(self, codes: Codes, span: Period, *, of: str = "value") -> Fact | None:
        """Return the share of some lines in the total value or weight, in per cent."""
        all_lines = self.month.every_line
        if set(codes) & set(self.month.lost):  # "aluminium, 4% of last year's imports, is missing"
            all_lines = (*self.month.lost, *all_lines)
        lines = tuple(line for line in all_lines if _is_of(line, codes))
        part = self.amount(lines, span, of, bounds=True) if lines else None
        total = self.amount(all_lines, span, of, bounds=True)
        if part is None or total is None:
            return None
        reading = readings.share(part.reading, total.reading.without(part.reading))
        if reading is None:
            return None
        return Fact("share", "pct", reading, codes, span, None, partial(self.month.ledger.share, part, total))

    def contribution(self, codes: Codes, span: Period, base: Period) -> Fact | None:
        """Return the contribution of some lines to total growth, in percentage points."""
        pair, total = self._pair(codes, span, base), self.month.total(base)
        if pair is None or total is None:
            return None
        reading = readings.contribution(pair[0].reading, pair[1].reading, total.reading)
        if reading is None:
            return None
        write = partial(self.month.ledger.contribution, *pair, total)
        return Fact("contribution", "pp", reading, codes, span, base, write, way_of(reading))

    def part(self, codes: Codes, span: Period, base: Period) -> Fact | None:
        """Return the part of some lines in the change of the total, in per cent. None if the directions differ."""
        pairs = self._pairs((codes, (WHOLE,)), span, base)
        if not pairs or WHOLE in codes:
            return None
        change, total_change = (now.reading - before.reading for now, before in pairs)
        ratio = readings.quotient(change, total_change)
        if ratio is None or way_of(change) is None or way_of(change) != way_of(total_change):
            return None
        reading = Reading(100 * ratio.low, 100 * ratio.value, 100 * ratio.high)
        write = partial(self.month.ledger.part_of_change, pairs[0], pairs[1])
        return Fact("part", "pct", reading, codes, span, base, write)

    def multiple(self, codes: Codes, span: Period, base: Period, *, of: str = "value") -> Fact | None:
        """Return a value or a weight as a multiple of that of `base`. There are no multiples of prices: None."""
        if of == "price":
            return None
        pair = self._pair(codes, span, base, of, bounds=True)
        reading = readings.quotient(pair[0].reading, pair[1].reading) if pair else None
        if pair is None or reading is None:
            return None
        return Fact("multiple", "ratio", reading, codes, span, base, partial(self.month.ledger.multiple, *pair))

    def mean(self, codes: Codes, span: Period) -> Fact | None:
        """Return the average monthly value over `span`."""
        of = self.amount(codes, span)
        if of is None:
            return None
        total, months = of.reading, span.months
        reading = Reading(total.low / months, total.value / months, total.high / months)
        write = partial(self.month.ledger.claim, "mean", of.unit, reading, ("mean", of), of.codes, span)
        return Fact("mean", of.unit, reading, codes, span, None, write)

    def remainder(self, codes: Codes) -> Codes:
        """Return the lines that are not within `codes`."""
        return tuple(line for line in self.month.every_line if not _is_of(line, codes))

    # Facts about a line among all lines

    def moved(self, way: str, span: Period, base: Period) -> Fact | None:
        """Return how many lines rose (`up`) or fell (`down`)."""
        pairs = self._pairs([(code,) for code in self.month.every_line], span, base)
        if pairs is None:
            return None
        count = exactly(sum(way_of(now.reading - before.reading) == way for now, before in pairs))
        write = partial(self.month.ledger.moved, "rose" if way == "up" else "fell", pairs)
        return Fact("count", "count", count, (), span, base, write)

    def ceiling(self, span: Period, base: Period) -> Fact | None:
        """Return the largest change among the lines not `named`. Its claim is the next round sum above it."""
        unnamed = tuple(code for code in self.month.every_line if not any(is_within(code, name) for name in self.named))
        pairs = self._pairs([(code,) for code in unnamed], span, base)
        if not pairs:
            return None
        largest = exactly(max(abs(now.reading - before.reading).high for now, before in pairs))
        most = exactly(round_above(largest.value))
        unit = self.month.figures.unit
        formula = ("ceiling", *differences(pairs))
        write = partial(self.month.ledger.claim, "ceiling", unit, most, formula, unnamed, span, compare=base)
        return Fact("ceiling", unit, largest, unnamed, span, base, write)

    def lines(self) -> Iterator[Fact]:
        """Yield how many lines there are, and how many have trade."""
        for codes in dict.fromkeys((self.month.every_line, self.month.lines)):
            write = partial(self.month.ledger.size, codes)
            yield Fact("count", "count", exactly(len(codes)), codes, self.month.period, None, write)

    def rank(self, codes: Codes, span: Period, side: str = "largest") -> Fact | None:
        """Return the rank of a line among all by value; None if a missing figure leaves it open."""
        if len(codes) != 1 or codes[0] not in self.month.every_line:
            return None
        levels = {code: self.amount((code,), span) for code in self.month.every_line}
        now = levels.pop(codes[0])
        rivals = [level for level in levels.values() if level is not None]
        if now is None or len(rivals) < len(levels):
            return None
        if side == "smallest":
            rivals = [level for level in rivals if level.value]
            place = exactly(1 + sum(level.reading.high < now.reading.low for level in rivals))
        else:
            place = exactly(1 + sum(level.reading.low > now.reading.high for level in rivals))
        write = partial(self.month.ledger.claim, "rank", "count", place, ("rank", now, *rivals), now.codes, span)
        return Fact("rank", "count", place, codes, span, None, write)

    # Facts about a series over time

    def place(self, codes: Codes, span: Period, side: str) -> Fact | None:
        """Return for how many months a level has been the highest, or the lowest."""
        place = places.place(self._series(codes, span), side)
        if place is None:
            return None
        write = partial(place.claim, self.month.ledger)
        count = time_series.count_of((place.now, *place.beaten))
        return Fact("place", span.time_unit, exactly(count), codes, span, place.since, write)

    def run(self, codes: Codes, span: Period) -> Fact | None:
        """Return for how many months running a series has risen, or fallen, year on year."""
        run = time_series.run(self._series(codes, span))
        if run is None:
            return None
        write = partial(run.claim, self.month.ledger)
        count = time_series.count_of(run.steps)
        return Fact("run", span.time_unit, exactly(count), codes, span, None, write, run.way)

    def is_extreme(self, codes: Codes, span: Period, side: str, since: Period | None) -> bool | None:
        """Whether a level is the highest, or lowest, since a time; without one, of all known. None if it is unknown.

        "The highest since May" allows May itself to be as high. "Since 2024" includes the months of 2024.
        """
        now = self.amount(codes, span)
        if now is None:
            return None
        last = None
        if since is not None:
            last = since.first if since.months == 1 else since.first - 1
        when = span.step(-1)
        has_earlier = False
        while last is None or when.first > last:
            earlier = self.amount(codes, when)
            if earlier is None:
                break
            is_beyond = now.value > earlier.value if side == "highest" else now.value < earlier.value
            if not is_beyond:
                return False
            has_earlier = True
            when = when.step(-1)
        return has_earlier

    def steps_in_a_row(self, codes: Codes, span: Period) -> tuple[str | None, int]:
        """Return the direction of a series month on month, and for how many months it has held."""
        way: str | None = None
        count = 0
        when = span
        while True:
            change = self.change(codes, when, when.step(-1))
            if change is None or change.way is None or way not in {None, change.way}:
                return way, count
            way = change.way
            count += 1
            when = when.step(-1)

    # Amounts

    def _counted_codes(self, codes: Codes) -> Codes:
        return self.month.total_codes if WHOLE in codes else codes

    def _series(self, codes: Codes, span: Period) -> Series:
        return Series(self.month, self._counted_codes(codes), span)

    def _pair(
        self, codes: Codes, span: Period, base: Period, of: str = "value", *, bounds: bool = False
    ) -> Pair | None:
        """Return an amount and that of `base`; None unless both are known."""
        now, before = (self.amount(codes, when, of, bounds=bounds) for when in (span, base))
        return (now, before) if now and before else None

    def _pairs(self, goods: Iterable[Codes], span: Period, base: Period) -> list[Pair] | None:
        """Return the values of some goods with those of `base`; None if any is unknown."""
        pairs = [self._pair(codes, span, base) for codes in goods]
        complete = [pair for pair in pairs if pair is not None]
        return complete if len(complete) == len(pairs) else None


def _is_of(line: str, codes: Codes) -> bool:
    """Whether a line is one of some codes, or within one."""
    return any(code != WHOLE and is_within(line, code) for code in codes)


@dataclass(frozen=True)
class Hit:
    """Words from `start` to `end` that the releases bear out. `fact` is None if they print no claim."""

    start: int
    end: int
    fact: Fact | None = None


@dataclass(frozen=True)
class Miss:
    """Words that the releases contradict: the reason, and the right fact; None if no single fact is right."""

    why: str
    right: Fact | None

    @classmethod
    def of_word(cls, words: str, right: Fact | None) -> Miss:
        """Return the miss of a word."""
        return cls(f"the figures do not bear out “{words}”.", right)

    @classmethod
    def of_figure(cls, words: str, right: Fact) -> Miss:
        """Return the miss of a figure."""
        return cls(f"the figures do not have “{words}”.", right)


@dataclass(frozen=True)
class Open:
    """Words that the releases neither bear out nor contradict."""

    words: str


Answer = Hit | Miss | Open
