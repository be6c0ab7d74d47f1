"""Sheet: one document of a release, read anew from its bytes by the auditor's own reading."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.audit.edition import Data
from generator.audit.evidence import Evidence, number

# a text that a spreadsheet would run is written with a quote before it
_GUARDS = ("'=", "'+", "'-", "'@", "'\t", "'\r")
Raw = Callable[[str], bytes]
_WEIGHTS = {"kg": 1, "kilogram": 1, "kilograms": 1, "t": 1000, "tonne": 1000, "tonnes": 1000}


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

    def column(self, measure: str) -> str | None:
        """Return the name of the column that holds a `usd` or a `kg` figure."""
        name: str | None = self.document["columns"].get("quantity" if measure == "kg" else "value")
        return name

    def multiplier(self, row: Mapping[str, str], measure: str = "usd") -> Decimal | None:
        """Return by what the row's number is multiplied, or None where the document does not say.

        A quantity comes to kilograms by its unit; ValueError where that is no weight.
        """
        if measure == "kg":
            return number(_WEIGHTS.get((self.field(row, "quantity_unit") or "").strip().lower()))
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


def unguarded(text: str) -> str:
    """Return the text of a cell of our own files without the quote that keeps a spreadsheet from running it."""
    return text[1:] if text.startswith(_GUARDS) else text
