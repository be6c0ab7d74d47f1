"""Currencies: which are known, how a unit is written, and how large a threshold of dollars is in each."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from generator.trade.currency import currencies, is_money, rough_worth, unit_of
from generator.trade.editions import packaged

RATES = "exchange-rates/imf_exchangerates_A_ENDA_USD.csv"


@pytest.mark.parametrize(("currency", "unit"), [("USD", "usd"), ("CNY", "cny"), ("EUR", "eur"), ("PKR", "pkr")])
def test_a_currency_has_a_unit_of_its_own(currency: str, unit: str) -> None:
    """Claims write the ISO code in small letters."""
    assert (unit, True) == (unit_of(currency), is_money(unit))


@pytest.mark.parametrize("currency", ["XYZ", "cny", "RMB", "", "$"])
def test_what_is_no_currency_is_refused(currency: str) -> None:
    """Only ISO codes in capitals are known; nothing is guessed."""
    with pytest.raises(ValueError, match="is no currency that is known"):
        unit_of(currency)


@pytest.mark.parametrize("unit", ["kg", "pct", "pp", "ratio", "count", "index", "months", "CNY", "usd_per_t", ""])
def test_other_units_are_no_money(unit: str) -> None:
    """A weight, a rate and an average value are something else."""
    assert not is_money(unit)


def test_a_threshold_keeps_its_size_in_another_currency() -> None:
    """A million dollars are roughly seven million yuan and 150 million yen; dollars stay what they are."""
    million = Decimal(10**6)
    assert [Decimal(10**6), Decimal(7 * 10**6), Decimal(150 * 10**6)] == [
        rough_worth(million, unit) for unit in ("usd", "cny", "jpy")
    ]


def test_every_rough_rate_is_near_that_of_its_year(shared_data: Path) -> None:
    """One figure of a rate is within a third of it, in the year that the table names."""
    with (shared_data / RATES).open(encoding="utf-8") as file:
        known = {(row["Currency"], row["Date"][:4]): Decimal(row["Rate"]) for row in csv.DictReader(file)}
    told = [
        (code, Decimal(rate), known[code, year])
        for code, rate, year in packaged("currencies.csv")
        if (code, year) in known
    ]
    assert len(told) > 130
    assert [] == [code for code, rate, found in told if not Decimal("0.66") <= rate / found <= Decimal("1.34")]


def test_the_english_names_are_those_of_the_codes() -> None:
    """A currency that a source may have can be named in a note."""
    from generator.story.patterns import lexicon_of

    assert sorted(currencies()) == sorted(lexicon_of("en")["currencies"])
