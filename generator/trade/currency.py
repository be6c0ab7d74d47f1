"""Currencies: the ISO 4217 codes in which customs publish values, and a rough dollar rate of each.

Money keeps its currency from the file to the page; nothing here converts a figure. The rough rate only converts a
threshold that is set in dollars (docs/movements.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from generator.trade.editions import packaged

DOLLAR = "USD"


@cache
def currencies() -> Mapping[str, Decimal]:
    """Return how many units of each currency a US dollar was about worth, by ISO 4217 code.

    tables/README.md names the year of the rates.
    """
    return {code: Decimal(rate) for code, rate, _ in packaged("currencies.csv")}


def unit_of(currency: str) -> str:
    """Return the unit of a claim in `currency`: "usd", "cny". Raise ValueError for an unknown code."""
    if currency not in currencies():
        msg = f"{currency!r} is no currency that is known here"
        raise ValueError(msg)
    return currency.lower()


def is_money(unit: str) -> bool:
    """Return whether `unit` is a unit of money ("usd", "cny") rather than "kg" or "pct"."""
    return unit.islower() and unit.upper() in currencies()


def rough_worth(dollars: Decimal, unit: str) -> Decimal:
    """Convert a threshold of `dollars` to `unit` by the rough rate: 1,000,000 dollars are about 7,000,000 "cny"."""
    return dollars * currencies()[unit.upper()]
