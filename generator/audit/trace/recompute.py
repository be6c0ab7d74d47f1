"""claims.json against the raw bytes: cells are found again, claims worked out from them, and nothing is left out."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import partial

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import CLAIMS, Data, has_trees, texts
from generator.audit.findings import Finding
from generator.audit.obligations import owed
from generator.audit.obligations.correction_rules import corrected, errata
from generator.audit.trace.cell_trace import check_cells, check_sums, figures_listed
from generator.audit.trace.claim_scope import scope_faults, worked_out
from generator.audit.trace.completeness import Completeness, Restated, first_cells
from generator.audit.trace.document_sheets import DocumentSheet, Raw, sheets
from generator.audit.trace.formulas import RESTATED, period_of
from generator.audit.trace.picture_trace import picture_faults
from generator.audit.trace.price_trace import check_prices, is_price
from generator.audit.trace.quotations import spoken, stated
from generator.audit.trace.release_breaks import releases_of

_CHANGES = frozenset({"growth", "difference"})


def trace(edition: Data, evidence: ClaimEvidence, raw: Raw, figures: bytes | None) -> Iterator[Finding]:
    """Yield everything in claims.json that the raw bytes do not bear out; `figures` is the content of figures.csv."""
    edition, found = evidence.bare(edition), dict[str, DocumentSheet]()
    for digest, sheet, problem in sheets(evidence.documents, evidence.cells, raw):
        if sheet is None:
            yield Finding(CLAIMS, "", "raw bytes", f"{evidence.documents[digest].get('name', digest)}: {problem}")
        else:
            found[digest] = sheet
    releases, first = releases_of(found, edition), first_cells(evidence)
    is_restated = any(claim["formula"][0] in RESTATED for claim in evidence.claims.values())
    releases_first = releases_of(found, edition, first=True) if is_restated else releases
    yield from check_cells(evidence.sentences(edition), evidence, found)
    yield from check_sums(evidence, lambda key: releases_first if key in first else releases)
    if figures is not None:
        yield from figures_listed(evidence, figures)
    if not has_trees(edition):
        return
    complete = Completeness(edition, evidence.bench, releases)
    yield from _claims(complete, Restated.of(complete, releases_first), evidence, raw)
    yield from _totals(complete, evidence)
    yield from check_prices(edition, evidence, raw)
    yield from spoken(edition, evidence, raw)
    yield from picture_faults(edition, evidence, releases)
    yield from corrected(edition, evidence, releases, raw)
    yield from errata(edition, evidence, raw)
    yield from owed(edition, evidence, releases)


def _claims(complete: Completeness, restated: Restated, evidence: ClaimEvidence, raw: Raw) -> Iterator[Finding]:
    """Yield everything in which a claim is not what its formula comes to, or its formula not whole."""
    edition = complete.edition
    printed = evidence.sentences(edition)
    before = edition.get("correction", {}).get("claims")  # whose amounts the rule on errata judges

    def faults(claim: Data) -> Iterator[str]:
        yield from scope_faults(claim, edition, evidence, complete.releases)
        yield from complete.faults(claim)
        yield from restated.faults(claim)

    for claim in evidence.claims.values():
        if is_price(claim):
            continue
        quotes = [quote for quote in evidence.quotes(claim["formula"]) if quote[0] != before]
        for problem in (*worked_out(claim, partial(faults, claim)), *stated(quotes, raw)):
            yield Finding(CLAIMS, printed.get(claim["id"], ""), "claim", f"{claim['id']}: {problem}")


def _totals(complete: Completeness, evidence: ClaimEvidence) -> Iterator[Finding]:
    """Yield the sums of a table's row of total weight, and of a headline or its change, that leave a line out."""
    for story in complete.edition["stories"].values():
        tables = [block for block in story["blocks"] if block["kind"] == "table"]
        rows = [row["cells"] for table in tables for row in table["rows"] if row.get("weight") == "total"]
        heads = [block["headline"] for block in story["blocks"] if block["kind"] == "finding"]
        yield from _leaving_out(rows, frozenset(), complete, evidence)
        yield from _leaving_out([story.get("subject"), story.get("title"), heads], _CHANGES, complete, evidence)


def _leaving_out(
    part: object, changes: AbstractSet[str], complete: Completeness, evidence: ClaimEvidence
) -> Iterator[Finding]:
    for text in texts(part):
        for claim in (evidence.claims[mark.claim] for mark in text.marks if mark.claim in evidence.claims):
            whole = claim["formula"]
            if whole[0] in changes:
                whole = whole[1]
            if whole[0] != "sum" or (changes and len(complete.bench.codes(whole)) == 1):
                continue
            for problem in complete.left_out(whole, period_of(claim["period"]), complete.period):
                yield Finding(CLAIMS, text.words, "total", f"{claim['id']}: {problem}")
