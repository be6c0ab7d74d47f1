"""Read exchange rates in CSV: monthly or annual averages by country, as FRED passes them on, or as the IMF prints them.

By country: Date (first of month), Country, Exchange rate. The rate is local currency per US dollar, except for five
countries with dollars per unit (Federal Reserve H.10 and G.5, read 2026-07). By the IMF (International Financial
Statistics, ENDA): Date (last of year), Rate, Currency, Frequency, Source, Country code, Country. The rate is always
local currency per US dollar.
"""

from __future__ import annotations

import io
import re

from generator.sources.faults import LayoutFault, quoted
from generator.sources.side_document import PrintedItem, SideDocument, SideLayout, UnreadableRow
from generator.sources.table_forms import rows_of_csv

BY_COUNTRY = ("Date", "Country", "Exchange rate")
BY_CURRENCY = ("Date", "Rate", "Currency", "Frequency", "Source", "Country code", "Country")
DOLLARS_PER_UNIT = {"Australia": "AUD", "Euro": "EUR", "Ireland": "IEP", "New Zealand": "NZD", "United Kingdom": "GBP"}
# ISO 4217 codes. Members of the euro have the currency that they used until 2002. Venezuela removed zeros from its
# currency three times within its column, so no single code fits.
PER_DOLLAR = {
    "Austria": "ATS",
    "Belgium": "BEF",
    "Brazil": "BRL",
    "Canada": "CAD",
    "China": "CNY",
    "Denmark": "DKK",
    "Finland": "FIM",
    "France": "FRF",
    "Germany": "DEM",
    "Greece": "GRD",
    "Hong Kong": "HKD",
    "India": "INR",
    "Italy": "ITL",
    "Japan": "JPY",
    "Malaysia": "MYR",
    "Mexico": "MXN",
    "Netherlands": "NLG",
    "Norway": "NOK",
    "Portugal": "PTE",
    "Singapore": "SGD",
    "South Africa": "ZAR",
    "South Korea": "KRW",
    "Spain": "ESP",
    "Sri Lanka": "LKR",
    "Sweden": "SEK",
    "Switzerland": "CHF",
    "Taiwan": "TWD",
    "Thailand": "THB",
    "Venezuela": "bolivares",
}
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_LARGEST = 64 * 2**20  # bytes
_YEARS = 24  # if a file has at least so many dates, and all are 1 January, its rates are annual
_AGAIN = "Fetch it again."


def document(layout: SideLayout, raw: bytes) -> SideDocument:
    """Return what a table of rates prints, or raise LayoutFault."""
    if len(raw) > _LARGEST:
        raise LayoutFault(problem=f"the file is larger than {_LARGEST >> 20} MiB.", remedy=_AGAIN)
    try:
        rows = rows_of_csv(io.BytesIO(raw), len(raw))
        _, header = next(rows, (0, ()))
        records = list(rows)
    except LayoutFault as fault:
        raise LayoutFault(fault.problem, _AGAIN) from None
    if sorted(header) not in (sorted(BY_COUNTRY), sorted(BY_CURRENCY)):
        expected = " or ".join(", ".join(names) for names in (BY_COUNTRY, BY_CURRENCY))
        problem = f"the columns are {', '.join(map(quoted, header)) or 'none'}; expected {expected}."
        raise LayoutFault(problem, remedy="docs/sources/exchange-rates.md says which files are read.")
    is_by_country = len(header) == len(BY_COUNTRY)
    items: list[PrintedItem] = []
    unreadable: list[UnreadableRow] = []
    for line, fields in records:
        row = dict(zip(header, (field.strip() for field in fields), strict=False))
        try:
            if len(fields) != len(header):
                msg = f"{len(fields)} fields where the header has {len(header)}"
                raise ValueError(msg)  # noqa: TRY301 -- handled like a fault from the row's reader
            items.append(_by_country(layout, line, row) if is_by_country else _by_currency(line, row))
        except ValueError as fault:
            unreadable.append(UnreadableRow(line, ",".join(fields), str(fault)))
    if is_by_country:
        periods = {item.period for item in items}
        if layout.frequency == "monthly" and len(periods) >= _YEARS and all(when.endswith("-01") for when in periods):
            problem = "every date is 1 January: these are years."
            raise LayoutFault(problem, remedy="Declare frequency: annual in the source's settings.")
    else:
        _refuse_other_frequency(layout, items)
    return SideDocument(tuple(items), tuple(unreadable))


def _by_country(layout: SideLayout, line: int, row: dict[str, str]) -> PrintedItem:
    year, month, day = _day(row["Date"])
    is_yearly = layout.frequency == "annual"
    if day != "01" or (is_yearly and month != "01"):
        msg = f"{quoted(row['Date'])} is not the first day of a {'year' if is_yearly else 'month'}"
        raise ValueError(msg)
    country = row["Country"]
    rate = row["Exchange rate"]
    if country in DOLLARS_PER_UNIT:
        unit = f"USD per {DOLLARS_PER_UNIT[country]}"
    elif country in PER_DOLLAR:
        unit = f"{PER_DOLLAR[country]} per USD"
    else:
        msg = f"{quoted(country)} is no country whose rate's direction is known"
        raise ValueError(msg)
    return PrintedItem(country, rate, line, "Exchange rate", unit, year if is_yearly else f"{year}-{month}", not rate)


def _by_currency(line: int, row: dict[str, str]) -> PrintedItem:
    year, month, _ = _day(row["Date"])
    if row["Frequency"] not in {"A", "M"}:
        msg = f"{quoted(row['Frequency'])} is no frequency that is read; A and M are"
        raise ValueError(msg)
    if not re.fullmatch("[A-Z]{3}", row["Currency"], re.ASCII) or not row["Country"]:
        msg = f"{quoted(row['Currency'])} is no currency, or its country is missing"
        raise ValueError(msg)
    period = year if row["Frequency"] == "A" else f"{year}-{month}"
    return PrintedItem(row["Country"], row["Rate"], line, "Rate", f"{row['Currency']} per USD", period, not row["Rate"])


def _day(text: str) -> tuple[str, str, str]:
    parts = _DAY.fullmatch(text)
    if parts is None:
        msg = f"{quoted(text)} is no day; expected 2026-06-01"
        raise ValueError(msg)
    return parts[1], parts[2], parts[3]


def _refuse_other_frequency(layout: SideLayout, items: list[PrintedItem]) -> None:
    """Refuse a table with rates of a frequency other than the declared one: each row states its frequency.

    Refuse a table with both frequencies, too, since one source gives either months or years.
    """
    frequencies = {"annual" if len(item.period) == len("2024") else "monthly" for item in items}
    if items and frequencies != {layout.frequency}:
        names = " and ".join(f"Frequency {word[0].upper()}, {word}" for word in sorted(frequencies))
        problem = f"its rates are {names}; declared is {layout.frequency}."
        remedy = f"Declare frequency: {min(frequencies)} in the source's settings, or fetch {layout.frequency} rates."
        raise LayoutFault(problem, remedy=remedy if len(frequencies) == 1 else f"Fetch {layout.frequency} rates alone.")
