"""Sheets: a table of claims as rows by the names in its first line; commas, semicolons or tabs between its cells."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from generator.desk.claimed.fields import FIELDS, NAMED, Where, refuse_slips
from generator.errors import SettingsError

_MARKS = ",;\t"


def rows(name: str, content: str) -> Iterator[tuple[int, dict[str, str] | SettingsError]]:
    """Yield each row that is not empty by the names of the columns, or why it cannot be read; and its first line."""
    head: list[str] = []
    for line, cells in _cells(name, content):
        where = Where(name, line)
        if isinstance(cells, SettingsError):
            yield line, cells
        elif not head:
            head = [cell.strip() for cell in cells]
            _refuse_head(head, where)
        elif len(cells) > len(head):
            problem = f"it has {len(cells)} cells, and the header {len(head)}."
            yield line, where.fault("", problem, "Put a cell with a comma in quotes, or name the column.")
        elif any(cell.strip() for cell in cells):
            yield line, dict(zip(head, cells, strict=False))


def _cells(name: str, content: str) -> Iterator[tuple[int, list[str] | SettingsError]]:
    """Yield the cells of each line that is not blank; where a quotation mark stays open, the rest is one fault."""
    begins = next((line for line in content.split("\n") if line.strip()), "")
    reader = csv.reader(StringIO(content), delimiter=max(_MARKS, key=begins.count), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as fault:
        yield line, Where(name, line).fault("", f"it cannot be read: {fault}.", "Close the quotation mark.")


def _refuse_head(head: list[str], where: Where) -> None:
    twice = next((one for one in head if one and head.count(one) > 1), "")
    if twice:
        where.refuse(twice, "two columns have this name.", "Leave one out.")
    refuse_slips(head, where)
    if not set(head) & set(FIELDS):
        where.refuse("", "no column has the name of a field.", NAMED)
