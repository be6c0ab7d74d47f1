"""Tables as the audit reads them: rows of texts, each with its place in the file, under the labels of their columns.

A workbook and a page are read by other libraries than those that took the file in. `audit.messages` reads what names
its fields in each record instead.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, dropwhile, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, cast

from generator.audit.edition import Data

Row = tuple[int, list[str]]
_Hanging = dict[int, tuple[str, int]]  # by column: a text, and in how many more rows it stands
_FLOATING = frozenset(("DOUBLE", "FLOAT"))


def read_table(document: Data, content: bytes) -> tuple[list[str], Iterator[Row]]:
    """Return the labels of the columns and the rows below them; the texts of a table by country are stripped."""
    is_by_country = document.get("form") == "countries"
    opener = _OPENERS[document["held"] if is_by_country else document.get("form", "csv")]
    found = opener(document, content)
    if is_by_country:
        found = ((place, [text.strip() for text in texts]) for place, texts in found)
    first = document.get("header_row", 1)
    rows = dropwhile(lambda row: row[0] < first or not row[1], found)
    labels = _labels([texts for _, texts in islice(rows, document.get("label_rows", 1))])
    return labels, rows


def rows_of_sheet(content: bytes, name: str | None, mark: str = ".") -> Iterator[Row]:
    """Yield every row of a workbook's sheet, the first one where none is named, by its number."""
    from python_calamine import SheetTypeEnum, load_workbook

    with load_workbook(io.BytesIO(content)) as book:
        names = [
            one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet
        ]  # charts have sheets, too
        sheet = book.get_sheet_by_name(name or names[0])
        for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
            yield number, [_written(cell, mark) for cell in cells]


def _labels(rows: list[list[str]]) -> list[str]:
    """Return what stands over each column, from above; an upper label reaches right over labelled columns."""
    found: list[str] = []
    reach = ""
    for at in range(max(map(len, rows), default=0)):
        upper, *lower = (row[at] if at < len(row) else "" for row in rows)
        reach = upper or (reach if any(lower) else "")
        found.append(" / ".join(dict.fromkeys(text for text in (reach, *lower) if text)))
    while found and not found[-1].strip():
        found.pop()
    return found


def _of_text(document: Data, content: bytes) -> Iterator[Row]:
    return _of_stream(document, io.BytesIO(content))


def _of_packed_text(document: Data, content: bytes) -> Iterator[Row]:
    return _of_stream(document, cast("IO[bytes]", gzip.GzipFile(fileobj=io.BytesIO(content))))


def _of_stream(document: Data, file: IO[bytes]) -> Iterator[Row]:
    """Yield the rows of a text by the line on which each begins."""
    text = io.TextIOWrapper(file, document.get("encoding", "utf-8"), newline="")
    begin = next(text, "").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    reader, line = csv.reader(chain([begin], text), delimiter=document.get("delimiter", ",")), 0
    for row in reader:
        yield line + 1, row
        line = reader.line_num


def _of_workbook(document: Data, content: bytes) -> Iterator[Row]:
    for number, texts in rows_of_sheet(content, document.get("sheet"), document.get("decimal_mark", ".")):
        if any(text.strip() for text in texts):
            yield number, texts


def _written(cell: object, mark: str) -> str:
    """Return a cell as text: a number in its fewest digits, a day, and a moment at midnight, as its ISO day."""
    match cell:
        case bool():
            return str(cell).upper()
        case int() | float():
            return f"{Decimal(repr(cell)):f}".removesuffix(".0").replace(".", mark)
        case datetime() if cell.time() == time.min:
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
    return str(cell)


def _of_page(document: Data, content: bytes) -> Iterator[Row]:
    """Yield the rows of a page's tables in the order in which they begin, those of a table within a cell among them."""
    import tinyhtml5

    page = tinyhtml5.parse(content.decode(document["encoding"]), namespace_html_elements=False)
    parts = {row: part for part in page.iter() for row in part}
    part, hanging = None, _Hanging()
    for number, row in enumerate(page.iter("tr"), start=1):
        if parts[row] is not part:
            part, hanging = parts[row], {}
        texts, hanging = _laid_out(row, hanging)
        yield number, texts


def _laid_out(row: Any, hanging: _Hanging) -> tuple[list[str], _Hanging]:  # noqa: ANN401 -- an element of a page
    """Return the texts of a row by column, with those that hang down into it, and what hangs into the next row."""
    across = {at: text for at, (text, _) in hanging.items()}
    below = {at: (text, rows - 1) for at, (text, rows) in hanging.items() if rows > 1}
    at = 0
    for cell in row:
        if cell.tag not in {"td", "th"}:
            continue
        while at in across:
            at += 1
        text = " ".join("".join(cell.itertext()).split())
        rows = _span(cell.get("rowspan")) - 1
        for _ in range(_span(cell.get("colspan"))):
            across[at] = text
            if rows:
                below[at] = text, rows
            at += 1
    return [across.get(at, "") for at in range(max(across, default=-1) + 1)], below


def _span(text: str | None) -> int:
    return max(int(text), 1) if text and text.isdecimal() and text.isascii() else 1


def _of_parquet(document: Data, content: bytes) -> Iterator[Row]:
    """Yield the names of the columns, then the records from 1, their cells as DuckDB's own SQL writes them."""
    import duckdb

    with TemporaryDirectory(prefix="tradebrief-") as place, duckdb.connect(":memory:") as scan:
        path = Path(place, "document.parquet")
        path.write_bytes(content)
        table = scan.read_parquet(str(path), hive_partitioning=False)
        names, kinds = table.columns, [str(kind) for kind in table.types]
        found = table.project("columns(*)::VARCHAR").fetchall()
    mark = document.get("decimal_mark", ".")
    yield 1, names
    for number, row in enumerate(found, start=1):
        yield number, [_plain(text, kind, mark) for text, kind in zip(row, kinds, strict=True)]


def _plain(text: str | None, kind: str, mark: str) -> str:
    """Return the text of a cell of SQL as that of a cell of a workbook."""
    if text is None:
        return ""
    if kind in _FLOATING:
        return f"{Decimal(text):f}".removesuffix(".0").replace(".", mark)
    if kind.startswith("DECIMAL"):
        return text.replace(".", mark)
    if kind == "BOOLEAN":
        return text.upper()
    return text.removesuffix(" 00:00:00") if kind.startswith("TIMESTAMP") else text


_OPENERS: dict[str, Callable[[Data, bytes], Iterator[Row]]] = {
    "csv": _of_text,
    "csv.gz": _of_packed_text,
    "xlsx": _of_workbook,
    "html": _of_page,
    "parquet": _of_parquet,
}
