"""What stands above a monthly table: its month and the unit of its values, in Chinese or English."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from generator.trade.period import Period

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CHINESE = re.compile(r"(\d{4})年(?:\d{1,2}月?[至到\-~—])?(\d{1,2})月")
_NUMBERED = re.compile(r"(?<!\d)(\d{1,2})\.(\d{4})(?!\d)")
_NAMED = re.compile(rf"\b({'|'.join(_NAMES)})[a-z]*\.?,? (\d{{4}})\b")
_UNITS = (
    (r"万元|10,?000 ?(?:yuan|rmb|cny)|(?:cny|rmb|yuan) ?10,?000|ten thousand yuan", "CNY", 10_000),
    (r"亿元|100 ?million ?(?:yuan|rmb|cny)|(?:cny|rmb|yuan) ?100 ?million", "CNY", 100_000_000),
    (r"万美元|us\$ ?10,?000|usd ?10,?000", "USD", 10_000),
    (r"千美元|(?:us\$|usd) ?1,?000(?![\d,])|(?<![\d,])1,?000 ?(?:us\$|usd|us dollars)", "USD", 1_000),
    (r"亿美元|us\$ ?100 ?million|usd ?100 ?million|100 ?million us dollars", "USD", 100_000_000),
    (r"百万美元|us\$ ?million|usd ?million|us\$ ?1 ?million", "USD", 1_000_000),
)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def month_of(text: str) -> Period | None:
    """Return the month that a title names, None where it names none or several.

    Of months that are told as a span (2024年1至12月) the last one: the table has it beside the months to date.
    """
    plain = _plain(text)
    found = {(int(year), int(month)) for year, month in _CHINESE.findall(plain)}
    found |= {(int(year), int(month)) for month, year in _NUMBERED.findall(plain)}
    found |= {(int(year), _NAMES.index(name) + 1) for name, year in _NAMED.findall(plain)}
    if len(found) != 1:
        return None
    ((year, month),) = found
    return Period(year * 12 + month - 1, 1) if 1 <= month <= 12 else None  # noqa: PLR2004 -- months of a year


def unit_of(text: str) -> tuple[str, Decimal] | None:
    """Return currency and factor of the unit that stands above a table, None where none or several stand there."""
    plain = _plain(text)
    found = {(currency, factor) for pattern, currency, factor in _UNITS if re.search(pattern, plain)}
    if len(found) != 1:
        return None
    ((currency, factor),) = found
    return currency, Decimal(factor)
