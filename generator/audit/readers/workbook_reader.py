"""Compare the workbook with the edition: its sheets in order, each cell as it is displayed, and numbers as numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from math import ceil
from typing import Any

from generator.audit.edition_data import Finding, fold_text
from generator.audit.readers.expected_sheets import ExpectedSheet, Row, SheetCell, expected_sheets
from generator.audit.readers.expected_texts import Bundle
from generator.audit.readers.office_parts import (
    OfficeForm,
    OfficeParts,
    StrangePart,
    kind_of,
    letter_fault,
    names,
    read_office,
    value_of,
)

_FORM = OfficeForm(
    ending="xlsx",
    known=re.compile(
        r"\[Content_Types\]\.xml|(xl/)?_rels/[\w.]*\.rels|docProps/(core|app)\.xml|xl/(workbook|styles|theme/theme1)\.xml|"
        r"xl/worksheets/sheet\d+\.xml"
    ),
    needed=("xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"),
    aside=names("[Content_Types].xml _rels/.rels docProps/core.xml docProps/app.xml xl/theme/theme1.xml"),
    elements=names("""
    Relationships Relationship workbook workbookPr workbookProtection bookViews workbookView sheets sheet definedNames
    calcPr worksheet sheetPr outlinePr pageSetUpPr dimension sheetViews sheetView selection pane sheetFormatPr cols
    col sheetData row c v is t mergeCells mergeCell hyperlinks hyperlink pageMargins pageSetup styleSheet numFmts
    numFmt fonts font name family b color sz scheme fills fill patternFill fgColor bgColor borders border left right
    top bottom diagonal cellStyleXfs cellXfs xf alignment cellStyles cellStyle dxfs tableStyles colors indexedColors
    rgbColor protection charset
"""),
)
# The attributes of rows, columns, cells and sheets that hide nothing.
_PLAIN = {
    "row": names("r ht customHeight spans"),
    "col": names("min max width customWidth"),
    "c": names("r s t"),
    "sheetView": names("rightToLeft showGridLines tabSelected workbookViewId"),
    "sheetFormatPr": names("baseColWidth defaultRowHeight"),
}
_FROM_RIGHT = "2"  # ECMA-376-1, 18.8.1
_LINK = names("ref location")
_ALIGNED = names("horizontal vertical wrapText readingOrder")  # nothing turns, shrinks or moves words
_LOWEST, _NARROWEST = 8.0, 3.0  # points of a row, and digits of a column, that still show something
_SIZE, _ROW = 11, 15.0  # points of letters whose digits are the unit of widths, and of a row that has no height
_UNFILLED = names("none gray125")  # the patterns of grounds on which letters stand as on paper
_SECTIONS = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_FORMAT = re.compile(r'((?:"[^"]*")?)(#,##0|0)((?:\.0+)?)(%?)((?:"[^"]*")?)')
_BUILT_IN = {"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%"}  # ECMA-376-1, 18.8.30
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
_LONGEST, _SHORTEST = 31, 15  # letters of a sheet's name, and of one that is cut
_CUT = "…"
_SIGNS = re.compile(r"[\][:*?/\\'\u2066-\u2069]")


class StrangeCell(ValueError):
    """A cell displays something that cannot be worked out."""


def read_workbook(bundle: Bundle) -> Iterator[Finding]:
    """Yield every difference between the workbook and the edition."""
    return read_office(bundle, _FORM, _differences)


def _differences(name: str, parts: OfficeParts, bundle: Bundle) -> Iterator[Finding]:
    sheets = list(_sheets(parts))
    expected = list(expected_sheets(bundle.story))
    faces = {value_of(font.find("{*}name")) for font in parts.xml["xl/styles.xml"].iterfind("{*}fonts/{*}font")}
    if len(faces) != 1:
        yield Finding(name, "", "page form", f"its cells are set in {', '.join(sorted(faces))}")
    for number, ((title, root), due) in enumerate(zip_longest(sheets, expected, fillvalue=("", None))):
        if root is None or not isinstance(due, ExpectedSheet):
            words = due.title if isinstance(due, ExpectedSheet) else ""
            yield Finding(name, words, "sheet differs", f"it has {len(sheets)} sheets, not {len(expected)}")
            return
        if not _is_named(title, due.title, number):
            yield Finding(name, due.title, "sheet differs", f"sheet {number + 1} is called {title!r}")
        titles = [other for other, _ in sheets]
        yield from (Finding(name, due.title, "page form", fault) for fault in _form_faults(root, titles, bundle))
        yield from _cell_faults(name, title, CellReader(parts, root), due)


def _sheets(parts: OfficeParts) -> Iterator[tuple[str, Any]]:
    """Yield the name of each sheet and its root, in order; StrangePart if one is hidden or missing."""
    targets = {link.get("Id"): link.get("Target", "").lstrip("/") for link in parts.xml["xl/_rels/workbook.xml.rels"]}
    listed = 0
    for sheet in parts.xml["xl/workbook.xml"].iter("{*}sheet"):
        listed += 1
        target = targets.get(value_of(sheet, "id"), "")
        root = parts.xml.get(target if target.startswith("xl/") else f"xl/{target}")
        if root is None or sheet.get("state", "visible") != "visible":
            msg = f"its sheet {sheet.get('name')!r} is hidden or missing"
            raise StrangePart(msg)
        yield sheet.get("name", ""), root
    if listed != sum(part.startswith("xl/worksheets/sheet") for part in parts.xml):
        msg = "it has sheets that are not listed"
        raise StrangePart(msg)


def _is_named(name: str, title: str, number: int) -> bool:
    """Whether a sheet has its number, but for the first, and its title, or the beginning of it, as a name."""
    full = " ".join(f"{number or ''} {_SIGNS.sub(' ', title)}".split())
    if len(full) <= _LONGEST:
        return name == full
    return name.endswith(_CUT) and _SHORTEST < len(name) <= _LONGEST and full.startswith(name.removesuffix(_CUT))


def _form_faults(root: Any, sheets: Sequence[str], bundle: Bundle) -> Iterator[str]:  # noqa: ANN401 -- lxml
    """Yield what hides cells of a sheet or leads elsewhere than to one of the `sheets`, and a wrong direction."""
    for node in root.iter():
        kind, attributes = kind_of(node), dict(node.items())
        if kind in _PLAIN and not attributes.keys() <= _PLAIN[kind]:
            yield f"a {kind} is hidden or changed: {attributes}"
        elif float(attributes.get("ht", _LOWEST)) < _LOWEST or float(attributes.get("width", _NARROWEST)) < _NARROWEST:
            yield f"a {kind} is too small: {attributes}"
        elif kind == "hyperlink":
            place = re.fullmatch(r"'(.+)'!A1", attributes.get("location", ""))
            if attributes.keys() != _LINK or place is None or place[1] not in sheets:
                yield f"a link leads to {attributes}"
    view = next(root.iter("{*}sheetView"), None)
    if (value_of(view, "rightToLeft") in {"1", "true"}) != bundle.is_turned:
        yield "its columns run the other way"


class CellReader:
    """Reads what the cells of one sheet display."""

    def __init__(self, parts: OfficeParts, root: Any) -> None:  # noqa: ANN401 -- lxml
        """Find the styles, and the cells that a merged cell covers."""
        styles = parts.xml["xl/styles.xml"]
        self.root = root
        formats = {node.get("numFmtId"): node.get("formatCode", "") for node in styles.iter("{*}numFmt")}
        self._formats = _BUILT_IN | formats
        self._fonts = list(styles.iterfind("{*}fonts/{*}font"))
        self._fills = list(styles.iterfind("{*}fills/{*}fill"))
        self._looks = list(styles.iterfind("{*}cellXfs/{*}xf"))
        self._is_turned = value_of(next(root.iter("{*}sheetView"), None), "rightToLeft") in {"1", "true"}
        self._widths = {}
        for node in root.iter("{*}col"):
            for column in range(int(node.get("min")), int(node.get("max")) + 1):
                self._widths[column] = float(node.get("width", "8"))
        self._covered = set[tuple[int, int]]()
        self._lasts = dict[tuple[int, int], int]()
        for node in root.iter("{*}mergeCell"):
            (left, top), (right, foot) = map(place_of, node.get("ref", "").split(":"))
            inside = {(column, row) for column in range(left, right + 1) for row in range(top, foot + 1)}
            self._covered |= inside - {(left, top)}
            self._lasts[left, top] = right

    def rows(self) -> Iterator[Row]:
        """Yield the rows that display something; StrangeCell names a cell that no reader could make out."""
        above = 0
        for row in self.root.iter("{*}row"):
            cells: Row = {}
            own = int(row.get("r"))
            if own <= above:
                msg = f"row {own} stands under row {above}"
                raise StrangeCell(msg)
            above = own
            for node in row:
                column, number = place_of(node.get("r", ""))
                if number != own:
                    msg = f"{node.get('r')} stands in row {own}"
                    raise StrangeCell(msg)
                cell = self._cell(node, column, number, float(row.get("ht", _ROW)))
                if cell.words and (column, number) in self._covered:
                    msg = f"{node.get('r')} is covered by a merged cell"
                    raise StrangeCell(msg)
                if cell.words:
                    cells[column] = cell
            if cells:
                yield cells

    def _cell(self, node: Any, column: int, row: int, height: float) -> SheetCell:  # noqa: ANN401 -- lxml
        where, kind = node.get("r"), node.get("t", "n")
        value = node.find("{*}v")
        if kind not in {"n", "inlineStr"}:
            msg = f"{where} is of the type {kind}"
            raise StrangeCell(msg)
        words = "".join(part.text or "" for part in node.iter("{*}t"))
        look = self._looks[int(node.get("s", "0"))]
        is_number = kind == "n" and value is not None
        if is_number:
            form = self._formats.get(look.get("numFmtId"), "")
            words = number_words(Decimal(value.text), form)
            if len(words) > self._widths.get(column, 0.0):
                msg = f"{where} is too narrow for {words!r}"
                raise StrangeCell(msg)
        fault = self._letter_fault(look, is_number=is_number) if words else ""
        if words and not is_number and not fault:
            columns = range(column, self._lasts.get((column, row), column) + 1)
            fault = self._room_fault(words, look, sum(self._widths.get(each, 0.0) for each in columns), height)
        if fault:
            msg = f"{where}: {fault}"
            raise StrangeCell(msg)
        return SheetCell(words, is_number)

    def _room_fault(self, words: str, look: Any, width: float, height: float) -> str:  # noqa: ANN401 -- lxml
        """Return why a text is cut off in a cell that is so wide, in digits, and so high, in points, or ""."""
        size = float(value_of(self._fonts[int(look.get("fontId"))].find("{*}sz")))
        lines = ceil(_digits(words) * size / _SIZE / width) if width else 0
        if value_of(look.find("{*}alignment"), "wrapText") in {"1", "true"} and 0 < lines * size <= height:
            return ""
        return f"the cell has no room for {words!r}"

    def _letter_fault(self, look: Any, *, is_number: bool) -> str:  # noqa: ANN401 -- lxml
        alignment = look.find("{*}alignment")
        places = {} if alignment is None else dict(alignment.items())
        if not places.keys() <= _ALIGNED or places.get("horizontal") == "fill":  # which repeats the words
            return f"its words stand otherwise than in a line: {places}"
        if (places.get("readingOrder") == _FROM_RIGHT) != (self._is_turned and not is_number):
            return "its words run the other way"
        font, fill = self._fonts[int(look.get("fontId"))], self._fills[int(look.get("fillId"))]
        ink = value_of(font.find("{*}color"), "rgb")
        ground = value_of(next(fill.iter("{*}fgColor"), None), "rgb")
        pattern = value_of(fill.find("{*}patternFill"), "patternType") or "none"
        if pattern not in _UNFILLED and not ground:
            return f"its ground is a {pattern} without a colour"
        return letter_fault(ink[-6:], [ground[-6:]] if ground else [], float(value_of(font.find("{*}sz")) or 0))


def _digits(words: str) -> int:
    """Return how many digits are as wide as words: an ideograph is as wide as two, a mark over a letter as none."""
    wide = sum(unicodedata.east_asian_width(sign) in {"W", "F"} for sign in words)
    return len(words) + wide - sum(unicodedata.category(sign) in {"Mn", "Cf", "Me"} for sign in words)


def place_of(reference: str) -> tuple[int, int]:
    """Return the column and the row of a cell, each from 1."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        msg = f"a cell is called {reference!r}"
        raise StrangeCell(msg)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(match[2])


def number_words(value: Decimal, form: str) -> str:
    """Return a number as a spreadsheet displays it in a number format; StrangeCell if that hides a digit of it."""
    sections = _SECTIONS.split(form)
    way = 0 if value > 0 or len(sections) == 1 else 1 if value < 0 else min(2, len(sections) - 1)
    match = _FORMAT.fullmatch(sections[way])
    if match is None or len(sections) > 3:  # noqa: PLR2004 -- above zero, below zero and zero
        msg = f"a number has the format {form!r}"
        raise StrangeCell(msg)
    before, whole, fraction, per_cent, after = match.groups()
    shown = (value if len(sections) == 1 else abs(value)) * (100 if per_cent else 1)
    digits = f"{shown:{',' if ',' in whole else ''}.{max(len(fraction) - 1, 0)}f}"
    if Decimal(digits.replace(",", "")) != shown:
        msg = f"the format of {value} hides some of its digits"
        raise StrangeCell(msg)
    return f"{before}{digits}{per_cent}{after}".replace('"', "")


def _cell_faults(name: str, sheet: str, reader: CellReader, due: ExpectedSheet) -> Iterator[Finding]:
    """Yield the first row of a sheet that differs."""
    try:
        rows = [{column: _fold(cell) for column, cell in row.items()} for row in reader.rows()]
    except StrangeCell as fault:
        yield Finding(name, due.title, "cell differs", f"{sheet}: {fault}")
        return
    expected = [{column: _fold(cell) for column, cell in row.items()} for row in due.rows]
    nothing: Row = {}
    for cells, expected_cells in zip_longest(rows, expected, fillvalue=nothing):
        for column in sorted(cells.keys() | expected_cells.keys()):
            cell, wanted = cells.get(column), expected_cells.get(column)
            if cell != wanted:
                words = wanted.words if wanted else due.title
                yield Finding(name, words, "cell differs", f"{sheet}: {_words(cell)} stands for {_words(wanted)}")
                return


def _fold(cell: SheetCell) -> SheetCell:
    return SheetCell(fold_text(cell.words).strip(), cell.is_number)


def _words(cell: SheetCell | None) -> str:
    return "nothing" if cell is None else f"{'the number' if cell.is_number else 'the text'} {cell.words!r}"
