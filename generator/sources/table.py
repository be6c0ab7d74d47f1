"""Table: the bytes of a file as header and rows, each row with the physical line on which it starts.

The csv module reads, strictly; pandas would shift a ragged row, read `NA` (Namibia) as nothing and `0101` as 101.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from generator.sources.faults import LayoutFault, quoted
from generator.sources.layout import TableLayout

LIMIT = 64 * 2**20  # bytes
_SIGNATURES = {
    b"PK\x03\x04": "a spreadsheet or ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
    b"\x1f\x8b": "compressed with gzip",
    b"BZh": "compressed with bzip2",
    b"\xfd7zXZ": "compressed with xz",
    b"%PDF": "a PDF",
}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "Save it again as CSV in the declared encoding."


@dataclass(frozen=True)
class Table:
    """The header and the rows that hold anything, each as (1-based line of the file, its fields)."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(layout: TableLayout, raw: bytes) -> Table:
    """Return the table that `raw` holds, or raise LayoutFault."""
    _refuse_other_kinds(raw, layout)
    records = _records(_text(raw, layout), layout.delimiter)
    _, header = next(records, (0, ()))
    if not header:
        raise LayoutFault(problem="the file is empty.", remedy="Fetch it again.")
    _match(header, layout)
    table = Table(header, tuple(records))
    _count(len(table.rows), layout)
    return table


def _refuse_other_kinds(raw: bytes, layout: TableLayout) -> None:
    if len(raw) > LIMIT:
        raise LayoutFault(
            problem=f"the file is larger than {LIMIT >> 20} MiB.", remedy="Split it by year or by chapter."
        )
    kinds = [kind for start, kind in _SIGNATURES.items() if raw.startswith(start)]
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        kinds.append("a web page")
    if raw.startswith(_UTF_16) and "16" not in layout.encoding:
        kinds.append(f"in UTF-16, not {layout.encoding}")
    for kind in kinds:
        raise LayoutFault(problem=f"the file is {kind}; expected a table in CSV.", remedy=_SAVE_AS)


def _text(raw: bytes, layout: TableLayout) -> str:
    try:
        text = raw.decode(layout.encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        problem = f"line {line} is not {layout.encoding}: byte 0x{raw[fault.start]:02X}."
        raise LayoutFault(problem, f"{_SAVE_AS} Or declare the encoding it has.") from None
    if (place := text.find("\0")) >= 0:
        line = text.count("\n", 0, place) + 1
        raise LayoutFault(problem=f"line {line} holds a NUL byte.", remedy=_SAVE_AS)
    return text


def _records(text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for fields in reader:
            if fields:
                yield line, tuple(fields)
            line = reader.line_num + 1
    except csv.Error as fault:
        problem = f"the row that starts on line {line} cannot be read: {fault}."
        raise LayoutFault(problem, "Look for a quotation mark that is opened and not closed.") from None


def _match(header: tuple[str, ...], layout: TableLayout) -> None:
    declared = tuple(dict.fromkeys(layout.columns.values()))
    extra = [name for name in header if name not in declared and name not in layout.ignored]
    if twice := [name for name, count in Counter(header).items() if count > 1]:
        raise LayoutFault(problem=f"two columns are called {quoted(twice[0])}.", remedy="Rename or remove one of them.")
    if missing := [name for name in declared if name not in header]:
        raise LayoutFault(_missing(missing, extra, header), _remedy(header, layout.delimiter))
    if extra:
        problem = f"column {_names(extra)} is unknown; expected {_names(declared)}."
        raise LayoutFault(problem, "If it may be passed over, list it under ignored in the source's settings.")


def _missing(missing: list[str], extra: list[str], header: tuple[str, ...]) -> str:
    near = get_close_matches(missing[0], extra, n=1, cutoff=0.5)
    renamed = f"; {quoted(near[0])} may be its new name" if near else ""
    return f"column {_names(missing)} is missing{renamed}; the file has {_names(header)}."


def _remedy(header: tuple[str, ...], delimiter: str) -> str:
    other = next((mark for mark in ",;\t|" if mark != delimiter and mark in header[0]), "")
    if len(header) == 1 and other:
        return f"It seems to be separated by {other!r}: declare that as delimiter."
    return "If the publisher changed the table, change columns in the source's settings."


def _names(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(quoted(name) for name in names)


def _count(rows: int, layout: TableLayout) -> None:
    if not rows:
        raise LayoutFault(problem="the file has a header and no rows.", remedy="Fetch it again.")
    most = layout.at_most
    if rows < layout.at_least or (most is not None and rows > most):
        expected = f"at least {layout.at_least}" + ("" if most is None else f" and at most {most}")
        raise LayoutFault(
            problem=f"the file has {rows} rows; expected {expected}.", remedy="Fetch it again, or change rows."
        )
