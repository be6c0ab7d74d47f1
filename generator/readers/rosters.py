"""Read and write rosters (tables of readers), and export everything that is stored about one reader.

If a cell begins like a formula of a spreadsheet program, it is written with an apostrophe before it. Reading removes
the apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator.delivery.addresses import read_address
from generator.errors import SettingsError
from generator.settings.value_types import nearest
from generator.sources.faults import LayoutFault
from generator.sources.typed_tables import as_text, cells_of
from generator.store import FigureStore, Reader

FIELDS = ("address", "name", "language", "format", "briefings", "confirmed", "basis")
_SYNONYMS = {"email": "address", "e-mail": "address", "mail": "address", "lang": "language", "formats": "format"}
_WORKBOOK = b"PK\x03\x04"
_MARKS = ",;\t"
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_SAVE_AGAIN = "Save it as CSV UTF-8, or as .xlsx with one sheet."


class RosterRow(NamedTuple):
    """One line of a table."""

    line: int  # its number
    cells: Sequence[str]
    fault: str = ""  # why it cannot be read


class RosterEntry(NamedTuple):
    """One line of a roster."""

    line: int  # its number
    cells: Mapping[str, str]  # by our name for the column
    fault: str = ""  # why it cannot be read


def read_roster(
    file: Path, renamed: Mapping[str, str], lists: frozenset[str]
) -> tuple[frozenset[str], list[RosterEntry]]:
    """Return our names of a table's columns, and its lines; SettingsError if it has no column of addresses.

    `renamed` maps our column names to the table's own. `lists` are names of briefings, which may be columns besides
    FIELDS.
    """
    head, rows = _table(file)
    columns = _columns(head, renamed, lists, str(file))
    return frozenset(columns) - {""}, [_entry(row, columns) for row in rows]


def write_roster(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows with the columns FIELDS as CSV in UTF-8. `read_roster` can read it."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, FIELDS)
    writer.writeheader()
    writer.writerows({field: _guarded(row[field]) for field in FIELDS} for row in rows)
    return text.getvalue().encode("utf-8-sig")  # Excel needs the byte order mark to recognise UTF-8


def _entry(row: RosterRow, columns: Sequence[str]) -> RosterEntry:
    if not row.fault and any(cell.strip() for cell in row.cells[len(columns) :]):
        return RosterEntry(row.line, {}, "it has more cells than the first line: is a text with a comma not quoted?")
    cells = (_unguarded(cell) for cell in row.cells)
    return RosterEntry(row.line, dict(zip(columns, cells, strict=False)), row.fault)


def _columns(head: Sequence[str], renamed: Mapping[str, str], lists: frozenset[str], where: str) -> list[str]:
    """Return our name for each column, "" for an ignored one; SettingsError if none has addresses."""
    mapped = _mapped_columns(head, renamed, lists)
    names = [text.strip().lower() for text in head]
    columns = [mapped.get(name) or _word(name, lists, mapped) for name in names]
    if "address" not in columns:
        listed = ", ".join(head) or "none"
        remedy = "Let the first line name the columns, or write --map address=COLUMN."
        raise SettingsError(where, f"no column has addresses; its columns are {listed}.", remedy)
    twice = [word for word in dict.fromkeys(columns) if word and columns.count(word) > 1]
    if twice:
        problem = f"two columns are taken for {twice[0]}."
        raise SettingsError(where, problem, f"Say which one: --map {twice[0]}=COLUMN.")
    return columns


def _mapped_columns(head: Sequence[str], renamed: Mapping[str, str], lists: frozenset[str]) -> dict[str, str]:
    """Return our name for each column that --map names; SettingsError if the column or our name does not exist."""
    names, words, where = [text.strip() for text in head], (*FIELDS, *sorted(lists)), "--map"
    for word, column in renamed.items():
        if word not in words:
            raise SettingsError(where, f"{word} is not a column of ours.", nearest(word, words))
        if column.strip().lower() not in {name.lower() for name in names}:
            raise SettingsError(where, f"there is no column {column!r}.", nearest(column, names))
    return {column.strip().lower(): word for word, column in renamed.items()}


def _word(name: str, lists: frozenset[str], mapped: Mapping[str, str]) -> str:
    """Return our name for a column by the name it has; "" if unknown, or if --map gives our name to another column."""
    words = {word.lower(): word for word in (*FIELDS, *lists)} | _SYNONYMS
    word = words.get(name, "")
    return "" if word in mapped.values() else word


def _table(file: Path) -> tuple[Sequence[str], list[RosterRow]]:
    """Return the column names of a table and its rows without empty ones."""
    try:
        raw = file.read_bytes()
    except OSError as fault:
        raise SettingsError(str(file), f"this cannot be read: {fault.strerror}.") from None
    rows = _of_workbook(raw, file) if raw.startswith(_WORKBOOK) else _of_text(raw, file)
    head = next(rows, RosterRow(0, ()))
    if head.fault:
        raise SettingsError(str(file), f"its first line cannot be read: {head.fault}.", _SAVE_AGAIN)
    return head.cells, [row for row in rows if row.fault or any(cell.strip() for cell in row.cells)]


def _of_text(raw: bytes, file: Path) -> Iterator[RosterRow]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise SettingsError(str(file), f"line {line} is not UTF-8.", _SAVE_AGAIN) from None
    first = text.partition("\n")[0]
    if "\0" in first:
        raise SettingsError(str(file), "its first line holds NUL signs.", _SAVE_AGAIN)
    delimiter = max(_MARKS, key=lambda mark: _width(first, mark))
    yield from _records(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), file)


def _width(line: str, mark: str) -> int:
    """Return how many cells a line has if `mark` separates them; 0 if its quotation marks do not fit that."""
    try:
        return len(next(csv.reader([line], delimiter=mark, strict=True), ()))
    except csv.Error:
        return 0


def _records(reader: Iterator[list[str]], file: Path) -> Iterator[RosterRow]:
    """Yield each record with the number of its first line, or with a fault if it breaks the rules of CSV.

    SettingsError if a quotation mark is never closed: nobody knows how many records it swallowed.
    """
    while True:
        line = reader.line_num + 1  # type: ignore[attr-defined]  # csv.reader has it
        try:
            yield RosterRow(line, next(reader))
        except StopIteration:
            return
        except csv.Error as fault:
            if "unexpected end" in str(fault) or "field limit" in str(fault):
                problem = f"a quotation mark of line {line} is not closed, or a cell is longer than any name."
                raise SettingsError(str(file), problem, "Fix that line.") from None
            yield RosterRow(line, (), f"it is not a line of CSV: {fault}")


def _of_workbook(raw: bytes, file: Path) -> Iterator[RosterRow]:
    try:
        for number, cells in cells_of(raw, ""):
            yield RosterRow(number, [as_text(cell) for cell in cells])
    except LayoutFault as fault:
        raise SettingsError(str(file), fault.problem, _SAVE_AGAIN) from None


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def export_reader(store: FigureStore, address: str) -> dict[str, Any]:
    """Return everything stored about an address: its reader, its letters and bounces, and whether it is suppressed.

    Letters are found by the digest of the address, so the letters of an erased reader are included.
    """
    folded = read_address(address).folded
    reader, readers = store.readers.by_address(folded), store.readers
    return {
        "schema": 1,
        "address": address,
        "reader": _as_data(reader) if reader else None,
        "suppressed": readers.why_suppressed(folded) or None,
        "letters": store.ledger.history(folded),
        "bounces": store.bounces.of(folded),
    }


def export_roster(store: FigureStore) -> bytes:
    """Return every reader as CSV for `subscribers import`. Readers who are not active have "no" under confirmed."""
    return write_roster(
        {
            "address": reader.address,
            "name": reader.name,
            "language": reader.language,
            "format": reader.format,
            "briefings": " ".join(sorted(reader.briefings)),
            "confirmed": "yes" if reader.state == "active" else "no",
            "basis": reader.basis,
        }
        for reader in store.readers.all()
    )


def _as_data(reader: Reader) -> dict[str, Any]:
    names = ("address", "name", "language", "format", "state", "basis")
    since = reader.since.isoformat(timespec="seconds") if reader.since else ""
    return {name: getattr(reader, name) for name in names} | {"briefings": sorted(reader.briefings), "since": since}
