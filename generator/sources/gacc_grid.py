"""A monthly table as a grid of texts, with labels over each other: CSV, a workbook, or a page that was saved.

The customs' page spans labels over several columns; a spreadsheet leaves the cells behind the first one empty. Either
way a column is called by all labels over it: "出口 / 12月".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.sources.cell_text import as_text
from generator.sources.faults import LayoutFault
from generator.sources.table_layout import TableLayout
from generator.sources.workbook import cells_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Row = tuple[int, tuple[str, ...]]
_Spanned = dict[int, tuple[int, str]]  # a column: in how many rows more a text stands, and the text

NOTHING = frozenset({"", "-", "--", "—", "\N{FULLWIDTH HYPHEN-MINUS}"})  # texts of a value that give no figure
WIDEST = 200  # columns; a page that spans more is none of customs'
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_HEAD = 400  # bytes in which the zeros of UTF-16 are counted
_AGAIN = "Save the page or the table again as it is shown."


@dataclass(frozen=True)
class FileForm:
    """How a file is held: `encoding` of its text ("" for a workbook), `delimiter` ("" for a page)."""

    encoding: str
    delimiter: str


def form_of(raw: bytes) -> FileForm:
    """Return how `raw` is held, or raise LayoutFault where it is no text in any encoding of customs."""
    if raw.startswith(b"PK\x03\x04"):
        return FileForm("", "")
    for encoding in encodings(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        is_page = text.lstrip("\ufeff \t\r\n").startswith("<")
        return FileForm(encoding, "" if is_page else max(",\t;", key=text[:4096].count))
    raise LayoutFault(problem="the file is neither UTF-8, UTF-16 nor GB18030.", remedy=_AGAIN)


def encodings(raw: bytes) -> Iterator[str]:
    """Yield the encodings that a file of customs may have: customs writes GB18030, spreadsheets UTF-8 or UTF-16."""
    yield from (encoding for mark, encoding in _MARKS.items() if raw.startswith(mark))
    if raw[1:_HEAD:2].count(0) > len(raw[:_HEAD]) // 8:  # every second byte of ASCII in UTF-16
        yield "utf-16-le"
    yield from ("utf-8", "gb18030")


def rows_of_grid(how: FileForm, raw: bytes) -> Iterator[Row]:
    """Yield every row with its place: the line of a text, the row of a sheet, the number of a page's row."""
    if not how.encoding:
        for number, cells in cells_of(raw, ""):
            yield number, tuple(as_text(cell).strip() for cell in cells)
    elif how.delimiter:
        yield from _of_text(raw.decode(how.encoding).removeprefix("\ufeff"), how.delimiter)
    else:
        yield from _of_page(raw.decode(how.encoding))


def _of_text(text: str, delimiter: str) -> Iterator[Row]:
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    try:
        for fields in reader:
            yield line, tuple(field.strip() for field in fields)
            line = reader.line_num + 1
    except csv.Error as fault:
        raise LayoutFault(problem=f"the row on line {line} cannot be read: {fault}.", remedy=_AGAIN) from None


def headings_of(how: FileForm, raw: bytes) -> tuple[str, ...]:
    """Return the headings of a page, in order; a title often stands outside the table."""
    if not how.encoding or how.delimiter:
        return ()
    return tuple(
        _words(part) for part in _page(raw.decode(how.encoding)).iter("h1", "h2", "h3", "h4", "caption", "title")
    )


def _page(text: str) -> HtmlElement:
    from lxml import etree, html

    try:
        return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError) as fault:
        raise LayoutFault(problem=f"the page cannot be read: {fault}.", remedy=_AGAIN) from None


def _words(part: HtmlElement) -> str:
    return " ".join(str(part.text_content()).split())


def _of_page(text: str) -> Iterator[Row]:
    page = _page(text)
    spanned: _Spanned = {}
    table = None
    for number, row in enumerate(page.iter("tr"), start=1):
        if row.getparent() is not table:  # another one, or another part of it: nothing spans into that
            table, spanned = row.getparent(), {}
        texts, spanned = _across(row, spanned)
        if len(texts) > WIDEST:
            raise LayoutFault(problem=f"row {number} of the page has more than {WIDEST} columns.", remedy=_AGAIN)
        yield number, tuple(texts)


def _across(row: HtmlElement, spanned: _Spanned) -> tuple[list[str], _Spanned]:
    """Return the texts of a row, with those that span down into it, and what spans further down."""
    texts: list[str] = []
    further: _Spanned = {}
    cells = list(row.iterchildren("td", "th"))[::-1]
    while len(texts) <= WIDEST and (cells or len(texts) in spanned):
        if (at := len(texts)) in spanned:
            across, (down, text) = 1, spanned[at]
        else:
            cell = cells.pop()
            text = _words(cell)
            across, down = (_span(cell.get(name)) for name in ("colspan", "rowspan"))
        further |= {at + step: (down - 1, text) for step in range(across) if down > 1}
        texts += [text] * across
    return texts, further


def _span(text: str | None) -> int:
    return min(int(text), WIDEST + 1) if text and text.isascii() and text.isdigit() and text != "0" else 1


def labels_of(rows: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what each column is called, where `rows` are the rows of labels, the uppermost first."""
    width = max((at for row in rows for at, text in enumerate(row, start=1) if text), default=0)
    filled = [row + ("",) * width for row in rows]
    labels, over = [], ""
    for at in range(width):
        column = [row[at] for row in filled]
        over = column[0] or (over if any(column[1:]) else "")
        labels.append(" / ".join(dict.fromkeys(text for text in (over, *column[1:]) if text)))
    return tuple(labels)


def rows_under_labels(layout: TableLayout, raw: bytes) -> Iterator[Row]:
    """Yield the labels of the declared rows, then every row below them that has a figure: the form `countries`."""
    how = FileForm("" if layout.held == "xlsx" else layout.encoding, layout.delimiter if layout.held == "csv" else "")
    rows = (row for row in rows_of_grid(how, raw) if row[0] >= layout.header_row)
    over = [next(rows, (0, ()))[1] for _ in range(layout.label_rows)]
    labels = labels_of(over)
    yield layout.header_row, labels
    place = labels.index(layout.columns["value"]) if layout.columns["value"] in labels else len(labels)
    for number, texts in rows:
        whole = texts[: len(labels)] + ("",) * (len(labels) - len(texts))
        if any(texts[len(labels) :]):
            yield number, texts
        elif place < len(labels) and whole[place] not in NOTHING:
            yield number, whole
