"""Small side tables typed for tests: a Pink Sheet of three series, and rates as FRED's and the IMF's are printed."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

PINK = Path("commodity-prices", "CMO-Historical-Data-Monthly_updated-2026-03-03.xlsx")
RATES = Path("exchange-rates")
NAMES = (None, "Copper", "Coal, South African **", "Urea ")
UNITS = (None, "($/mt)", "($/mt)", "($/mt)")
MONTHS: Mapping[str, Sequence[object]] = {
    "2025M01": (9000.5, 100, "…"),
    "2025M02": (9331, 98.25, 370.125),
    "2026M01": (13012, "...", 415.4),
    "2026M02": (12951.35, None, 472),
}
BY_COUNTRY = "Date,Country,Exchange rate\n"
BY_CURRENCY = "Date,Rate,Currency,Frequency,Source,Country code,Country\n"


def pink_sheet(
    months: Mapping[str, Sequence[object]] = MONTHS,
    *,
    updated: object = "Updated on March 03, 2026",
    names: Sequence[str | None] = NAMES,
    units: Sequence[str | None] = UNITS,
    sheet: str = "Monthly Prices",
) -> bytes:
    """Return a workbook in the form of the Pink Sheet, with another sheet in front."""
    book = Workbook()
    page = book.create_sheet(sheet)
    for row in ((f"Prices {sheet}",), (None,), (None,), (updated,), names, units):
        page.append(list(row))
    for month, prices in months.items():
        page.append([month, *prices])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
