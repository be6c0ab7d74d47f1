"""Link C for prices and rates: their cells are found again in their bytes, and their claims worked out from them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import partial

from generator.audit import about
from generator.audit.arithmetic import number
from generator.audit.cells import around, differing
from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.formulas import Bench
from generator.audit.series import must
from generator.audit.side_sheets import KINDS, SideSheet
from generator.audit.terms import Formula
from generator.trade.period import Period

CLAIMS = "claims.json"
HEADS = {"average": "context", "average_growth": "context_change", "opposed": "context_opposed"}
_KINDS = frozenset(HEADS.values())


def is_beside(claim: Data) -> bool:
    """Say whether a claim is of a price or rate, by its kind or by its formula."""
    return claim["kind"] in _KINDS or claim["formula"][0] in HEADS


def beside(edition: Data, evidence: Evidence, raw: Callable[[str], bytes]) -> Iterator[Finding]:
    """Yield everything about prices and rates that their own documents do not bear out."""
    printed = evidence.sentences(edition)
    claims = [claim for claim in evidence.claims.values() if is_beside(claim)]
    sheets, told = dict[str, SideSheet](), printed.get(claims[0]["id"], "") if claims else ""
    for digest, document in evidence.documents.items():
        if document.get("kind") in KINDS:
            try:
                content = raw(digest)
                sheets[digest] = SideSheet.of(document, content)
            except Exception as fault:  # noqa: BLE001 -- whatever a store or a reader raises, its cells have no ground
                yield Finding(CLAIMS, told, "raw bytes", f"{document.get('name')}: {type(fault).__name__}: {fault}")
            else:
                for problem in _dated(edition, document, sheets[digest], content, digest):
                    yield Finding(CLAIMS, told, "raw bytes", f"{document.get('name')}: {problem}")
    for key, cell in evidence.context.items():
        of = next((claim["id"] for claim in claims if key in cells_in(claim["formula"])), "")
        for problem in _cell(cell, sheets.get(cell["raw"]), evidence):
            yield Finding(CLAIMS, printed.get(of, ""), "cell", f"{key}: {problem}")
    yield from worked(edition, evidence)


def worked(edition: Data, evidence: Evidence) -> Iterator[Finding]:
    """Yield every claim of a price or rate that its cells do not come to."""
    printed, judge = evidence.sentences(edition), _Judge(edition, evidence)
    for claim in filter(is_beside, evidence.claims.values()):
        for problem in about.worked_out(claim, partial(judge.faults, claim)):
            yield Finding(CLAIMS, printed.get(claim["id"], ""), "claim", f"{claim['id']}: {problem}")


def _dated(edition: Data, document: Data, sheet: SideSheet, content: bytes, digest: str) -> Iterator[str]:
    if hashlib.sha256(content).hexdigest() != digest:
        yield "the bytes kept under this digest are other bytes"
    if sheet.day and sheet.day != document["released"]:
        yield f"it says that it was updated on {sheet.day}, claims.json {document['released']}"
    if document["released"] > edition["as_of"]:
        yield f"it was released on {document['released']}, after the edition's {edition['as_of']}"


def _cell(cell: Data, sheet: SideSheet | None, evidence: Evidence) -> Iterator[str]:
    document = evidence.documents.get(cell["raw"], {})
    said = sheet.cells.get((cell["row"], cell["column"])) if sheet else None
    if said is None or document.get("release") != cell["release"]:
        yield f"no document of {cell['release']} has a cell {cell['column']} in row {cell['row']}"
        return
    for name in ("series", "unit", "period", "text"):
        if getattr(said, name) != cell[name]:
            yield f"{name} is {getattr(said, name)!r} there, {cell[name]!r} in claims.json"
    yield from differing(cell, around(number(said.text)))


class _Judge:
    """Works the claims out again."""

    def __init__(self, edition: Data, evidence: Evidence) -> None:
        self.now = Period.parse(edition["period"])
        self.evidence = evidence
        self.bench = Bench({**evidence.cells, **evidence.context})

    def faults(self, claim: Data) -> Iterator[str]:
        """Yield everything in which a claim is not what its formula comes to."""
        head = claim["formula"][0]
        if HEADS.get(head) != claim["kind"]:
            yield f"{head} gives no claim of kind {claim['kind']}"
            return
        span = self.bench.span(claim["formula"])
        yield from about.value(claim, span)
        looks = {"average": self._level, "average_growth": self._change, "opposed": self._opposed}
        unit, period, base = looks[head](claim["formula"])
        due = {"unit": unit, "period": str(period), "compare_period": base and str(base), "qualifier": "exact"}
        due["direction"] = span.way if head == "average_growth" else None
        for key, wanted in due.items():
            if claim[key] != wanted:
                yield f"its {key} is {wanted}, claims.json says {claim[key]}"
        if period not in {self.now, self.now.year_before()} or (base and period != self.now):
            yield f"it is of {period}, the edition of {self.now}"
        if head == "average_growth" and self._lacks_word(claim):
            yield "it went the other way than its line, and no word says so"
        if head == "opposed" and self.bench.terms.codes(claim["formula"][1]) != set(claim["codes"]):
            yield f"it sets another line against a price than {claim['codes']}"

    def _level(self, formula: Formula) -> tuple[str, Period, Period | None]:
        """Return unit and span of an average, whose cells are of one series and follow each other without a gap."""
        cells = [self.evidence.context[key] for key in formula[1:]]
        months = sorted(month.first for cell in cells for month in Period.parse(cell["period"]).split())
        must(months == list(range(months[0], months[0] + len(months))), "its months are not one after the other")
        must(len({_series(cell) for cell in cells}) == 1, "its cells are of several series")
        return cells[0]["unit"], Period(months[0], len(months)), None

    def _change(self, formula: Formula) -> tuple[str, Period, Period | None]:
        """Return unit and spans of the change of an average on a year before."""
        (_, now, _), (_, base, _) = map(self._level, formula[1:])
        first = {_series(self.evidence.context[average[1]]) for average in formula[1:]}
        must(len(first) == 1 and base == now.year_before(), f"it compares {sorted(first)} of {now} and {base}")
        return "pct", now, base

    def _opposed(self, formula: Formula) -> tuple[str, Period, Period | None]:
        """Return the spans of a line and of a price that went the other way."""
        _, line, price = formula
        must([line[0], price[0]] == ["growth", "average_growth"], f"it sets {line[0]} against {price[0]}")
        must({self.bench.span(line).way, self.bench.span(price).way} == {"up", "down"}, "they did not go opposite ways")
        now, base = (self.bench.terms.span(part) for part in line[1:])
        must(base == now.year_before(), f"its line is of {now} and {base}")
        return "count", now, base

    def _lacks_word(self, claim: Data) -> bool:
        """Say whether a price went the other way than its line, without a claim that says so."""
        ends = [str(self.now), str(self.now.year_before())]
        claims = self.evidence.claims.values()
        told = [one["formula"][2] for one in claims if one["formula"][0] == "opposed"]
        lines = [one for one in claims if one["formula"][0] == "growth" and one["codes"] == claim["codes"]]
        ways = {one["direction"] for one in lines if [one["period"], one["compare_period"]] == ends}
        return {"up": "down", "down": "up"}.get(claim["direction"]) in ways and claim["formula"] not in told


def cells_in(formula: Formula) -> Iterator[str]:
    """Yield the ids of the cells of prices and rates in a formula."""
    for part in formula[1:]:
        if isinstance(part, list):
            yield from cells_in(part)
        else:
            yield str(part)


def _series(cell: Data) -> tuple[str, str, str]:
    return cell["release"].partition("/")[0], cell["series"], cell["unit"]
