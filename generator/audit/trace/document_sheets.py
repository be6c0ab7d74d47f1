"""Read one document of a release from its bytes, independently of the reader that ingested it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from operator import itemgetter

from generator.audit.edition_data import Data, cached_method
from generator.audit.trace.document_tables import MESSAGES, PRICED, read_table
from generator.audit.trace.value_spans import number
from generator.trade.codes import area
from generator.trade.editions import Edition

# Our CSV files put a quote before a text that a spreadsheet would run.
_GUARDS = ("'=", "'+", "'-", "'@", "'\t", "'\r")
_DOLLARS = frozenset({"US$", "US DOLLAR", "US DOLLARS", "840"})
_FALLS = frozenset("-\N{MINUS SIGN}\N{EN DASH}")
_PARTIES = ("reporter", "partner")
_WEIGHTS = {"kg": "1", "kilogram": "1", "kilograms": "1", "t": "1000", "tonne": "1000", "tonnes": "1000"}
_WEIGHTS |= {"100 kg": "100", "g": "0.001", "carat": "0.0002"}
Raw = Callable[[str], bytes]
TextRow = Mapping[str, str]


@dataclass(frozen=True)
class DocumentSheet:
    """One document, read again: its rows by the line on which each begins."""

    document: Data
    rows: Mapping[int, TextRow]

    @classmethod
    def of(cls, document: Data, content: bytes, needed_rows: NeededRows | None = None) -> DocumentSheet:
        """Return the rows of `content`, read in the document's declared form. Of a table, keep only the needed rows."""
        form, spelt = document.get("form", "csv"), _spelling(document)
        if form in MESSAGES:
            records = MESSAGES[form](content)
            return cls(document, {place: {spelt(name): row[name] for name in row} for place, row in records})
        labels, rows = read_table(document, content)
        columns = [spelt(label) for label in labels]
        if needed_rows:
            keep = needed_rows.keep(cls(document, {}), columns)
            rows = (row for row in rows if keep(*row))
        blank = [""] * len(columns)
        return cls(document, {place: dict(zip(columns, texts + blank, strict=False)) for place, texts in rows})

    def usable(self) -> Iterator[TextRow]:
        """Yield the rows of values that were not refused when the document was ingested."""
        refused, conditions = set(self.document.get("refused", ())), self.document.get("only", {})
        for line, row in self.rows.items():
            is_wanted = all((row.get(name) or "").strip() in texts for name, texts in conditions.items())
            if line not in refused and is_wanted and self.measures(row, "money"):
                yield row

    def field(self, row: TextRow, name: str) -> str | None:
        """Return our field `name` of `row`: from its column, else the document's constant, else None."""
        return self._read(name)(row)

    def fields(self, row: TextRow, names: tuple[str, ...]) -> Sequence[str | None]:
        """Return several of our fields of `row`, in the given order."""
        return [self._read(name)(row) for name in names]

    @cached_method
    def _read(self, name: str) -> Callable[[TextRow], str | None]:
        """Return the function that reads our field from a row, and translates the document's words."""
        column, constant = self.document["columns"].get(name), self.document.get(name) or None
        if column is None:
            return lambda _: constant
        words = self.document.get("words", {}).get(name) or self.document.get("aliases", {}).get(name)
        if words is not None:
            return lambda row: None if column not in row else str(words.get(row[column].strip(), row[column]))
        if name == "period":
            period = _PERIODS[self.document.get("periods", "iso")]
            return lambda row: period(row[column]) if row.get(column) else row.get(column)
        return lambda row: row.get(column)

    def edition(self, row: TextRow, year: int) -> str:
        """Return the HS edition of a row of `year`, such as "HS2017", or "" if nothing states it."""
        named = (self.field(row, "edition") or "").strip()
        if named:
            return str(Edition.of(named))
        begun = [start for start in self._editions if start <= year]
        return self._editions[max(begun)] if begun else ""

    @cached_property
    def _editions(self) -> Mapping[int, str]:
        """The editions that the document declares, by the first year of each."""
        return {int(start): str(name) for start, name in self.document.get("editions", {}).items()}

    def valuation(self, row: TextRow) -> str:
        """Return CIF or FOB, whichever column repeats the row's value exactly. Return "" for both or neither."""
        columns = self.document.get("valued", {})
        amount = row.get(self.document["columns"]["value"]) or "" if columns else ""
        repeating = [how for how, column in columns.items() if row.get(column) == amount]
        return str(repeating[0]) if len(repeating) == 1 and amount.strip("0.") else ""

    @cached_method
    def value(self, text: str) -> Decimal:
        """Return the number in a value cell, read in the document's number form."""
        grouping, mark = self.document.get("grouping") or "", self.document.get("decimal_mark", ".")
        bare = text.strip().replace(grouping, "") if grouping.strip() else text.strip()
        if grouping.isspace():  # no-break and thin spaces separate groups, too
            bare = "".join(bare.split())
        return number(bare.replace(mark, "."))

    def rate(self, text: str) -> Decimal:
        """Return the growth in a cell in per cent. The text may have a sign before it and "%" after it."""
        bare = text.strip().removesuffix("%").strip()
        is_fall = bare[:1] in _FALLS
        rate = self.value(bare[1:].strip() if is_fall or bare[:1] == "+" else bare)
        return rate.copy_negate() if is_fall and rate else rate

    def currency(self, row: TextRow) -> str:
        """Return the ISO code of the row's currency. A document that does not state one is in US dollars."""
        text = (self.field(row, "currency") or "USD").strip().upper()
        return "USD" if text in _DOLLARS else text

    def measures(self, row: TextRow, measure: str) -> bool:
        """Whether `row` can have a weight (`kg`), or a value in any currency, if these are separate rows."""
        layout = self.document.get("measures")
        word = layout and layout.get("quantity" if measure == "kg" else "value")
        return not layout or (row.get(layout["column"]) or "").strip() == word

    def column(self, measure: str, row: TextRow) -> str | None:
        """Return the column of the row's value, of its weight (`kg`), or of the growth printed for it (`pct`)."""
        if self.document.get("measures") and measure != "pct":
            return str(self.document["columns"]["value"])
        of = self._weighed(row)[0] if measure == "kg" else "published_yoy" if measure == "pct" else "value"
        name: str | None = self.document["columns"].get(of)
        return name

    def _weighed(self, row: TextRow) -> tuple[str, str]:
        """Return field and unit of the row's weight: the first of two quantities with a unit of weight."""
        pairs = [("quantity", "quantity_unit"), ("second_quantity", "second_unit")]
        units = [(field, (self.field(row, unit) or "").strip().lower()) for field, unit in pairs]
        return next((pair for pair in units if pair[1] in _WEIGHTS), units[0])

    def multiplier(self, row: TextRow, measure: str = "money") -> Decimal | None:
        """Return the factor for the row's number, or None if the document does not state it.

        For `kg` it converts the quantity's unit to kilograms. Raise ValueError if that is not a unit of weight.
        """
        if measure == "pct":
            return Decimal(1)
        if measure == "kg":
            return number(_WEIGHTS.get(self._weighed(row)[1]))
        if "scale" not in self.document["columns"]:
            return self._scale
        word = (row.get(self.document["columns"]["scale"]) or "").strip()
        return number(self.document["scales"].get(word)) * (self._scale or 1)

    @cached_property
    def _scale(self) -> Decimal | None:
        return number(self.document["scale"]) if self.document.get("scale") else None


@dataclass(frozen=True)
class NeededRows:
    """What an edition needs of one document: all rows of its parties, and the rows that its cells name.

    A table of the world's trade has hundreds of times more rows, which nothing asks for.
    """

    pairs: frozenset[tuple[str, str]]
    rows: frozenset[int]
    reporters: frozenset[str] = frozenset()  # those with a market, which needs all their partners

    @classmethod
    def of(cls, cells: Mapping[str, Data], digest: str, reporters: frozenset[str] = frozenset()) -> NeededRows:
        """Return what `cells` need of the document with `digest`, and the rows of the `reporters` with a market."""
        pairs = {(str(cell.get("reporter")), str(cell.get("partner"))) for cell in cells.values()}
        rows = {cell.get("row", 0) for cell in cells.values() if cell.get("raw") == digest}
        return cls(frozenset(pairs), frozenset(rows), reporters)

    def keep(self, sheet: DocumentSheet, columns: Sequence[str]) -> Callable[[int, Sequence[str]], bool]:
        """Return a function that says whether a row under `columns` is needed. It keeps rows that are too short."""
        named = [sheet.document["columns"].get(name) for name in _PARTIES]
        places = [columns.index(column) for column in named if column in columns]
        if not places:
            return lambda *_: True
        names, texts_at = [columns[place] for place in places], itemgetter(*places)

        @cache
        def is_party(texts: str | tuple[str, ...]) -> bool:
            row = dict(zip(names, [texts] if isinstance(texts, str) else texts, strict=True))
            try:
                reporter, partner = (area(sheet.field(row, name) or "").iso3 for name in _PARTIES)
            except ValueError:
                return False
            return (reporter, partner) in self.pairs or reporter in self.reporters

        return lambda place, texts: len(texts) <= max(places) or place in self.rows or is_party(texts_at(texts))


def sheets(
    documents: Mapping[str, Data], cells: Mapping[str, Data], raw: Raw, reporters: frozenset[str] = frozenset()
) -> Iterator[tuple[str, DocumentSheet | None, str]]:
    """Yield each document's digest with its sheet, or with None and the problem with its bytes.

    `reporters` are those with a market: the rows of all their partners are needed. Documents of prices and rates are
    left out, because `price_trace` reads them.
    """
    for digest, document in documents.items():
        if document.get("kind") in PRICED:
            continue
        try:
            content = raw(digest)
            if hashlib.sha256(content).hexdigest() != digest:
                yield digest, None, "the bytes kept under this digest are other bytes"
            else:
                yield digest, DocumentSheet.of(document, content, NeededRows.of(cells, digest, reporters)), ""
        except Exception as fault:  # noqa: BLE001 -- whatever a store raises, the cells then have no support
            yield digest, None, f"{type(fault).__name__}: {fault}"


def strip_guard(text: str) -> str:
    """Return the text of a cell in our own files without the quote that stops a spreadsheet from running it."""
    return text[1:] if text.startswith(_GUARDS) else text


def _spelling(document: Data) -> Callable[[str], str]:
    """Return a function that gives a column's name in the declared spelling, for documents whose capitals vary."""
    if not document.get("any_case"):
        return str
    declared = (*document["columns"].values(), *document.get("only", {}), *document.get("valued", {}).values())
    spellings = {name.lower(): name for name in declared}
    return lambda name: spellings.get(name.lower(), name)


def _month(text: str) -> str:
    """Return 202501 as 2025-01. A year stays unchanged."""
    bare = text.strip()
    return f"{bare[:4]}-{bare[4:]}" if len(bare) > 4 else bare  # noqa: PLR2004 -- four digits are a year


def _first_day(text: str) -> str:
    """Return 2025-01-01 as 2025-01. Another day stays unchanged, since it is not a month."""
    month, _, day = text.strip().rpartition("-")
    return month if "-" in month and day == "01" else text


_PERIODS: dict[str, Callable[[str], str]] = {"iso": str, "yyyymm": _month, "first-day": _first_day}
