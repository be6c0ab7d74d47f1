"""Lines: a table in text, read line by line where something is wrong with it: to say where, or to make it even."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

Fault = tuple[int, str, str]  # row, the header being 1 (0: none); problem; remedy


def mark_of(file: Path) -> str:
    """Return what stands between two cells."""
    return "\t" if ".tsv" in file.suffixes else ","


def header(file: Path) -> list[str]:
    """Return the names of the columns; none of an empty file."""
    with _opened(file, errors="surrogateescape") as text:
        first = text.readline().strip("\r\n")
    return [name.strip() for name in next(csv.reader([first], delimiter=mark_of(file)), [])]


def is_foreign(row: list[str]) -> bool:
    """Say whether a row has bytes that are no UTF-8."""
    return any("\udc80" <= sign <= "\udcff" for cell in row for sign in cell)


def odd(file: Path) -> Iterator[Fault]:
    """Yield the first row that cannot be read: another encoding, a mark that is not closed, a cell too many."""
    wide, at = 0, 0
    with _opened(file, errors="surrogateescape") as text:
        rows = csv.reader(_even(text), delimiter=mark_of(file), strict=True)
        try:
            for at, row in enumerate(filter(None, rows), 1):
                wide = wide or len(row)
                if is_foreign(row):
                    yield at, "it is not UTF-8", "Save it as UTF-8."
                if len(row) != wide:
                    yield at, f"it has {len(row)} cells, and the header {wide}", "Mend the row."
        except csv.Error as fault:
            yield at + 1, f"it cannot be read: {fault}", "Close the quotation mark."


def line_of(file: Path, row: int) -> int:
    """Return the line of the file in which its row `row` begins, the header being row 1: blank lines are no rows."""
    at, before = 0, 0
    with _opened(file, errors="surrogateescape") as text, suppress(csv.Error):
        rows = csv.reader(_even(text), delimiter=mark_of(file))
        for cells in rows:
            at += bool(cells)
            if at == row:
                break
            before = rows.line_num
    return before + 1


def even(file: Path, into: Path) -> None:
    """Write the table with one kind of line end."""
    with _opened(file) as text, into.open("w", encoding="utf-8", newline="") as out:
        rows = csv.reader(_even(text), delimiter=mark_of(file))
        csv.writer(out, delimiter=mark_of(file), lineterminator="\n").writerows(row for row in rows if row)


@contextmanager
def _opened(file: Path, errors: str = "strict") -> Iterator[IO[Any]]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8-sig", errors=errors, newline=None) as text:
        yield text


def _even(text: IO[Any]) -> Iterator[str]:
    """Yield the lines without a NUL, at which the reader of rows would end."""
    return (line.replace("\0", "\ufffd") for line in text)
