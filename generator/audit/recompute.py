"""Link C, second half: every claim is worked out again from its cells, and a total leaves no line out."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from generator.audit.arithmetic import Span, equal
from generator.audit.cells import CLAIMS, Raw, Sheet, check_cells, sheets
from generator.audit.edition import Data, sentences, texts
from generator.audit.evidence import Evidence, Formula, cell_ids, number
from generator.audit.finding import Finding
from generator.audit.formulas import CHANGES, KINDS, NO_BOUND, Bench
from generator.audit.statements import spoken, stated
from generator.trade.codes import Flow, economy
from generator.trade.period import Period

_WHOLE = {"share": 1, "contribution": 2}  # where the whole stands among a formula's parts
_GUARDS = (
    "'=",
    "'+",
    "'-",
    "'@",
    "'\t",
    "'\r",
)  # a text that a spreadsheet would run is written with a quote before it


def trace(edition: Data, evidence: Evidence, raw: Raw, figures: bytes | None) -> Iterator[Finding]:
    """Yield everything in claims.json that the raw bytes do not bear out; `figures` is the content of figures.csv."""
    found: dict[str, Sheet] = {}
    for digest, sheet, problem in sheets(evidence, raw):
        if sheet is None:
            yield Finding(CLAIMS, "", "raw bytes", f"{evidence.documents[digest].get('name', digest)}: {problem}")
        else:
            found[digest] = sheet
    yield from check_cells(edition, evidence, found)
    for claim in evidence.claims.values():
        sentence = next(sentences(edition, frozenset({claim["id"]})), "")
        for problem in (
            *_recomputed(claim, edition, evidence),
            *stated(claim["formula"], raw),
            *_whole(claim, edition, evidence, found),
        ):
            yield Finding(CLAIMS, sentence, "claim", f"{claim['id']}: {problem}")
    yield from _totals(edition, evidence, found)
    yield from spoken(edition, evidence, raw)
    if figures is not None:
        yield from _listed(evidence, figures)


def _recomputed(claim: Data, edition: Data, evidence: Evidence) -> Iterator[str]:
    formula = claim["formula"]
    if (claim["kind"], claim["unit"]) not in KINDS.get(formula[0], frozenset()):
        yield f"{formula[0]} gives no claim of kind {claim['kind']} in {claim['unit']}"
    try:
        span = Bench(evidence.cells).span(formula)
        for end in ("low", "value", "high"):
            if not equal(getattr(span, end), number(claim[end])):
                yield f"{end} comes to {getattr(span, end):.12g}, claims.json says {claim[end]}"
        yield from _direction(claim, span)
        yield from _about(claim, edition, evidence)
    except (ValueError, KeyError, ArithmeticError, TypeError) as fault:
        yield f"its formula {formula} cannot be worked out: {fault}"


def _direction(claim: Data, span: Span) -> Iterator[str]:
    """Check the direction: that of every value of a change's reading, and none for anything else."""
    head, *parts = claim["formula"]
    changes = head in CHANGES or (head == "share" and parts[0][0] == "difference")
    expected = ("up" if span.low > 0 else "down" if span.high < 0 else None) if changes else None
    if claim["direction"] != expected:
        yield f"its direction is {expected}, claims.json says {claim['direction']}"


def _about(claim: Data, edition: Data, evidence: Evidence) -> Iterator[str]:
    """Check that codes, periods and qualifier are those of the cells."""
    head, *parts = claim["formula"]
    cells = [evidence.cells[key] for key in evidence.cells_of(claim)]
    if (expected := _codes(head, parts, evidence)) != set(claim["codes"]):
        yield f"its cells are about {sorted(expected)}, claims.json says {claim['codes']}"
    periods = {cell["period"] for cell in cells} or {edition["period"]}
    if claim["period"] not in periods:
        yield f"nothing in it is of {claim['period']}"
    if periods - {claim["period"], claim["compare_period"]}:
        told = f"{claim['period']} and {claim['compare_period']}"
        yield f"it stands on cells of {sorted(periods)}, claims.json says {told}"
    if head in CHANGES and claim["period"] != _period(parts[0], evidence):
        yield f"its newer part is of {_period(parts[0], evidence)}, claims.json says {claim['period']}"
    yield from _standing(claim, cells, head)


def _codes(head: str, parts: list[Any], evidence: Evidence) -> set[str]:
    match head:
        case "size":
            return set(parts)
        case "stated":
            return set()  # what a speaker's figure is about is not ours to say
        case "cell" | "count":
            return {evidence.cells[key]["code"] for key in parts}
        case "rank":
            return {evidence.cells[parts[0]]["code"]}
        case "sum" | "hhi" | "equivalent" | "multiple":
            return {evidence.cells[key]["code"] for part in parts for key in cell_ids(part)}
    return {evidence.cells[key]["code"] for key in cell_ids(parts[0])}


def _period(formula: Formula, evidence: Evidence) -> str:
    return str(evidence.cells[next(cell_ids(formula))]["period"])


def _standing(claim: Data, cells: list[Data], head: str) -> Iterator[str]:
    relayed = any(cell["standing"] != "customs" for cell in cells)
    if relayed != (claim["kind"] == "background"):
        yield "a relayed figure stands in background claims alone, and nothing else does"
    marks = {cell["qualifier"] for cell in cells} - {"exact"}
    if head in NO_BOUND and marks:
        yield "a bound carries no change and no rank"
    expected = {
        "cell": next(iter(marks), "exact"),
        "sum": "about" if marks == {"about"} else "at_least" if marks else "exact",
    }
    if head in expected and claim["qualifier"] != expected[head]:
        yield f"its qualifier is {expected[head]}, claims.json says {claim['qualifier']}"


def _whole(claim: Data, edition: Data, evidence: Evidence, found: Mapping[str, Sheet]) -> Iterator[str]:
    """Check that a share's, a contribution's or an index's whole has every line that customs published."""
    head, *parts = claim["formula"]
    if head in _WHOLE:
        yield from _left_out(parts[_WHOLE[head]], edition, evidence, found)
    elif head in {"hhi", "equivalent"}:
        yield from _left_out(["sum", *parts], edition, evidence, found)
    elif head == "shift":
        for share in parts:
            if share[0] == "share":
                yield from _left_out(share[2], edition, evidence, found)


def _left_out(whole: Formula, edition: Data, evidence: Evidence, found: Mapping[str, Sheet]) -> Iterator[str]:
    cells = [evidence.cells[key] for key in dict.fromkeys(cell_ids(whole)) if key in evidence.cells]
    if not cells or "codes" not in edition:
        return
    mine = {cell["code"] for cell in cells}
    missing = published(cells[0], edition, found) - mine
    missing = {code for code in missing if not any(code.startswith(other) for other in mine)}
    if missing:
        yield f"its whole leaves out {sorted(missing)}, which customs published for {cells[0]['period']}"


def published(cell: Data, edition: Data, found: Mapping[str, Sheet]) -> set[str]:
    """Return the edition's codes that have a customs figure of the reporter, partner, flow and period of `cell`."""
    key = tuple(cell[name] for name in ("reporter", "partner", "flow", "period"))
    rows = ((sheet, row) for sheet in found.values() for row in sheet.usable())  # the newest release comes last
    known = {code: given for code, place, given in (_place(sheet, row) for sheet, row in rows) if place == key}
    return {code for code, given in known.items() if given and code in edition["codes"]}


def _place(sheet: Sheet, row: Mapping[str, str]) -> tuple[str, tuple[str, ...], bool]:
    """Return the code of a row, what it is a figure of (nothing where not of customs), and whether it gives a value."""
    field = {
        name: sheet.field(row, name) or ""
        for name in ("code", "reporter", "partner", "flow", "period", "standing", "value")
    }
    if field["standing"].strip().lower() not in {"", "customs"}:
        return "", (), False
    try:
        parties = (economy(field["reporter"]).iso3, economy(field["partner"]).iso3, Flow.of(field["flow"]).value)
        place = (*parties, str(Period.parse(field["period"].strip())))
    except ValueError:
        return "", (), False
    return field["code"].strip(), place, sheet.gives(field["value"])


def _totals(edition: Data, evidence: Evidence, found: Mapping[str, Sheet]) -> Iterator[Finding]:
    """Check that a table's row of total weight leaves no line out."""
    tables = (block for story in edition["stories"].values() for block in story["blocks"] if block["kind"] == "table")
    for row in (row for table in tables for row in table["rows"] if row.get("weight") == "total"):
        for text in texts(row["cells"]):
            for claim in (evidence.claims.get(mark.claim) for mark in text.marks):
                if claim is not None and claim["formula"][0] == "sum":
                    for problem in _left_out(claim["formula"], edition, evidence, found):
                        yield Finding(CLAIMS, text.words, "total", f"{claim['id']}: {problem}")


def _listed(evidence: Evidence, figures: bytes) -> Iterator[Finding]:
    """Check that figures.csv lists exactly the cells of claims.json."""
    rows = list(csv.DictReader(io.StringIO(figures.decode("utf-8-sig"), newline="")))
    names = [name for name in (rows[0] if rows else {}) if name]
    cells = [
        {"cell": key, **{name: str(part or "") for name, part in cell.items()}} for key, cell in evidence.cells.items()
    ]
    if cells and not {"code", "period", "value"} <= set(names):
        yield Finding(
            "figures.csv", "", "figures list", f"its columns are {names}; code, period and value are expected"
        )
        return
    mine = Counter(tuple(cell.get(name, "") for name in names) for cell in cells)
    theirs = Counter(tuple(_unguarded(row[name] or "") for name in names) for row in rows)
    for row in sorted((mine - theirs).elements()):
        yield Finding("figures.csv", "", "figures list", f"it lacks the cell {row}")
    for row in sorted((theirs - mine).elements()):
        yield Finding("figures.csv", "", "figures list", f"its row {row} is no cell of claims.json")


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith(_GUARDS) else text
