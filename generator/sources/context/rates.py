"""Exchange rates, in CSV: averages of a month or year by country, as FRED's are passed on, or as the IMF prints them.

By country: Date (first of month), Country, Exchange rate; local currency per US dollar, but dollars per unit for five
(Federal Reserve H.10 and G.5, read 2026-07). By the IMF (International Financial Statistics, ENDA): Date (last of
year), Rate, Currency, Frequency, Source, Country code, Country; always local currency per US dollar.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from generator.sources.context.layout import ContextLayout
from generator.sources.context.printed import Document, Printed
from generator.sources.faults import LayoutFault, RowFault, quoted

BY_COUNTRY = ("Date", "Country", "Exchange rate")
BY_CURRENCY = ("Date", "Rate", "Currency", "Frequency", "Source", "Country code", "Country")
DOLLARS_PER_UNIT = {"Australia": "AUD", "Euro": "EUR", "Ireland": "IEP", "New Zealand": "NZD", "United Kingdom": "GBP"}
# ISO 4217; those of the euro's members are the currencies that they had until 2002. Venezuela cut zeros off three
# times within its column, so that no code holds for it.
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
_YEARS = 24  # dates: that many, all of them 1 January, are no months
_AGAIN = "Fetch it again."
Row = tuple[int, dict[str, str]]


def printed(layout: ContextLayout, raw: bytes) -> Document:
    """Return what a table of rates prints, or raise LayoutFault."""
    if len(raw) > _LARGEST:
        raise LayoutFault(problem=f"the file is larger than {_LARGEST >> 20} MiB.", remedy=_AGAIN)
    records = _records(raw)
    header = next(records, (0, []))[1]
    if sorted(header) not in (sorted(BY_COUNTRY), sorted(BY_CURRENCY)):
        known = " or ".join(", ".join(names) for names in (BY_COUNTRY, BY_CURRENCY))
        problem = f"the columns are {', '.join(map(quoted, header)) or 'none'}; expected {known}."
        raise LayoutFault(problem, remedy="docs/sources/exchange-rates.md says which files are read.")
    by_country = len(header) == len(BY_COUNTRY)
    cells: list[Printed] = []
    strange: list[tuple[int, str, str]] = []
    for line, fields in records:
        try:
            row = _named(header, fields)
            cells.append(_by_country(layout, line, row) if by_country else _by_currency(line, row))
        except RowFault as fault:
            strange.append((line, ",".join(fields), fault.reason))
    if by_country:
        _refuse_years(layout, cells)
    else:
        _refuse_other_frequency(layout, cells)
    return Document(None, tuple(cells), tuple(strange), len(cells) + len(strange))


def _records(raw: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        problem = f"line {line} is not UTF-8: byte 0x{raw[fault.start]:02X}."
        raise LayoutFault(problem, remedy=_AGAIN) from None
    if "\0" in text:
        raise LayoutFault(problem="the file holds a NUL byte.", remedy=_AGAIN)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for fields in reader:
            if fields:
                yield line, fields
            line = reader.line_num + 1
    except csv.Error as fault:
        problem = f"the row that starts on line {line} cannot be read: {fault}."
        raise LayoutFault(problem, remedy=_AGAIN) from None


def _named(header: list[str], fields: list[str]) -> dict[str, str]:
    if len(fields) != len(header):
        raise RowFault(field="", text="", reason=f"{len(fields)} fields where the header has {len(header)}")
    return dict(zip(header, (field.strip() for field in fields), strict=True))


def _by_country(layout: ContextLayout, line: int, row: dict[str, str]) -> Printed:
    year, month, day = _day(row["Date"])
    yearly = layout.frequency == "annual"
    if day != "01" or (yearly and month != "01"):
        raise RowFault(
            field="", text="", reason=f"{quoted(row['Date'])} is not the first day of a {'year' if yearly else 'month'}"
        )
    country = row["Country"]
    unit = f"USD per {DOLLARS_PER_UNIT[country]}" if country in DOLLARS_PER_UNIT else _per_dollar(country)
    text = row["Exchange rate"]
    return Printed(country, unit, year if yearly else f"{year}-{month}", text, line, "Exchange rate", not text)


def _per_dollar(country: str) -> str:
    if country not in PER_DOLLAR:
        raise RowFault(field="", text="", reason=f"{quoted(country)} is no country whose rate's direction is known")
    return f"{PER_DOLLAR[country]} per USD"


def _by_currency(line: int, row: dict[str, str]) -> Printed:
    year, month, _ = _day(row["Date"])
    if row["Frequency"] not in {"A", "M"}:
        raise RowFault(
            field="", text="", reason=f"{quoted(row['Frequency'])} is no frequency that is read; A and M are"
        )
    if not re.fullmatch("[A-Z]{3}", row["Currency"], re.ASCII) or not row["Country"]:
        raise RowFault(field="", text="", reason=f"{quoted(row['Currency'])} is no currency, or its country is missing")
    period = year if row["Frequency"] == "A" else f"{year}-{month}"
    return Printed(row["Country"], f"{row['Currency']} per USD", period, row["Rate"], line, "Rate", not row["Rate"])


def _day(text: str) -> tuple[str, str, str]:
    found = _DAY.fullmatch(text)
    if found is None:
        raise RowFault(field="", text="", reason=f"{quoted(text)} is no day; expected 2026-06-01")
    return found[1], found[2], found[3]


def _refuse_other_frequency(layout: ContextLayout, cells: list[Printed]) -> None:
    """Refuse a table that has rates of another frequency than is declared: it says itself of what each is an average.

    A table with both is refused, too: one source tells months or years.
    """
    found = {"annual" if len(cell.period) == len("2024") else "monthly" for cell in cells}
    if cells and found != {layout.frequency}:
        said = " and ".join(f"Frequency {word[0].upper()}, {word}" for word in sorted(found))
        problem = f"its rates are {said}; declared is {layout.frequency}."
        remedy = f"Declare frequency: {min(found)} in the source's settings, or fetch {layout.frequency} rates."
        raise LayoutFault(problem, remedy=remedy if len(found) == 1 else f"Fetch {layout.frequency} rates alone.")


def _refuse_years(layout: ContextLayout, cells: list[Printed]) -> None:
    """Refuse years that would be read as Januaries."""
    periods = {one.period for one in cells}
    if layout.frequency == "monthly" and len(periods) >= _YEARS and all(one.endswith("-01") for one in periods):
        problem = "every date is 1 January: these are years."
        raise LayoutFault(problem, remedy="Declare frequency: annual in the source's settings.")
