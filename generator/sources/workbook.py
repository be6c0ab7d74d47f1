"""Workbooks: the rows of one sheet of an XLSX file as texts; a place is the number of the row in the sheet."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import iterparse

from generator.sources.cell_text import as_text
from generator.sources.faults import LayoutFault, quoted
from generator.sources.table_layout import TableLayout

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MOST = 512 * 2**20  # bytes that the parts of a workbook may come to
ROWS, COLUMNS = 1_048_576, 1_024  # a sheet of Excel has so many rows; no table of figures has more columns
_CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SAVE_AGAIN = "Open it in a spreadsheet program and save it as .xlsx."


def rows_of_workbook(layout: TableLayout, raw: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the header of the declared sheet and every row that holds anything, or raise LayoutFault."""
    width = 0
    for number, cells in cells_of(raw, layout.sheet):
        if number < layout.header_row:
            continue
        texts = _trimmed(tuple(as_text(cell, layout.decimal_mark) for cell in cells))
        if number == layout.header_row:
            width = len(texts)
            yield number, texts
        elif texts:
            yield number, texts + ("",) * (width - len(texts))


def cells_of(raw: bytes, name: str) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Yield every row of the sheet `name` ("" where there is but one), numbered from 1, or raise LayoutFault."""
    if not raw.startswith(b"PK\x03\x04"):
        raise LayoutFault(problem="the file is no .xlsx workbook, as declared.", remedy=_SAVE_AGAIN)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that no figure stands in
            yield from _cells(raw, name)
    except LayoutFault:
        raise
    except Exception as fault:  # noqa: BLE001 -- a damaged workbook raises whatever the library meets first
        problem = f"this is no workbook that can be read: {type(fault).__name__} {quoted(str(fault))}."
        raise LayoutFault(problem, remedy=_SAVE_AGAIN) from None


def _cells(raw: bytes, name: str) -> Iterator[tuple[int, tuple[object, ...]]]:
    from openpyxl import load_workbook

    _refuse_large(raw)
    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    sheet = book[_sheet(book, name)]
    with zipfile.ZipFile(io.BytesIO(raw)) as parts, parts.open(_part(sheet)) as part:
        _refuse_not_calculated(part)
    sheet.reset_dimensions()  # a writer may have told fewer cells than there are
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > ROWS or len(cells) > COLUMNS:
            problem = f"the sheet has more than {ROWS:,} rows or {COLUMNS:,} columns."
            raise LayoutFault(problem, remedy="Keep the table alone in its sheet.")
        yield number, cells


def _part(sheet: object) -> str:
    """Return the name of the sheet's part in the archive, which the library keeps to itself."""
    return str(vars(sheet)["_worksheet_path"])


def _refuse_large(raw: bytes) -> None:
    """Refuse a workbook that unpacks to too much: the library reads no more of a part than the archive tells."""
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST:
            problem = f"the workbook comes to more than {MOST >> 20} MiB."
            raise LayoutFault(problem, remedy="Keep the table alone in it, or split it by year.")


def _sheet(book: Workbook, name: str) -> str:
    names = [sheet.title for sheet in book.worksheets]
    if name and name not in names:
        problem = f"there is no sheet {quoted(name)}; there is {', '.join(map(quoted, names))}."
        raise LayoutFault(problem, remedy="If the publisher renamed it, change sheet in the source's settings.")
    if not name and len(names) != 1:
        problem = f"the workbook has the sheets {', '.join(map(quoted, names))}."
        raise LayoutFault(problem, remedy="Say which one has the figures: sheet, in the source's settings.")
    return name or names[0]


def _refuse_not_calculated(part: Any) -> None:  # noqa: ANN401 -- a readable part of a ZIP archive
    """Refuse a formula that no program has calculated: its cell looks empty and is not. A text "" is a result."""
    for _, element in iterparse(part):  # noqa: S314 -- expat itself stops entities that grow
        is_empty = element.tag == f"{_CELL}c" and not element.findtext(f"{_CELL}v") and element.get("t") != "str"
        if is_empty and element.find(f"{_CELL}f") is not None:
            problem = f"cell {element.get('r')} holds a formula that was never calculated."
            raise LayoutFault(problem, remedy=_SAVE_AGAIN)
        if element.tag == f"{_CELL}row":
            element.clear()


def _trimmed(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the texts without the empty ones at the end: a sheet has them wherever a cell was coloured."""
    end = next((at for at in range(len(texts), 0, -1) if texts[at - 1].strip()), 0)
    return texts[:end]
