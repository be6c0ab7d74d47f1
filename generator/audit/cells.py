"""Link C, first half: every cell is found again in the bytes as they were received, and says what claims.json says."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.audit.arithmetic import equal
from generator.audit.edition import Data, sentences
from generator.audit.evidence import Evidence, number
from generator.audit.finding import Finding
from generator.trade.codes import Flow, economy
from generator.trade.period import Period

CLAIMS = "claims.json"
_REACH, _NEAR = Decimal("1.05"), Decimal("0.03")  # how far "over N" and "about N" reach: docs/edition.md

Raw = Callable[[str], bytes]

# our field: how the row's text becomes what the cell must say
_SAME: dict[str, Callable[[str], str]] = {
    "code": str.strip,
    "period": lambda text: str(Period.parse(text.strip())),
    "reporter": lambda text: economy(text).iso3,
    "partner": lambda text: economy(text).iso3,
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


@dataclass(frozen=True)
class Sheet:
    """One document read anew: its rows by the line on which each begins."""

    document: Data
    rows: Mapping[int, Mapping[str, str]]

    @classmethod
    def of(cls, document: Data, content: bytes) -> Sheet:
        """Return the rows of `content`; the first one is the header."""
        text = content.decode(document.get("encoding", "utf-8")).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=document.get("delimiter", ","))
        header, rows, line = next(row for row in reader if row), {}, reader.line_num
        for row in reader:
            rows[line + 1], line = dict(zip(header, row, strict=False)), reader.line_num
        return cls(document, rows)

    def usable(self) -> Iterator[Mapping[str, str]]:
        """Yield the rows that were not set aside when the document was taken in."""
        refused = set(self.document.get("refused", ()))
        return (row for line, row in self.rows.items() if line not in refused)

    def field(self, row: Mapping[str, str], name: str) -> str | None:
        """Return our field `name` of `row`: its column, else the constant that the document declares, else None."""
        column = self.document["columns"].get(name)
        if column is not None:
            return row.get(column)
        return self.document.get(name) or None

    def value(self, text: str) -> Decimal:
        """Return the number that a value cell prints, in the document's own form."""
        grouping = self.document.get("grouping") or ""
        bare = text.strip().replace(grouping, "") if grouping.strip() else text.strip()
        if grouping.isspace():  # a no-break or a thin space groups digits as well
            bare = "".join(bare.split())
        return number(bare.replace(self.document.get("decimal_mark", "."), "."))

    def gives(self, text: str) -> bool:
        """Say whether a value cell prints a number."""
        try:
            return self.value(text) >= 0
        except ValueError:
            return False

    def multiplier(self, row: Mapping[str, str]) -> Decimal | None:
        """Return by what the row's number is multiplied, or None where the document does not say."""
        every = number(self.document["scale"]) if self.document.get("scale") else None
        if "scale" not in self.document["columns"]:
            return every
        word = (row.get(self.document["columns"]["scale"]) or "").strip()
        return number(self.document["scales"].get(word)) * (every or 1)


def sheets(evidence: Evidence, raw: Raw) -> Iterator[tuple[str, Sheet | None, str]]:
    """Yield each document's digest with its sheet, or with None and what is wrong with its bytes."""
    for digest, document in evidence.documents.items():
        try:
            content = raw(digest)
            if hashlib.sha256(content).hexdigest() != digest:
                yield digest, None, "the bytes kept under this digest are other bytes"
            else:
                yield digest, Sheet.of(document, content), ""
        except Exception as fault:  # noqa: BLE001 -- whatever a store raises, the cells are then without ground
            yield digest, None, f"{type(fault).__name__}: {fault}"


def check_cells(edition: Data, evidence: Evidence, found: Mapping[str, Sheet]) -> Iterator[Finding]:
    """Yield every cell that its document does not bear out."""
    for key, cell in evidence.cells.items():
        sentence = next(sentences(edition, evidence.claims_on(key)), "")
        for problem in _problems(cell, found.get(cell.get("raw", ""))):
            yield Finding(CLAIMS, sentence, "cell", f"{key}: {problem}")


def _problems(cell: Data, sheet: Sheet | None) -> Iterator[str]:
    if sheet is None:
        yield f"its document {cell.get('raw', '')[:12]} is not there"
        return
    row = sheet.rows.get(cell["row"])
    if row is None:
        yield f"no row begins on line {cell['row']}"
        return
    if sheet.document["columns"].get("value") != cell["column"]:
        yield f"the column {cell['column']!r} is not the document's value column"
    if row.get(cell["column"]) != cell["text"]:
        yield f"line {cell['row']} has {row.get(cell['column'])!r}, claims.json {cell['text']!r}"
    yield from _fields(cell, sheet, row)
    try:
        yield from _numbers(cell, sheet, row)
    except ValueError as fault:
        yield str(fault)


def _fields(cell: Data, sheet: Sheet, row: Mapping[str, str]) -> Iterator[str]:
    for name, read in _SAME.items():
        if (text := sheet.field(row, name)) is None:
            continue
        try:
            said = read(text)
        except ValueError as fault:
            yield f"{name}: {fault}"
        else:
            if said != (cell.get(name) or ""):
                yield f"{name} is {said!r} in its row, {cell.get(name)!r} in claims.json"


def _numbers(cell: Data, sheet: Sheet, row: Mapping[str, str]) -> Iterator[str]:
    factor = sheet.multiplier(row)
    if factor is not None and factor != number(cell["multiplier"]):
        yield f"its row is multiplied by {factor}, claims.json says {cell['multiplier']}"
    printed = sheet.value(cell["text"])
    expected = reading(printed, number(cell["multiplier"]), cell["qualifier"])
    for end, wanted in zip(("low", "value", "high"), expected, strict=True):
        if not equal(number(cell[end]), wanted):
            yield f"{end} is {wanted:f} by the row, {cell[end]} in claims.json"


def reading(printed: Decimal, factor: Decimal, qualifier: str) -> tuple[Decimal, Decimal, Decimal]:
    """Return low, value and high of a printed number by its qualifier."""
    value = printed * factor
    half = Decimal(1).scaleb(int(printed.as_tuple().exponent)) / 2 * factor
    match qualifier:
        case "over":
            return value, value, value * _REACH
        case "about":
            return value * (1 - _NEAR), value, value * (1 + _NEAR)
        case "exact":
            return max(value - half, Decimal(0)), value, value + half
    msg = f"{qualifier!r} is no qualifier"
    raise ValueError(msg)
