"""Read lists of names: China's customs' commodity list, the UN's reference table of the HS, any table of code and name.

China's list is the parameter download of its query platform (lists of 2015 to 2023, read 2026-11). It is Chinese or
English, in GB18030 with LF, a quoted header, and a comma at the end of each line. A name may span lines and contain
commas. An empty unit is a NUL in 2017. Some English names contain a quotation mark that is not escaped; such a record
is refused, not guessed. The UN's list is `HS.json` (read 2025-12): every code of any edition, in English, with a byte
order mark: `{"more": false, "classCode": "HS", "results": [{"id": "0101", "text": "0101 - Horses, asses, mules and
hinnies; live", …}]}`. Names from older editions keep the nomenclature's marks: `- -  Capers`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import suppress
from dataclasses import replace
from datetime import date

from generator.sources.faults import LayoutFault, quoted
from generator.sources.side_document import PrintedItem, SideDocument, SideLayout, UnreadableRow
from generator.sources.table_forms import pairs

_ENGLISH = ("CODES", "DESCRIPTION", "YEAR", "UNIT_1_CODES", "UNIT_1_DESCRIPTION", "UNIT_2_CODES", "UNIT_2_DESCRIPTION")
_UNITS = ("第一计量单位编码", "第一计量单位名称", "第二计量单位编码", "第二计量单位名称")
_CHINESE = ("商品编码", "商品名称", "年份", *_UNITS)
_CUSTOMS = {(*_ENGLISH, ""): "en", (*_CHINESE, ""): "zh"}
_COLUMNS = ("code", "name")
_LARGEST = 16 * 2**20  # bytes; the largest list known has 2 MB
_USUAL = 5_000  # least records of a full list; customs' have 8,300 to 9,000, one edition of the HS about 6,900
_DIGITS = 8
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_AT_START = re.compile(r'"?(\d{2,10})"?,', re.ASCII)
_AGAIN = "Fetch it again."
_REFERENCE_AGAIN = "Fetch HS.json again, from the list of references of UN Comtrade."
_FORMS = "docs/sources/names.md says which lists are read."
Row = tuple[int, list[str]]


def document(layout: SideLayout, raw: bytes) -> SideDocument:
    """Return what a list of names prints, or raise LayoutFault."""
    if len(raw) > _LARGEST:
        raise LayoutFault(problem=f"the file is larger than {_LARGEST >> 20} MiB.", remedy=_AGAIN)
    is_json = raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}
    names = _of_reference(raw) if is_json else _of_sheet(raw)
    if not names.language and not layout.language:
        problem = "the file does not say in which language its names are."
        raise LayoutFault(problem, remedy="Declare it in the source's settings: language: ur.")
    if names.language and layout.language not in {"", names.language}:
        problem = f"its names are in {names.language}; declared is language: {layout.language}."
        raise LayoutFault(problem, remedy="Take the list in that language, or give this one a source of its own.")
    return replace(names, language=names.language or layout.language)


def _of_reference(raw: bytes) -> SideDocument:
    """Return what a reference table prints, or raise LayoutFault."""
    try:
        answer = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=pairs)
    except (ValueError, RecursionError) as fault:
        raise LayoutFault(problem=f"this is no JSON that can be read: {fault}.", remedy=_REFERENCE_AGAIN) from None
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list) or answer.get("classCode") != "HS":
        problem = 'this is no table of the HS: expected "classCode": "HS" and a list of "results".'
        raise LayoutFault(problem, remedy=_FORMS)
    if answer.get("more") is not False:
        raise LayoutFault(problem='the table is a part of one: "more" is not false.', remedy=_REFERENCE_AGAIN)
    items: list[PrintedItem] = []
    unreadable: list[UnreadableRow] = []
    for number, record in enumerate(results, start=1):
        texts = [record.get(key) if isinstance(record, dict) else None for key in ("id", "text")]
        code, text = (text if isinstance(text, str) else "" for text in texts)
        start = f"{code} - "  # `0101 - Horses` is called "Horses"
        if code and text[: len(start)].upper() == start.upper():
            items.append(PrintedItem(code, text[len(start) :], number, "text"))
        else:
            reason = f"its text does not begin with its code: {quoted(text)}"
            printed = json.dumps(record, ensure_ascii=False)
            unreadable.append(UnreadableRow(number, printed, reason, "text", (code,) if code else ()))
    return SideDocument(tuple(items), tuple(unreadable), language="en", usual=_USUAL)


def _of_sheet(raw: bytes) -> SideDocument:
    """Return what a list in CSV prints, or raise LayoutFault."""
    header, rows, unreadable = _records(_text(raw))
    if header in _CUSTOMS:
        return _of_customs(_CUSTOMS[header], header[1], rows, unreadable)
    if sorted(header) == sorted(_COLUMNS):
        place = header.index("code")
        items = tuple(PrintedItem(fields[place].strip(), fields[1 - place], line, "name") for line, fields in rows)
        return SideDocument(items, tuple(replace(row, column="name") for row in unreadable))
    expected = f"code, name or {', '.join(_ENGLISH)}"
    problem = f"the columns are {', '.join(map(quoted, header)) or 'none'}; expected {expected}."
    raise LayoutFault(problem, _FORMS)


def _of_customs(language: str, column: str, rows: list[Row], unreadable: list[UnreadableRow]) -> SideDocument:
    years = {fields[2] for _, fields in rows if _YEAR.fullmatch(fields[2])}
    if len(years) != 1:
        problem = f"its records are of {' and '.join(sorted(years)) or 'no year'}; a list is of one year."
        raise LayoutFault(problem, _AGAIN)
    [year] = years
    items: list[PrintedItem] = []
    unreadable = [replace(row, column=column) for row in unreadable]
    for line, fields in rows:
        code, words, printed_year = fields[:3]
        if printed_year == year:
            items.append(PrintedItem(code, words, line, column))
        else:
            reason = f"{quoted(printed_year)} is no year"
            unreadable.append(UnreadableRow(line, ",".join(fields), reason, column, (code,)))
    return SideDocument(tuple(items), tuple(unreadable), date(int(year), 1, 1), language, _DIGITS, _USUAL)


def _records(text: str) -> tuple[tuple[str, ...], list[Row], list[UnreadableRow]]:
    """Return the header, the records with the line on which each starts, and the rows that are not readable records."""
    lines = list(io.StringIO(text, newline="\n"))  # ended by LF alone
    reader = csv.reader(lines, strict=True)
    try:
        header = tuple(next(reader, []))
    except csv.Error as fault:
        problem = f"its header cannot be read: {fault}."
        raise LayoutFault(problem, _FORMS) from None
    rows: list[Row] = []
    unreadable: list[UnreadableRow] = []
    while reader.line_num < len(lines):
        before, reason = reader.line_num, ""
        try:
            fields = next(reader)
        except csv.Error as fault:
            if reader.line_num == len(lines) and str(fault) == "unexpected end of data":
                problem = f"the file ends inside the record that starts on line {before + 1:,}."
                raise LayoutFault(problem, _AGAIN) from None
            reason = f"its quotation marks do not pair: {fault}"
        else:
            if fields and len(fields) != len(header):
                reason = f"{len(fields)} fields where the header has {len(header)}"
            elif fields:
                rows.append((before + 1, fields))
        if reason:
            record = lines[before : reader.line_num]
            codes = tuple(start[1] for line in record if (start := _AT_START.match(line)))
            unreadable.append(UnreadableRow(before + 1, "".join(record).rstrip("\n"), reason, codes=codes))
    return header, rows, unreadable


def _text(raw: bytes) -> str:
    """Return the text of a list in UTF-8, or else GB18030. No Chinese text is valid in both."""
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-8-sig")
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        problem = f"line {line:,} is neither UTF-8 nor GB18030: byte 0x{raw[fault.start]:02X}."
        raise LayoutFault(problem, _AGAIN) from None
