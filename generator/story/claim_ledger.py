"""The claims that a story prints, each written once, with formulas down to the cells (docs/edition.md, claims.json)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext

from generator.movements import readings
from generator.movements.readings import Reading
from generator.story.amounts import MOST_TIMES, Amount, Claim, Formula, is_from_little, way_of
from generator.story.brief import PrintedLevel, PrintedRate
from generator.trade.currency import DOLLAR
from generator.trade.observation import Cell, Observation
from generator.trade.period import Period
from generator.trade.side_batches import ContextFigure

Mass = tuple[Amount, Amount]  # a value with its weight
Pair = tuple[Amount, Amount]  # an amount, and the one that it is compared with
_EFFECTS = {"value_effect": readings.value_effect, "quantity_effect": readings.quantity_effect}
_TONNE = Decimal(1000)  # kilograms
# kilograms of the unit of a price that is in dollars
_KILOGRAMS = {"$/mt": _TONNE, "$/kg": Decimal(1), "$/troy oz": Decimal("0.0311034768")}
_FINE = 50  # digits: effects of values and quantities may nearly cancel each other


class ClaimLedger:
    """The claims and cells of one edition, in order of first use. Amounts in a formula are replaced by their cells."""

    def __init__(self, period: Period) -> None:
        """Open an empty ledger for the edition of `period`.

        `cells` and `context_figures` are the cells that claims use, by id; context figures are prices and rates, kept
        apart from trade figures. `drawn_cells` are the ids of the cells that pictures draw.
        """
        self.period = period
        self.cells: dict[str, Observation] = {}
        self.context_figures: dict[str, ContextFigure] = {}
        self.drawn_cells: dict[str, None] = {}
        self._claims: dict[tuple[str, Formula, Period | None], Claim] = {}
        self._ids: dict[Cell, str] = {}

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims so far."""
        return tuple(self._claims.values())

    def parts(self, of: Observation) -> tuple[str, ...]:
        """Return the ids of the cells that a cell is the sum of, or () where the cell is printed."""
        return tuple(self._ids[part.cell] for part in of.parts)

    def keep(self, of: Iterable[Observation]) -> None:
        """Keep the cells that a picture draws: they are evidence of the edition even without a claim."""
        self.drawn_cells.update(dict.fromkeys(self._cell(cell)[1] for cell in of))

    def claim(
        self,
        kind: str,
        unit: str,
        reading: Reading,
        formula: Formula | Amount,
        codes: tuple[str, ...],
        period: Period,
        *,
        compare: Period | None = None,
        way: str | None = None,
        step: Decimal | None = None,
    ) -> Claim:
        """Return the claim of `kind` on `formula`. The same kind, formula and `compare` return the same claim."""
        written = self._written(formula)
        key = (kind, written, compare)
        if key not in self._claims:
            self._claims[key] = Claim(
                id=f"f{len(self._claims) + 1}",
                kind=kind,
                codes=codes,
                period=period,
                unit=unit,
                value=reading.value,
                low=reading.low,
                high=reading.high,
                formula=written,
                compare_period=compare,
                qualifier=reading.qualifier,
                direction=way,
                step=step,
            )
        return self._claims[key]

    def count(
        self,
        kind: str,
        number: int,
        formula: Formula,
        now: Amount,
        *,
        unit: str = "count",
        compare: Period | None = None,
        way: str | None = None,
    ) -> Claim:
        """Return a count of months or of other things, derived from amounts, as a claim about `now`."""
        return self.claim(kind, unit, exactly(number), formula, now.codes, now.span, compare=compare, way=way)

    def keep_prices(self, of: Iterable[ContextFigure]) -> None:
        """Keep the prices that a picture draws, as `keep` does."""
        self.drawn_cells.update(dict.fromkeys(map(self._price, of)))

    # Levels and comparisons

    def level(self, of: Amount) -> Claim:
        """Return the level of an amount: that of one cell, the sum of several, or zero where no trade was recorded."""
        is_one = len(of.cells) + len(of.empty) == 1
        kind = "quantity" if of.unit == "kg" else "level" if is_one else "sum"
        if of.is_market:
            kind = "market"
        if of.is_mirror:
            kind = "mirror"
        cell = of.cells[0] if is_one and of.cells else None
        reading = Reading.of(cell) or of.reading  # the reading of a single cell keeps its publisher's qualifier
        return self.claim(kind, of.unit, reading, of, of.codes, of.span, step=step_of(cell) if cell else None)

    def change(self, now: Amount, base: Amount) -> Claim:
        """Return the difference in money."""
        is_single = len(now.cells) == 1 and len(base.cells) == 1 and not now.empty and not base.empty
        steps = [step_of(cell) for cell in (*now.cells, *base.cells)]
        printed = [step for step in steps if step is not None]
        step = max(printed) if is_single and len(printed) == len(steps) else None
        reading, formula = now.reading - base.reading, ("difference", now, base)
        return self._between("change_abs", now.unit, reading, formula, now, base, way=way_of(reading), step=step)

    def growth(self, now: Amount, base: Amount) -> Claim | None:
        """Return the change in per cent. None where the base may be zero or is too low for a rate."""
        reading = None if is_from_little(now, base) else readings.growth(now.reading, base.reading)
        if reading is None:
            return None
        return self._between("change", "pct", reading, ("growth", now, base), now, base, way=way_of(reading))

    def published(self, of: Amount) -> Claim | None:
        """Return the growth on a year before that the publisher prints for an amount, or None."""
        growth = of.cells[0].growth if len(of.cells) == 1 and not of.empty else None
        reading = Reading.of(growth)
        if growth is None or reading is None or growth.period != of.span:
            return None
        formula, step = self._cell(growth), step_of(growth)
        return self.claim("published_change", "pct", reading, formula, of.codes, of.span, step=step)

    def multiple(self, now: Amount, base: Amount) -> Claim | None:
        """Return an amount as a multiple of its amount a year before."""
        reading = readings.quotient(now.reading, base.reading)
        if reading is None:
            return None
        return self._between("multiple", "ratio", reading, ("multiple", now, base), now, base)

    def surprise(self, z: Reading, levels: Sequence[Amount]) -> Claim:
        """Return how far the newest of `levels` (newest first) lies outside its past; the choice of verbs uses it."""
        now = levels[0]
        base = now.span.year_before()
        return self.claim("surprise", "z", z, ("surprise", *levels), now.codes, now.span, compare=base)

    # Parts and totals

    def share(self, part: Amount, total: Amount) -> Claim | None:
        """Return the share of `part` in `total`, which includes it, in per cent."""
        reading = readings.share(part.reading, total.reading.without(part.reading))
        if reading is None:
            return None
        formula = ("share", part, ("sum", *self._terms_of(total)))
        return self.claim("share", "pct", reading, formula, part.codes, part.span)

    def market_share(self, part: Amount, market: Amount) -> Claim | None:
        """Return the share of `part`, the trade with one partner, in that with all partners, in per cent."""
        reading = readings.share(part.reading, market.reading.without(part.reading))
        if reading is None:
            return None
        return self.claim("market_share", "pct", reading, ("market_share", part, market), part.codes, part.span)

    def supplier_share(self, part: Amount, market: Amount) -> Claim | None:
        """Return the share of any partner, as a picture of all has it; `market_share` is that of the edition's own."""
        reading = readings.share(part.reading, market.reading.without(part.reading))
        if reading is None:
            return None
        return self.claim("supplier_share", "pct", reading, ("supplier_share", part, market), part.codes, part.span)

    def share_gain(self, now: Claim, base: Claim) -> Claim:
        """Return the points between two shares of one partner in its market."""
        reading = Reading(now.low, now.value, now.high) - Reading(base.low, base.value, base.high)
        formula, way = ("share_gain", now.formula, base.formula), way_of(reading)
        return self.claim("share_gain", "pp", reading, formula, now.codes, now.period, compare=base.period, way=way)

    def market_rank(self, part: Amount, others: Sequence[Amount]) -> Claim | None:
        """Return the rank of a partner among all that have one. None where the readings leave it open."""
        orders = [readings.order(other.reading, part.reading) for other in others]
        if None in orders:
            return None
        place = 1 + orders.count(1)
        return self.count("market_rank", place, ("market_rank", part, *others), part)

    def outpaced(self, line: Pair, market: Pair) -> Claim | None:
        """Return that a line moved less than its market, the same way: the points between both rates, without sign.

        None where it did not, or where that is open.
        """
        own, all_partners = (readings.growth(now.reading, base.reading) for now, base in (line, market))
        if own is None or all_partners is None or way_of(own) != way_of(all_partners) or way_of(own) is None:
            return None
        gap = abs(all_partners) - abs(own)
        if gap.low <= 0:
            return None
        formula = ("outpaced", ("growth", *line), ("growth", *market))
        return self._between("outpaced", "pp", gap, formula, *line, way=way_of(own))

    def against_market(self, own: Pair, market: Pair) -> Claim | None:
        """Return that trade with one partner and with all partners moved opposite ways. None where that is not so."""
        ways = [way_of(now.reading - base.reading) for now, base in (own, market)]
        if set(ways) != {"up", "down"}:
            return None
        formula = ("against_market", ("difference", *own), ("difference", *market))
        return self._between("against_market", "count", exactly(1), formula, *own, way=ways[0])

    def contribution(self, now: Amount, base: Amount, base_total: Amount) -> Claim | None:
        """Return the contribution to the growth of the total, in percentage points of the base period's total."""
        reading = readings.contribution(now.reading, base.reading, base_total.reading)
        if reading is None:
            return None
        formula = ("contribution", now, base, base_total)
        return self._between("contribution", "pp", reading, formula, now, base, way=way_of(reading))

    def part_of_change(self, part: Pair, whole: Pair, head: str = "part") -> Claim | None:
        """Return a part of a change in the whole change, in per cent. None where they do not go the same way.

        `head` is `part` for lines in the total, `year_part` for some months in the year to date.
        """
        change, whole_change = (now.reading - base.reading for now, base in (part, whole))
        way = way_of(change)
        ratio = readings.quotient(change, whole_change)
        if ratio is None or way is None or way != way_of(whole_change):
            return None
        reading = Reading(100 * ratio.low, 100 * ratio.value, 100 * ratio.high)
        return self._between(head, "pct", reading, (head, *differences((part, whole))), *part, way=way)

    def coverage(self, now: Pair, base: Pair) -> Claim | None:
        """Return the share of a part in the value of both sides, in per cent. Each side is the part and its total."""
        part, total = now[0].reading + base[0].reading, now[1].reading + base[1].reading
        reading = readings.share(part, total.without(part))
        if reading is None:
            return None
        return self._between("coverage", "pct", reading, ("coverage", *now, *base), now[0], base[0])

    def size(self, codes: Sequence[str]) -> Claim:
        """Return how many codes there are."""
        return self.claim("count", "count", exactly(len(codes)), ("size", *codes), tuple(codes), self.period)

    def moved(self, side: str, pairs: Sequence[Pair]) -> Claim:
        """Return how many of the pairs `rose` or `fell` under every reading."""
        way = "up" if side == "rose" else "down"
        count = sum(way_of(now.reading - base.reading) == way for now, base in pairs)
        codes = tuple(code for now, _ in pairs for code in now.codes)
        now, base = pairs[0]
        formula = (side, *differences(pairs))
        return self.claim("count", "count", exactly(count), formula, codes, now.span, compare=base.span)

    # Values and weights

    def unit_value(self, value: Amount, mass: Amount) -> Claim | None:
        """Return the average value per tonne."""
        ratio = readings.quotient(value.reading, mass.reading)
        if ratio is None:
            return None
        reading = Reading(_TONNE * ratio.low, _TONNE * ratio.value, _TONNE * ratio.high)
        unit = f"{value.unit}_per_t"
        return self.claim("unit_value", unit, reading, ("unit_value", value, mass), value.codes, value.span)

    def at_average(self, mass: Amount, base: Mass) -> Claim | None:
        """Return what a weight would have been worth at the average value of its base period."""
        average = readings.quotient(base[0].reading, base[1].reading)
        if average is None:
            return None
        low, high = mass.reading.low * average.low, mass.reading.high * average.high
        reading = Reading(low, mass.reading.value * average.value, high)
        formula = ("at_average", mass, ("unit_value", *base))
        return self._between("at_average", base[0].unit, reading, formula, mass, base[0])

    def value_growth(self, now: Mass, base: Mass) -> Claim | None:
        """Return the change of the average value per tonne in per cent. None as for `growth`."""
        ends = [readings.quotient(value.reading, mass.reading) for value, mass in (now, base)]
        if ends[0] is None or ends[1] is None or ends[0].value > MOST_TIMES * ends[1].value:
            return None
        reading = readings.growth(ends[0], ends[1])
        if reading is None:
            return None
        formula = ("growth", ("unit_value", *now), ("unit_value", *base))
        return self._between("change", "pct", reading, formula, now[0], base[0], way=way_of(reading))

    def effect(self, head: str, sides: Sequence[tuple[Mass, Mass]]) -> Claim:
        """Return the change in money of some lines due to average values or to quantities.

        `head` is `value_effect` or `quantity_effect`. Each line is a value with its weight, now and in the base period.
        """
        effects = []
        with localcontext() as context:
            context.prec = _FINE
            for now, base in sides:
                times = readings.quotient(now[1].reading, base[1].reading)
                if times is None:
                    msg = f"{base[1].codes} in {base[1].span} may have no weight"
                    raise ValueError(msg)
                effects.append(_EFFECTS[head](now[0].reading, base[0].reading, times))
            total = readings.total(effects)
        reading, way = Reading(+total.low, +total.value, +total.high), way_of(total)
        formula = (head, *(("growth", ("unit_value", *now), ("unit_value", *base)) for now, base in sides))
        codes, (now, base) = tuple(code for (value, _), _ in sides for code in value.codes), sides[0]
        return self.claim("effect", now[0].unit, reading, formula, codes, now[0].span, compare=base[0].span, way=way)

    def step_between(self, now: Amount, base: Amount) -> Claim:
        """Return the change of some lines as a step in the change of the total."""
        reading = now.reading - base.reading
        return self._between("effect", now.unit, reading, ("difference", now, base), now, base, way=way_of(reading))

    # Figures printed before, by others or by the last edition

    def cell_level(self, of: Observation) -> Claim:
        """Return the claim of one cell: a level, or `background` where the figure is only relayed."""
        reading = Reading.of(of)
        if reading is None:
            msg = f"{of.code} in {of.period} has no value to claim"
            raise ValueError(msg)
        kind = "level" if of.standing == "customs" else "background"
        return self.claim(kind, of.unit, reading, self._cell(of), (of.code,), of.period, step=step_of(of))

    def stated(self, document: str, words: str, value: Decimal, unit: str) -> Claim:
        """Return a figure quoted in `words` of a document: an earlier edition printed it, and it may be wrong now."""
        return self.claim("quoted", unit, exactly(value), ("stated", document, words), (), self.period)

    def printed_rate(self, document: str, rate: PrintedRate) -> Claim:
        """Return a rate as the last edition printed it; `document` keeps it."""
        formula = ("printed", document, rate.shown, str(rate.period), str(rate.base), *rate.codes)
        size, when = exactly(abs(rate.rate)), rate.period
        return self.claim("printed", "pct", size, formula, rate.codes, when, compare=rate.base, way=rate.way)

    def printed_level(self, document: str, level: PrintedLevel) -> Claim:
        """Return an amount as the last edition printed it; `document` keeps it."""
        formula = ("stood", document, level.shown, str(level.period), level.unit, *level.codes)
        return self.claim("stood", level.unit, exactly(level.value), formula, level.codes, level.period)

    def restated(self, head: str, pairs: Sequence[Pair], span: Period) -> Claim | None:
        """Return how the months of `pairs` were revised: newest figure and first figure of each.

        `head` is `revision_mean` (signed, per cent), `revision_size` (without sign, per cent) or `restated` (their
        number). None where a first figure may be zero.
        """
        per_month = [readings.growth(now.reading, first_value.reading) for now, first_value in pairs]
        growths = [growth for growth in per_month if growth is not None]
        if len(growths) < len(per_month):
            return None
        formula, count = (head, *growths_of(pairs)), exactly(len(pairs))
        codes = tuple(dict.fromkeys(code for now, _ in pairs for code in now.codes))
        if head == "restated":
            return self.claim("count", "count", count, formula, codes, span)
        sizes = growths if head == "revision_mean" else [abs(growth) for growth in growths]
        mean = readings.quotient(readings.total(sizes), count)
        return self.claim("revision", "pct", mean, formula, codes, span) if mean else None

    # Prices and rates

    def average(self, figures: Sequence[ContextFigure], codes: tuple[str, ...]) -> Claim:
        """Return the average of a price or rate over its months, quoted beside the line of `codes`."""
        readings_of_months = [(figure.value or Decimal(0), figure.half_unit) for figure in figures]
        low = sum((value - half for value, half in readings_of_months), Decimal(0)) / len(figures)
        value = sum((value for value, _ in readings_of_months), Decimal(0)) / len(figures)
        high = sum((value + half for value, half in readings_of_months), Decimal(0)) / len(figures)
        first, last = figures[0].period, figures[-1].period
        span = Period(first.first, last.first + last.months - first.first)
        step = 2 * figures[0].half_unit if len(figures) == 1 else None
        formula = ("average", *(self._price(figure) for figure in figures))
        reading = Reading(low, value, high)
        return self.claim("context", figures[0].unit, reading, formula, codes, span, step=step)

    def average_growth(self, now: Claim, base: Claim) -> Claim:
        """Return the change of an average in per cent."""
        ends = [Reading(claim.low, claim.value, claim.high) for claim in (now, base)]
        reading = readings.growth(*ends)
        if reading is None:
            msg = f"{base.id} may be zero"
            raise ValueError(msg)
        formula, way = ("average_growth", now.formula, base.formula), way_of(reading)
        return self.claim(
            "context_change", "pct", reading, formula, now.codes, now.period, compare=base.period, way=way
        )

    def gap(self, value: Amount, mass: Amount, price: Claim) -> Claim | None:
        """Return by how many per cent an average value lies above (below zero: under) a price of the same period.

        None where the price is not in dollars by weight, or the value is not in dollars.
        """
        kilograms = _KILOGRAMS.get(price.unit)
        average = readings.quotient(value.reading, mass.reading)
        if kilograms is None or average is None or value.unit != DOLLAR.lower():
            return None
        a_kilogram = Reading(price.low / kilograms, price.value / kilograms, price.high / kilograms)
        reading = readings.growth(average, a_kilogram)
        if reading is None:
            return None
        formula, way = ("gap", ("unit_value", value, mass), price.formula), way_of(reading)
        return self.claim("context_gap", "pct", reading, formula, value.codes, value.span, way=way)

    def opposed(self, line: Claim, price: Claim) -> Claim | None:
        """Return that a price or rate went the other way than its line. None where it did not, or that is open."""
        if {line.direction, price.direction} != {"up", "down"}:
            return None
        formula, compare = ("opposed", line.formula, price.formula), price.compare_period
        return self.claim("context_opposed", "count", exactly(1), formula, line.codes, price.period, compare=compare)

    # Formulas

    def _between(
        self,
        kind: str,
        unit: str,
        reading: Reading,
        formula: Formula,
        now: Amount,
        base: Amount,
        *,
        way: str | None = None,
        step: Decimal | None = None,
    ) -> Claim:
        return self.claim(kind, unit, reading, formula, now.codes, now.span, compare=base.span, way=way, step=step)

    def _written(self, formula: Formula | Amount) -> Formula:
        """Return a formula with each amount in it replaced by its only cell, or by a sum of cells."""
        if isinstance(formula, Amount):
            terms = self._terms_of(formula)
            if formula.is_market:
                return ("market", *terms)
            if formula.is_mirror:
                return ("mirror", *terms)
            return terms[0] if len(terms) == 1 else ("sum", *terms)
        return tuple(self._written(part) if isinstance(part, Amount | tuple) else part for part in formula)

    def _terms_of(self, of: Amount) -> tuple[Formula, ...]:
        cells = tuple(self._cell(cell) for cell in of.cells)
        return cells + tuple(("nil", code, str(period)) for code, period in of.empty)

    def _cell(self, of: Observation) -> Formula:
        """Return the formula of one cell."""
        if of.cell not in self._ids:
            self._ids[of.cell] = name = f"c{len(self.cells) + 1}"
            self.cells[name] = of
            for part in of.parts:
                self._cell(part)
        return "cell", self._ids[of.cell]

    def _price(self, of: ContextFigure) -> str:
        """Return the id of a cell of a price or rate."""
        if of.cell not in self._ids:
            self._ids[of.cell] = name = f"x{len(self.context_figures) + 1}"
            self.context_figures[name] = of
        return self._ids[of.cell]


def exactly(number: Decimal | int) -> Reading:
    """Return the reading of a number that is exact."""
    value = Decimal(number)
    return Reading(value, value, value)


def differences(pairs: Iterable[Pair]) -> tuple[Formula, ...]:
    """Return a formula for each pair's change in money."""
    return tuple(("difference", now, base) for now, base in pairs)


def growths_of(pairs: Iterable[Pair]) -> tuple[Formula, ...]:
    """Return a formula for each pair's change in per cent."""
    return tuple(("growth", now, base) for now, base in pairs)


def step_of(of: Observation) -> Decimal | None:
    """Return the size of the last digit that the publisher printed. None for a sum of lines, which nobody printed."""
    if of.parts:
        return None
    return 2 * of.half_unit if of.half_unit else Decimal(1)
