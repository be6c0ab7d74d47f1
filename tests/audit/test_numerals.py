"""Numbers in prose: finding them, and reading what is printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.audit.numerals import Print, numerals, read_print

D = Decimal


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("$1.14 billion", ["1", "14"]),
        ("seven of twenty lines", ["seven", "twenty"]),
        ("nearly all, twice, half", ["nearly all", "twice", "half"]),
        ("\u0667 and \u00bd", ["\u0667", "\u00bd"]),  # an Arabic seven, a half in one sign
        ("someone often attends", []),
    ],
)
def test_every_number_is_seen(words: str, found: list[str]) -> None:
    """Digits of any script and number words count; letters within other words do not."""
    assert sorted(found) == sorted(words[start:end] for start, end in numerals(words, "en"))


@pytest.mark.parametrize(
    ("text", "value", "step", "unit"),
    [
        ("$1.14 billion", "1.14e9", "1e7", "usd"),
        ("$14.16m", "14.16e6", "1e4", "usd"),
        ("above $101 million", "101e6", "1e6", "usd"),
        ("CNY 1.14 billion", "1.14e9", "1e7", "cny"),
        ("above JPY 101 million", "101e6", "1e6", "jpy"),
        ("CNY 290,000", "290e3", "1", "cny"),
        ("HK$5 million", "5e6", "1e6", "hkd"),
        ("\u20ac5 million", "5e6", "1e6", "eur"),
        ("\u00a55 million", "5e6", "1e6", "\u00a5"),  # yen or yuan: open
        ("CNY 5 million dollars", "5e6", "1e6", "cny and usd"),
        ("76%", "76", "1", "pct"),
        ("+10.5%", "10.5", "0.1", "pct"),
        ("\N{MINUS SIGN}3.1 percentage points", "-3.1", "0.1", "pp"),
        ("2.6 times", "2.6", "0.1", "ratio"),
        ("seven", "7", "1", None),
        ("seven times", "7", "1", "ratio"),
        ("0.9", "0.9", "0.1", None),
    ],
)
def test_a_print_is_read(text: str, value: str, step: str, unit: str | None) -> None:
    """Value, last digit and unit come from the print itself."""
    found = read_print(text, "en")
    assert found is not None
    assert (D(value), D(step), unit) == (found.value, found.fine, found.unit)


def test_a_bare_number_takes_the_scale_of_its_table() -> None:
    """Under US$ million "1,140" is 1.14 billion, to the million or to the ten million; "76%" there stays 76."""
    assert Print(D("1.14e9"), D("1e6"), D("1e7"), scale=D("1e6")) == read_print("1,140", "en", D("1e6"))
    assert D(76) == getattr(read_print("76%", "en", D("1e6")), "value", None)


@pytest.mark.parametrize("text", ["", "copper", "1.2.3", "1,14", "$", "14 carrots", "XYZ 5 million", "cny 5 million"])
def test_what_is_no_print_is_not_read(text: str) -> None:
    """Nothing is guessed from a print that the grammar does not know."""
    assert None is read_print(text, "en")
