"""Claims, amounts and the size class of a change: what a sentence may say, with the cells behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from generator.movements import readings
from generator.movements.readings import Reading, of_cells
from generator.trade.currency import is_money, rough_worth
from generator.trade.figures import Figures
from generator.trade.observation import Observation
from generator.trade.period import Period

Formula = tuple[Any, ...]  # a nested tuple as docs/edition.md lists them
# the smallest base of a rate, in US dollars, for a month and for a year; the largest ratio of a level to its base
_LEAST_MONTH, _LEAST_YEAR, MOST_TIMES = Decimal(100_000), Decimal(1_000_000), 5
_YEAR = 12  # months
ESTIMATED = "E"  # the status of a weight that its source estimated from an average value
LITTLE, SLIGHT, MARKED, STRONG = Decimal(1), Decimal(3), Decimal(15), Decimal(40)  # per cent: limits of the classes
ODD, VERY_ODD = 2, 3  # the surprise (z) that a marked, and a strong verb need
MANIFOLD = Decimal(400)  # per cent: a larger rate comes from a low base


@dataclass(frozen=True)
class Claim:
    """One claim of claims.json: `low <= value <= high` in `unit`."""

    id: str
    kind: str
    codes: tuple[str, ...]  # what it is about
    period: Period
    unit: str  # a currency (usd, cny), kg, pct, pp, ratio, count or another
    value: Decimal
    low: Decimal
    high: Decimal
    formula: Formula
    compare_period: Period | None = None
    qualifier: str = "exact"  # exact, over, about or at_least
    direction: str | None = None  # up, down or None
    # the size of the last digit that the publisher printed: 10,000,000 for "1.14 billion"; None where derived
    step: Decimal | None = None


def way_of(change: Reading | None) -> str | None:
    """Return `up` or `down` where the whole range of a change goes that way, else None."""
    if change is None:
        return None
    return "up" if change.low > 0 else "down" if change.high < 0 else None


@dataclass(frozen=True)
class Amount:
    """The sum of `codes` over `span`."""

    codes: tuple[str, ...]
    span: Period
    cells: tuple[Observation, ...]  # by code, then month
    empty: tuple[tuple[str, Period], ...] = ()  # the codes and months in which a complete release has no cell
    unit: str = "usd"  # the currency ("usd", "cny"), or "kg"
    is_market: bool = False  # whether it is the trade with all partners
    is_mirror: bool = False  # whether it is the partner's report of the trade

    @cached_property
    def reading(self) -> Reading:
        """The sum with its smallest and largest value."""
        return of_cells(self.cells)

    @cached_property
    def value(self) -> Decimal:
        """The sum."""
        values = (cell.value for cell in self.cells if cell.value is not None and cell.value.is_finite())
        return sum(values, Decimal(0))

    @cached_property
    def is_exact(self) -> bool:
        """Whether none of its cells is a bound."""
        return not any(cell.is_bound for cell in self.cells)

    @property
    def marks(self) -> frozenset[str]:
        """The status letters of its cells."""
        return frozenset(cell.status for cell in self.cells)

    @property
    def point(self) -> float:
        """The sum in millions, as pictures draw it."""
        return float(self.value.scaleb(-6))


class YearChange(NamedTuple):
    """One step of a series, and the same span a year before."""

    now: Amount
    base: Amount

    @property
    def span(self) -> Period:
        """Its period."""
        return self.now.span

    @property
    def code(self) -> str:
        """The code of a single line."""
        return self.now.codes[0]

    @property
    def size(self) -> Reading:
        """The change without its sign."""
        return abs(self.change)

    @property
    def change(self) -> Reading:
        """The change on a year before, in money."""
        return self.now.reading - self.base.reading

    @property
    def growth(self) -> Reading | None:
        """The change in per cent. None where the base may be zero."""
        return readings.growth(self.now.reading, self.base.reading)

    @property
    def way(self) -> str | None:
        """The direction of the change, however small it is."""
        return way_of(self.change)


def amount(figures: Figures, codes: Iterable[str], span: Period) -> Amount | None:
    """Return the sum of `codes` over `span`. None where one month of one code is unknown."""
    named_codes = tuple(codes)
    cells = []
    empty = []
    for code in named_codes:
        parts = figures.parts(code, span)
        if parts is None:
            return None
        for part in parts:
            if isinstance(part, Period):
                empty.append((code, part))
            else:
                cells.append(part)
    return Amount(named_codes, span, tuple(cells), tuple(empty), figures.unit)


def weight(of: Amount) -> Amount | None:
    """Return the weight of the same goods. None where a cell has no weight, or where there was no trade."""
    weights = [cell.weight for cell in of.cells]
    cells = tuple(cell for cell in weights if cell is not None)
    if not cells or len(cells) < len(weights) or not sum(cell.value or 0 for cell in cells):
        return None
    return Amount(of.codes, of.span, cells, unit="kg")


def is_from_little(now: Amount, base: Amount) -> bool:
    """Return whether the base is too low for a rate: below the floor, or less than a fifth of the level now.

    A briefing's own floors cannot switch this off. A weight has no floor.
    """
    least = _LEAST_YEAR if base.span.months >= _YEAR else _LEAST_MONTH * base.span.months
    floor = rough_worth(least, base.unit) if is_money(base.unit) else 0
    return base.value < floor or now.value > MOST_TIMES * base.value


def begins(figures: Figures, codes: Sequence[str]) -> int:
    """Return the first month in which anything is known about `codes`."""
    firsts = [first for code in codes for first, _ in figures.series(code)]
    periods = (
        period
        for code in codes
        for periods_by_code in (figures.covered, figures.broken)
        for period in periods_by_code.get(code, ())
    )
    return min([*firsts, *(period.first for period in periods)])


@dataclass(frozen=True)
class Size:
    """The size class of a change: slight, plain, marked or strong."""

    name: str
    surprise: Claim | None = None  # the claim that allows the class, where it needs one


def asks(growth: Claim) -> bool:
    """Return whether a change is so large that its class depends on how unusual it is."""
    return growth.direction is not None and min(abs(growth.low), abs(growth.high)) >= MARKED


def size_of(growth: Claim, z: tuple[Decimal, Decimal] | None = None) -> str:
    """Return the size class of a change. `z` is the lowest and highest value of its surprise, None if unknown."""
    plain = "slight" if abs(growth.value) < SLIGHT else "plain"
    if z is None or growth.direction is None:
        return plain
    odd = z[0] if growth.direction == "up" else -z[1]  # measured in the direction of the change
    least, most = sorted((abs(growth.low), abs(growth.high)))
    if odd >= VERY_ODD and least > STRONG:
        return "strong" if most <= MANIFOLD else plain
    return "marked" if odd >= ODD and least >= MARKED and most <= STRONG else plain
