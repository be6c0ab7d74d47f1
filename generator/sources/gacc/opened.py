"""The bytes of a file that a person saved, perhaps twice: their encoding, what separates fields, and the rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.sources.faults import LayoutFault, quoted
from generator.sources.forms import rows_of
from generator.sources.gacc.headers import MEANING, folded
from generator.sources.layout import TableLayout

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_HEAD = 400  # bytes in which the zeros of UTF-16 are counted
_FEW, _MOST = 3, 100  # names that tell a header; the platform has some twenty
_AGAIN = "Put the file there as the platform gives it: docs/sources/gacc.md."


@dataclass(frozen=True)
class Opened:
    """A file as texts: header and rows, with the form, the encoding and the delimiter in which they were found."""

    form: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def texts(self, place: int) -> tuple[str, ...]:
        """Return what stands in a column, each once; a ragged row is left out, since it is judged as a row."""
        whole = (fields for _, fields in self.rows if len(fields) == len(self.header))
        return tuple(dict.fromkeys(fields[place].strip() for fields in whole))


def opened(layout: TableLayout, raw: bytes) -> Opened:
    """Return the table that `raw` holds in the first encoding that gives names of the platform; LayoutFault for none.

    The platform writes GB18030, of which GBK is a part. Spreadsheets save UTF-8 with a mark, or UTF-16 with tabs.
    """
    strange = LayoutFault("the file is neither UTF-8, UTF-16 nor GB18030.", _AGAIN)
    if raw.startswith(b"PK\x03\x04"):
        return _workbook(layout, raw)
    for encoding in _encodings(raw):
        try:
            head = raw.decode(encoding).removeprefix("\ufeff").lstrip().partition("\n")[0]
        except UnicodeDecodeError:
            continue
        delimiter = max(",\t;", key=head.count)
        records = rows_of(replace(layout, form="csv", encoding=encoding, delimiter=delimiter), raw)
        _, header = next(records, (0, ()))
        if _is_known(header):
            return Opened("csv", encoding, delimiter, header, tuple(records))
        strange = _strange(delimiter.join(header[:_MOST]))
    raise strange


def _workbook(layout: TableLayout, raw: bytes) -> Opened:
    """Return the table that a spreadsheet saved as a workbook: its numbers were typed, and lost their zeros."""
    records = rows_of(replace(layout, form="xlsx"), raw)
    _, header = next(records, (0, ()))
    if not _is_known(header):
        raise _strange(",".join(header))
    return Opened("xlsx", "utf-8", ",", header, tuple(records))


def _is_known(header: tuple[str, ...]) -> bool:
    return len(header) <= _MOST and sum(folded(name) in MEANING for name in header if name) >= _FEW


def _strange(line: str) -> LayoutFault:
    problem = f"its first line is {quoted(line)}, which has not the columns of the query platform."
    return LayoutFault(problem, _AGAIN)


def _encodings(raw: bytes) -> Iterator[str]:
    yield from (encoding for mark, encoding in _MARKS.items() if raw.startswith(mark))
    if raw[1:_HEAD:2].count(0) > len(raw[:_HEAD]) // 8:  # every second byte of ASCII in UTF-16
        yield "utf-16-le"
    yield from ("utf-8", "gb18030")
