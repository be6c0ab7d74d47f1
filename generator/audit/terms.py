"""Terms: what the leaves of a formula are about: code, period, parties, and the measure of what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

from generator.audit.edition import Data
from generator.audit.gathered import Formula
from generator.audit.kept import asked, kept
from generator.audit.patterns.prints import read_in_any
from generator.audit.releases import Parties
from generator.trade.currency import is_money
from generator.trade.period import Period

AMOUNTS = frozenset({"cell", "nil", "sum"})
EFFECTS = frozenset({"value_effect", "quantity_effect"})  # of average values, and of quantities
_SUMS = EFFECTS | {"difference", "passed", "stayed", "short_of", "ceiling"}  # in the unit of the values in them
_ALIKE = frozenset(  # their parts are all of one unit
    {"growth", "share", "contribution", "multiple", "highest", "lowest", "since_high", "since_low", "rank", "surprise"}
    | {"run", "turned", "season", "gross_share", "part", "exceeds"}
    | {"most_of", "least_of", "records", "records_of_year", "second", "idle"}
)


class Term(NamedTuple):
    """One leaf: a cell, or a `nil` (no parties of its own); `months` are its code with each of its months."""

    code: str
    period: Period
    unit: str
    parties: Parties | None
    months: Sequence[tuple[str, int]]

    @classmethod
    def of(cls, code: str, period: Period, unit: str, parties: Parties | None = None) -> Term:
        """Return the leaf of `code` in `period`."""
        months = range(period.first, period.first + period.months)
        return cls(code, period, unit, parties, [(code, month) for month in months])


@dataclass
class _Gist:
    """What the leaves of a formula are about, all together."""

    codes: set[str] = field(default_factory=set)
    periods: set[Period] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    parties: dict[Parties, None] = field(default_factory=dict)

    def take(self, leaves: Iterable[Term]) -> None:
        """Enter some leaves."""
        for leaf in leaves:
            self.codes.add(leaf.code)
            self.periods.add(leaf.period)
            self.units.add(leaf.unit)
            if leaf.parties:
                self.parties[leaf.parties] = None

    def join(self, other: _Gist) -> None:
        """Enter the leaves of a part."""
        self.codes |= other.codes
        self.periods |= other.periods
        self.units |= other.units
        self.parties |= other.parties


@dataclass(frozen=True)
class Terms:
    """Reads the leaves of formulas over `cells`; where it takes several parts it reads them as one sum."""

    cells: Mapping[str, Data]

    def of(self, formula: Formula | str) -> Sequence[Term]:
        """Return the leaves of `formula`, or of a bare cell id, in order."""
        match formula:
            case str(key) | ["cell", str(key)]:
                return self._at(key)
        return self._leaves(formula)

    @asked
    def _at(self, key: str) -> Sequence[Term]:
        return (self._cell(key),)

    @kept
    def _leaves(self, formula: Formula) -> Sequence[Term]:
        match formula:
            case ["nil", str(code), str(period)]:
                return (Term.of(code, period_of(period), self.money),)
            case ["stated" | "size" | "printed" | "placed" | "stood" | "ran", *_]:
                return ()
            case [_, *parts]:
                return [leaf for part in parts for leaf in self.of(part)]
        return ()

    def _gist(self, *parts: Formula | str) -> _Gist:
        if len(parts) == 1:
            return self._gists(parts[0])
        found = _Gist()
        for part in parts:
            found.join(self._gists(part))
        return found

    @kept
    def _gists(self, formula: Formula | str) -> _Gist:
        found = _Gist()
        match formula:
            case str() | ["cell" | "nil" | "stated" | "size" | "printed" | "placed" | "stood" | "ran", *_]:
                found.take(self.of(formula))
            case [_, *parts]:
                for part in parts:
                    match part:
                        case str() | ["cell" | "nil", *_]:
                            found.take(self.of(part))
                        case _:
                            found.join(self._gists(part))
        return found

    def _cell(self, key: str) -> Term:
        cell = self.cells[key]
        parties = (cell["reporter"], cell["partner"], cell["flow"])
        return Term.of(cell["code"], period_of(cell["period"]), cell.get("measure", "usd"), parties)

    def codes(self, *parts: Formula | str) -> AbstractSet[str]:
        """Return the codes of the leaves."""
        return self._gist(*parts).codes

    def periods(self, *parts: Formula | str) -> AbstractSet[Period]:
        """Return the periods of the leaves."""
        return self._gist(*parts).periods

    def span(self, *parts: Formula | str) -> Period:
        """Return the period from the first month of any leaf to the last; ValueError where there is no leaf."""
        periods = self.periods(*parts)
        first = min(period.first for period in periods)
        return Period(first, max(period.first + period.months for period in periods) - first)

    def parties(self, *parts: Formula | str) -> list[Parties]:
        """Return the parties of the leaves, each once, in order."""
        return [*self._gist(*parts).parties]

    @cached_property
    def every_party(self) -> list[Parties]:
        """The parties of all cells, each once."""
        cells = self.cells.values()
        return list(dict.fromkeys((cell["reporter"], cell["partner"], cell["flow"]) for cell in cells))

    def unit(self, formula: Formula | str) -> str:
        """Return the unit that `formula` comes to; ValueError where its parts do not go together."""
        head = formula[0] if isinstance(formula, list) else "cell"
        if head in AMOUNTS:
            return self._one(self._gist(formula).units)
        parts = formula[1:]
        if head in _SUMS:
            return self._one({self.unit(part[1][1] if head in EFFECTS else part) for part in parts})
        if head in _ALIKE:
            self._one({self.unit(part) for part in parts})
        if head == "unit_value":
            return self._of_a_tonne(*map(self.unit, parts))
        if head == "stated":
            return self._stated(str(parts[-1]))
        if head == "stood":
            return str(parts[3])
        return UNITS.get(str(head), "count")

    @cached_property
    def money(self) -> str:
        """The unit of the edition's money: that of its cells, where they have one."""
        found = {unit for cell in self.cells.values() if is_money(unit := cell.get("measure", "usd"))}
        return found.pop() if len(found) == 1 else "usd"

    def _of_a_tonne(self, value: str, quantity: str) -> str:
        if not is_money(value) or quantity != "kg":
            msg = f"a unit value is of money and of kilograms, not of {value} and {quantity}"
            raise ValueError(msg)
        return f"{value}_per_t"

    def _stated(self, words: str) -> str:
        shown = read_in_any(words)
        return shown.unit if shown and shown.unit else "count"

    def _one(self, units: AbstractSet[str]) -> str:
        if len(units) != 1:
            msg = f"its parts are in {' and '.join(sorted(units))}"
            raise ValueError(msg)
        return next(iter(units))


UNITS = {
    "growth": "pct",
    "printed": "pct",
    "placed": "months",
    "ran": "months",
    "share": "pct",
    "coverage": "pct",
    "contribution": "pp",
    "shift": "pp",
    "multiple": "ratio",
    "hhi": "index",
    "equivalent": "index",
    "since_high": "months",
    "since_low": "months",
    "streak": "months",
    "run": "months",
    "turned": "months",
    "growth_high": "months",
    "growth_low": "months",
    "most_of": "months",
    "least_of": "months",
    "gross_share": "pct",
    "part": "pct",
    "parted": "pp",
    "leader": "months",
    "exceeds": "months",
    "idle": "months",
    "step_up": "months",
    "step_down": "months",
    "surprise": "z",
    "revision_mean": "pct",
    "revision_size": "pct",
}


@cache
def period_of(text: str) -> Period:
    """Return the period that `text` writes."""
    return Period.parse(text)
