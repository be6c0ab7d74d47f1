"""Side sheets: what one cell of a document of prices or rates says, by the auditor's own reading of its bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from generator.audit.edition import Data
from generator.audit.tables import read_table, rows_of_sheet

KINDS = ("prices", "rates")
_PAGE = "Monthly Prices"
_LOCAL = dict(
    pair.split(" = ")
    for pair in (
        *("Austria = ATS", "Belgium = BEF", "Brazil = BRL", "Canada = CAD", "China = CNY", "Denmark = DKK"),
        *("Finland = FIM", "France = FRF", "Germany = DEM", "Greece = GRD", "Hong Kong = HKD", "India = INR"),
        *("Italy = ITL", "Japan = JPY", "Malaysia = MYR", "Mexico = MXN", "Netherlands = NLG", "Norway = NOK"),
        *("Portugal = PTE", "Singapore = SGD", "South Africa = ZAR", "South Korea = KRW", "Spain = ESP"),
        *("Sri Lanka = LKR", "Sweden = SEK", "Switzerland = CHF", "Taiwan = TWD", "Thailand = THB"),
    )
)
_IN_DOLLARS = {"Australia": "AUD", "Euro": "EUR", "Ireland": "IEP", "New Zealand": "NZD", "United Kingdom": "GBP"}


@dataclass(frozen=True)
class Said:
    """What a cell says: the series, its unit, the period, and its text."""

    series: str
    unit: str
    period: str
    text: str


@dataclass(frozen=True)
class SideSheet:
    """One document: its cells by row and column, and the day that it bears itself ("" where it bears none)."""

    cells: Mapping[tuple[int, str], Said]
    day: str = ""

    @classmethod
    def of(cls, document: Data, content: bytes) -> SideSheet:
        """Return the cells of `content`; whatever is not as its publisher writes it raises some exception."""
        if document["kind"] == "prices":
            return _of_prices(content)
        labels, rows = read_table({}, content)
        cells = dict[tuple[int, str], Said]()
        for line, texts in rows:
            column, said = _of_rate(dict(zip(labels, map(str.strip, texts), strict=False)), document)
            cells[line, column] = said
        return cls(cells)


def _of_prices(content: bytes) -> SideSheet:
    rows = dict(rows_of_sheet(content, _PAGE))
    day = datetime.strptime(rows[4][0].strip(), "Updated on %B %d, %Y").date()  # noqa: DTZ007 -- a day alone
    heads = {
        at: (re.sub(r"\s*(\*\*)?\s*$", "", name), rows[6][at].strip()[1:-1])
        for at, name in enumerate(rows[5])
        if name.strip()
    }
    cells = {
        (number, f"{_PAGE}!{_column(at)}{number}"): Said(*heads[at], texts[0].strip().replace("M", "-"), text.strip())
        for number, texts in rows.items()
        if re.fullmatch(r"\d{4}M\d\d", texts[0].strip() if texts else "")
        for at, text in enumerate(texts)
        if at in heads
    }
    return SideSheet(cells, day.isoformat())


def _column(at: int) -> str:
    first, last = divmod(at, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def _of_rate(row: Mapping[str, str], document: Data) -> tuple[str, Said]:
    """Return the column in which a row has its rate, and what it says."""
    country, month = row["Country"], row["Date"][:7]
    if "Currency" in row:
        period = month[:4] if row["Frequency"] == "A" else month
        return "Rate", Said(country, f"{row['Currency']} per USD", period, row["Rate"])
    unit = f"USD per {_IN_DOLLARS[country]}" if country in _IN_DOLLARS else f"{_LOCAL.get(country)} per USD"
    period = month[:4] if document["frequency"] == "annual" else month
    return "Exchange rate", Said(country, unit, period, row["Exchange rate"])
