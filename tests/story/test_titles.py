"""A picture's title is a pattern of its figures, true in each language."""

from __future__ import annotations

import pytest

from tests.story.months import months, table

LANGUAGES = ("en", "zh", "ur")
MILLION = 1_000_000
YEAR = range(24, 36)  # the months of 2025, as `table` counts them
LAST = range(33, 36)  # October to December 2025

# by title: the picture, and what each line gains on its million a month, with the months of the gain
CASES = {
    "What moved the total, line by line": ("contributions", [("7403", 25_000, YEAR), ("2601", -25_000, YEAR)]),
    "Refined copper made nine tenths of the gain": (
        "contributions",
        [("7403", 900_000, YEAR), ("7402", 60_000, YEAR), ("7404", 40_000, YEAR)],
    ),
    "Refined copper made 55% of the decline": (
        "contributions",
        [("7403", -550_000, YEAR), ("7402", -250_000, YEAR), ("7404", -200_000, YEAR)],
    ),
    "Refined copper rose by more than the whole": (
        "contributions",
        [("7403", 900_000, YEAR), ("7402", 60_000, YEAR), ("2601", -400_000, YEAR)],
    ),
    "Three fifths of the year’s gain came in October–December": (
        "year_gap",
        [("7403", 40_000, range(24, 33)), ("7403", 180_000, LAST)],
    ),
    "October–December fell by more than the whole year": (
        "year_gap",
        [("7403", 100_000, range(24, 33)), ("7403", -500_000, LAST)],
    ),
    "The year is 1.0% ahead": ("year_gap", [("7403", 100_000, YEAR)]),
    "Iron ores fell on the year for ten months in a row": (
        "panels",
        [("2601", -100_000, range(26, 36)), ("7403", 100_000, LAST)],
    ),
    "Two of the ten lines rose on the year": (
        "panels",
        [("2601", -100_000, LAST), ("7402", 100_000, LAST), ("7403", 100_000, LAST)],
    ),
    "Refined copper rose mostly in tonnage": ("quantity_value", [("7403", 700_000, YEAR)]),
    "Refined copper fell in tonnage and rose in average value": ("quantity_value", [("7403", 50_000, YEAR)]),
}


@pytest.mark.parametrize("title", CASES)
def test_a_title_is_the_pattern_of_its_figures(title: str) -> None:
    """The audit holds each to the claims of its words, and finds nothing."""
    name, gains = CASES[title]

    def worth(code: str, place: int) -> int:
        return MILLION + sum(gain for line, gain, when in gains if line == code and place in when)

    told = months(table(worth), charts=(name,), themes=(), languages=LANGUAGES)
    assert (title, ()) == (told.block(name).title.words, told.findings)
