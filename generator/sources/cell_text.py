"""Typed cells as texts: spreadsheets, Parquet and databases hold numbers and days, and a figure's cell is a text."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal


def as_text(cell: object, decimal_mark: str = ".") -> str:
    """Return the plain text of a cell; nothing is "".

    A number is the shortest text that means it exactly, without an exponent; a Decimal keeps its places. A day, and a
    moment at midnight, is its ISO day.
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
