"""claims.json as the audit reads it: claims by id, cells by id, and documents by digest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from generator.audit.edition_data import Data, texts
from generator.audit.trace.formulas import Formula, FormulaCalculator, as_tuples

Quote = tuple[str, str]


@dataclass(frozen=True)
class ClaimEvidence:
    """The claims of an edition, and what supports them."""

    claims: Mapping[str, Data]
    cells: Mapping[str, Data]
    documents: Mapping[str, Data]
    context: Mapping[str, Data] = field(default_factory=dict)  # the cells of prices and rates

    @classmethod
    def of(cls, data: Data) -> ClaimEvidence:
        """Return the evidence in `data`, the content of claims.json."""
        claims = {claim["id"]: {**claim, "formula": as_tuples(claim["formula"])} for claim in data["claims"]}
        return cls(claims, data["cells"], data["documents"], data.get("context", {}))

    @cached_property
    def calculator(self) -> FormulaCalculator:
        """The calculator of the claims' formulas."""
        return FormulaCalculator(self.cells)

    def sentences(self, edition: Data) -> dict[str, str]:
        """Return the words of the first text that prints each claim."""
        printed: dict[str, str] = {}
        for text in texts(edition["stories"]):
            for mark in text.marks:
                printed.setdefault(mark.claim, text.words)
        return printed

    def quotes(self, formula: Formula) -> Iterator[Quote]:
        """Yield digest and words of every quoted figure in `formula`."""
        if formula[0] == "stated":
            yield formula[1], formula[2]
        for part in formula[1:]:
            if isinstance(part, tuple):
                yield from self.quotes(part)

    @cached_property
    def claims_by_cell(self) -> Mapping[str, list[str]]:
        """By cell: the ids of the claims that use it."""
        claims: dict[str, list[str]] = defaultdict(list)
        for key, claim in self.claims.items():
            for cell in self.calculator.ids(claim["formula"]):
                claims[cell].append(key)
        return claims
