"""What a revision has undone of the last edition's levels: corrected, and held where it is not."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from generator.editions.previous_edition import as_rows
from generator.story.brief import LastEdition, Level, Once
from generator.trade.period import Period
from tests.story.months import NAMES, Monthly, months, table

MILLION = 10**6
LANGUAGES = ("en", "zh", "ur")
NOVEMBER, YEAR_BEFORE = Period.parse("2025-11"), Period.parse("2024-11")
LEVELS = {"7403": 60, "7402": 28, "2608": 9, "2601": 11}  # US$ million a month
COPPER = Level(("7403",), NOVEMBER, "usd", "67.20e6")  # 75.00 now
RATE = Once(("7403",), NOVEMBER, YEAR_BEFORE, "up", "12%")  # 25 % now


SHOWN = {"7403": "64.00e6", "7402": "27.00e6", "2608": "7.00e6", "2601": "7.00e6"}  # 75.00, 28.56, 9.18, 11.22 now


def _value(code: str, place: int) -> int:
    """Refined copper rises by a quarter in the last two months of three years, other lines by two per cent."""
    by = {"7403": 125}.get(code, 102) if place >= 34 else 100
    return MILLION * LEVELS[code] * by // 100


TOTAL = Level(("26", "74"), NOVEMBER, "usd", "121.00e6")  # 123.96 now
Printed = Level | Once


def last_edition(told: Sequence[Printed]) -> LastEdition:
    """Return the edition of November that had printed what was `told`."""
    rates = tuple(one for one in told if isinstance(one, Once))
    levels = tuple(one for one in told if isinstance(one, Level))
    return LastEdition("minerals/2025-11/r1", "ab" * 32, {}, rates, levels)


def after(*told: Printed, value: Callable[[str, int], int] = _value, language: str = "en") -> Monthly:
    """Return the story of December after an edition of November that had printed what was `told`."""
    last, labels = last_edition(told), NAMES if language == "en" else {}
    made = months(table(value, codes=tuple(LEVELS)), language=language, labels=labels, last=last)
    return with_left(made, *told)


def with_left(made: Monthly, *told: Printed) -> Monthly:
    """Return a story with what the last edition left among its bytes."""
    last = last_edition(told)
    data = {"edition": last.edition} | as_rows(({}, last.rates, last.levels))
    edition = {**made.edition, "movements": {"before": {"edition": last.edition, "sha256": last.document}}}
    raw = {**made.raw, last.document: json.dumps(data).encode()}
    return Monthly(made.story, edition, made.claims, raw, made.figures)


def note(told: Monthly) -> list[str]:
    """Return the corrections of the note."""
    run = told.block("note").runs[0]
    return [text.words for text in run.sentences] if "last edition" in str(run) else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_level_that_is_another_one_is_corrected(language: str) -> None:
    """At the top, and first in the note, in the digits of the last edition; the audit reads both."""
    told = after(COPPER, language=language)
    assert told.findings == ()
    said = told.block("note").runs[0].sentences[0].words
    assert said[1:-1] in told.block("lede").paragraphs[1][0].words
    if language == "en":
        assert said == (
            "Refined copper (HS 7403) came to $75.00 million in November 2025; the last edition printed $67.20 million."
        )
    assert {"en": "", "zh": "上期简报为6720万美元", "ur": "پچھلے شمارے میں 6 کروڑ 72 لاکھ ڈالر لکھی تھی"}[
        language
    ] in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_correction_says_both_rate_and_level(language: str) -> None:
    """Where both are others now, also where the direction turned."""
    told = after(RATE, COPPER, language=language)
    assert told.findings == ()
    turned = after(replace(RATE, way="down"), COPPER, language=language)
    assert turned.findings == ()
    if language == "en":
        assert note(told)[0] == (
            "Refined copper (HS 7403) rose 25% in November 2025 on November 2024, to $75.00 million; "
            "the last edition printed 12% and $67.20 million."
        )
        assert len(note(told)) == 1
        assert "the last edition printed a fall of 12%, to $67.20 million." in note(turned)[0]


@pytest.mark.parametrize("shown", ["75.00e6", "74.99e6", "74.40e6", "0.08e9"])
def test_a_level_that_a_reader_lets_pass_is_left(shown: str) -> None:
    """As it is, off by its last digit, by less than one per cent, or by no unit of a coarser print."""
    told = after(replace(COPPER, shown=shown))
    assert "last edition" not in " ".join(told.words)
    assert told.findings == ()


def test_the_total_is_corrected_before_its_lines_and_three_levels_at_most() -> None:
    """All lines were revised: the total and the two that were furthest off are told."""
    lines = [Level((code,), NOVEMBER, "usd", shown) for code, shown in SHOWN.items()]
    told = after(*lines, TOTAL)
    assert told.findings == ()
    assert [words.split(" came")[0] for words in note(told)] == [
        "The total",
        "Iron ores and concentrates (HS 2601)",
        "Zinc ores and concentrates (HS 2608)",
    ]


def problems(told: Monthly) -> list[str]:
    """Return what the audit has against the corrections of a story."""
    return [one for one in told.findings if "[correction]" in one]


@pytest.mark.parametrize("lacking", [COPPER, RATE])
def test_each_thing_that_is_undone_needs_its_own_correction(lacking: Printed) -> None:
    """One correction does not make up for another one; of rate and level both are said."""
    every: tuple[Printed, ...] = (COPPER, RATE)
    told = after(*(one for one in every if one is not lacking))
    found = problems(with_left(told, *every))
    assert len(found) == 1
    assert "no correction says so" in found[0]
    assert str(list(lacking.codes)) in found[0]


def test_three_levels_alone_are_enough() -> None:
    """Five are wrong; of two the audit asks for a third, and for each that is left."""
    every = (*(Level((code,), NOVEMBER, "usd", shown) for code, shown in SHOWN.items()), TOTAL)
    assert problems(with_left(after(*every), *every)) == []
    assert len(problems(with_left(after(*every[:2]), *every))) == 3


@pytest.mark.parametrize(
    "other",
    [
        replace(COPPER, shown="67.21e6"),
        replace(COPPER, codes=("7402",)),
        replace(COPPER, period=Period.parse("2025-10")),
        replace(COPPER, unit="cny"),
    ],
)
def test_what_was_not_printed_is_no_correction(other: Printed) -> None:
    """The amount, its line, month and money are those that the last edition left."""
    told = after(COPPER)
    assert problems(told) == []
    assert any("the last edition printed nothing of the kind" in one for one in problems(with_left(told, other)))
