"""Tables with typed cells, XLSX sheets and Parquet files, as rows of texts.

table_forms calls this for the declared form. pink_sheet, gacc_country_table and readers.rosters read the cells of a
sheet directly, and database converts its cells with `as_text`.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import iterparse

from generator.sources.faults import LayoutFault, quoted
from generator.sources.table_layout import TableLayout

if TYPE_CHECKING:
    import duckdb
    from openpyxl.workbook import Workbook

Rows = Iterator[tuple[int, tuple[str, ...]]]

LARGEST_WORKBOOK = 512 * 2**20  # most bytes of a workbook's unpacked parts
SHEET_ROWS, SHEET_COLUMNS = 1_048_576, 1_024  # Excel's limit of rows; far more columns than a table of figures has
LARGEST_PARQUET = 1024 * 2**20  # most bytes of the unpacked columns
PARQUET_ROWS = 10_000_000
LONGEST_TEXT = 10_000  # most characters of one text in Parquet
_PIECE = 10_000  # rows
_CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SAVE_AGAIN = "Open it in a spreadsheet program and save it as .xlsx."
_FETCH_AGAIN = "Fetch it again."
_PARQUET = "read_parquet($file, hive_partitioning = false)"
_PARQUET_SIZE = """
    SELECT (SELECT max(num_rows) FROM parquet_file_metadata($file)),
        (SELECT coalesce(sum(total_uncompressed_size), 0) FROM parquet_metadata($file))"""
_PLAIN_KINDS = ("VARCHAR", "DATE", "TIMESTAMP", "BOOLEAN", "FLOAT", "DOUBLE", "DECIMAL")


def as_text(cell: object, decimal_mark: str = ".") -> str:
    """Return the plain text of a cell, "" for None.

    A number becomes its shortest exact text without an exponent. A Decimal keeps its decimals. A date, or a time at
    midnight, becomes the ISO date.
    """
    match cell:
        case None:
            text = ""
        case bool():
            text = str(cell).upper()
        case float():
            text = f"{Decimal(repr(cell)):f}".removesuffix(".0").replace(".", decimal_mark)
        case int() | Decimal():
            text = f"{Decimal(cell):f}".replace(".", decimal_mark)
        case datetime() if cell.time() == time.min:
            text = cell.date().isoformat()
        case date():
            text = cell.isoformat()
        case _:
            text = str(cell)
    return text


def rows_of_workbook(layout: TableLayout, raw: bytes) -> Rows:
    """Yield the header of the declared sheet and every non-empty row below it, each with its number in the sheet."""
    width = 0
    for number, cells in cells_of(raw, layout.sheet):
        if number < layout.header_row:
            continue
        texts = [as_text(cell, layout.decimal_mark) for cell in cells]
        while texts and not texts[-1].strip():  # formatted cells without content are part of a row
            texts.pop()
        if number == layout.header_row:
            width = len(texts)
            yield number, tuple(texts)
        elif texts:
            yield number, (*texts, *[""] * (width - len(texts)))


def cells_of(raw: bytes, name: str) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Yield every row of the sheet `name` ("" for the only sheet), numbered from 1, or raise LayoutFault."""
    if not raw.startswith(b"PK\x03\x04"):
        raise LayoutFault(problem="the file is no .xlsx workbook, as declared.", remedy=_SAVE_AGAIN)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about extensions that contain no figures
            yield from _cells(raw, name)
    except LayoutFault:
        raise
    except Exception as fault:  # noqa: BLE001 -- a damaged workbook raises whatever the library meets first
        problem = f"this is no workbook that can be read: {type(fault).__name__} {quoted(str(fault))}."
        raise LayoutFault(problem, remedy=_SAVE_AGAIN) from None


def _cells(raw: bytes, name: str) -> Iterator[tuple[int, tuple[object, ...]]]:
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        # The stated sizes are reliable: the library reads no more of a part than its stated size.
        if sum(part.file_size for part in parts.infolist()) > LARGEST_WORKBOOK:
            problem = f"the workbook comes to more than {LARGEST_WORKBOOK >> 20} MiB."
            raise LayoutFault(problem, remedy="Keep the table alone in it, or split it by year.")
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        sheet = book[_sheet_name(book, name)]
        with parts.open(str(vars(sheet)["_worksheet_path"])) as part:  # it has no public name
            _refuse_not_calculated(part)
    sheet.reset_dimensions()  # the stated dimensions may be too small
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > SHEET_ROWS or len(cells) > SHEET_COLUMNS:
            problem = f"the sheet has more than {SHEET_ROWS:,} rows or {SHEET_COLUMNS:,} columns."
            raise LayoutFault(problem, remedy="Keep the table alone in its sheet.")
        yield number, cells


def _sheet_name(book: Workbook, name: str) -> str:
    names = [sheet.title for sheet in book.worksheets]
    if name and name not in names:
        problem = f"there is no sheet {quoted(name)}; there is {', '.join(map(quoted, names))}."
        raise LayoutFault(problem, remedy="If the publisher renamed it, change sheet in the source's settings.")
    if not name and len(names) != 1:
        problem = f"the workbook has the sheets {', '.join(map(quoted, names))}."
        raise LayoutFault(problem, remedy="Say which one has the figures: sheet, in the source's settings.")
    return name or names[0]


def _refuse_not_calculated(part: Any) -> None:  # noqa: ANN401 -- a readable part of a ZIP archive
    """Refuse a formula that was never calculated: its cell looks empty. A text "" is a calculated result."""
    for _, element in iterparse(part):  # noqa: S314 -- expat itself limits the growth of entities
        is_empty = element.tag == f"{_CELL}c" and not element.findtext(f"{_CELL}v") and element.get("t") != "str"
        if is_empty and element.find(f"{_CELL}f") is not None:
            problem = f"cell {element.get('r')} holds a formula that was never calculated."
            raise LayoutFault(problem, remedy=_SAVE_AGAIN)
        if element.tag == f"{_CELL}row":
            element.clear()


def rows_of_parquet(layout: TableLayout, raw: bytes) -> Rows:
    """Yield the header and every record of a Parquet file, numbered from 1, or raise LayoutFault."""
    import duckdb

    if not raw.startswith(b"PAR1"):
        raise LayoutFault(problem="the file is no Parquet, as declared.", remedy=_FETCH_AGAIN)
    offline: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    with TemporaryDirectory(prefix="tradebrief-") as place, duckdb.connect(":memory:", config=offline) as engine:
        file = Path(place, "table.parquet")
        file.write_bytes(raw)
        try:
            yield from _records(engine, {"file": str(file)}, layout)
        except (duckdb.Error, OverflowError, UnicodeDecodeError) as fault:
            first = str(fault).splitlines()[0].replace(str(file), "it")
            problem = f"this is no Parquet that can be read: {quoted(first)}."
            raise LayoutFault(problem, remedy=_FETCH_AGAIN) from None


def _records(engine: duckdb.DuckDBPyConnection, values: dict[str, str], layout: TableLayout) -> Rows:
    [(count, size)] = engine.execute(_PARQUET_SIZE, values).fetchall()
    if count > PARQUET_ROWS or size > LARGEST_PARQUET:
        most = f"{PARQUET_ROWS:,} and {LARGEST_PARQUET >> 20:,}"
        problem = f"the file has {count:,} rows and comes to {size >> 20:,} MiB; at most {most}."
        raise LayoutFault(problem, remedy="Split it by year.")
    kinds = {name: kind for name, kind, *_ in engine.execute(f"DESCRIBE SELECT * FROM {_PARQUET}", values).fetchall()}  # noqa: S608 -- no text from outside
    for name, kind in kinds.items():
        if not _is_plain(kind):
            problem = f"column {quoted(name)} holds no plain texts, numbers or days."
            raise LayoutFault(problem, remedy=_FETCH_AGAIN)
    lengths = f"SELECT max(greatest(0, strlen(columns(*)::VARCHAR))) FROM {_PARQUET}"  # noqa: S608 -- no text from outside
    [longest] = engine.execute(lengths, values).fetchall()
    if max((length or 0 for length in longest), default=0) > LONGEST_TEXT:
        raise LayoutFault(problem=f"a text has more than {LONGEST_TEXT:,} characters.", remedy=_FETCH_AGAIN)
    yield 0, tuple(kinds)
    single = ['"{}"'.format(name.replace('"', '""')) for name, kind in kinds.items() if kind == "FLOAT"]
    exact = ", ".join(f"{name}::VARCHAR::DOUBLE AS {name}" for name in single)  # 0.1 and not 0.10000000149
    result = engine.execute(f"SELECT * {f'REPLACE ({exact})' if exact else ''} FROM {_PARQUET}", values)  # noqa: S608 -- quoted
    number = 0
    while piece := result.fetchmany(_PIECE):
        for row in piece:
            number += 1
            yield number, tuple(as_text(cell, layout.decimal_mark) for cell in row)


def _is_plain(kind: str) -> bool:
    if kind.endswith(("]", "WITH TIME ZONE")):  # the day of a moment depends on the time zone
        return False
    return kind.startswith(_PLAIN_KINDS) or kind.endswith(("INT", "INTEGER"))
