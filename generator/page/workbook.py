"""The edition as a workbook: what it is, then a sheet for each of its tables and for the figures of each picture.

A cell whose words are one claim with one number is that number as printed, in a format that prints it so: its sign,
currency and scale are words of the format. Any other cell is text. docs/edition.md describes the sheets.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any
from zipfile import ZipFile

from generator.page.format_share import share
from generator.page.markup import spaced_out
from generator.page.office_package import directed, package
from generator.page.plain_text import columns_of
from generator.page.table_cells import without_sparks
from generator.story import plan
from generator.story.plan import Block, Chart, Story, Table, Text

_NUMERAL = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_MINUS = "\N{MINUS SIGN}"
_THOUSAND = 1000
_LONGEST = 31  # letters of a sheet's name
_NOT_IN_NAMES = re.compile(r"[\][:*?/\\'\u2066-\u2069]")
# In digits: the least and the greatest width of a column of names, the least of one of figures and of one of prose, and
# of all columns together. On the first sheet: the width of its first column, and of all.
_NAMES, _FIGURES, _PROSE, _ROOM = (26, 44), 15, 40, 96
_FRONT = 34, 110
_SIZE, _FULL = 11, 0.9  # points of letters; how much of a line words fill
_LEADING, _JOINED_LEADING = 1.42, 1.9  # line height in em, and that of a joined script
_UPRIGHT = 120  # digits that have room on a page held upright
_DIGIT = 5.25  # points of a digit
_HEIGHTS = {"portrait": 1.48, "landscape": 0.66}  # height of the printed part of a page, by its width
_PAPERS = {"a4": 9, "letter": 1}  # ECMA-376-1, 18.3.1.63
_LEAST = 4.0  # width of the narrowest column
_FROM_LEFT, _FROM_RIGHT = 1, 2  # the order of reading in a cell
_SAVED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_INK, _SECOND, _RULE = "000000", "595959", "A6A6A6"

Words = Text | str | None


@dataclass(frozen=True)
class TypedNumber:
    """A number, and the format that prints it."""

    value: Decimal
    number_format: str


@dataclass(frozen=True)
class LineLook:
    """How a line of a sheet looks, whether its cells stand in columns, and whether figures in it are numbers."""

    size: int = _SIZE
    is_bold: bool = False
    colour: str = _INK  # "" is the publisher's
    in_columns: bool = False
    has_numbers: bool = False


_LOOKS = {
    "title": LineLook(15, is_bold=True, colour=""),
    "group": LineLook(is_bold=True, in_columns=True),
    "head": LineLook(is_bold=True, in_columns=True),
    "row": LineLook(in_columns=True, has_numbers=True),
    "total": LineLook(is_bold=True, in_columns=True, has_numbers=True),
    "strip": LineLook(has_numbers=True),
    "strong": LineLook(is_bold=True),
    "link": LineLook(colour=""),
    "text": LineLook(),
    "source": LineLook(colour=_SECOND),
}


@dataclass(frozen=True)
class Line:
    """Cells side by side. Unless they stand in columns, the last one takes the rest of the width."""

    cells: tuple[Words, ...]
    role: str = "text"  # a key of _LOOKS
    spans: tuple[int, ...] = ()  # of heads over several columns
    target: str = ""  # of a link


@dataclass(frozen=True)
class SheetStyle:
    """The direction of writing, `ltr` or `rtl`, the colour of titles, and the paper: `a4` or `letter`."""

    direction: str
    mark: str
    paper: str


def workbook(story: Story, day: date, mark: str, paper: str) -> bytes:
    """Return the workbook of an edition of `day` in one language, its titles in the colour `mark` (#RRGGBB).

    It shows what the PDF does. It is printed on `paper`: `a4` or `letter`.
    """
    from openpyxl import Workbook

    story = share(story, "xlsx")
    book: Any = Workbook()
    book.properties.title, book.properties.subject = _words(story.title), _words(story.summary)
    book.properties.language, book.properties.creator = story.language, _publisher(story)
    tables = [block for block in story.blocks if isinstance(block, Chart | Table)]
    names = {sheet_name(table.title.words, number): table for number, table in enumerate(tables, 1)}
    book.active.title = sheet_name(next(_series(story), story.title.words))
    style = SheetStyle(story.direction, mark.removeprefix("#"), paper)
    lines = tuple(_front(story, names))
    _write(book.active, lines, _front_widths(lines), style)
    for name, table in names.items():
        shown = without_sparks(table) if isinstance(table, Table) else table
        lines = (*_table(shown), *_running_foot(story))
        _write(book.create_sheet(name), lines, _table_widths(lines), style)
    saved = io.BytesIO()
    book.save(saved)
    stamp = rb"\g<1>%sT00:00:00Z" % day.isoformat().encode()
    with ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = _SAVED.sub(stamp, parts["docProps/core.xml"])
    return package(parts, day)


def sheet_name(title: str, number: int = 0) -> str:
    """Return the name of a sheet: its number, but for the first, and as many words of its title as have room."""
    words = f"{number or ''} {_NOT_IN_NAMES.sub(' ', title)}"
    name = " ".join(words.split())
    if len(name) <= _LONGEST:
        return name
    cut = name[: _LONGEST - 1]
    start = cut.rpartition(" ")[0]
    return f"{start if len(start) > _LONGEST // 2 else cut}…"


def typed(text: Text) -> TypedNumber | None:
    """Return the number that a text is. None if it is more than one claim or number, or none."""
    words = _words(text)
    numerals = list(_NUMERAL.finditer(words))
    marked = [(mark.start, mark.end) for mark in text.marks]
    if marked != [(0, len(text.words))] or len(numerals) != 1 or '"' in words:
        return None
    [numeral] = numerals
    before, after = words[: numeral.start()], words[numeral.end() :]
    value = Decimal(numeral[0].replace(",", ""))
    form = "#,##0" if "," in numeral[0] or value < _THOUSAND else "0"
    form += f".{'0' * len(numeral[1])}" if numeral[1] else ""
    if after.startswith("%"):
        value, form, after = value / 100, f"{form}%", after[1:]
    sign = next((sign for sign in ("+", _MINUS) if sign in before), "")
    if not sign:
        return TypedNumber(value, _quote(before) + form + _quote(after))
    if value == 0:  # a format prints no sign of zero
        return None
    ways = [_quote(before.replace(sign, way)) + form + _quote(after) for way in ("+", _MINUS, "")]
    return TypedNumber(-value if sign == _MINUS else value, ";".join(ways))


def _quote(words: str) -> str:
    return f'"{words}"' if words else ""


def _words(text: Words) -> str:
    """Return words as a cell has them, without no-break spaces."""
    return directed(str(text or "")).replace("\N{NO-BREAK SPACE}", " ")


def _run(texts: Sequence[Text]) -> str:
    return "".join(f"{space}{text.words}" for space, text in spaced_out(texts))


def _publisher(story: Story) -> str:
    return next((block.publisher.words for block in story.blocks if isinstance(block, plan.Masthead)), "")


def _series(story: Story) -> Iterator[str]:
    return (block.series.words for block in story.blocks if isinstance(block, plan.KeyFinding))


def _front(story: Story, names: Mapping[str, Chart | Table]) -> Iterator[Line]:
    """Yield the lines of the first sheet: the edition, its key figures, the other sheets, and the note on method."""
    for block in story.blocks:
        if isinstance(block, plan.Masthead | plan.CorrectionBox | plan.KeyFinding | plan.Strip):
            yield from _front_lines(block)
            yield Line(())
    for name, table in names.items():
        yield Line((table.title,), "link", target=f"'{name}'!A1")
    for block in story.blocks:
        if isinstance(block, plan.Note | plan.Foot):
            yield Line(())
            yield from _front_lines(block)
    yield from _running_foot(story)


def _front_lines(block: Block) -> Iterator[Line]:
    match block:
        case plan.Masthead():
            yield from _masthead_lines(block)
        case plan.CorrectionBox():
            yield Line((block.label,), "strong")
            for erratum in block.errata:
                yield Line((erratum.head, _run(erratum.was)))
                yield Line((erratum.mark, _run(erratum.right)))
            if block.more:
                yield Line((block.more,))
            yield Line((block.reason, block.note))
        case plan.KeyFinding():
            yield Line((block.series, block.period), "strong")
            yield Line((block.headline,), "title")
            yield from (Line((thing,)) for thing in block.things)
        case plan.Strip():
            yield from (Line((cell.label, cell.figure, cell.note), "strip") for cell in block.cells)
        case plan.Note():
            yield Line((block.label,), "strong")
            yield from (Line((run.head, _run(run.sentences))) for run in block.runs)
        case plan.Foot():
            yield from (Line((text,), "source") for text in (block.contact, block.address) if text)


def _masthead_lines(block: plan.Masthead) -> Iterator[Line]:
    yield Line((block.publisher,), "strong")
    yield from (Line((text,)) for text in (block.place, block.issue))
    if block.tag:
        yield Line((block.tag,), "strong")
    yield Line((block.dated,))
    if block.draft and block.reason:
        yield Line((block.draft, block.reason), "strong")


def _table(table: Chart | Table) -> Iterator[Line]:
    """Yield the lines of a table, or of the figures of a picture."""
    yield Line((table.title,), "title")
    yield Line((table.subtitle,), "source")
    yield Line(())
    if isinstance(table, Table) and table.groups:
        yield Line(
            tuple(group.words for group in table.groups), "group", tuple(group.columns for group in table.groups)
        )
    if table.head:
        yield Line(table.head, "head")
    rows = table.rows or tuple(plan.Row((bar.label, bar.figure)) for bar in getattr(table, "bars", ()))
    for row in rows:
        yield Line(row.cells, "total" if row.weight == "total" else "row")
    yield Line(())
    notes = table.notes if isinstance(table, Table) else ()
    yield from (Line((text,), "source") for text in (*notes, table.source))
    if isinstance(table, Chart) and table.aside:
        yield Line((_run(table.aside),), "source")


def _running_foot(story: Story) -> Iterator[Line]:
    """Yield what the PDF has at the foot of each page: where figures come from, and what to be careful with."""
    for block in story.blocks:
        if isinstance(block, plan.Foot):
            yield from (Line((text,), "source") for text in (block.left, block.middle) if text)


def _front_widths(lines: Sequence[Line]) -> tuple[float, ...]:
    """Return the widths of the first sheet's columns."""
    names, all_columns = _FRONT
    figures = _longest([line.cells for line in lines if line.role == "strip"], 1)
    return (names, figures, max(all_columns - names - figures, _PROSE))


def _longest(rows: Sequence[tuple[Words, ...]], column: int) -> int:
    """Return how wide a column must be for its longest figure to stand on one line."""
    figures = [columns_of(_words(cells[column])) for cells in rows if len(cells) > column]
    return max([_FIGURES, *(ceil(letters / _FULL) + 1 for letters in figures)])


def _table_widths(lines: Sequence[Line]) -> tuple[float, ...]:
    """Return the widths of a table's columns. Heads take several lines."""
    rows = [line.cells for line in lines if line.role in {"row", "total"}]
    heads = [line.cells for line in lines if line.role == "head"]
    least, most = _NAMES
    names = min(max(_longest(rows, 0), least), most)
    return (names, *(_longest(rows, column) for column in range(1, max(map(len, (*rows, *heads))))))


def _write(sheet: Any, lines: Sequence[Line], widths: Sequence[float], style: SheetStyle) -> None:  # noqa: ANN401 -- openpyxl
    """Write lines onto a sheet whose columns are so wide, each line as high as its cells need."""
    from openpyxl.utils import get_column_letter

    widths = [*widths, max(_ROOM - sum(widths), _LEAST)]
    leading = _JOINED_LEADING if style.direction == "rtl" else _LEADING
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row, line in enumerate(lines, 1):
        column, height, size = 1, 1, _LOOKS[line.role].size
        for text, columns in zip(line.cells, _spans(line, len(widths)), strict=True):
            _fill(sheet.cell(row, column), text, line, style)
            if columns > 1:
                sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + columns - 1)
            room = _FULL * sum(widths[column - 1 : column - 1 + columns]) * _SIZE / size
            height = max(height, ceil(columns_of(_words(text)) / room))
            column += columns
        sheet.row_dimensions[row].height = height * size * leading
        if line.role == "head":
            sheet.freeze_panes = sheet.cell(row + 1, 2)
    sheet.sheet_view.rightToLeft = style.direction == "rtl"
    sheet.sheet_view.showGridLines = False
    _lay_out(sheet, sum(widths), style.paper)


def _lay_out(sheet: Any, width: float, paper: str) -> None:  # noqa: ANN401 -- openpyxl
    """Have a sheet of so many digits printed as wide as a page, and so that its last page is no stub."""
    orientation = "portrait" if width <= _UPRIGHT else "landscape"
    height = sum(row.height for row in sheet.row_dimensions.values())
    pages = height / (width * _DIGIT * _HEIGHTS[orientation])
    sheet.page_setup.paperSize, sheet.page_setup.orientation = _PAPERS[paper], orientation
    sheet.page_setup.fitToHeight = max(round(pages), 1)
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _spans(line: Line, columns: int) -> Sequence[int]:
    """Return over how many of the sheet's columns each cell of a line extends."""
    if line.spans or _LOOKS[line.role].in_columns or not line.cells:
        return line.spans or [1] * len(line.cells)
    return [*[1] * (len(line.cells) - 1), columns - len(line.cells) + 1]


def _fill(cell: Any, text: Words, line: Line, style: SheetStyle) -> None:  # noqa: ANN401 -- openpyxl
    """Write a text into a cell, as a number if it is one."""
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.worksheet.hyperlink import Hyperlink

    look = _LOOKS[line.role]
    number = typed(text) if isinstance(text, Text) and look.has_numbers else None
    if number:
        # as a text, since openpyxl would write seventeen digits of a float
        cell.value, cell.data_type, cell.number_format = f"{number.value:f}", "n", number.number_format
    elif _words(text):
        cell.value, cell.data_type = _words(text), "s"  # openpyxl would take "=…" for a formula
    cell.font = Font("Calibri", look.size, bold=look.is_bold, color=look.colour or style.mark)
    start = "right" if style.direction == "rtl" else "left"
    across = "center" if line.role == "group" else "right" if cell.column > 1 and look.in_columns else start
    order = _FROM_RIGHT if style.direction == "rtl" and not number else _FROM_LEFT
    down = "bottom" if line.role in {"group", "head"} else "center" if look.in_columns else "top"
    cell.alignment = Alignment(across, down, wrap_text=not number, readingOrder=order)
    if line.role in {"head", "total"}:
        side = Side("thin", _RULE)
        cell.border = Border(bottom=side) if line.role == "head" else Border(top=side)
    if line.target:
        cell.hyperlink = Hyperlink(cell.coordinate, location=line.target)
