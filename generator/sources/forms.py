"""Forms: how bytes hold a table. Each form gives the header first, then every row with its place and its texts.

The place is the physical line on which a row of CSV starts, the row of a sheet, and the number of a record otherwise.
Nothing is converted: a number stays the text that it is (typed cells: sources.typed). The csv module reads, strictly;
pandas would shift a ragged row, read `NA` (Namibia) as nothing and `0101` as 101.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

from generator.sources.columnar import rows_of_parquet
from generator.sources.faults import LayoutFault, quoted
from generator.sources.gacc.grid import rows_under_labels
from generator.sources.layout import TableLayout
from generator.sources.sdmx.messages import rows_of_message
from generator.sources.workbook import rows_of_workbook

Rows = Iterator[tuple[int, tuple[str, ...]]]

MOST = 1024 * 2**20  # bytes that a compressed file may come to
_SIGNATURES = {
    b"PK\x03\x04": "a spreadsheet or ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
    b"\x1f\x8b": "compressed with gzip",
    b"BZh": "compressed with bzip2",
    b"\xfd7zXZ": "compressed with xz",
    b"%PDF": "a PDF",
    b"PAR1": "Parquet",
}
_BLOCK = 4096  # bytes that a file system and a copying program write at once, or a multiple of it
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "Save it again as CSV in the declared encoding."
_OTHER = {
    "a spreadsheet or ZIP archive": "If it is a workbook, declare form: xlsx in the source's settings.",
    "compressed with gzip": "If that is right, declare form: csv.gz in the source's settings.",
    "Parquet": "If that is right, declare form: parquet in the source's settings.",
}
_AGAIN = "Fetch it again."


def rows_of(layout: TableLayout, raw: bytes) -> Rows:
    """Yield the header and the rows that `raw` holds, or raise LayoutFault."""
    return _FORMS[layout.form](layout, raw)


def _csv(layout: TableLayout, raw: bytes) -> Rows:
    refuse_other_kinds(raw, layout)
    text = _text(raw, layout)
    refuse_cut(len(raw), text)
    return records(io.StringIO(text, newline=""), layout.delimiter)


def refuse_cut(size: int, end: str) -> None:
    """Refuse what a copy leaves that ends early: whole blocks, the last line torn, and perhaps its last figure.

    `end` is the end of a text of `size` bytes. A whole file that lacks its last line end has such a length once in
    4,096.
    """
    if size and size % _BLOCK == 0 and not end.endswith(("\n", "\r")):
        problem = f"the file ends inside its last line, after {size:,} bytes: a copy that was cut off ends so."
        raise LayoutFault(problem, "Copy it again; if it is whole, end its last line.")


def _csv_gz(layout: TableLayout, raw: bytes) -> Rows:
    if not raw.startswith(b"\x1f\x8b"):
        raise not_packed()
    try:
        with gzip.open(io.BytesIO(raw)) as file:
            plain = file.read(MOST + 1)
    except (OSError, EOFError, zlib.error) as fault:
        raise cannot_be_unpacked(fault) from None
    if len(plain) > MOST:
        raise comes_to_too_much()
    refuse_other_kinds(plain, layout)  # gzip itself knows whether it is whole
    return records(io.StringIO(_text(plain, layout), newline=""), layout.delimiter)


def not_packed() -> LayoutFault:
    """Return the fault of a file that is no gzip."""
    return LayoutFault(problem="the file is not compressed with gzip, as declared.", remedy=_AGAIN)


def cannot_be_unpacked(fault: Exception) -> LayoutFault:
    """Return the fault of a file that is cut or damaged."""
    return LayoutFault(problem=f"the file cannot be unpacked: {fault}.", remedy=_AGAIN)


def comes_to_too_much(most: int = MOST) -> LayoutFault:
    """Return the fault of a file that would fill the disk."""
    return LayoutFault(problem=f"the file comes to more than {most >> 20:,} MiB.", remedy="Split it by year.")


def _json(layout: TableLayout, raw: bytes) -> Rows:
    """Yield the records under `data` of an answer: the envelope of UN Comtrade, {"count": 1, "data": [{…}]}."""
    try:
        answer = json.loads(
            raw.decode("utf-8-sig"), parse_int=str, parse_float=str, parse_constant=_no_number, object_pairs_hook=_pairs
        )
    except (ValueError, RecursionError) as fault:
        raise LayoutFault(problem=f"this is no JSON that can be read: {fault}.", remedy=_AGAIN) from None
    records = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise LayoutFault(problem='the answer has no list of records under "data".', remedy=_AGAIN)
    if answer.get("error"):
        raise LayoutFault(problem=f"the answer is an error: {quoted(str(answer['error']))}.", remedy=_AGAIN)
    if (count := answer.get("count")) not in {None, str(len(records))}:
        raise LayoutFault(problem=f"the answer has {len(records)} records and counts {count}.", remedy=_AGAIN)
    return _of_records(records, (*layout.columns.values(), *layout.only))


def _of_records(records: list[dict[str, Any]], declared: tuple[str, ...]) -> Rows:
    header = tuple(records[0]) if records else tuple(dict.fromkeys(declared))
    yield 0, header
    for number, record in enumerate(records, start=1):
        if strange := set(record) ^ set(header):
            problem = f"record {number} has other names than the first one: {quoted(min(strange))}."
            raise LayoutFault(problem, remedy=_AGAIN)
        yield number, tuple(_plain(record[name]) for name in header)


def _plain(part: object) -> str:
    """Return the text of a JSON value; null is empty."""
    return "" if part is None else part if isinstance(part, str) else str(part)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        msg = "a name stands twice in one object"
        raise ValueError(msg)
    return dict(pairs)


def _no_number(text: str) -> NoReturn:
    msg = f"{text} is no number"
    raise ValueError(msg)


def refuse_other_kinds(raw: bytes, layout: TableLayout) -> None:
    """Raise LayoutFault where a file begins as no table in CSV does."""
    kinds = [kind for start, kind in _SIGNATURES.items() if raw.startswith(start)]
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        kinds.append("a web page")
    if raw.startswith(_UTF_16) and "16" not in layout.encoding:
        kinds.append(f"in UTF-16, not {layout.encoding}")
    for kind in kinds:
        raise LayoutFault(problem=f"the file is {kind}; expected a table in CSV.", remedy=_OTHER.get(kind, _SAVE_AS))


def _text(raw: bytes, layout: TableLayout) -> str:
    try:
        text = raw.decode(layout.encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as fault:
        raise not_encoded(layout, fault) from None
    if (place := text.find("\0")) >= 0:
        raise holds_nul(text.count("\n", 0, place) + 1)
    return text


def not_encoded(layout: TableLayout, fault: UnicodeDecodeError, before: int = 0) -> LayoutFault:
    """Return the fault of bytes that are no text; `before` counts the lines that came before the fault's own bytes."""
    line = before + fault.object.count(b"\n", 0, fault.start) + 1
    problem = f"line {line} is not {layout.encoding}: byte 0x{fault.object[fault.start]:02X}."
    return LayoutFault(problem, f"{_SAVE_AS} Or declare the encoding it has.")


def holds_nul(line: int) -> LayoutFault:
    """Return the fault of a text with a NUL."""
    return LayoutFault(problem=f"line {line} holds a NUL byte.", remedy=_SAVE_AS)


def records(lines: Iterable[str], delimiter: str) -> Rows:
    """Yield the records that `lines` hold, each with the line on which it starts; LayoutFault where one has no end."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1
    try:
        for fields in reader:
            if fields:
                yield line, tuple(fields)
            line = reader.line_num + 1
    except csv.Error as fault:
        problem = f"the row that starts on line {line} cannot be read: {fault}."
        raise LayoutFault(problem, "Look for a quotation mark that is opened and not closed.") from None


_FORMS: dict[str, Callable[[TableLayout, bytes], Rows]] = {
    "csv": _csv,
    "csv.gz": _csv_gz,
    "json": _json,
    "xlsx": rows_of_workbook,
    "parquet": rows_of_parquet,
    "countries": rows_under_labels,
    "sdmx-ml": rows_of_message,
    "sdmx-json": rows_of_message,
}
