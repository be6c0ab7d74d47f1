"""Link C for prices and rates: their cells are found again in their bytes, and their claims worked out from them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from decimal import Decimal

from generator.audit.arithmetic import equal
from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.formulas import Bench
from generator.audit.gathered import number
from generator.audit.side_sheets import KINDS, SideSheet
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
        of = next((claim["id"] for claim in claims if f"'{key}'" in str(claim["formula"])), "")
        for problem in _cell(cell, sheets.get(cell["raw"]), evidence):
            yield Finding(CLAIMS, printed.get(of, ""), "cell", f"{key}: {problem}")
    yield from worked(edition, evidence)


def worked(edition: Data, evidence: Evidence) -> Iterator[Finding]:
    """Yield every claim of a price or rate that its cells do not come to."""
    printed, judge = evidence.sentences(edition), _Judge(edition, evidence)
    for claim in filter(is_beside, evidence.claims.values()):
        for problem in judge.faults(claim):
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
    printed = number(said.text)
    half = Decimal(1).scaleb(int(printed.as_tuple().exponent)) / 2
    for end, wanted in (("low", printed - half), ("value", printed), ("high", printed + half)):
        if not equal(number(cell[end]), wanted):
            yield f"{end} is {wanted:f} by the cell, {cell[end]} in claims.json"


class _Judge:
    """Works the claims out again."""

    def __init__(self, edition: Data, evidence: Evidence) -> None:
        self.now = Period.parse(edition["period"])
        self.evidence = evidence
        self.bench = Bench({**evidence.cells, **evidence.context})

    def faults(self, claim: Data) -> Iterator[str]:
        """Yield everything in which a claim is not what its formula comes to."""
        try:
            head = claim["formula"][0]
            if HEADS.get(head) != claim["kind"]:
                yield f"{head} gives no claim of kind {claim['kind']}"
                return
            span = self.bench.span(claim["formula"])
            for end in ("low", "value", "high"):
                if not equal(getattr(span, end), number(claim[end])):
                    yield f"{end} comes to {getattr(span, end):.12g}, claims.json says {claim[end]}"
            yield from {"average": self._level, "average_growth": self._change, "opposed": self._opposed}[head](claim)
            if claim["qualifier"] != "exact":
                yield f"its qualifier is exact, claims.json says {claim['qualifier']}"
        except (ValueError, KeyError, ArithmeticError, TypeError, IndexError) as fault:
            yield f"its formula {str(claim['formula'])[:200]} cannot be worked out: {fault}"

    def _of(self, formula: list[str]) -> tuple[set[tuple[str, str, str]], Period]:
        """Return source, series and unit of an average's cells, and the span that they fill without a gap."""
        cells = [self.evidence.context[key] for key in formula[1:]]
        months = [month.first for cell in cells for month in Period.parse(cell["period"]).split()]
        if sorted(months) != list(range(min(months), min(months) + len(months))):
            msg = "its months are not one after the other, each once"
            raise ValueError(msg)
        whose = {(cell["release"].partition("/")[0], cell["series"], cell["unit"]) for cell in cells}
        return whose, Period(min(months), len(months))

    def _level(self, claim: Data) -> Iterator[str]:
        whose, span = self._of(claim["formula"])
        if len(whose) != 1 or {claim["unit"]} != {unit for *_, unit in whose}:
            yield f"its cells are of {sorted(whose)}, claims.json says {claim['unit']}"
        if str(span) != claim["period"] or span not in {self.now, self.now.year_before()}:
            yield f"its cells are of {span}, claims.json says {claim['period']}"
        if claim["direction"] is not None or claim["compare_period"] is not None:
            yield "an average has no direction, and is compared with nothing"

    def _change(self, claim: Data) -> Iterator[str]:
        (now, span), (base, before) = (self._of(part) for part in claim["formula"][1:])
        if now != base or len(now) != 1 or claim["unit"] != "pct":
            yield f"it compares {sorted(now)} with {sorted(base)} in {claim['unit']}"
        if [str(span), str(before)] != [claim["period"], claim["compare_period"]] or before != span.year_before():
            yield f"it compares {span} with {before}, claims.json says {claim['period']}, {claim['compare_period']}"
        if span != self.now:
            yield f"it is of {span}, the edition of {self.now}"
        way = _way(claim)
        if claim["direction"] != way:
            yield f"its direction is {way}, claims.json says {claim['direction']}"
        told = {tuple(map(str, one["formula"][2])) for one in self._all("opposed")}
        lines = [one for one in self._all("growth") if one["codes"] == claim["codes"] and self._is_now(one)]
        is_opposite = any({way, one["direction"]} == {"up", "down"} for one in lines)
        if is_opposite and tuple(map(str, claim["formula"])) not in told:
            yield "it went the other way than its line, and no word says so"

    def _opposed(self, claim: Data) -> Iterator[str]:
        _, line, price = claim["formula"]
        terms = self.evidence.bench.terms
        spans = [terms.span(part) for part in line[1:]]
        if line[0] != "growth" or price[0] != "average_growth" or terms.codes(line) != set(claim["codes"]):
            yield f"it sets {line[0]} of {sorted(terms.codes(line))} against {price[0]}"
        if spans != [self.now, self.now.year_before()]:
            yield f"its line is of {spans[0]} and {spans[1]}"
        ways = {
            "up" if span.low > 0 else "down" if span.high < 0 else None for span in map(self.bench.span, (line, price))
        }
        if ways != {"up", "down"}:
            yield "the two did not go opposite ways"

    def _all(self, head: str) -> list[Data]:
        return [one for one in self.evidence.claims.values() if one["formula"][0] == head]

    def _is_now(self, claim: Data) -> bool:
        return [claim["period"], claim["compare_period"]] == [str(self.now), str(self.now.year_before())]


def _way(claim: Data) -> str | None:
    return "up" if number(claim["low"]) > 0 else "down" if number(claim["high"]) < 0 else None
