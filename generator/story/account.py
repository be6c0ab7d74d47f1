"""Account: the claims of a monthly edition, each over amounts, so that a month and a sum of months are told alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext

from generator.movements import readings
from generator.movements.readings import Reading
from generator.story.amounts import MOST_TIMES, Amount, is_from_little
from generator.story.facts import Claim, Formula, way_of
from generator.story.last import Level, Once
from generator.story.ledger import Ledger, address, step_of
from generator.trade.period import Period

Mass = tuple[Amount, Amount]  # a value with its weight
Pair = tuple[Amount, Amount]  # an amount, and the one that it is compared with
_EFFECTS = {"value_effect": readings.value_effect, "quantity_effect": readings.quantity_effect}
_TONNE = Decimal(1000)  # kilograms
_FINE = 50  # digits: what quantities and values moved may all but cancel out


@dataclass(frozen=True)
class Account:
    """Writes claims over amounts to `ledger`."""

    ledger: Ledger
    _written: dict[int, tuple[Amount, tuple[Formula, ...]]] = field(default_factory=dict, repr=False, compare=False)

    def level(self, of: Amount) -> Claim:
        """Return the amount itself: one cell's level, the sum of several, or nothing where no trade was recorded."""
        one = len(of.cells) + len(of.empty) == 1
        kind = "quantity" if of.unit == "kg" else "level" if one else "sum"
        step = step_of(of.cells[0]) if one and of.cells else None
        own = Reading.of(of.cells[0]) if one and of.cells else None  # which has the word of its publisher
        return self.ledger.claim(kind, of.unit, own or of.reading, self.formula(of), of.codes, of.span, step=step)

    def change(self, now: Amount, base: Amount) -> Claim:
        """Return the difference in money."""
        reading = now.reading - base.reading
        single = len(now.cells) == len(base.cells) == 1 and not now.empty + base.empty
        step = max(step_of(now.cells[0]), step_of(base.cells[0])) if single else None
        return self._between("change_abs", now.unit, reading, self._difference(now, base), now, base, step=step)

    def growth(self, now: Amount, base: Amount) -> Claim | None:
        """Return the change in per cent; None where the base may be zero, or the rate would be from almost nothing."""
        reading = None if is_from_little(now, base) else readings.growth(now.reading, base.reading)
        formula = ("growth", self.formula(now), self.formula(base))
        return self._between("change", "pct", reading, formula, now, base) if reading else None

    def published(self, of: Amount) -> Claim | None:
        """Return the growth on a year before that the publisher prints of an amount, None where it prints none."""
        growth = of.cells[0].growth if len(of.cells) == 1 and not of.empty else None
        reading = Reading.of(growth)
        if growth is None or reading is None or growth.period != of.span:
            return None
        formula, step = self.ledger.cell(growth), step_of(growth)
        return self.ledger.claim("published_change", "pct", reading, formula, of.codes, of.span, step=step)

    def value_growth(self, now: tuple[Amount, Amount], base: tuple[Amount, Amount]) -> Claim | None:
        """Return the change of the average value of a tonne in per cent, or None as of a level.

        Each side is a value and its weight.
        """
        ends = [readings.quotient(value.reading, mass.reading) for value, mass in (now, base)]
        if ends[0] is None or ends[1] is None or ends[0].value > MOST_TIMES * ends[1].value:
            return None
        reading = readings.growth(ends[0], ends[1])
        if reading is None:
            return None
        formula = ("growth", self._unit_value(*now), self._unit_value(*base))
        return self._between("change", "pct", reading, formula, now[0], base[0])

    def ceiling(self, pairs: Sequence[Pair]) -> Claim:
        """Return the least round sum that the change of no pair reaches: one figure, and zeros."""
        most = max(abs(_change(pair)).high for pair in pairs)
        formula = ("ceiling", *(self._difference(now, base) for now, base in pairs))
        codes = tuple(code for now, _ in pairs for code in now.codes)
        now, base = pairs[0]
        value = _exactly(_round_above(most))
        return self.ledger.claim("ceiling", now.unit, value, formula, codes, now.span, compare=base.span)

    def unit_value(self, value: Amount, mass: Amount) -> Claim | None:
        """Return the average value of a tonne."""
        ratio = readings.quotient(value.reading, mass.reading)
        if ratio is None:
            return None
        reading = Reading(_TONNE * ratio.low, _TONNE * ratio.value, _TONNE * ratio.high)
        unit = f"{value.unit}_per_t"
        return self.ledger.claim("unit_value", unit, reading, self._unit_value(value, mass), value.codes, value.span)

    def effect(self, head: str, sides: Sequence[tuple[Mass, Mass]]) -> Claim:
        """Return what average values (`value_effect`) or quantities (`quantity_effect`) moved of some lines, in money.

        Each line is a value with its weight, now and in the base period.
        """
        work, found = _EFFECTS[head], list[Reading]()
        with localcontext() as context:
            context.prec = _FINE
            for (value, mass), (before, weight) in sides:
                if (times := readings.quotient(mass.reading, weight.reading)) is None:
                    msg = f"{weight.codes} in {weight.span} may have no weight"
                    raise ValueError(msg)
                found.append(work(value.reading, before.reading, times))
            whole = readings.total(found)
        reading = Reading(+whole.low, +whole.value, +whole.high)
        growths = tuple(("growth", self._unit_value(*now), self._unit_value(*base)) for now, base in sides)
        codes = tuple(code for (value, _), _ in sides for code in value.codes)
        now, base = sides[0][0][0], sides[0][1][0]
        return self._step(reading, (head, *growths), codes, now, base)

    def step_between(self, now: Amount, base: Amount) -> Claim:
        """Return the change of some lines as a step of the whole's."""
        return self._step(now.reading - base.reading, self._difference(now, base), now.codes, now, base)

    def _step(self, reading: Reading, formula: Formula, codes: tuple[str, ...], now: Amount, base: Amount) -> Claim:
        way = way_of(reading)
        return self.ledger.claim("effect", now.unit, reading, formula, codes, now.span, compare=base.span, way=way)

    def coverage(self, now: tuple[Amount, Amount], base: tuple[Amount, Amount]) -> Claim | None:
        """Return what a part, on each side with the whole that holds it, is of the value of both, in per cent."""
        part, whole = (one.reading + other.reading for one, other in zip(now, base, strict=True))
        reading = readings.share(part, whole.without(part))
        formula = ("coverage", *(self.formula(one) for one in (*now, *base)))
        return self._between("coverage", "pct", reading, formula, now[0], base[0], way=False) if reading else None

    def contribution(self, now: Amount, base: Amount, whole: Amount) -> Claim | None:
        """Return the contribution to the growth of `whole`, the base period's total, in percentage points."""
        reading = readings.contribution(now.reading, base.reading, whole.reading)
        formula = ("contribution", *(self.formula(part) for part in (now, base, whole)))
        return self._between("contribution", "pp", reading, formula, now, base) if reading else None

    def share(self, part: Amount, whole: Amount) -> Claim | None:
        """Return the share of `part` in `whole`, which holds its cells, in per cent."""
        reading = readings.share(part.reading, whole.reading.without(part.reading))
        formula = ("share", self.formula(part), ("sum", *self._terms(whole)))
        return self.ledger.claim("share", "pct", reading, formula, part.codes, part.span) if reading else None

    def multiple(self, now: Amount, base: Amount) -> Claim | None:
        """Return an amount as a multiple of the one a year before."""
        reading = readings.quotient(now.reading, base.reading)
        formula = ("multiple", self.formula(now), self.formula(base))
        return self._between("multiple", "ratio", reading, formula, now, base, way=False) if reading else None

    def multiple_of(self, claim: Claim, by: Amount) -> Claim | None:
        """Return a stated figure as a multiple of an amount."""
        ratio = readings.quotient(Reading(claim.low, claim.value, claim.high), by.reading)
        formula = ("multiple", claim.formula, self.formula(by))
        return self.ledger.claim("multiple", "ratio", ratio, formula, by.codes, by.span) if ratio else None

    def record(self, now: Amount, past: Sequence[Amount]) -> Claim:
        """Return that `now` is the highest of all its past, newest first."""
        formula = ("highest", *(self.formula(part) for part in (now, *past)))
        return self.ledger.claim("record", "count", _exactly(Decimal(len(past))), formula, now.codes, now.span)

    def since(self, side: str, now: Amount, past: Sequence[Amount]) -> Claim:
        """Return how many months ago, at the last of `past`, the amount last stood as high (`since_high`) or low."""
        formula = (side, *(self.formula(part) for part in (now, *past)))
        gap, then = _exactly(Decimal(now.span.first - past[-1].span.first)), past[-1].span
        return self.ledger.claim("since", "months", gap, formula, now.codes, now.span, compare=then)

    def printed(self, document: str, once: Once) -> Claim:
        """Return a rate as the last edition printed it, which `document` keeps."""
        formula = ("printed", document, once.shown, str(once.period), str(once.base), *once.codes)
        size, when = _exactly(abs(once.rate)), once.period
        return self.ledger.claim("printed", "pct", size, formula, once.codes, when, compare=once.base, way=once.way)

    def stood(self, document: str, level: Level) -> Claim:
        """Return an amount as the last edition printed it, which `document` keeps."""
        formula = ("stood", document, level.shown, str(level.period), level.unit, *level.codes)
        return self.ledger.claim("stood", level.unit, _exactly(level.value), formula, level.codes, level.period)

    def surprise(self, z: Reading, levels: Sequence[Amount]) -> Claim:
        """Return how far the newest of `levels`, newest first, lies outside of its series' past: what verbs need."""
        formula, now = ("surprise", *(self.formula(part) for part in levels)), levels[0]
        base = now.span.year_before()
        return self.ledger.claim("surprise", "z", z, formula, now.codes, now.span, compare=base)

    def run(self, steps: Sequence[Pair]) -> Claim:
        """Return for how many months the amounts lie on one side of those a year before, newest step first."""
        return self._over_steps("run", "streak", steps, _months([now for now, _ in steps]))

    def turned(self, steps: Sequence[Pair]) -> Claim:
        """Return for how many months before the newest step the amounts lay on the other side of those a year before.

        The last step may lie on the newest one's side again: it is what the claim is compared with.
        """
        ways = [(now.value > base.value) - (now.value < base.value) for now, base in steps]
        other = [now for (now, _), way in zip(steps, ways, strict=True) if way != ways[0]]
        then = steps[-1][0].span if ways[-1] == ways[0] else None
        return self._over_steps("turned", "turned", steps, _months(other), compare=then)

    def _over_steps(
        self, head: str, kind: str, steps: Sequence[Pair], months: int, *, compare: Period | None = None
    ) -> Claim:
        formula = (head, *(self._difference(now, base) for now, base in steps))
        now, base = steps[0]
        way = way_of(now.reading - base.reading)
        count = _exactly(Decimal(months))
        return self.ledger.claim(kind, "months", count, formula, now.codes, now.span, compare=compare, way=way)

    def pace(self, side: str, steps: Sequence[Pair]) -> Claim:
        """Return in how many months no step grew as much (`growth_high`) or as little (`growth_low`) as the newest."""
        formula = (side, *self._growths(steps))
        months = _exactly(Decimal(_months([now for now, _ in steps])))
        return self.ledger.claim("pace", "months", months, formula, steps[0][0].codes, steps[0][0].span)

    def narrowing(self, steps: Sequence[Pair]) -> Claim:
        """Return how many steps in a row, newest first, each grew or fell by less than the one before."""
        formula = ("narrowing", *self._growths(steps))
        count = _exactly(Decimal(len(steps)))
        return self.ledger.claim("narrowing", "count", count, formula, steps[0][0].codes, steps[0][0].span)

    def _growths(self, steps: Sequence[Pair]) -> tuple[Formula, ...]:
        return tuple(("growth", self.formula(now), self.formula(base)) for now, base in steps)

    def most(self, head: str, levels: Sequence[Amount]) -> Claim:
        """Return of how many months the newest is the highest (`most_of`) or lowest (`least_of`), newest first."""
        return self._over_levels(head, "place", "months", levels, _months(levels))

    def records(self, head: str, count: int, levels: Sequence[Amount]) -> Claim:
        """Return how many levels in a row (`records`), or of a year (`records_of_year`), were above all before them."""
        return self._over_levels(head, "records", "count", levels, count)

    def second(self, levels: Sequence[Amount], best: Amount) -> Claim:
        """Return that one level alone, the `best`, lies above the newest of all, which stands first."""
        formula = ("second", *(self.formula(level) for level in levels))
        now, place = levels[0], _exactly(Decimal(2))
        return self.ledger.claim("place", "count", place, formula, now.codes, now.span, compare=best.span)

    def _over_levels(self, head: str, kind: str, unit: str, levels: Sequence[Amount], value: int) -> Claim:
        formula = (head, *(self.formula(level) for level in levels))
        now = levels[0]
        return self.ledger.claim(kind, unit, _exactly(Decimal(value)), formula, now.codes, now.span)

    def season(self, years: Sequence[Pair]) -> Claim:
        """Return in how many years, newest first, a month lay on one side of the month before it."""
        formula = ("season", *(self._difference(now, before) for now, before in years))
        now, before = years[0]
        way, count = way_of(now.reading - before.reading), _exactly(Decimal(len(years)))
        return self.ledger.claim("season", "count", count, formula, now.codes, now.span, compare=before.span, way=way)

    def part(self, part: Pair, whole: Pair) -> Claim | None:
        """Return what the change of a line is of the change of the whole, in per cent."""
        ratio = readings.quotient(_change(part), _change(whole))
        if ratio is None:
            return None
        low, value, high = (readings.HUNDRED * end for end in (ratio.low, ratio.value, ratio.high))
        reading = Reading(low, value, high)
        formula = ("part", self._difference(*part), self._difference(*whole))
        return self._between("part", "pct", reading, formula, *part, way=False)

    def parted(self, value: Pair, mass: Pair) -> Claim | None:
        """Return by how many points an amount grew by more than its weight."""
        growths = [readings.growth(now.reading, base.reading) for now, base in (value, mass)]
        if growths[0] is None or growths[1] is None:
            return None
        return self._between("parted", "pp", growths[0] - growths[1], ("parted", *self._growths([value, mass])), *value)

    def leader(self, now: Amount, others: Sequence[Amount], before: Sequence[Pair]) -> Claim:
        """Return for how many months another line was larger than the one that is the largest `now`.

        `before` has, newest step first, a larger line and the line itself.
        """
        rank = ("rank", *(self.formula(level) for level in (now, *others)))
        formula = ("leader", rank, *(self._difference(larger, own) for larger, own in before))
        months = _exactly(Decimal(_months([own for _, own in before])))
        return self.ledger.claim("leader", "months", months, formula, now.codes, now.span)

    def short_of(self, year: Amount, to_date: Amount) -> Claim:
        """Return what the year to date lacks to the whole of the year before."""
        reading, formula = year.reading - to_date.reading, ("short_of", self.formula(year), self.formula(to_date))
        return self._between("short_of", year.unit, reading, formula, to_date, year, way=False)

    def exceeds(self, to_date: Amount, year: Amount, before: Amount) -> Claim:
        """Return how many months have come to more than the whole year before, which they had not the month before."""
        formula = ("exceeds", *(self.formula(part) for part in (to_date, year, before)))
        months = _exactly(Decimal(to_date.span.months))
        return self._between("exceeds", "months", months, formula, to_date, year, way=False)

    def idle(self, levels: Sequence[Amount]) -> Claim:
        """Return for how many months there was no trade before the newest level, up to the last one that has some."""
        formula = ("idle", *(self.formula(level) for level in levels))
        months, (now, then) = _exactly(Decimal(_months(levels[1:-1]))), (levels[0], levels[-1])
        return self.ledger.claim("idle", "months", months, formula, now.codes, now.span, compare=then.span)

    def restated(self, head: str, pairs: Sequence[tuple[Amount, Amount]], span: Period) -> Claim | None:
        """Return of the months of `pairs`, newest figure and first, the mean revision, signed or not, or their number.

        `head` is `revision_mean`, `revision_size` (per cent) or `restated`; None where a first figure may be zero.
        """
        found = [readings.growth(now.reading, first.reading) for now, first in pairs]
        growths = [one for one in found if one is not None]
        if len(growths) < len(found):
            return None
        formula = (head, *(("growth", self.formula(now), self.formula(first)) for now, first in pairs))
        codes = tuple(dict.fromkeys(code for now, _ in pairs for code in now.codes))
        if head == "restated":
            return self.ledger.claim("count", "count", _exactly(Decimal(len(pairs))), formula, codes, span)
        each = growths if head == "revision_mean" else [abs(one) for one in growths]
        mean = readings.quotient(readings.total(each), _exactly(Decimal(len(pairs))))
        return self.ledger.claim("revision", "pct", mean, formula, codes, span) if mean else None

    def moved(self, side: str, pairs: Sequence[tuple[Amount, Amount]]) -> Claim:
        """Return how many of the pairs `rose` or `fell` under every reading."""
        changes = [now.reading - base.reading for now, base in pairs]
        count = sum(change.low > 0 if side == "rose" else change.high < 0 for change in changes)
        formula = (side, *(self._difference(now, base) for now, base in pairs))
        codes, (now, base) = tuple(code for pair in pairs for code in pair[0].codes), pairs[0]
        return self.ledger.claim(
            "count", "count", _exactly(Decimal(count)), formula, codes, now.span, compare=base.span
        )

    def formula(self, of: Amount) -> Formula:
        """Return the formula of an amount: its one cell, or a sum."""
        terms = self._terms(of)
        return terms[0] if len(terms) == 1 else ("sum", *terms)

    def _terms(self, of: Amount) -> tuple[Formula, ...]:
        _, terms = self._written.get(at := address(of), (of, None))
        if terms is None:
            cells = tuple(self.ledger.cell(cell) for cell in of.cells)
            terms = cells + tuple(("nil", code, str(period)) for code, period in of.empty)
            self._written[at] = of, terms
        return terms

    def _difference(self, now: Amount, base: Amount) -> Formula:
        return ("difference", self.formula(now), self.formula(base))

    def _unit_value(self, value: Amount, mass: Amount) -> Formula:
        return ("unit_value", self.formula(value), self.formula(mass))

    def _between(  # noqa: PLR0913 -- the fields of a change
        self,
        kind: str,
        unit: str,
        reading: Reading,
        formula: Formula,
        now: Amount,
        base: Amount,
        *,
        step: Decimal | None = None,
        way: bool = True,
    ) -> Claim:
        turn = way_of(reading) if way else None
        return self.ledger.claim(
            kind, unit, reading, formula, now.codes, now.span, compare=base.span, way=turn, step=step
        )


def _exactly(count: Decimal) -> Reading:
    return Reading(count, count, count)


def _change(of: Pair) -> Reading:
    return of[0].reading - of[1].reading


def _months(levels: Sequence[Amount]) -> int:
    return sum(level.span.months for level in levels)


def _round_above(value: Decimal) -> Decimal:
    """Return the least number of one figure and zeros that is larger."""
    unit = Decimal(1).scaleb(value.adjusted()) if value else Decimal(1)
    return (value // unit + 1) * unit
