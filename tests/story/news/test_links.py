"""What links the facts of a text: the line that made the difference, the year all the same, a dip that is small."""

from __future__ import annotations

import pytest

from tests.story.months import Monthly, months, table

MILLION = 1_000_000
JULY = 30  # months after January 2023


def edition(copper: int, scrap: int, language: str = "en") -> Monthly:
    """Return July 2025 with these millions, where both lines had 100 before 2025, and copper 90 from January on."""

    def value(code: str, place: int) -> int:
        if place == JULY:
            return MILLION * (copper if code == "7403" else scrap)
        return MILLION * (90 if code == "7403" and place > JULY - 7 else 100)

    return months(table(value, codes=("7403", "7404")), "2025-07", language=language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Refined copper made the difference: it more than doubled, to $250.00 million"),
        ("zh", "增量主要来自精炼铜：该项进口额同比增至上年同期的2.5倍，达2.50亿美元"),  # noqa: RUF001 -- Chinese
        ("ur", "اضافہ زیادہ تر ریفائنڈ تانبے، جو تاروں، موٹروں اور پائپوں میں لگتا ہے، میں ہوا:"),
    ],
)
def test_a_line_made_the_difference(language: str, words: str) -> None:
    """150 of 155 million more; without it the total would have grown 5 per cent, with it 77.5."""
    of = edition(250, 105, language)
    assert of.findings == ()
    assert words in of.prose


def test_a_line_made_no_difference_where_all_grew_alike() -> None:
    """Copper made 200 of 400 million more, and scrap the rest."""
    assert "made the difference" not in edition(300, 300).prose


def test_the_year_fell_all_the_same() -> None:
    """July rose by 20 of 200 million, after six months with 10 less each: 1,360 million after 1,400."""
    of = edition(120, 100)
    assert of.findings == ()
    assert "All the same, January–July came to $1.36 billion, 2.9% less than a year earlier." in of.prose


def test_a_small_dip_ends_a_run() -> None:
    """Two lines fall in December 2024, grow by a tenth until June, and lose less than one per cent in July."""

    def value(code: str, place: int) -> int:
        usual, grown, dip = {"7403": (100, 110, 99), "7404": (50, 55, 50)}[code]
        if place == JULY:
            return MILLION * dip
        if place == JULY - 7:
            return MILLION * usual // 2
        return MILLION * (grown if place > JULY - 7 else usual)

    of = months(table(value, codes=("7403", "7404")), "2025-07")
    assert of.findings == ()
    assert "Small as it is, the dip ends six months of growth." in of.prose


def scrap(levels: dict[int, int], period: str = "2025-07") -> Monthly:
    """Return an edition with 100 million of copper each month and 50 of scrap, but in the months of `levels`."""

    def value(code: str, place: int) -> int:
        return MILLION * (100 if code == "7403" else levels.get(place, 50))

    return months(table(value, codes=("7403", "7404")), period)


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        (
            {JULY - 1: 0, JULY: 20},
            "a year earlier; June had brought none, for the first time in 30 months of figures.",
        ),
        ({JULY - 1: 140, JULY: 25}, "to $25.00 million, after $140.00 million in June."),
        (
            {JULY: 300},
            "the largest line for the first time in figures that begin in January 2023, in place of refined copper.",
        ),
    ],
)
def test_a_line_is_set_against_the_month_before(levels: dict[int, int], words: str) -> None:
    """Nothing in June, or far more; or never the largest until now."""
    of = scrap(levels)
    assert of.findings == ()
    assert words in of.prose


def test_a_december_names_the_line_that_made_its_year() -> None:
    """From January to November copper brings 1 million more, scrap 5, so 55 of 66; December is as before."""

    def value(code: str, place: int) -> int:
        usual, more = (100, 101) if code == "7403" else (50, 55)
        return MILLION * (more if 24 <= place < 35 else usual)

    of = months(table(value, codes=("7403", "7404")), "2025-12")
    assert of.findings == ()
    assert "In 2025 the total gained $66.00 million, or 3.7%: copper scrap gained $55.00 million." in of.prose


def test_small_lines_with_a_record_have_a_sentence_each() -> None:
    """Copper rises from 100 to 150 million, scrap from 10 to 10.5 and iron ores to 10.6, more than in any month."""
    ends = {"7403": (100, 150), "7404": (10, 10.5), "2601": (10, 10.6)}

    def value(code: str, place: int) -> int:
        usual, now = ends[code]
        return int(MILLION * (now if place == 35 else usual))

    of = months(table(value, codes=tuple(ends)), "2025-12")
    assert of.findings == ()
    assert "$10.60 million, their largest month so far" in of.prose
    assert "$10.50 million, its largest month so far" in of.prose
