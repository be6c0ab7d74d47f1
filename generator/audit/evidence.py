"""claims.json as the audit reads it: claims by id, cells by id, documents by digest, numbers as Decimal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from generator.audit.edition import Data
from generator.audit.kept import Kept
from generator.trade.currency import is_money

Formula = list[Any]


@dataclass(frozen=True)
class Evidence:
    """What the claims of an edition stand on; `context` are the cells of prices and rates."""

    claims: Mapping[str, Data]
    cells: Mapping[str, Data]
    documents: Mapping[str, Data]
    context: Mapping[str, Data] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Data) -> Evidence:
        """Return the evidence that `data`, the content of claims.json, writes."""
        known: dict[str, Formula] = {}
        claims = {claim["id"]: _sharing(claim, known) for claim in data["claims"]}
        return cls(claims, data["cells"], data["documents"], data.get("context", {}))

    def cells_of(self, claim: Data) -> tuple[str, ...]:
        """Return the ids of the cells in the claim's formula, each once."""
        return self._cells(claim["formula"])

    @cached_property
    def relayed(self) -> Kept[Formula, tuple[Data, ...]]:
        """Returns the cells of a formula that are no figures of customs, each once."""
        known = self.cells.get
        return Kept(
            lambda formula: tuple(
                cell
                for key in self._cells(formula)
                if (cell := known(key)) is not None and cell["standing"] != "customs"
            )
        )

    @cached_property
    def _cells(self) -> Kept[Formula, tuple[str, ...]]:
        return Kept(lambda formula: tuple(dict.fromkeys(cell_ids(formula))))

    @cached_property
    def monies(self) -> frozenset[str]:
        """The units of the money in its cells: one, where all is well."""
        return frozenset(unit for cell in self.cells.values() if is_money(unit := cell.get("measure", "usd")))

    @cached_property
    def claims_by_cell(self) -> dict[str, list[str]]:
        """The ids of the claims that stand on each cell."""
        found: dict[str, list[str]] = {}
        for key, claim in self.claims.items():
            for cell in self.cells_of(claim):
                found.setdefault(cell, []).append(key)
        return found


def _sharing(claim: Data, known: dict[str, Formula]) -> Data:
    """Return the claim with one list for all equal sums, which are then worked out once."""
    formula = claim.get("formula")
    return {**claim, "formula": _shared(formula, known)} if isinstance(formula, list) else claim


def _shared(part: Formula, known: dict[str, Formula]) -> Formula:
    match part:
        case ["sum", *_]:
            return known.setdefault(str(part), part)
        case ["cell" | "nil" | "stated" | "size" | "count", *_]:
            return part
    return [_shared(one, known) if isinstance(one, list) else one for one in part]


def cell_ids(formula: Formula) -> Iterator[str]:
    """Yield the cells that a formula names, in order."""
    match formula:
        case ["cell", str(cell)]:
            yield cell
        case ["count", *ids]:
            yield from ids
        case ["rank", *parts]:
            for part in parts:
                yield from [part] if isinstance(part, str) else cell_ids(part)
        case ["stated" | "size" | "nil", *_]:
            return
        case [_, *parts]:
            for part in parts:
                if isinstance(part, list):
                    yield from cell_ids(part)


def number(text: object) -> Decimal:
    """Return the number that a claim or cell writes; ValueError where it writes none."""
    try:
        found = Decimal(str(text))
    except ArithmeticError:
        found = Decimal("NaN")
    if not found.is_finite():
        msg = f"{text!r} is no number"
        raise ValueError(msg)
    return found
