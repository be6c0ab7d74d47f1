"""Terms: what the leaves of a formula are about: code, period, parties and measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from generator.audit.edition import Data
from generator.audit.kept import asked, kept
from generator.audit.releases import Parties
from generator.trade.currency import is_money
from generator.trade.period import Period

Formula = list[Any]


class Term(NamedTuple):
    """One leaf: a cell, or a `nil` (no `cell`, no parties); `months` are its code with each of its months."""

    code: str
    period: Period
    unit: str
    parties: Parties | None
    cell: str
    months: Sequence[tuple[str, int]]

    @classmethod
    def of(cls, code: str, period: Period, unit: str, parties: Parties | None = None, cell: str = "") -> Term:
        """Return the leaf of `code` in `period`."""
        months = range(period.first, period.first + period.months)
        return cls(code, period, unit, parties, cell, [(code, month) for month in months])


class _Gist(NamedTuple):
    """What the leaves of a formula are about, all together; the cells and parties in order."""

    cells: tuple[str, ...]
    codes: frozenset[str]
    periods: frozenset[Period]
    units: frozenset[str]
    parties: tuple[Parties, ...]


@dataclass(frozen=True)
class Terms:
    """Reads the leaves of formulas over `cells`; where it takes several parts it reads them as one sum."""

    cells: Mapping[str, Data]

    def of(self, formula: Formula) -> Sequence[Term]:
        """Return the leaves of `formula`, in order."""
        match formula:
            case ["cell", str(key)]:
                return self._cell(key)
        return self._leaves(formula)

    @asked
    def _cell(self, key: str) -> Sequence[Term]:
        cell = self.cells[key]
        parties = (cell["reporter"], cell["partner"], cell["flow"])
        return (Term.of(cell["code"], period_of(cell["period"]), cell.get("measure", "usd"), parties, key),)

    @kept
    def _leaves(self, formula: Formula) -> Sequence[Term]:
        match formula:
            case ["nil", str(code), str(period)]:
                return (Term.of(code, period_of(period), self.money),)
        return [leaf for part in formula if isinstance(part, list) for leaf in self.of(part)]

    @kept
    def _gist(self, formula: Formula) -> _Gist:
        leaves = self.of(formula)
        return _Gist(
            tuple(dict.fromkeys(leaf.cell for leaf in leaves if leaf.cell)),
            frozenset(leaf.code for leaf in leaves),
            frozenset(leaf.period for leaf in leaves),
            frozenset(leaf.unit for leaf in leaves),
            tuple(dict.fromkeys(leaf.parties for leaf in leaves if leaf.parties)),
        )

    def ids(self, formula: Formula) -> tuple[str, ...]:
        """Return the ids of the cells of `formula`, each once, in order."""
        return self._gist(formula).cells

    def codes(self, *parts: Formula) -> AbstractSet[str]:
        """Return the codes of the leaves."""
        return frozenset[str]().union(*(self._gist(part).codes for part in parts))

    def periods(self, *parts: Formula) -> AbstractSet[Period]:
        """Return the periods of the leaves."""
        return frozenset[Period]().union(*(self._gist(part).periods for part in parts))

    def span(self, *parts: Formula) -> Period:
        """Return the period from the first month of any leaf to the last; ValueError where there is no leaf."""
        periods = self.periods(*parts)
        first = min(period.first for period in periods)
        return Period(first, max(period.first + period.months for period in periods) - first)

    def parties(self, *parts: Formula) -> list[Parties]:
        """Return the parties of the leaves, each once, in order."""
        return list(dict.fromkeys(one for part in parts for one in self._gist(part).parties))

    def unit(self, formula: Formula) -> str:
        """Return the measure of the leaves of an amount; ValueError where they have several."""
        return _only(self._gist(formula).units)

    def currency(self, formula: Formula) -> str:
        """Return the money in which the leaves are that are money; ValueError where there are several."""
        return _only({unit for unit in self._gist(formula).units if is_money(unit)})

    @cached_property
    def every_party(self) -> list[Parties]:
        """The parties of all cells, each once."""
        cells = self.cells.values()
        return list(dict.fromkeys((cell["reporter"], cell["partner"], cell["flow"]) for cell in cells))

    @cached_property
    def money(self) -> str:
        """The unit of the edition's money: that of its cells, where they have one."""
        found = {unit for cell in self.cells.values() if is_money(unit := cell.get("measure", "usd"))}
        return found.pop() if len(found) == 1 else "usd"


def is_within_span(period: Period, span: Period) -> bool:
    """Say whether each month of a period is one of `span`."""
    return span.first <= period.first and period.first + period.months <= span.first + span.months


@cache
def period_of(text: str) -> Period:
    """Return the period that `text` writes."""
    return Period.parse(text)


def _only(units: AbstractSet[str]) -> str:
    if len(units) != 1:
        msg = f"its parts are in {' and '.join(sorted(units)) or 'no unit'}"
        raise ValueError(msg)
    return next(iter(units))
