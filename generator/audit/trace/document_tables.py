"""Read tables: rows of texts, each with its place in the file, under the labels of their columns.

Workbooks and pages are read with other libraries than those that ingested the file. MESSAGES reads formats whose
records name their fields.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, dropwhile, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree

from generator.audit.edition_data import Data

PRICED = ("prices", "rates")  # kinds of documents that `price_trace` reads
Row = tuple[int, list[str]]
_Hanging = dict[int, tuple[str, int]]  # by column: a text that spans rows, and how many more rows it spans
_FLOATING = frozenset(("DOUBLE", "FLOAT"))


def read_table(document: Data, content: bytes) -> tuple[list[str], Iterator[Row]]:
    """Return the labels of the columns and the rows below them. Texts of a table by country are stripped."""
    is_by_country = document.get("form") == "countries"
    opener = _OPENERS[document["held"] if is_by_country else document.get("form", "csv")]
    table = opener(document, content)
    if is_by_country:
        table = ((place, [text.strip() for text in texts]) for place, texts in table)
    first = document.get("header_row", 1)
    rows = dropwhile(lambda row: row[0] < first or not row[1], table)
    labels = _labels([texts for _, texts in islice(rows, document.get("label_rows", 1))])
    return labels, rows


def rows_of_sheet(content: bytes, name: str | None, mark: str = ".") -> Iterator[Row]:
    """Yield every non-empty row of the named sheet, or of the first one, with its number."""
    from python_calamine import SheetTypeEnum, load_workbook

    with load_workbook(io.BytesIO(content)) as book:
        sheets = [entry for entry in book.sheets_metadata if entry.typ == SheetTypeEnum.WorkSheet]  # charts have some
        names = [entry.name for entry in sheets]
        sheet = book.get_sheet_by_name(name or names[0])
        for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
            texts = [_cell_text(cell, mark) for cell in cells]
            if any(text.strip() for text in texts):
                yield number, texts


def _labels(rows: list[list[str]]) -> list[str]:
    """Return the label of each column, from top to bottom. An upper label spans the labelled columns to its right."""
    labels: list[str] = []
    reach = ""
    for at in range(max(map(len, rows), default=0)):
        upper, *lower = (row[at] if at < len(row) else "" for row in rows)
        reach = upper or (reach if any(lower) else "")
        labels.append(" / ".join(dict.fromkeys(text for text in (reach, *lower) if text)))
    while labels and not labels[-1].strip():
        labels.pop()
    return labels


def _of_text(document: Data, content: bytes) -> Iterator[Row]:
    """Yield the rows of a text, plain or in gzip, with the line on which each begins."""
    file: Any = io.BytesIO(content)
    if "csv.gz" in {document.get("form"), document.get("held")}:
        file = gzip.GzipFile(fileobj=file)
    text = io.TextIOWrapper(file, document.get("encoding", "utf-8"), newline="")
    begin = next(text, "").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    reader, line = csv.reader(chain([begin], text), delimiter=document.get("delimiter", ",")), 0
    for row in reader:
        yield line + 1, row
        line = reader.line_num


def _cell_text(cell: object, mark: str) -> str:
    """Return a cell as text: a number in its shortest form; a date, or a time at midnight, as an ISO date."""
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
    """Yield the rows of a page's tables in the order in which they begin, including tables inside cells."""
    import tinyhtml5

    page = tinyhtml5.parse(content.decode(document["encoding"]), namespace_html_elements=False)
    parts = {row: part for part in page.iter() for row in part}
    part, hanging = None, _Hanging()
    for number, row in enumerate(page.iter("tr"), start=1):
        if parts[row] is not part:
            part, hanging = parts[row], {}
        texts, hanging = _row_texts(row, hanging)
        yield number, texts


def _row_texts(row: Any, hanging: _Hanging) -> tuple[list[str], _Hanging]:  # noqa: ANN401 -- an element of a page
    """Return a row's texts by column, including cells that span into it, and the cells that span into the next row."""
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
    """Yield the names of the columns, then the records from 1, with cells as DuckDB writes them."""
    import duckdb

    with TemporaryDirectory(prefix="tradebrief-") as place, duckdb.connect(":memory:") as scan:
        path = Path(place, "document.parquet")
        path.write_bytes(content)
        table = scan.read_parquet(str(path), hive_partitioning=False)
        names, kinds = table.columns, [str(kind) for kind in table.types]
        records = table.project("columns(*)::VARCHAR").fetchall()
    mark = document.get("decimal_mark", ".")
    yield 1, names
    for number, row in enumerate(records, start=1):
        yield number, [_sql_text(text, kind, mark) for text, kind in zip(row, kinds, strict=True)]


def _sql_text(text: str | None, kind: str, mark: str) -> str:
    """Return an SQL cell's text in the form of a workbook cell's text."""
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
    "csv.gz": _of_text,
    "xlsx": lambda document, content: rows_of_sheet(content, document.get("sheet"), document.get("decimal_mark", ".")),
    "html": _of_page,
    "parquet": _of_parquet,
}


_VALUE = "OBS_VALUE"
_OF_FORM = frozenset(("structureRef", "setID", "action"))  # attributes about the data set itself


def of_xml(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the observations of SDMX-ML, in generic or structure-specific form."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    over = next(
        (element.get("dimensionAtObservation") or "" for element in root.iterfind(".//{*}Header/{*}Structure")), ""
    )
    number = 0
    for data_set in root.iterfind("{*}DataSet"):
        of_data_set = _attributes_of(data_set)
        groups = [_attributes_of(element) for element in data_set.iterfind("{*}Group")]
        for element in data_set.iter("{*}Obs"):
            above = element.getparent()
            series = _attributes_of(above) if above is not None and above is not data_set else {}
            fields = of_data_set | series | _attributes_of(element, over)
            for group in groups:
                key = {name: text for name, text in group.items() if name in fields}
                if key and all(fields[name] == text for name, text in key.items()):
                    fields = group | fields
            number += 1
            yield number, {name: fields[name] for name in fields if not name.startswith("{")}


def _attributes_of(element: etree._Element, over: str = "") -> dict[str, str]:
    """Return an element's attributes or, in a generic message, the values below it."""
    fields = {str(name): str(text) for name, text in element.attrib.items() if name not in _OF_FORM}
    for part in ("SeriesKey", "ObsKey", "Attributes"):
        for child in element.iterfind(f"{{*}}{part}/{{*}}Value"):
            fields[child.get("id") or ""] = child.get("value") or ""
    for child in element.iterfind("{*}ObsDimension"):
        fields[child.get("id") or over] = child.get("value") or ""
    for child in element.iterfind("{*}ObsValue"):
        fields[_VALUE] = child.get("value") or ""
    return fields


def of_json(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the observations of SDMX-JSON 1.0. A number stays text."""
    tree = json.loads(content.decode("utf-8-sig"), parse_int=str, parse_float=str)
    structure, number = tree["structure"], 0
    for data_set in tree["dataSets"]:
        of_data_set = _values_by_id(structure["dimensions"].get("dataSet", []), ["0"] * 99)
        of_data_set |= _values_by_id(structure["attributes"].get("dataSet", []), data_set.get("attributes", []))
        for series, observations in _series(structure, data_set):
            for key, values in observations.items():
                number += 1
                fields = _values_by_id(structure["dimensions"]["observation"], key.split(":"))
                fields |= _values_by_id(structure["attributes"].get("observation", []), values[1:])
                yield number, of_data_set | series | fields | {_VALUE: "" if values[0] is None else values[0]}


def _series(structure: Data, data_set: Data) -> Iterator[tuple[dict[str, str], Mapping[str, list[Any]]]]:
    """Yield the fields of each series with its observations. First come observations outside any series."""
    yield {}, data_set.get("observations", {})
    for key, content in data_set.get("series", {}).items():
        fields = _values_by_id(structure["dimensions"].get("series", []), key.split(":"))
        fields |= _values_by_id(structure["attributes"].get("series", []), content.get("attributes", []))
        yield fields, content.get("observations", {})


def _values_by_id(parts: list[Data], places: Sequence[str | None]) -> dict[str, str]:
    """Return by id the value at each part's place. Skip a part whose place is None."""
    placed = (
        (part, place) for part, place in zip(parts, places, strict=False) if place is not None and part.get("values")
    )
    return {
        part["id"]: part["values"][int(place)].get("id", part["values"][int(place)].get("name"))
        for part, place in placed
    }


def of_records(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the records of a JSON answer, numbered from 1. A number stays text."""
    records = json.loads(content.decode("utf-8-sig"), parse_int=str, parse_float=str)["data"]
    for place, record in enumerate(records, start=1):
        yield place, {name: "" if part is None else str(part) for name, part in record.items()}


MESSAGES = {"json": of_records, "sdmx-ml": of_xml, "sdmx-json": of_json}
