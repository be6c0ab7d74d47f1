"""Currencies: the ISO 4217 codes in which customs publish values, and what a dollar is about worth in each.

Money keeps its currency from the file to the page; nothing here converts a figure. A rough rate only says how large a
threshold of so many dollars is in another currency (docs/movements.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from generator.trade.editions import packaged

DOLLAR = "USD"


@cache
def currencies() -> Mapping[str, Decimal]:
    """Return, by ISO 4217 code, how many of a currency a US dollar was about: tables/README.md says of which year."""
    return {code: Decimal(rate) for code, rate, _ in packaged("currencies.csv")}


def unit_of(currency: str) -> str:
    """Return the unit of a claim in `currency`: "usd", "cny"; ValueError for a code that is no currency known here."""
    if currency not in currencies():
        msg = f"{currency!r} is no currency that is known here"
        raise ValueError(msg)
    return currency.lower()


def is_money(unit: str) -> bool:
    """Say whether `unit` is that of money: "usd", "cny", and no "kg" or "pct"."""
    return unit.islower() and unit.upper() in currencies()


def rough_worth(dollars: Decimal, unit: str) -> Decimal:
    """Return what a threshold of `dollars` is in `unit`, by the rough rate: 1,000,000 dollars are 7,000,000 "cny"."""
    return dollars * currencies()[unit.upper()]
