"""A workbook's sheet as the audit reads it: the archive's own XML, and no library of spreadsheets."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from posixpath import join, normpath

from lxml import etree

from generator.audit.edition import Data

_DAYS = frozenset((*range(14, 23), *range(45, 48)))  # number formats that every workbook has: ECMA-376, 18.8.30
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')  # parts of a format that are printed, and colours
_BASE, _BASE_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 -- days of a sheet have no zone
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_EXACT = 17  # digits that tell any two floating-point numbers apart


def of_workbook(document: Data, content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows under the header row of the declared sheet, by their number in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = _Book.of(archive, document)
        header: list[str] = []
        for number, texts in book.rows(archive):
            if number == document.get("header_row", 1):
                header = texts[: _end(texts)]
            elif header and _end(texts):
                yield number, dict(zip(header, texts + [""] * len(header), strict=False))


def texts_of_sheet(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the texts of every row of the sheet `name`, by the row's number."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield from _Book.of(archive, {"sheet": name}).rows(archive)


def _end(texts: list[str]) -> int:
    return max((at for at, text in enumerate(texts, start=1) if text.strip()), default=0)


def sheet_rows(archive: zipfile.ZipFile, document: Data) -> Iterator[tuple[int, list[str]]]:
    """Yield every row of the declared sheet, by its number."""
    yield from _Book.of(archive, document).rows(archive)


@dataclass(frozen=True)
class _Book:
    """What the cells of a sheet point to."""

    part: str
    strings: list[str]
    days: frozenset[int]
    base: datetime
    mark: str

    @classmethod
    def of(cls, archive: zipfile.ZipFile, document: Data) -> _Book:
        path = next(path for kind, path in _related(archive, "", "").values() if kind == "officeDocument")
        book, parts = _xml(archive, path), _related(archive, *path.rpartition("/")[::2])
        named = {sheet.get("name"): sheet.get(_REL) or "" for sheet in book.iter("{*}sheet")}
        sheets = {name: parts[key][1] for name, key in named.items() if parts[key][0] == "worksheet"}
        part = sheets[document["sheet"]] if document.get("sheet") else next(iter(sheets.values()))
        known = dict(parts.values())
        strings = list(map(_string, _xml(archive, known["sharedStrings"]))) if "sharedStrings" in known else []
        days = _days(_xml(archive, known["styles"])) if "styles" in known else frozenset[int]()
        is_1904 = any(one.get("date1904") in {"1", "true"} for one in book.iter("{*}workbookPr"))
        return cls(part, strings, days, _BASE_1904 if is_1904 else _BASE, document.get("decimal_mark", "."))

    def rows(self, archive: zipfile.ZipFile) -> Iterator[tuple[int, list[str]]]:
        number = 0
        with archive.open(self.part) as file:
            for _, row in etree.iterparse(file, tag="{*}row", resolve_entities=False):
                number = int(row.get("r") or number + 1)
                texts: list[str] = []
                for cell in row.iterchildren("{*}c"):
                    at = _column(cell.get("r") or "") or len(texts) + 1
                    texts += [""] * (at - len(texts) - 1) + [self._text(cell)]
                row.clear()
                yield number, texts

    def _text(self, cell: etree._Element) -> str:
        kind, text = cell.get("t", "n"), cell.findtext("{*}v") or ""
        if kind == "inlineStr":
            return "".join(map(_string, cell.iterchildren("{*}is")))
        if not text or kind in {"str", "e"}:
            return text
        if kind == "n" and int(cell.get("s") or 0) in self.days:
            return _day(self.base + timedelta(days=float(text)))
        read: dict[str, Callable[[], str]] = {
            "s": lambda: self.strings[int(text)],
            "b": lambda: ("FALSE", "TRUE")[int(text)],
            "d": lambda: text.removesuffix("Z").removesuffix("T00:00:00"),
            "n": lambda: shortest(text).replace(".", self.mark),
        }
        return read[kind]()


def shortest(text: str) -> str:
    """Return the fewest digits that mean the same number, without an exponent; a whole number is exact."""
    if not set(text) & set(".eE"):
        return str(int(text))
    number = float(text)
    least = next(f"{number:.{digits}g}" for digits in range(1, _EXACT + 1) if float(f"{number:.{digits}g}") == number)
    whole, _, more = least.partition("e")
    if not more:
        return whole
    digits, _, places = whole.partition(".")
    sign, bare = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    return sign + _shifted(bare + places, len(bare) + int(more))


def _shifted(digits: str, point: int) -> str:
    """Return the digits with the point after the first `point` of them."""
    if point <= 0:
        return f"0.{'0' * -point}{digits}"
    return digits.ljust(point, "0") if point >= len(digits) else f"{digits[:point]}.{digits[point:]}"


def _day(moment: datetime) -> str:
    return moment.date().isoformat() if moment == moment.replace(hour=0, minute=0, second=0) else moment.isoformat()


def _column(place: str) -> int:
    """Return the number of the column that `AB12` is in, 0 where it names none."""
    number = 0
    for letter in place.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _string(item: etree._Element) -> str:
    """Return a string item without how it is spoken."""
    parts = (*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t"))
    return "".join(part.text or "" for part in parts).replace("x005F_", "")


def _days(styles: etree._Element) -> frozenset[int]:
    """Return the numbers of the cell formats that show a day."""
    own = {int(one.get("numFmtId") or 0): one.get("formatCode") or "" for one in styles.iter("{*}numFmt")}
    formats = [int(one.get("numFmtId") or 0) for one in styles.iterfind("{*}cellXfs/{*}xf")]
    shows = (_is_day(own[kind]) if kind in own else kind in _DAYS for kind in formats)
    return frozenset(at for at, is_day in enumerate(shows) if is_day)


def _is_day(code: str) -> bool:
    return bool(re.search("[dmhys]", _QUOTED.sub("", code).partition(";")[0], re.IGNORECASE))


def _related(archive: zipfile.ZipFile, folder: str, name: str) -> Mapping[str, tuple[str, str]]:
    """Return by id the kind and path of every part that a part names."""
    found = _xml(archive, join(folder, "_rels", f"{name}.rels"))
    return {
        one.get("Id") or "": (
            (one.get("Type") or "").rpartition("/")[2],
            normpath(join("/", folder, one.get("Target") or "")).lstrip("/"),
        )
        for one in found
    }


def _xml(archive: zipfile.ZipFile, part: str) -> etree._Element:
    return etree.fromstring(archive.read(part), etree.XMLParser(resolve_entities=False, no_network=True))
