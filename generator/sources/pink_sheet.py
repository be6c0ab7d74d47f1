"""Read the World Bank's Pink Sheet: monthly prices of commodities, one sheet of a workbook (layout read 2026-03).

Sheet "Monthly Prices" has `Updated on March 03, 2026` in A4, names in row 5 (followed by blanks and ` **`), units in
row 6 (`($/mt)`), then one row for each month (`1960M01`). A gap is an ellipsis or a blank.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime

from generator.sources.faults import LayoutFault, quoted
from generator.sources.side_document import PrintedItem, SideDocument, SideLayout, UnreadableRow
from generator.sources.typed_tables import as_text, cells_of

SHEET = "Monthly Prices"
_UPDATED, _NAMES, _UNITS, _FIRST = 4, 5, 6, 7  # rows
_ROWS, _COLUMNS = 4_000, 400  # limits: five times the size of a Pink Sheet
_GAPS = frozenset({"", "…", "...", ".."})
_DAY = re.compile(r"Updated on ([A-Z][a-z]+ \d{1,2}, \d{4})", re.ASCII)
_MONTH = re.compile(r"(\d{4})M(0[1-9]|1[0-2])", re.ASCII)
_AGAIN = "Fetch CMO-Historical-Data-Monthly.xlsx again."
Row = tuple[object, ...]


def document(_: SideLayout, raw: bytes) -> SideDocument:
    """Return what a Pink Sheet prints, or raise LayoutFault."""
    sheet = _rows(raw)
    updated, series = _updated(sheet), _series(sheet)
    items: list[PrintedItem] = []
    unreadable: list[UnreadableRow] = []
    for number, row in enumerate(sheet[_FIRST - 1 :], start=_FIRST):
        month = _text(row[0])
        if not any(_text(part) for part in row):
            continue
        if not _MONTH.fullmatch(month):
            unreadable.append(UnreadableRow(number, month, f"{quoted(month)} is no month; expected 1960M01"))
            continue
        period = f"{month[:4]}-{month[5:]}"
        for place, name, unit in series:
            text, cell = _text(row[place]), f"{SHEET}!{_letters(place)}{number}"
            items.append(PrintedItem(name, text, number, cell, unit, period, text in _GAPS))
    return SideDocument(tuple(items), tuple(unreadable), updated)


def _rows(raw: bytes) -> list[Row]:
    """Return the rows of the sheet, padded to one width."""
    rows: list[Row] = []
    for number, row in cells_of(raw, SHEET):
        if number > _ROWS or len(row) > _COLUMNS:
            problem = f"the sheet has more than {_ROWS:,} rows or {_COLUMNS:,} columns."
            raise LayoutFault(problem, remedy=_AGAIN)
        rows.append(row)
    if len(rows) < _FIRST:
        raise LayoutFault(problem=f"sheet {quoted(SHEET)} has no months below row {_UNITS}.", remedy=_AGAIN)
    width = max(1, *(len(row) for row in rows))
    return [row + (None,) * (width - len(row)) for row in rows]


def _updated(sheet: list[Row]) -> date:
    text = _text(sheet[_UPDATED - 1][0])
    printed = _DAY.fullmatch(text)
    try:
        return datetime.strptime(printed[1] if printed else "", "%B %d, %Y").date()  # noqa: DTZ007 -- a day alone
    except ValueError:
        problem = f"cell A{_UPDATED} has {quoted(text)}; expected Updated on March 03, 2026."
        raise LayoutFault(problem, remedy=_AGAIN) from None


def _series(sheet: list[Row]) -> list[tuple[int, str, str]]:
    """Return place, name and unit of every series, or raise LayoutFault."""
    if unreadable := [text for number in (_NAMES, _UNITS) if (text := _text(sheet[number - 1][0]))]:
        problem = f"column A has {quoted(unreadable[0])} in row {_NAMES} or {_UNITS}; names begin in column B."
        raise LayoutFault(problem, remedy=_AGAIN)
    series = []
    for place in range(1, len(sheet[0])):
        name = _text(sheet[_NAMES - 1][place]).removesuffix("**").strip()  # the mark of a note
        unit = _text(sheet[_UNITS - 1][place])
        if name and re.fullmatch(r"\([^()]+\)", unit):
            series.append((place, name, unit[1:-1].strip()))
        elif any(_text(row[place]) for row in sheet[_NAMES - 1 :]):
            problem = f"column {_letters(place)} has the name {quoted(name)} and the unit {quoted(unit)}."
            raise LayoutFault(problem, remedy="Both stand there as a rule, the unit in brackets. Fetch it again.")
    names = Counter(name for _, name, _ in series)
    if twice := [name for name, count in names.items() if count > 1]:
        raise LayoutFault(problem=f"two columns are called {quoted(twice[0])}.", remedy=_AGAIN)
    return series


def _text(part: object) -> str:
    return as_text(part).strip()


def _letters(place: int) -> str:
    """Return the letters of a column that is counted from 0: A, B, …, Z, AA."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(place + 1)
