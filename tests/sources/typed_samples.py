"""A small table as a workbook and as Parquet, with typed cells."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl

from generator.sources import TableLayout

COLUMNS = {"period": "month", "partner": "partner", "code": "hs", "value": "usd", "quantity": "kg", "published": "out"}
LAYOUT = TableLayout(
    "customs", COLUMNS, reporter="CHN", flow="import", periods="first-day", quantity_unit="kg", status_marks={"c": "C"}
)
XLSX = replace(LAYOUT, form="xlsx", sheet="Figures", header_row=3)
PARQUET = replace(LAYOUT, form="parquet")
JANUARY, OUT = date(2025, 1, 1), datetime(2026, 1, 18)  # noqa: DTZ001 -- as a sheet has it
ROWS: tuple[tuple[Any, ...], ...] = (
    (JANUARY, "PAK", "0101", 14.1, 7, OUT),
    (JANUARY, "NA", "2603", 1.1000000000000001, None, None),
    (JANUARY, "PAK", "7403", 31_415_926, 1e7, OUT),
    (JANUARY, "PAK", "2601", "c", "", OUT),
)


def book(*rows: tuple[Any, ...], title: str = "Figures") -> openpyxl.Workbook:
    """Return a workbook with a title block, the header in row 3, an empty row and the rows."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet
    sheet.title = title
    for row in (("Imports, US dollars",), (), tuple(COLUMNS.values()), (), *rows):
        sheet.append(row)
    made.create_sheet("Notes")
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def parquet(folder: Path, rows: str) -> bytes:
    """Return the result of a query as Parquet."""
    file = folder / "made.parquet"
    with duckdb.connect(":memory:") as page:
        page.execute(f"COPY ({rows}) TO '{file}' (FORMAT parquet)")
    return file.read_bytes()


def repacked(raw: bytes, old: bytes, new: bytes) -> bytes:
    """Return a workbook with something else in its first sheet."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, part.replace(old, new) if name.endswith("sheet1.xml") else part)
    return file.getvalue()


TYPED = """SELECT * FROM (VALUES
    (DATE '2025-01-01', 'PAK', '0101', 14.10::DECIMAL(18, 2), 7.5::DOUBLE, DATE '2026-01-18'),
    (DATE '2025-01-01', 'NA', '2603', 1.10::DECIMAL(18, 2), NULL, NULL)) AS t(month, partner, hs, usd, kg, out)"""
