"""Facts: what the releases say of some lines over some months, each with the claim that a sentence then prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from generator.movements import readings
from generator.movements.readings import Reading
from generator.story.amounts import Amount, weight
from generator.story.commentary.tokens import WHOLE
from generator.story.facts import Claim, way_of
from generator.story.ledger import differences, exactly
from generator.story.month import Month
from generator.story.news import place as places
from generator.story.news import runs
from generator.story.news.parts import round_above
from generator.story.news.steps import Series
from generator.trade.codes import is_within
from generator.trade.period import Period

_TONNE = Decimal(1000)  # kilograms


@dataclass(frozen=True)
class Fact:
    """One figure of the releases: its reading in `unit`, and the way of a change; `claim` writes it down."""

    kind: str
    unit: str
    reading: Reading
    codes: tuple[str, ...]
    span: Period
    base: Period | None
    claim: Callable[[], Claim]
    way: str | None = None


@dataclass(frozen=True)
class Facts:
    """The figures of one edition, by what they are of; None where the releases do not have one.

    `named` are the codes named since the text last spoke of all goods: "no other line" is of the rest.
    """

    month: Month
    named: set[str] = field(default_factory=set)

    def bound(self, codes: tuple[str, ...], span: Period) -> Amount | None:
        """Return the value of `codes` (WHOLE: all lines) over `span`, in which a bound may stand."""
        return self.month.amount(self._own(codes), span)

    def amount(self, codes: tuple[str, ...], span: Period) -> Amount | None:
        """Return the value of the same; None where a bound stands in it, which has no change and no place."""
        of = self.bound(codes, span)
        return of if of is not None and of.is_exact else None

    def weight(self, codes: tuple[str, ...], span: Period) -> Amount | None:
        """Return the weight of the same."""
        of = self.amount(codes, span)
        return weight(of) if of else None

    def level(self, codes: tuple[str, ...], span: Period, unit: str) -> Fact | None:
        """Return a value, or a weight in kilograms."""
        of = self.weight(codes, span) if unit == "kg" else self.bound(codes, span)
        if of is None:
            return None
        return Fact("level", unit, of.reading, codes, span, None, lambda: self.month.ledger.level(of))

    def change(self, codes: tuple[str, ...], span: Period, base: Period, unit: str) -> Fact | None:
        """Return what a value or a weight gained on `base`."""
        read = self.weight if unit == "kg" else self.amount
        now, then = read(codes, span), read(codes, base)
        if now is None or then is None:
            return None
        reading = now.reading - then.reading
        return self._moved("change", unit, reading, codes, span, base, lambda: self.month.ledger.change(now, then))

    def growth(self, codes: tuple[str, ...], span: Period, base: Period, *, of: str = "value") -> Fact | None:
        """Return the change in per cent of a `value`, a `weight` or a `price`, the average value of a tonne."""
        if of == "price":
            return self._price_growth(codes, span, base)
        read = self.weight if of == "weight" else self.amount
        now, then = read(codes, span), read(codes, base)
        if now is None or then is None:
            return None
        reading = readings.growth(now.reading, then.reading)
        if reading is None:
            return None
        return self._moved("growth", "pct", reading, codes, span, base, lambda: self._growth(reading, now, then))

    def _growth(self, reading: Reading, now: Amount, then: Amount) -> Claim:
        ledger, way = self.month.ledger, way_of(reading)
        formula = ("growth", now, then)
        return ledger.claim("change", "pct", reading, formula, now.codes, now.span, compare=then.span, way=way)

    def _price_growth(self, codes: tuple[str, ...], span: Period, base: Period) -> Fact | None:
        now, then = self.price(codes, span), self.price(codes, base)
        reading = readings.growth(now.reading, then.reading) if now and then else None
        if reading is None:
            return None

        def claim() -> Claim:
            pairs = [self._mass(codes, when) for when in (span, base)]
            formula = ("growth", ("unit_value", *pairs[0]), ("unit_value", *pairs[1]))
            own, way = pairs[0][0].codes, way_of(reading)
            return self.month.ledger.claim("change", "pct", reading, formula, own, span, compare=base, way=way)

        return self._moved("growth", "pct", reading, codes, span, base, claim)

    def price(self, codes: tuple[str, ...], span: Period) -> Fact | None:
        """Return the average value of a tonne."""
        value, mass = self.amount(codes, span), self.weight(codes, span)
        ratio = readings.quotient(value.reading, mass.reading) if value and mass else None
        if value is None or mass is None or ratio is None:
            return None
        reading = Reading(_TONNE * ratio.low, _TONNE * ratio.value, _TONNE * ratio.high)
        unit = f"{value.unit}_per_t"
        formula = ("unit_value", value, mass)
        ledger = self.month.ledger
        claim = lambda: ledger.claim("unit_value", unit, reading, formula, value.codes, span)  # noqa: E731
        return Fact("price", unit, reading, codes, span, None, claim)

    def _mass(self, codes: tuple[str, ...], span: Period) -> tuple[Amount, Amount]:
        value, mass = self.amount(codes, span), self.weight(codes, span)
        if value is None or mass is None:
            msg = f"{codes} in {span} has no weight"
            raise ValueError(msg)
        return value, mass

    def share(self, codes: tuple[str, ...], span: Period, *, of: str = "value") -> Fact | None:
        """Return the share of some lines in the value, or in the weight, of all, in per cent."""
        read = self.weight if of == "weight" else self.bound
        every = self.month.every_line
        if set(codes) & set(self.month.lost):  # "aluminium, 4% of last year's imports, is missing"
            every = (*self.month.lost, *every)
        lines = tuple(line for line in every if any(code != WHOLE and is_within(line, code) for code in codes))
        part, whole = (read(lines, span), read(every, span)) if lines else (None, None)
        if part is None or whole is None:
            return None
        reading = readings.share(part.reading, whole.reading.without(part.reading))
        if reading is None:
            return None
        return Fact("share", "pct", reading, codes, span, None, lambda: _must(self.month.ledger.share(part, whole)))

    def contribution(self, codes: tuple[str, ...], span: Period, base: Period) -> Fact | None:
        """Return the points that some lines made of the growth of all."""
        now, then, whole = self.amount(codes, span), self.amount(codes, base), self.month.total(base)
        if now is None or then is None or whole is None:
            return None
        reading = readings.contribution(now.reading, then.reading, whole.reading)
        if reading is None:
            return None
        claim = lambda: _must(self.month.ledger.contribution(now, then, whole))  # noqa: E731
        return self._moved("contribution", "pp", reading, codes, span, base, claim)

    def part(self, codes: tuple[str, ...], span: Period, base: Period) -> Fact | None:
        """Return what some lines are of the change of all, in per cent."""
        own, whole = self.change(codes, span, base, ""), self.change((WHOLE,), span, base, "")
        if own is None or whole is None or own.way is None or own.way != whole.way or WHOLE in codes:
            return None
        ratio = readings.quotient(own.reading, whole.reading)
        pairs = [(self.amount(which, span), self.amount(which, base)) for which in (codes, (WHOLE,))]
        known = [(now, then) for now, then in pairs if now is not None and then is not None]
        if ratio is None or len(known) < len(pairs):
            return None
        reading = Reading(100 * ratio.low, 100 * ratio.value, 100 * ratio.high)
        formula = ("part", *differences(known))
        own_codes = known[0][0].codes
        claim = lambda: self.month.ledger.claim("part", "pct", reading, formula, own_codes, span, compare=base)  # noqa: E731
        return Fact("part", "pct", reading, codes, span, base, claim)

    def multiple(self, codes: tuple[str, ...], span: Period, base: Period, *, of: str = "value") -> Fact | None:
        """Return a `value` or a `weight` as a multiple of that of `base`; None of a `price`, of which none is told."""
        if of == "price":
            return None
        read = self.weight if of == "weight" else self.bound
        now, then = read(codes, span), read(codes, base)
        reading = readings.quotient(now.reading, then.reading) if now and then else None
        if now is None or then is None or reading is None:
            return None
        claim = lambda: _must(self.month.ledger.multiple(now, then))  # noqa: E731
        return Fact("multiple", "ratio", reading, codes, span, base, claim)

    def mean(self, codes: tuple[str, ...], span: Period) -> Fact | None:
        """Return the average value of a month of `span`."""
        of = self.amount(codes, span)
        if of is None:
            return None
        whole, months = of.reading, span.months
        reading = Reading(whole.low / months, whole.value / months, whole.high / months)
        formula = ("mean", of)
        claim = partial(self.month.ledger.claim, "mean", of.unit, reading, formula, of.codes, span)
        return Fact("mean", of.unit, reading, codes, span, None, claim)

    def rest(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Return the lines that are not within `codes`."""
        return tuple(
            line for line in self.month.every_line if not any(is_within(line, code) for code in codes if code != WHOLE)
        )

    def moved(self, way: str, span: Period, base: Period) -> Fact | None:
        """Return how many lines rose (`up`) or fell (`down`)."""
        pairs = [(self.amount((code,), span), self.amount((code,), base)) for code in self.month.every_line]
        known = [(now, then) for now, then in pairs if now is not None and then is not None]
        if len(known) < len(pairs):
            return None
        count = sum(way_of(now.reading - then.reading) == way for now, then in known)
        side = "rose" if way == "up" else "fell"
        claim = lambda: self.month.ledger.moved(side, known)  # noqa: E731
        return Fact("count", "count", exactly(count), (), span, base, claim)

    def ceiling(self, span: Period, base: Period) -> Fact | None:
        """Return the largest change of the lines not `named`; its claim is the round sum above, as drafts have it."""
        others = [code for code in self.month.every_line if not any(is_within(code, name) for name in self.named)]
        pairs = [(self.amount((code,), span), self.amount((code,), base)) for code in others]
        known = [(now, then) for now, then in pairs if now is not None and then is not None]
        if not known or len(known) < len(pairs):
            return None
        largest = exactly(max(abs(now.reading - then.reading).high for now, then in known))
        most, codes, unit = exactly(round_above(largest.value)), tuple(others), self.month.figures.unit
        formula = ("ceiling", *differences(known))
        claim = partial(self.month.ledger.claim, "ceiling", unit, most, formula, codes, span, compare=base)
        return Fact("ceiling", unit, largest, codes, span, base, claim)

    def lines(self) -> Iterator[Fact]:
        """Yield how many lines there are, and how many have trade."""
        for codes in dict.fromkeys((self.month.every_line, self.month.lines)):
            size = partial(self.month.ledger.size, codes)
            yield Fact("count", "count", exactly(len(codes)), codes, self.month.period, None, size)

    def rank(self, codes: tuple[str, ...], span: Period, side: str = "largest") -> Fact | None:
        """Return the place of a line among all by value; None where that is open."""
        if len(codes) != 1 or codes[0] not in self.month.every_line:
            return None
        levels = {code: self.amount((code,), span) for code in self.month.every_line}
        now = levels.pop(codes[0])
        others = [level for level in levels.values() if level is not None]
        if now is None or len(others) < len(levels):
            return None
        if side == "smallest":
            others = [level for level in others if level.value]
            place = 1 + sum(level.reading.high < now.reading.low for level in others)
        else:
            place = 1 + sum(level.reading.low > now.reading.high for level in others)
        formula = ("rank", now, *others)
        kind, ledger = "rank", self.month.ledger
        claim = lambda: ledger.claim(kind, "count", exactly(place), formula, now.codes, span)  # noqa: E731
        return Fact("rank", "count", exactly(place), codes, span, None, claim)

    def place(self, codes: tuple[str, ...], span: Period, side: str) -> Fact | None:
        """Return that a level is the highest, or the lowest, of those before it, as a number of months."""
        found = places.place(Series(self.month, self._own(codes), span), side)
        if found is None:
            return None
        claim = partial(found.claim, self.month.ledger)
        return Fact("place", "months", exactly(found.months), codes, span, found.since, claim)

    def run(self, codes: tuple[str, ...], span: Period) -> Fact | None:
        """Return for how many months a series has gone one way on the year before."""
        found = runs.run(Series(self.month, self._own(codes), span))
        if found is None:
            return None
        claim = partial(found.claim, self.month.ledger)
        return Fact("run", "months", exactly(found.months), codes, span, None, claim, found.way)

    def _own(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        return self.month.whole if WHOLE in codes else codes

    def is_extreme(self, codes: tuple[str, ...], span: Period, side: str, since: Period | None) -> bool | None:
        """Say whether a level lies beyond all since a time, or all that are known; None where the level is not known.

        Of "the highest since May" that of May may be as high; since a year it is above that year's.
        """
        now = self.amount(codes, span)
        if now is None:
            return None
        last = None if since is None else since.first + (0 if since.months == 1 else -1)
        when, seen = span.step(-1), 0
        while last is None or when.first > last:
            then = self.amount(codes, when)
            if then is None:
                break
            if then.value >= now.value if side == "highest" else then.value <= now.value:
                return False
            when, seen = when.step(-1), seen + 1
        return seen > 0

    def steps_in_a_row(self, codes: tuple[str, ...], span: Period) -> tuple[str | None, int]:
        """Return which way a series has gone month by month, and for how many months."""
        way: str | None = None
        count = 0
        when = span
        while True:
            found = self.change(codes, when, when.step(-1), "")
            if found is None or found.way is None or way not in {None, found.way}:
                return way, count
            way = found.way
            count += 1
            when = when.step(-1)

    def _moved(
        self,
        kind: str,
        unit: str,
        reading: Reading,
        codes: tuple[str, ...],
        span: Period,
        base: Period,
        claim: Callable[[], Claim],
    ) -> Fact:
        return Fact(kind, unit, reading, codes, span, base, claim, way_of(reading))


def _must(claim: Claim | None) -> Claim:
    if claim is None:
        msg = "a figure that was there is gone"
        raise ValueError(msg)
    return claim
