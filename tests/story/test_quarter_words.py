"""An editor of a quarterly edition writes of its quarter; of no other, and "a quarter" stays a figure.

Refined copper had 60 million dollars in each month of 2024 and 72 in each of 2025: a fifth more.
"""

# ruff: noqa: RUF001 -- Chinese and Urdu have signs of their own
from __future__ import annotations

from functools import cache

import pytest

from generator.errors import SettingsError
from generator.story.brief import Remark, Remarks
from tests.story.months import Monthly, Table, months, table

LEVELS = {"7403": (60, 72), "7402": (28, 27), "2608": (9, 18), "2606": (4, 4)}
COPPER = {"zh": "精炼铜进口", "ur": "ریفائنڈ تانبے کی درآمدات"}
HOW = {"zh": "增长20%。", "ur": "میں 20 فیصد اضافہ ہوا۔"}
UP = {"zh": "增长。", "ur": "میں اضافہ ہوا۔"}


@cache
def _rows() -> Table:
    return table(lambda code, place: LEVELS[code][place >= 24] * 1_000_000, codes=tuple(LEVELS))


def told(words: str, language: str = "en", period: str = "2025-Q4", start: int = 1) -> Monthly:
    """Return the audited edition in which an editor writes `words`."""
    remark = Remark(words, (), "ab" * 32, "commentary/minerals/2025-Q4.md:2")
    return months(_rows(), period, language=language, remarks=(Remarks("", (remark,)),), year_start=start)


OWN = [
    ("en", "In the quarter refined copper rose 20%."),
    ("en", "Refined copper rose 20% in the quarter."),
    ("en", "Refined copper rose 20% this quarter."),
    ("en", "The quarter’s imports rose."),
    ("en", "Refined copper came to $216 million in the quarter."),
    ("en", "In the fourth quarter refined copper rose 20%."),
    ("en", "In the fourth quarter of 2025 refined copper rose."),
    ("en", "In Q4 2025 refined copper rose."),
    ("en", "Refined copper rose 20% from the fourth quarter of 2024."),
    *(("zh", f"{when}{COPPER['zh']}{HOW['zh']}") for when in ("本季度", "本季", "当季", "第四季度")),
    ("zh", f"2025年第四季度{COPPER['zh']}{UP['zh']}"),
    *(("ur", f"{when} میں {COPPER['ur']} {HOW['ur']}") for when in ("اس سہ ماہی", "سہ ماہی", "چوتھی سہ ماہی")),
    ("ur", f"2025 کی چوتھی سہ ماہی میں {COPPER['ur']} {UP['ur']}"),
]
OTHER = [
    ("en", "In the third quarter of 2025 refined copper rose.", "is said of “third quarter of 2025”"),
    ("en", "In the fourth quarter of 2023 refined copper rose.", "is said of “fourth quarter of 2023”"),
    ("en", "Refined copper rose 20% in Q3.", "is said of “Q3”"),
    ("en", "Refined copper rose 20% last quarter.", "is said of “last quarter”"),
    ("en", "Imports rose on the quarter.", "“quarter” is a figure"),
    ("en", "In the quarter before imports rose.", "“quarter” is a figure"),
    ("zh", f"第三季度{COPPER['zh']}{HOW['zh']}", "is said of “第三季度”"),
    ("zh", f"上季度{COPPER['zh']}{HOW['zh']}", "is said of “上季度”"),
    ("zh", f"2024年第三季度{COPPER['zh']}{UP['zh']}", "is said of “2024年第三季度”"),
    ("ur", f"تیسری سہ ماہی میں {COPPER['ur']} {HOW['ur']}", "is said of “تیسری سہ ماہی”"),
    ("ur", f"گزشتہ سہ ماہی میں {COPPER['ur']} {HOW['ur']}", "is said of “گزشتہ سہ ماہی”"),
    ("ur", f"2025 کی تیسری سہ ماہی میں {COPPER['ur']} {UP['ur']}", "is said of “2025 کی تیسری سہ ماہی”"),
]
PARTS = [
    "Refined copper was a quarter of the total.",
    "Refined copper took the quarter of imports.",
    "In the quarter imports rose by a quarter.",
]


@pytest.mark.parametrize(("language", "words"), OWN)
def test_the_quarter_is_the_period_of_a_quarterly_edition(language: str, words: str) -> None:
    """By its name, or by its number in the calendar: neither the check of an editor's words nor the audit minds."""
    found = told(words, language)
    assert () == found.findings
    assert words in found.words


@pytest.mark.parametrize(("language", "words"), [one for one in OWN if "2024" not in one[1]])
def test_a_monthly_edition_has_no_quarter(language: str, words: str) -> None:
    """December is not the quarter."""
    with pytest.raises(SettingsError):
        told(words.replace("$216", "$72"), language, "2025-12")


@pytest.mark.parametrize(("language", "words", "said"), OTHER)
def test_another_quarter_is_refused(language: str, words: str, said: str) -> None:
    """The edition has no change of it."""
    with pytest.raises(SettingsError, match=said):
        told(words, language)


@pytest.mark.parametrize("words", PARTS)
def test_a_quarter_of_the_total_stays_a_figure(words: str) -> None:
    """It is a fourth, which no claim has."""
    with pytest.raises(SettingsError, match="“quarter” is a figure that the data"):
        told(words)


def test_where_the_year_begins_in_july_a_quarter_has_no_number() -> None:
    """October to December is Pakistan's second quarter and the calendar's fourth; "the quarter" is no other."""
    assert () == told("In the quarter refined copper rose 20%.", start=7).findings
    for words in ("In the fourth quarter refined copper rose.", "In the second quarter refined copper rose."):
        with pytest.raises(SettingsError, match="quarter”, of which this edition has no change"):
            told(words, start=7)
