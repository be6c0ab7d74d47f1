"""claims.json as the audit reads it: claims by id, cells by id, documents by digest, numbers as Decimal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from generator.audit.edition import Data
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
        claims = {claim["id"]: claim for claim in data["claims"]}
        return cls(claims, data["cells"], data["documents"], data.get("context", {}))

    def cells_of(self, claim: Data) -> tuple[str, ...]:
        """Return the ids of the cells in the claim's formula, each once."""
        return tuple(dict.fromkeys(cell_ids(claim["formula"])))

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
