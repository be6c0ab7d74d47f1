"""Link C, second half: every claim is worked out again from its cells, and a total leaves no line out."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from generator.audit import about
from generator.audit.beside import beside, is_beside
from generator.audit.breaks import set_apart
from generator.audit.cells import CLAIMS, check_cells
from generator.audit.completeness import Completeness
from generator.audit.corrected import corrected
from generator.audit.edition import Data, has_trees, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.obligations import owed
from generator.audit.obligations.errata import errata
from generator.audit.pictures import drawn
from generator.audit.releases import Releases
from generator.audit.restated import Restated, first_cells
from generator.audit.rolled import check_sums
from generator.audit.sheets import Raw, Sheet, sheets, unguarded
from generator.audit.statements import spoken, stated
from generator.audit.verbatim import word_for_word
from generator.trade.period import Period

_CHANGES = frozenset({"growth", "difference"})


def trace(edition: Data, evidence: Evidence, raw: Raw, figures: bytes | None) -> Iterator[Finding]:
    """Yield everything in claims.json that the raw bytes do not bear out; `figures` is the content of figures.csv."""
    edition, found = evidence.bare(edition), dict[str, Sheet]()
    for digest, sheet, problem in sheets(evidence.documents, evidence.cells, raw):
        if sheet is None:
            yield Finding(CLAIMS, "", "raw bytes", f"{evidence.documents[digest].get('name', digest)}: {problem}")
        else:
            found[digest] = sheet
    printed, releases = evidence.sentences(edition), Releases.of(found)
    set_apart(releases, edition.get("codes", ()), Period.parse(edition["period"]))
    yield from check_cells(printed, evidence, found)
    restated, first = Restated(edition, evidence.bench, releases, found), first_cells(evidence)
    yield from check_sums(evidence, lambda key: restated.first if key in first else releases)
    if figures is not None:
        yield from listed(evidence, figures)
    if not has_trees(edition):
        return
    judge = _Judge(edition, evidence, releases, restated)
    before = edition.get("correction", {}).get("claims")  # whose amounts the rule on errata judges
    for claim in (claim for claim in evidence.claims.values() if not is_beside(claim)):
        quotes = [quote for quote in evidence.quotes(claim["formula"]) if quote[0] != before]
        for problem in (*judge.faults(claim), *stated(quotes, raw)):
            yield Finding(CLAIMS, printed.get(claim["id"], ""), "claim", f"{claim['id']}: {problem}")
    yield from judge.totals()
    yield from beside(edition, evidence, raw)
    yield from spoken(edition, evidence, raw)
    yield from word_for_word(edition, raw)
    yield from drawn(edition, evidence, releases)
    yield from corrected(edition, evidence, releases, raw)
    yield from errata(edition, evidence, raw)
    yield from owed(edition, evidence, releases)


@dataclass(frozen=True)
class _Judge:
    """Works every claim of one edition out again."""

    edition: Data
    evidence: Evidence
    releases: Releases
    restated: Restated

    @cached_property
    def complete(self) -> Completeness:
        return Completeness(self.edition, self.evidence.bench, self.releases)

    def faults(self, claim: Data) -> Iterator[str]:
        """Yield everything in which a claim is not what its formula comes to."""

        def found() -> Iterator[str]:
            yield from by_cells(claim, self.edition, self.evidence, self.releases)
            yield from self.complete.faults(claim)
            yield from self.restated.faults(claim)

        yield from about.worked_out(claim, found)

    def totals(self) -> Iterator[Finding]:
        """Yield the sums of a table's row of total weight, and of a headline or its change, that leave a line out."""
        for story in self.edition["stories"].values():
            tables = [block for block in story["blocks"] if block["kind"] == "table"]
            rows = [row["cells"] for table in tables for row in table["rows"] if row.get("weight") == "total"]
            heads = [block["headline"] for block in story["blocks"] if block["kind"] == "finding"]
            yield from self._totals(rows, frozenset())
            yield from self._totals([story.get("subject"), story.get("title"), heads], _CHANGES)

    def _totals(self, part: object, changes: AbstractSet[str]) -> Iterator[Finding]:
        for text in texts(part):
            for claim in (self.evidence.claims.get(mark.claim) for mark in text.marks):
                whole = claim["formula"] if claim else [""]
                if whole[0] in changes:
                    whole = whole[1]
                if claim is None or whole[0] != "sum" or (changes and len(self.complete.terms.codes(whole)) == 1):
                    continue
                for problem in self.complete.left_out(whole, Period.parse(claim["period"]), self.complete.period):
                    yield Finding(CLAIMS, text.words, "total", f"{claim['id']}: {problem}")


def by_cells(claim: Data, edition: Data, evidence: Evidence, releases: Releases | None = None) -> Iterator[str]:
    """Yield everything in which a claim is not what its cells come to, or not about what they are about.

    The `releases` say whether a line that has no cell was without trade; without them that is left open.
    """
    bench = evidence.bench
    yield from about.kind(claim, bench)
    span = bench.span(claim["formula"])
    yield from about.value(claim, span)
    yield from about.direction(claim, span, bench)
    yield from about.codes(claim, bench.terms, releases)
    yield from about.periods(claim, edition, bench.terms)
    yield from about.parties(claim, bench.terms)
    yield from about.standing(claim, evidence)
    yield from about.goods(claim, evidence)


def listed(evidence: Evidence, figures: bytes) -> Iterator[Finding]:
    """Check that figures.csv lists exactly the cells of claims.json."""
    reader = csv.DictReader(io.StringIO(figures.decode("utf-8-sig"), newline=""))
    names = [name for name in reader.fieldnames or () if name]
    if evidence.cells and not {"code", "period", "value"} <= set(names):
        problem = f"its columns are {names}; code, period and value are expected"
        yield Finding("figures.csv", "", "figures list", problem)
        return
    cells = [{"cell": key, **cell} for key, cell in evidence.cells.items()]
    mine = Counter(tuple(str(cell.get(name) or "") for name in names) for cell in cells)
    theirs = Counter(tuple(unguarded(row.get(name) or "") for name in names) for row in reader)
    for row in sorted((mine - theirs).elements()):
        yield Finding("figures.csv", "", "figures list", f"it lacks the cell {', '.join(filter(None, row))}")
    for row in sorted((theirs - mine).elements()):
        problem = f"it has {', '.join(filter(None, row))}, which is no cell of claims.json"
        yield Finding("figures.csv", "", "figures list", problem)
