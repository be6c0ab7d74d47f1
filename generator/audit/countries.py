"""A customs' table by country as the audit reads it: a text, a workbook, or a page, with parsers of its own."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from generator.audit.edition import Data
from generator.audit.workbook import sheet_rows

_PARTS = frozenset({"table", "thead", "tbody", "tfoot"})


def of_countries(document: Data, content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows under the labels, by their place; those without a figure are none of the names that are used."""
    first, count = document["header_row"], document.get("label_rows", 1)
    rows = [(place, texts) for place, texts in _READ[document["held"]](document, content) if place >= first]
    labels = _labels([texts for _, texts in rows[:count]])
    for place, texts in rows[count:]:
        yield place, dict(zip(labels, [*texts, *[""] * len(labels)], strict=False))


def _labels(rows: list[list[str]]) -> list[str]:
    """Return what stands over each column, from above; an upper label reaches right over labelled columns."""
    found: list[str] = []
    reach = ""
    for at in range(max(len(row) for row in rows)):
        upper, *lower = (row[at] if at < len(row) else "" for row in rows)
        reach = upper or (reach if "".join(lower) else "")
        said = [text for text in (reach, *lower) if text]
        found.append(" / ".join(text for place, text in enumerate(said) if text not in said[:place]))
    while found and not found[-1]:
        found.pop()
    return found


def _of_text(document: Data, content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = content.decode(document["encoding"]).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=document.get("delimiter", ",")), 0
    for row in reader:
        yield line + 1, [one.strip() for one in row]
        line = reader.line_num


def _of_workbook(document: Data, content: bytes) -> Iterator[tuple[int, list[str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for number, texts in sheet_rows(archive, document):
            yield number, [text.strip() for text in texts]


def _of_page(document: Data, content: bytes) -> Iterator[tuple[int, list[str]]]:
    page = _Page()
    page.feed(content.decode(document["encoding"]))
    page.close()
    hanging: dict[int, tuple[int, str]] = {}
    part = -1
    for number, row in enumerate(page.rows, start=1):
        if row.part != part:
            part, hanging = row.part, {}
        texts, below = row.laid_out(hanging)
        hanging = below
        yield number, texts


@dataclass
class _Cell:
    across: int
    down: int
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@dataclass
class _Row:
    part: int
    cells: list[_Cell] = field(default_factory=list)

    def laid_out(self, hanging: dict[int, tuple[int, str]]) -> tuple[list[str], dict[int, tuple[int, str]]]:
        """Return the row's texts by column, with those that hang down into it, and what hangs into the next row."""
        texts: list[str] = []
        below: dict[int, tuple[int, str]] = {}

        def put(text: str, down: int) -> None:
            if down > 1:
                below[len(texts)] = (down - 1, text)
            texts.append(text)

        for cell in self.cells:
            while len(texts) in hanging:
                put(hanging[len(texts)][1], hanging[len(texts)][0])
            for _ in range(cell.across):
                put(cell.text, cell.down)
        while len(texts) in hanging:
            put(hanging[len(texts)][1], hanging[len(texts)][0])
        return texts, below


class _Page(HTMLParser):
    """The rows of a page's tables in the order in which they begin, those of a table within a cell among them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[_Row] = []
        self._open: list[tuple[_Row | None, _Cell | None]] = []  # of each table that is open
        self._part = 0

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "table":
            self._open.append((None, None))
        if tag in _PARTS:
            self._part += 1
        elif tag == "tr":
            self.rows.append(_Row(self._part))
            self._open[-1:] = [(self.rows[-1], None)]
        elif tag in {"td", "th"} and self._open and (row := self._open[-1][0]):
            row.cells.append(_Cell(_span(told.get("colspan")), _span(told.get("rowspan"))))
            self._open[-1] = (row, row.cells[-1])

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._open:
            self._open.pop()
        elif tag in {"td", "th"} and self._open:
            self._open[-1] = (self._open[-1][0], None)
        if tag in _PARTS:
            self._part += 1

    def handle_data(self, data: str) -> None:
        for _, cell in self._open:
            if cell:
                cell.words.append(data)


def _span(text: str | None) -> int:
    return max(int(text), 1) if text and text.isdecimal() and text.isascii() else 1


_READ = {"csv": _of_text, "xlsx": _of_workbook, "html": _of_page}
