"""claims.json as the audit reads it: claims by id, cells by id, and documents by digest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from generator.audit.edition_data import Data, texts
from generator.audit.trace.formulas import (
    MARKETS,
    Formula,
    FormulaCalculator,
    Parties,
    as_tuples,
    cells_in,
    heads_of,
    own_parts,
)

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
        return FormulaCalculator(self.cells, self.market_cells)

    def claims_of(self, text: Data) -> list[Data]:
        """Return the claims with marks in a text."""
        claims = (self.claims.get(mark["claim"]) for mark in text.get("marks", ()))
        return [claim for claim in claims if claim is not None]

    @cached_property
    def market_cells(self) -> frozenset[str]:
        """The cells that only markets use: those of other partners and of the World, with the lines that they sum."""
        of_other_partners = self._cells_of_formulas - self._own_cells
        return frozenset((of_other_partners | self._lines(of_other_partners)) - self._lines(self._own_cells))

    @cached_property
    def trade_parties(self) -> frozenset[Parties]:
        """The parties of the claims that are on no market: those of the trade that the edition is about."""
        formulas = [claim["formula"] for claim in self.claims.values()]
        plain = [formula for formula in formulas if not any(head in MARKETS for head in heads_of(formula))]
        return frozenset(parties for formula in plain for parties in self.calculator.parties(formula))

    @cached_property
    def market_reporters(self) -> frozenset[str]:
        """The reporters about whose trade with all partners a claim speaks."""
        formulas = [claim["formula"] for claim in self.claims.values()]
        of_markets = [formula for formula in formulas if any(head in MARKETS for head in heads_of(formula))]
        return frozenset(reporter for formula in of_markets for reporter, _, _ in self.calculator.parties(formula))

    def is_of_trade(self, parties: Parties) -> bool:
        """Whether parties are those of the trade itself: not another partner in its market."""
        pairs = {(reporter, partner) for reporter, partner, _ in self.calculator.every_party}
        return parties[0] not in self.market_reporters or parties[:2] in pairs

    @cached_property
    def _cells_of_formulas(self) -> frozenset[str]:
        formulas = [claim["formula"] for claim in self.claims.values()]
        return frozenset(cell for formula in formulas for cell in cells_in(formula))

    @cached_property
    def _own_cells(self) -> frozenset[str]:
        """The cells of formulas on the trade itself."""
        formulas = [claim["formula"] for claim in self.claims.values()]
        parts = [part for formula in formulas for part in own_parts(formula)]
        return frozenset(cell for part in parts for cell in cells_in(part))

    def _lines(self, cells: AbstractSet[str]) -> AbstractSet[str]:
        """Return the cells that some cells are the sums of."""
        return {part for key in cells for part in str(self.cells.get(key, {}).get("parts") or "").split()}

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
