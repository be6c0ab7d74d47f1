"""Forms: how bytes contain a table. Each form yields the header first, then every row with its place and its texts.

The place is the line on which a row of CSV starts, the row of a sheet, or else the number of a record. Nothing is
converted: a number stays the text that it is (for typed cells see typed_tables). The csv module reads strictly. pandas
would shift a ragged row, read `NA` (Namibia) as missing, and read `0101` as 101.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any, NoReturn

from generator.sources.faults import LayoutFault, quoted
from generator.sources.gacc_country_table import rows_under_labels
from generator.sources.sdmx_messages import rows_of_message
from generator.sources.table_layout import TableLayout
from generator.sources.typed_tables import Rows, rows_of_parquet, rows_of_workbook

CSV_FORMS = ("csv", "csv.gz")
MOST = 16 * 2**30  # most bytes of an unpacked file
# An unpacked file above `_SAFE` bytes may have at most `_RATIO` times its packed size. Trade tables reach 10 to 30.
_SAFE, _RATIO = 64 * 2**20, 200
_START = 512  # bytes that show the kind of a file
_NO_TEXT = re.compile("[\0\ud800-\udfff]")  # a NUL, or a byte that is invalid in the encoding
_SIGNATURES = {
    b"PK\x03\x04": "a spreadsheet or ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
    b"\x1f\x8b": "compressed with gzip",
    b"BZh": "compressed with bzip2",
    b"\xfd7zXZ": "compressed with xz",
    b"%PDF": "a PDF",
    b"PAR1": "Parquet",
}
_BLOCK = 4096  # bytes; file systems and copying programs write multiples of it
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "Save it again as CSV in the declared encoding."
_OTHER = {
    "a spreadsheet or ZIP archive": "If it is a workbook, declare form: xlsx in the source's settings.",
    "compressed with gzip": "If that is right, declare form: csv.gz in the source's settings.",
    "Parquet": "If that is right, declare form: parquet in the source's settings.",
}
_DECLARE_ENCODING = f"{_SAVE_AS} Or declare the encoding it has."
_AGAIN = "Fetch it again."


def rows_of(layout: TableLayout, raw: bytes) -> Rows:
    """Yield the header and the rows of `raw`, or raise LayoutFault."""
    if layout.form in CSV_FORMS:
        return rows_of_table(layout, io.BytesIO(raw), len(raw))
    return _FORMS[layout.form](layout, raw)


def rows_of_table(layout: TableLayout, file: IO[bytes], size: int) -> Rows:
    """Yield the header and the rows of a CSV table of any size, plain or in gzip."""
    rows = rows_of_csv(file, size, layout.encoding, layout.delimiter, is_packed=layout.form == "csv.gz")
    return (row for row in rows if row[0] >= layout.header_row)


def rows_of_csv(
    file: IO[bytes], size: int, encoding: str = "utf-8", delimiter: str = ",", *, is_packed: bool = False
) -> Rows:
    """Yield the header and the rows of a CSV file of `size` bytes. It is read in pieces, so it may have any size."""
    reader = csv.reader(_lines(file, size, encoding, is_packed=is_packed), delimiter=delimiter, strict=True)
    line = 1
    try:
        for fields in reader:
            if fields:
                yield line, tuple(fields)
            line = reader.line_num + 1
    except csv.Error as fault:
        problem = f"the row that starts on line {line} cannot be read: {fault}."
        raise LayoutFault(problem, "Look for a quotation mark that is opened and not closed.") from None


def _lines(file: IO[bytes], size: int, encoding: str, *, is_packed: bool) -> Iterator[str]:
    """Yield the lines of a text. Raise LayoutFault if it is not valid in that encoding."""
    plain: Any = file
    if is_packed:
        if file.read(2) != b"\x1f\x8b":
            raise LayoutFault(problem="the file is not compressed with gzip, as declared.", remedy=_AGAIN)
        file.seek(0)
        plain = _BoundedGzip(file, min(MOST, max(_SAFE, _RATIO * size)))
    number, line = 0, ""
    try:
        _refuse_other_kinds(plain.read(_START), encoding)
        plain.seek(0)
        with io.TextIOWrapper(plain, encoding=encoding, errors="surrogateescape", newline="") as text:
            for number, line in enumerate(text, start=1):
                strange = _NO_TEXT.search(line)
                if strange:
                    if strange[0] == "\0":
                        raise LayoutFault(problem=f"line {number} holds a NUL byte.", remedy=_SAVE_AS)
                    problem = f"line {number} is not {encoding}: byte 0x{ord(strange[0]) & 0xFF:02X}."
                    raise LayoutFault(problem, _DECLARE_ENCODING)
                yield line.removeprefix("\ufeff") if number == 1 else line
    except UnicodeError as fault:
        msg = f"line {number + 1} is not {encoding}: {fault}."
        raise LayoutFault(msg, _DECLARE_ENCODING) from None
    except (OSError, EOFError, zlib.error) as fault:
        raise LayoutFault(problem=f"the file cannot be unpacked: {fault}.", remedy=_AGAIN) from None
    if not is_packed:  # gzip itself detects a cut file
        _refuse_cut(size, line)


def _refuse_cut(size: int, end: str) -> None:
    """Refuse a file that looks like a cut copy: it has whole blocks, and its last line has no end.

    `end` is the end of a text of `size` bytes. A complete file without a last line end has such a length once in 4,096.
    """
    if size and size % _BLOCK == 0 and not end.endswith(("\n", "\r")):
        problem = f"the file ends inside its last line, after {size:,} bytes: a copy that was cut off ends so."
        raise LayoutFault(problem, "Copy it again; if it is whole, end its last line.")


class _BoundedGzip(gzip.GzipFile):
    """A gzip file that refuses to unpack to more than `most` bytes, since a small archive could fill the disk."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        super().__init__(fileobj=file)
        self._most = most

    def read1(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, or raise LayoutFault."""
        piece = super().read1(size)
        if self.tell() > self._most:
            problem = f"the file comes to more than {self._most >> 20:,} MiB."
            raise LayoutFault(problem, remedy="Split it by year.")
        return piece


def is_packed_large(head: bytes, most: int) -> bool:
    """Whether gzip data that begins with `head` unpacks to more than `most` bytes. False if it is not gzip."""
    try:
        return len(zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, most + 1)) > most
    except zlib.error:
        return False


def _json(layout: TableLayout, raw: bytes) -> Rows:
    """Yield the records under `data` in an answer, the envelope of UN Comtrade: {"count": 1, "data": [{…}]}."""
    try:
        answer = json.loads(
            raw.decode("utf-8-sig"), parse_int=str, parse_float=str, parse_constant=_no_number, object_pairs_hook=pairs
        )
    except (ValueError, RecursionError) as fault:
        raise LayoutFault(problem=f"this is no JSON that can be read: {fault}.", remedy=_AGAIN) from None
    records = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise LayoutFault(problem='the answer has no list of records under "data".', remedy=_AGAIN)
    if answer.get("error"):
        raise LayoutFault(problem=f"the answer is an error: {quoted(str(answer['error']))}.", remedy=_AGAIN)
    count = answer.get("count")
    if count not in {None, str(len(records))}:
        raise LayoutFault(problem=f"the answer has {len(records)} records and counts {count}.", remedy=_AGAIN)
    return _of_records(records, (*layout.columns.values(), *layout.only))


def _of_records(records: list[dict[str, Any]], declared: tuple[str, ...]) -> Rows:
    header = tuple(records[0]) if records else tuple(dict.fromkeys(declared))
    yield 0, header
    for number, record in enumerate(records, start=1):
        strange = set(record) ^ set(header)
        if strange:
            problem = f"record {number} has other names than the first one: {quoted(min(strange))}."
            raise LayoutFault(problem, remedy=_AGAIN)
        yield number, tuple("" if record[name] is None else str(record[name]) for name in header)


def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the JSON object with these pairs. Raise ValueError if a name appears twice."""
    if len(dict(members)) < len(members):
        msg = "a name stands twice in one object"
        raise ValueError(msg)
    return dict(members)


def _no_number(text: str) -> NoReturn:
    msg = f"{text} is no number"
    raise ValueError(msg)


def _refuse_other_kinds(raw: bytes, encoding: str) -> None:
    """Raise LayoutFault if a file begins in a way that a CSV table does not."""
    kinds = [kind for start, kind in _SIGNATURES.items() if raw.startswith(start)]
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        kinds.append("a web page")
    if raw.startswith(_UTF_16) and "16" not in encoding:
        kinds.append(f"in UTF-16, not {encoding}")
    for kind in kinds:
        raise LayoutFault(problem=f"the file is {kind}; expected a table in CSV.", remedy=_OTHER.get(kind, _SAVE_AS))


_FORMS: dict[str, Callable[[TableLayout, bytes], Rows]] = {
    "json": _json,
    "xlsx": rows_of_workbook,
    "parquet": rows_of_parquet,
    "countries": rows_under_labels,
    "sdmx-ml": rows_of_message,
    "sdmx-json": rows_of_message,
}
