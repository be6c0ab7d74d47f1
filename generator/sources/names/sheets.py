"""Code lists as CSV: the commodity list of China's customs, in Chinese or English, and any table of code and name.

China's: the parameter download of its query platform (lists of 2015 to 2023, read 2026-11). GB18030, LF, a quoted
header, a comma at the end of each line; a name may run over lines and hold commas; an empty unit is a NUL in 2017.
Some English names hold a quotation mark that nothing marks as theirs: what such a record says is not guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date

from generator.sources.faults import LayoutFault, quoted
from generator.sources.names.listed import CodeList, Listed, Strange

_ENGLISH = ("CODES", "DESCRIPTION", "YEAR", "UNIT_1_CODES", "UNIT_1_DESCRIPTION", "UNIT_2_CODES", "UNIT_2_DESCRIPTION")
_UNITS = ("第一计量单位编码", "第一计量单位名称", "第二计量单位编码", "第二计量单位名称")
_CHINESE = ("商品编码", "商品名称", "年份", *_UNITS)
_CUSTOMS = {(*_ENGLISH, ""): "en", (*_CHINESE, ""): "zh"}
_OWN = ("code", "name")
_USUAL = 5_000  # records; the lists of 2015 to 2023 have 8,300 to 9,000
_DIGITS = 8
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_AT_START = re.compile(r'"?(\d{2,10})"?,', re.ASCII)
_AGAIN = "Fetch it again."
_FORMS = "docs/sources/names.md says which lists are read."
Row = tuple[int, list[str]]


def of_sheet(raw: bytes) -> CodeList:
    """Return what a code list in CSV prints, or raise LayoutFault."""
    rows = _Rows(_text(raw))
    header = tuple(rows.header())
    if header in _CUSTOMS:
        return _of_customs(_CUSTOMS[header], header[1], rows)
    if sorted(header) == sorted(_OWN):
        place = header.index("code")
        records = tuple(Listed(one[place].strip(), one[1 - place], at) for at, one in rows)
        return CodeList("", "name", records, rows.strange)
    known = f"code, name or {', '.join(_ENGLISH)}"
    problem = f"the columns are {', '.join(map(quoted, header)) or 'none'}; expected {known}."
    raise LayoutFault(problem, _FORMS)


def _of_customs(language: str, column: str, rows: _Rows) -> CodeList:
    found = list(rows)
    years = {one[2] for _, one in found if _YEAR.fullmatch(one[2])}
    if len(years) != 1:
        problem = f"its records are of {' and '.join(sorted(years)) or 'no year'}; a list is of one year."
        raise LayoutFault(problem, _AGAIN)
    [year] = years
    strange = [_of_no_year(at, one) for at, one in found if one[2] != year]
    records = tuple(Listed(one[0], one[1], at) for at, one in found if one[2] == year)
    first = date(int(year), 1, 1)
    return CodeList(language, column, records, (*rows.strange, *strange), _DIGITS, first, _USUAL)


def _of_no_year(at: int, fields: Sequence[str]) -> Strange:
    return Strange(at, ",".join(fields), f"{quoted(fields[2])} is no year", (fields[0],))


class _Rows:
    """The records of a text, each with the line on which it starts; what cannot be read is in `strange` afterwards."""

    def __init__(self, text: str) -> None:
        self._lines = _Counted(text)
        self._reader = csv.reader(self._lines, strict=True)
        self._width = 0
        self._strange: list[Strange] = []

    @property
    def strange(self) -> tuple[Strange, ...]:
        """The records that could not be read."""
        return tuple(self._strange)

    def header(self) -> list[str]:
        """Return the names of the columns, which set how many fields a record has."""
        try:
            found = next(self._reader, [])
        except csv.Error as fault:
            problem = f"its header cannot be read: {fault}."
            raise LayoutFault(problem, _FORMS) from None
        self._width = len(found)
        return found

    def __iter__(self) -> Iterator[Row]:
        while True:
            line = self._lines.count + 1
            self._lines.taken.clear()
            try:
                fields = next(self._reader)
            except StopIteration:
                return
            except csv.Error as fault:
                if self._lines.ended and str(fault) == "unexpected end of data":
                    problem = f"the file ends inside the record that starts on line {line:,}."
                    raise LayoutFault(problem, _AGAIN) from None
                self._set_aside(line, f"its quotation marks do not pair: {fault}")
                continue
            if fields and len(fields) != self._width:
                self._set_aside(line, f"{len(fields)} fields where the header has {self._width}")
            elif fields:
                yield line, fields

    def _set_aside(self, line: int, reason: str) -> None:
        found = [_AT_START.match(one) for one in self._lines.taken]
        text = "".join(self._lines.taken).rstrip("\n")
        self._strange.append(Strange(line, text, reason, tuple(one[1] for one in found if one)))


class _Counted:
    """The lines of a text, ended by LF alone, counted as they are taken."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="\n")
        self.count, self.taken, self.ended = 0, list[str](), False

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.count += 1
            self.taken.append(line)
            yield line
        self.ended = True


def _text(raw: bytes) -> str:
    """Return the text of a list in UTF-8 or, where it is none, GB18030: no Chinese text is sound in both."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        problem = f"line {line:,} is neither UTF-8 nor GB18030: byte 0x{raw[fault.start]:02X}."
        raise LayoutFault(problem, _AGAIN) from None
