"""claims.json as the audit reads it: claims by id, cells by id, documents by digest, numbers as Decimal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from generator.audit.edition import Data, bare, has_unseen, texts
from generator.audit.formulas import Bench
from generator.audit.kept import asked, kept
from generator.audit.terms import Formula
from generator.trade.currency import is_money

Quote = tuple[str, str]
_NO_QUOTE = (["cell"], ["nil"])


class Trait(NamedTuple):
    """What a cell has in which the cells of one claim must go together."""

    code: str
    edition: str
    flow: str
    valuation: str
    standing: str
    qualifier: str


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

    @cached_property
    def bench(self) -> Bench:
        """Works the claims' formulas out."""
        return Bench(self.cells)

    def ids(self, formula: Formula) -> tuple[str, ...]:
        """Return the ids of the cells of a formula, each once, in order."""
        return self.bench.terms.ids(formula)

    def traits(self, formula: Formula) -> frozenset[Trait]:
        """Return the traits of the cells of a formula."""
        return frozenset(map(self._trait, self.ids(formula)))

    @asked
    def _trait(self, key: str) -> Trait:
        cell = self.cells[key]
        is_weight = cell.get("measure") == "kg"
        valuation = "" if is_weight else str(cell.get("valuation") or "")
        told = (str(cell.get("code")), str(cell.get("edition") or ""), str(cell.get("flow")), valuation)
        return Trait(*told, cell["standing"], cell["qualifier"])

    @kept
    def bare(self, edition: Data) -> Data:
        """Return the edition without the letters that nobody sees, the same for all links."""
        found: Data = bare(edition) if has_unseen(edition) else edition
        return found

    @kept
    def sentences(self, edition: Data) -> dict[str, str]:
        """Return the words of the first text that prints each claim."""
        found: dict[str, str] = {}
        for story in edition["stories"].values():
            for text in texts(story):
                for mark in text.marks:
                    found.setdefault(mark.claim, text.words)
        return found

    @kept
    def quotes(self, formula: Formula) -> Sequence[Quote]:
        """Return digest and words of every quoted figure in `formula`."""
        match formula:
            case ["stated", str(digest), str(text)]:
                return [(digest, text)]
            case [_, *parts]:
                inside = (part for part in parts if isinstance(part, list) and part[:1] not in _NO_QUOTE)
                return [quote for part in inside for quote in self.quotes(part)]
        return ()

    @cached_property
    def monies(self) -> frozenset[str]:
        """The units of the money in its cells: one, where all is well."""
        return frozenset(unit for cell in self.cells.values() if is_money(unit := cell.get("measure", "usd")))

    @cached_property
    def claims_by_cell(self) -> dict[str, list[str]]:
        """The ids of the claims that stand on each cell."""
        found: dict[str, list[str]] = {}
        for key, claim in self.claims.items():
            for cell in self.ids(claim["formula"]):
                found.setdefault(cell, []).append(key)
        return found
