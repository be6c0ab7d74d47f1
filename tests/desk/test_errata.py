"""What the box of a correction tells: each sentence and row with what is right in its place."""

# ruff: noqa: RUF001 -- Chinese and Urdu have signs of their own

from __future__ import annotations

import pytest

from generator.desk.differences import paired
from generator.desk.errata import restated, told
from generator.desk.rows import Rows
from generator.story.record import as_json
from generator.story.words import speak
from tests.story.months import Monthly, months, table

MILLION = 10**6
CODES = ("2601", "2603", "2607", "2608", "7402", "7403", "7404")


def before(code: str, place: int) -> int:
    """Return lines of which refined copper rises, iron ores fall, and copper scrap is small."""
    size = {"7403": 60, "2601": 20, "7404": 1}.get(code, 5)
    moved = {"7403": 130, "2601": 70}.get(code, 100 + place % 2) if place == 35 else 100
    return MILLION * size * moved // 100 if code != "7404" else MILLION + place * 1000


def edition(language: str = "en", **now: int) -> Monthly:
    """Return the edition of December in which some lines come to `now`: c2601 for iron ores."""
    rows = dict(table(before, codes=CODES))
    for code, dollars in now.items():
        rows[code[1:], "2025-12"] = (dollars, dollars // 4)
    return months(rows, codes=CODES, language=language, covers="listed")


def box(was: Monthly, now: Monthly, language: str = "en") -> dict[str, str]:
    """Return what a box tells: by what was printed, what is right."""
    files = [{"edition.json": as_json(one.edition), "claims.json": as_json(one.claims)} for one in (was, now)]
    claims = [one.claims["claims"] for one in (was, now)]
    rows = [
        Rows(one.edition["stories"][language], {claim["id"]: claim for claim in own}, speak(language))
        for one, own in zip((was, now), claims, strict=True)
    ]
    found, _ = told(paired(*files), restated(*claims), *rows)
    return {_words(was_texts): _words(right) for was_texts, right in found}


def _words(texts: tuple[object, ...]) -> str:
    return " ".join(" ".join(str(getattr(text, "words", "")) for text in texts).split())


def test_a_thing_that_says_something_else_is_right_in_its_place() -> None:
    """A fall became a rise: what stands under the headline now is right, and not that it is said no more."""
    told_now = edition(c2601=26 * MILLION)
    found = box(edition(), told_now)
    [right] = [right for was, right in found.items() if was.startswith("Refined copper gained")]
    assert right == told_now.block("finding").things[1].words


def test_a_sentence_that_is_gone_has_the_row_of_its_line() -> None:
    """Iron ores are told no more since they came to what they were: the table has their new figure and change."""
    found = box(edition(), edition(c2601=20 * MILLION))
    [right] = [right for was, right in found.items() if was.startswith("Iron ores went the other way")]
    assert right == "Iron ores: 20.00 (US$ million, December 2025) 0.0 (%, December 2025 on December 2024)"


@pytest.mark.parametrize(
    ("language", "was", "right"),
    [
        (
            "en",
            "Copper scrap: 1.035 (US$ million, December 2025) +1.2 (%, December 2025 on December 2024)",
            "Copper scrap: 1.210 (US$ million, December 2025) +18 (%, December 2025 on December 2024)",
        ),
        ("zh", "1.035 （百万美元，2025年12月）", "1.210 （百万美元，2025年12月）"),
        ("ur", "1.035 (ملین امریکی ڈالر، دسمبر 2025)", "1.210 (ملین امریکی ڈالر، دسمبر 2025)"),
    ],
)
def test_a_row_is_told_figure_by_figure(language: str, was: str, right: str) -> None:
    """Of a line that only the table tells: what is another figure now, each with what it is."""
    found = box(edition(language), edition(language, c7404=1_210_000), language)
    texts = {" ".join(_bare(old).split()): " ".join(_bare(new).split()) for old, new in found.items()}
    assert [True] == [right in new for old, new in texts.items() if was in old]


def _bare(words: str) -> str:
    return "".join(sign for sign in words if not 0x2066 <= ord(sign) <= 0x2069)
