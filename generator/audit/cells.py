"""Link C, first half: every cell is found again in the bytes as they were received, and says what claims.json says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache

from generator.audit.arithmetic import equal, last_digit, number
from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.sheets import Sheet
from generator.audit.terms import period_of
from generator.trade.codes import Flow, area
from generator.trade.period import Period

CLAIMS = "claims.json"
_REACH, _NEAR = Decimal("1.05"), Decimal("0.03")  # how far "over N" and "about N" reach: docs/edition.md

# our field: how the row's text becomes what the cell must say
_SAME: dict[str, Callable[[str], str]] = {
    "code": str.strip,
    "period": lambda text: str(Period.parse(text.strip())),
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
_BESIDE = {"kg": "quantity", "pct": "growth"}  # what a row has beside its value


def check_cells(printed: Mapping[str, str], evidence: Evidence, found: Mapping[str, Sheet]) -> Iterator[Finding]:
    """Yield every cell that its document does not bear out, with the sentence that `printed` has of a claim on it."""
    for key, cell in evidence.cells.items():
        if cell.get("parts"):  # audit.rolled: it stands in no document
            continue
        for problem in _problems(cell, found.get(cell.get("raw", ""))):
            told = evidence.claims_by_cell.get(key, ())
            sentence = next((printed[claim] for claim in told if claim in printed), "")
            yield Finding(CLAIMS, sentence, "cell", f"{key}: {problem}")


@cache
def _said(name: str, text: str) -> tuple[str, str]:
    """Return what the text of a field says, and why it says nothing."""
    try:
        return _SAME[name](text), ""
    except ValueError as fault:
        return "", f"{name}: {fault}"


def _problems(cell: Data, sheet: Sheet | None) -> Iterator[str]:
    if sheet is None:
        yield f"its document {cell.get('raw', '')[:12]} is not there"
        return
    row = sheet.rows.get(cell["row"])
    if row is None:
        yield f"no row begins on line {cell['row']}"
        return
    measure = cell.get("measure", "usd")
    if measure not in _BESIDE and measure != (currency := sheet.currency(row).lower()):
        yield f"its measure is {measure!r}, its row is in {currency!r}"
    if sheet.column(measure, row) != cell["column"]:
        yield f"the column {cell['column']!r} is not the document's {_BESIDE.get(measure, 'value')} column"
    if not sheet.measures(row, measure):
        yield f"line {cell['row']} measures something else than {measure}"
    if row.get(cell["column"]) != cell["text"]:
        yield f"line {cell['row']} has {row.get(cell['column'])!r}, claims.json {cell['text']!r}"
    yield from _fields(cell, sheet, row)
    own = sheet.edition(row, period_of(cell["period"]).year)
    if own != cell.get("edition", own):
        yield f"its code is of {own or 'no edition'} in its row, of {cell.get('edition')!r} in claims.json"
    meant = "" if measure in _BESIDE else sheet.valuation(row)
    if meant != cell.get("valuation", meant):
        yield f"its value is {meant or 'not said to be CIF or FOB'} in its row, {cell['valuation']!r} in claims.json"
    try:
        yield from _numbers(cell, sheet, row)
    except ValueError as fault:
        yield str(fault)


def _fields(cell: Data, sheet: Sheet, row: Mapping[str, str]) -> Iterator[str]:
    is_beside = cell.get("measure") in _BESIDE
    names = tuple(name for name in _SAME if is_beside or sheet.tells(name))
    for name, told in zip(names, sheet.fields(row, names), strict=True):
        text = "" if is_beside and name in _OF_VALUE else told
        if text is None:
            continue
        said, fault = _said(name, text)
        if fault:
            yield fault
        elif said != (cell.get(name) or ""):
            yield f"{name} is {said!r} in its row, {cell.get(name)!r} in claims.json"


def _numbers(cell: Data, sheet: Sheet, row: Mapping[str, str]) -> Iterator[str]:
    factor = sheet.multiplier(row, cell.get("measure", "usd"))
    if factor is not None and factor != number(cell["multiplier"]):
        yield f"its row is multiplied by {factor}, claims.json says {cell['multiplier']}"
    yield from misread(cell, sheet)


def misread(cell: Data, sheet: Sheet) -> Iterator[str]:
    """Yield where the numbers of a cell are not those of its text, as its document writes them."""
    yield from differing(cell, _expected(cell, sheet))


def _expected(cell: Data, sheet: Sheet) -> tuple[Decimal, Decimal, Decimal]:
    if cell.get("measure") == "pct":
        return around(sheet.rate(cell["text"]))
    return reading(sheet.value(cell["text"]), number(cell["multiplier"]), cell["qualifier"])


def differing(cell: Data, expected: tuple[Decimal, Decimal, Decimal]) -> Iterator[str]:
    """Yield where low, value and high of a cell are not those that are expected."""
    for end, wanted in zip(("low", "value", "high"), expected, strict=True):
        if not equal(number(cell[end]), wanted):
            yield f"{end} is {wanted:f} by the row, {cell[end]} in claims.json"


def around(rate: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Return low, value and high of a number that is printed to its last digit."""
    half = last_digit(rate) / 2
    return rate - half, rate, rate + half


def reading(printed: Decimal, factor: Decimal, qualifier: str) -> tuple[Decimal, Decimal, Decimal]:
    """Return low, value and high of a printed number by its qualifier."""
    value = printed * factor
    half = last_digit(printed) / 2 * factor
    match qualifier:
        case "over":
            return value, value, value * _REACH
        case "about":
            return value * (1 - _NEAR), value, value * (1 + _NEAR)
        case "exact":
            return max(value - half, Decimal(0)), value, value + half
    msg = f"{qualifier!r} is no qualifier"
    raise ValueError(msg)
