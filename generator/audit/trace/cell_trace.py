"""Every cell is found again in the bytes as they were received, and says what claims.json says."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import CLAIMS, Data
from generator.audit.findings import Finding
from generator.audit.trace.customs_releases import CustomsReleases
from generator.audit.trace.document_sheets import DocumentSheet, unguarded
from generator.audit.trace.formulas import period_of
from generator.audit.trace.value_spans import Span, equal, last_digit, number
from generator.trade.codes import Flow, area

_REACH, _NEAR = Decimal("1.05"), Decimal("0.03")  # how far "over N" and "about N" reach: docs/edition.md

# our field: how the row's text becomes what the cell must say
_SAME: dict[str, Callable[[str], str]] = {
    "code": str.strip,
    "period": lambda text: str(period_of(text.strip())),
    "reporter": lambda text: area(text).iso3,
    "partner": lambda text: area(text).iso3,
    "flow": lambda text: Flow.of(text).value,
    "qualifier": lambda text: text.strip().lower() or "exact",
    "standing": lambda text: text.strip().lower() or "customs",
    "code_basis": lambda text: text.strip().lower() or "printed",
    "wording": str.strip,
    "speaker": str.strip,
    "published": str.strip,
    "publication": str.strip,
    "address": str.strip,
}
_OF_VALUE = frozenset({"qualifier", "wording"})  # a row's word for a bound is said of its value alone
_BESIDE = frozenset({"kg", "pct"})  # measures that a row has beside its value
_OF_SUM = ("reporter", "partner", "flow", "period", "measure", "standing", "edition")  # alike in each part of a sum


def check_cells(
    printed: Mapping[str, str], evidence: ClaimEvidence, found: Mapping[str, DocumentSheet]
) -> Iterator[Finding]:
    """Yield every cell that its document does not bear out, with the sentence that `printed` has of a claim on it."""
    for key, cell in evidence.cells.items():
        if cell.get("parts"):  # a sum stands in no document
            continue
        for problem in _problems(cell, found.get(cell.get("raw", ""))):
            claims = evidence.claims_by_cell.get(key, ())
            sentence = next((printed[claim] for claim in claims if claim in printed), "")
            yield Finding(CLAIMS, sentence, "cell", f"{key}: {problem}")


def _problems(cell: Data, sheet: DocumentSheet | None) -> Iterator[str]:
    row = sheet.rows.get(cell["row"]) if sheet else None
    if sheet is None or row is None:
        yield f"no row begins on line {cell['row']} of the document {cell.get('raw', '')[:12]}"
        return
    measure = cell.get("measure", "usd")
    if not sheet.measures(row, measure):
        yield f"line {cell['row']} measures something else than {measure}"
    try:
        for name, wanted in _wanted(cell, sheet, row):
            told = cell.get(name, "usd" if name == "measure" else "")
            if wanted is not None and wanted != (told or ""):
                yield f"{name} is {wanted!r} in its row, {told!r} in claims.json"
        yield from misread(cell, sheet)
    except ValueError as fault:
        yield str(fault)


def _wanted(cell: Data, sheet: DocumentSheet, row: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Yield what each field of a cell must be by its row, None where the document does not say."""
    measure, column = cell.get("measure", "usd"), cell["column"]
    is_beside = measure in _BESIDE
    if not is_beside:
        yield "measure", sheet.currency(row).lower()
    yield "column", sheet.column(measure, row)
    yield "text", row.get(column)
    names = tuple(name for name in _SAME if is_beside or sheet.tells(name))
    for name, told in zip(names, sheet.fields(row, names), strict=True):
        text = "" if is_beside and name in _OF_VALUE else told
        yield name, None if text is None else _same(name, text)
    factor = sheet.multiplier(row, measure)
    if factor is not None and factor != number(cell["multiplier"]):
        yield "multiplier", f"{factor:f}"
    if "edition" in cell:
        yield "edition", sheet.edition(row, period_of(cell["period"]).year)
    if "valuation" in cell:
        yield "valuation", "" if is_beside else sheet.valuation(row)


@cache
def _same(name: str, text: str) -> str:
    return _SAME[name](text)


def misread(cell: Data, sheet: DocumentSheet) -> Iterator[str]:
    """Yield where the numbers of a cell are not those of its text, as its document writes them."""
    if cell.get("measure") == "pct":
        yield from differing(cell, around(sheet.rate(cell["text"])))
    else:
        yield from differing(cell, reading(sheet.value(cell["text"]), number(cell["multiplier"]), cell["qualifier"]))


def differing(cell: Data, expected: Span) -> Iterator[str]:
    """Yield where low, value and high of a cell are not those that are expected."""
    for end, wanted in expected._asdict().items():
        if not equal(number(cell[end]), wanted):
            yield f"{end} is {wanted:f} by the row, {cell[end]} in claims.json"


def around(rate: Decimal) -> Span:
    """Return what a number that is printed to its last digit may stand for."""
    half = last_digit(rate) / 2
    return Span(rate - half, rate, rate + half)


def reading(printed: Decimal, factor: Decimal, qualifier: str) -> Span:
    """Return what a printed number may stand for by its qualifier."""
    value = printed * factor
    half = last_digit(printed) / 2 * factor
    match qualifier:
        case "over":
            return Span(value, value, value * _REACH)
        case "about":
            return Span(value * (1 - _NEAR), value, value * (1 + _NEAR))
        case "exact":
            return Span(max(value - half, Decimal(0)), value, value + half)
    msg = f"{qualifier!r} is no qualifier"
    raise ValueError(msg)


def check_sums(evidence: ClaimEvidence, releases: Callable[[str], CustomsReleases]) -> Iterator[Finding]:
    """Yield every cell that is not the sum of the lines of its code; `releases` are those that count for a cell."""
    for key, cell in evidence.cells.items():
        if cell.get("parts"):
            for problem in (*summed(cell, evidence), *_left_out(cell, evidence, releases(key))):
                yield Finding(CLAIMS, "", "cell", f"{key}: {problem}")


def summed(cell: Data, evidence: ClaimEvidence) -> Iterator[str]:
    """Yield where a cell is not the sum of its parts."""
    names = cell["parts"].split()
    parts = [evidence.cells[name] for name in names if name in evidence.cells]
    if len(parts) < len(names):
        yield "a cell that it is the sum of is not there"
        return
    for part in parts:
        yield from (f"{part['code']} has another {name}" for name in _OF_SUM if part.get(name) != cell.get(name))
        if part.get("parts"):
            yield f"{part['code']} is no figure as printed"
    for name, nothing in (("qualifier", "exact"), ("valuation", "")):
        every = {str(part.get(name) or nothing) for part in parts} - {nothing}
        if every != {str(cell.get(name) or nothing)} - {nothing}:
            yield f"its parts are {' and '.join(sorted(every)) or nothing!r}, it is {cell.get(name)}"
    for end in Span._fields:
        if not equal(number(cell[end]), sum((number(part[end]) for part in parts), Decimal(0))):
            yield f"its {end} is not the sum of its parts"


def _left_out(cell: Data, evidence: ClaimEvidence, releases: CustomsReleases) -> Iterator[str]:
    codes = sorted(evidence.cells[name]["code"] for name in cell["parts"].split() if name in evidence.cells)
    parties, period = (cell["reporter"], cell["partner"], cell["flow"]), period_of(cell["period"])
    have = sorted(releases.lines(parties, cell["code"], period))
    if codes != have:
        yield f"it is the sum of {codes}, customs has {have} in {cell['code']}"
    if not all(releases.covers(parties, cell["code"], month.first) for month in period.split()):
        yield f"no release is complete about {cell['code']} in {period}"


def figures_listed(evidence: ClaimEvidence, figures: bytes) -> Iterator[Finding]:
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
