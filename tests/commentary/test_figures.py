"""Reading: the figures of an editor's sentence, with their worth and unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.commentary.sentence_figures import figures_in


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("It took 21,000 tonnes.", "21,000 tonnes", "21000000", "kg"),
        ("About 1.5 million tonnes came.", "1.5 million tonnes", "1500000000", "kg"),
        ("It added 3.1 percentage points.", "3.1 percentage points", "3.1", "pp"),
        ("It rose 12% in May.", "12%", "12", "pct"),
        ("It came to $1.14 billion.", "$1.14 billion", "1140000000", "usd"),
        ("It came to CNY 1.14 billion.", "CNY 1.14 billion", "1140000000", "cny"),
        ("A plan of JPY 5 trillion.", "JPY 5 trillion", "5000000000000", "jpy"),
        ("Imports of LNG 5% dearer.", "5%", "5", "pct"),  # three letters that are no currency
        ("It took 12 lines.", "12", "12", "count"),
    ],
)
def test_a_figure_is_read_with_its_unit(text: str, words: str, value: str, unit: str) -> None:
    """A tonne is a thousand kilograms, a point is no per cent."""
    (found,) = figures_in(text, "en", "usd")
    assert (words, Decimal(value), unit) == (text[slice(*found.core)], found.value, found.unit)


def test_dates_codes_and_years_are_no_figures() -> None:
    """They name what a figure is about."""
    assert [] == list(figures_in("On 27 January 2026 HS 2603 and 2608 were named, as in 2024.", "en", "usd"))
