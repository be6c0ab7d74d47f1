"""An editor of a quarterly edition writes of its quarter and of others, and "a quarter" stays a figure.

Refined copper had 60 million dollars in each month of 2024 and 72 in each of 2025: a fifth more.
"""

# ruff: noqa: RUF001 -- Chinese and Urdu have signs of their own
from __future__ import annotations

from functools import cache

import pytest

from generator.commentary.editors_text import EditorParagraph, EditorSection
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
    remark = EditorParagraph(words, (), "commentary/minerals/2025-Q4.md:2")
    return months(_rows(), period, language=language, remarks=(EditorSection("", (remark,)),), year_start=start)


OWN = [
    ("en", "In the quarter refined copper rose 20%."),
    ("en", "Refined copper rose 20% in the quarter."),
    ("en", "Refined copper rose 20% this quarter."),
    ("en", "The quarter’s imports rose."),
    ("en", "Refined copper came to $216 million in the quarter."),
    ("en", "In the fourth quarter refined copper rose 20%."),
    ("en", "In the fourth quarter of 2025 refined copper rose."),
    ("en", "In the third quarter of 2025 refined copper rose 20%."),
    ("en", "In Q4 2025 refined copper rose."),
    ("en", "Refined copper rose 20% from the fourth quarter of 2024."),
    *(("zh", f"{when}{COPPER['zh']}{HOW['zh']}") for when in ("本季度", "本季", "当季", "第四季度")),
    ("zh", f"2025年第四季度{COPPER['zh']}{UP['zh']}"),
    *(("ur", f"{when} میں {COPPER['ur']} {HOW['ur']}") for when in ("اس سہ ماہی", "سہ ماہی", "چوتھی سہ ماہی")),
    ("ur", f"2025 کی چوتھی سہ ماہی میں {COPPER['ur']} {UP['ur']}"),
]
FALSE = [
    ("en", "Refined copper rose 30% in the quarter."),
    ("en", "In the third quarter of 2025 refined copper fell 20%."),
    ("en", "Refined copper was a quarter of the total."),
    ("zh", f"第三季度{COPPER['zh']}下降20%。"),
    ("ur", f"تیسری سہ ماہی میں {COPPER['ur']} میں 20 فیصد کمی ہوئی۔"),
]


@pytest.mark.parametrize(("language", "words"), OWN)
def test_the_quarter_is_the_period_of_a_quarterly_edition(language: str, words: str) -> None:
    """By its name, or by its number in the calendar; another quarter is told as well."""
    found = told(words, language)
    assert () == found.findings
    assert ["borne_out"] == [one.outcome for one in found.story.verdicts]


@pytest.mark.parametrize(("language", "words"), FALSE)
def test_a_false_quarter_is_contradicted(language: str, words: str) -> None:
    """And "a quarter of the total" is a figure."""
    assert ["contradicted"] == [one.outcome for one in told(words, language).story.verdicts]
