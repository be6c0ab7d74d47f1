"""Ledger: every claim a story prints, once each, with its formula down to the cells (docs/edition.md, claims.json)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from generator.movements import readings
from generator.movements.readings import Reading
from generator.story.facts import Claim, Formula, way_of
from generator.story.words.ear import Figure
from generator.trade.context import ContextFigure
from generator.trade.observation import Cell, Observation
from generator.trade.period import Period

# As good as id(), of which Python tells every audit hook: filelock's, in Python, costs four times as much.
address = object.__hash__


class Ledger:
    """The claims and cells of one edition, in the order in which its stories first use them."""

    def __init__(self, period: Period) -> None:
        """Open an empty ledger for the edition of `period`."""
        self.period = period
        self._claims: dict[tuple[str, Formula], Claim] = {}
        self._cells: dict[Cell, tuple[str, Observation]] = {}
        self._written: dict[int, tuple[Observation, Formula]] = {}
        self._drawn: dict[str, None] = {}
        self._wholes: dict[int, tuple[Sequence[Observation], Formula, Reading]] = {}
        self._beside: dict[Cell, tuple[str, ContextFigure]] = {}

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims so far."""
        return tuple(self._claims.values())

    @property
    def cells(self) -> dict[str, Observation]:
        """The cells so far, by id."""
        return dict(self._cells.values())

    @property
    def beside(self) -> dict[str, ContextFigure]:
        """The cells of prices and rates so far, by id: they stand beside trade figures, never among them."""
        return dict(self._beside.values())

    @property
    def drawn(self) -> tuple[str, ...]:
        """The ids of the cells that pictures are drawn from."""
        return tuple(self._drawn)

    def parts(self, of: Observation) -> tuple[str, ...]:
        """Return the ids of the cells that a cell is the sum of, none where it is printed."""
        return tuple(self._cells[part.cell][0] for part in of.parts)

    def draw(self, of: Iterable[Observation]) -> None:
        """Keep the cells that a picture draws: their evidence goes with the edition, claim or no claim."""
        self._drawn.update(dict.fromkeys(self.cell(item)[1] for item in of))

    def level(self, of: Observation) -> Claim:
        """Return the claim of one cell: a level, or `background` where the figure is only relayed."""
        kind = "level" if of.standing == "customs" else "background"
        return self.claim(kind, of.unit, _known(of), self.cell(of), (of.code,), of.period, step=step_of(of))

    def size(self, codes: Sequence[str]) -> Claim:
        """Return how many codes there are."""
        return self.claim("count", "count", _exactly(len(codes)), ("size", *codes), tuple(codes), self.period)

    def stated(self, document: str, found: Figure, period: Period) -> Claim:
        """Return a figure as it stands in an editor's file: its speaker's, not ours."""
        reading = Reading(found.value, found.value, found.value, found.qualifier)
        return self.claim("quoted", found.unit, reading, ("stated", document, found.words), (), period)

    def average(self, of: Sequence[ContextFigure], codes: tuple[str, ...]) -> Claim:
        """Return the average of a price or rate over its months, told beside the line of `codes`."""
        known = [(one.value or Decimal(0), one.half_unit) for one in of]
        low, value, high = (
            sum(ends, Decimal(0)) / len(of)
            for ends in (
                [value - half for value, half in known],
                [value for value, _ in known],
                [value + half for value, half in known],
            )
        )
        first, last = of[0].period, of[-1].period
        span = Period(first.first, last.first + last.months - first.first)
        step = 2 * of[0].half_unit if len(of) == 1 else None
        formula = ("average", *(self._price(one) for one in of))
        return self.claim("context", of[0].unit, Reading(low, value, high), formula, codes, span, step=step)

    def average_growth(self, now: Claim, base: Claim) -> Claim:
        """Return the change of an average in per cent."""
        ends = [Reading(claim.low, claim.value, claim.high) for claim in (now, base)]
        reading = readings.growth(ends[0], ends[1])
        if reading is None:
            msg = f"{base.id} may be zero"
            raise ValueError(msg)
        formula, way = ("average_growth", now.formula, base.formula), way_of(reading)
        return self.claim(
            "context_change", "pct", reading, formula, now.codes, now.period, compare=base.period, way=way
        )

    def opposed(self, line: Claim, price: Claim) -> Claim | None:
        """Return that a price or rate went the other way than its line, None where it did not for sure."""
        if {line.direction, price.direction} != {"up", "down"}:
            return None
        formula, compare = ("opposed", line.formula, price.formula), price.compare_period
        return self.claim("context_opposed", "count", _exactly(1), formula, line.codes, price.period, compare=compare)

    def _price(self, of: ContextFigure) -> str:
        if of.cell not in self._beside:
            self._beside[of.cell] = (f"x{len(self._beside) + 1}", of)
        return self._beside[of.cell][0]

    def claim(  # noqa: PLR0913 -- the fields of a claim
        self,
        kind: str,
        unit: str,
        reading: Reading,
        formula: Formula,
        codes: tuple[str, ...],
        period: Period,
        *,
        compare: Period | None = None,
        way: str | None = None,
        step: Decimal | None = None,
    ) -> Claim:
        """Return the claim of `kind` on `formula`, the same each time."""
        key = (kind, formula)
        if (found := self._claims.get(key)) is None:
            found = self._claims[key] = Claim(
                id=f"f{len(self._claims) + 1}",
                kind=kind,
                codes=codes,
                period=period,
                unit=unit,
                value=reading.value,
                low=reading.low,
                high=reading.high,
                formula=formula,
                compare_period=compare,
                qualifier=reading.qualifier,
                direction=way,
                step=step,
            )
        return found

    def cell(self, of: Observation) -> Formula:
        """Return the formula of one cell."""
        known = self._written.get(at := address(of))
        if known is None:
            known = self._written[at] = of, ("cell", self._name(of))
        return known[1]

    def _name(self, of: Observation) -> str:
        known = self._cells.get(of.cell)
        if known is None:
            known = self._cells[of.cell] = (f"c{len(self._cells) + 1}", of)
            for part in of.parts:
                self.cell(part)
        return known[0]


def _known(of: Observation) -> Reading:
    if (reading := Reading.of(of)) is None:
        msg = f"{of.code} in {of.period} has no value to claim"
        raise ValueError(msg)
    return reading


def step_of(of: Observation) -> Decimal:
    """Return the size of the last digit that the publisher printed."""
    return 2 * of.half_unit if of.half_unit else Decimal(1)


def _exactly(count: int) -> Reading:
    return Reading(Decimal(count), Decimal(count), Decimal(count))
