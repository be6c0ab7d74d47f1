"""Runs: tables of truths for a run, a turn and a pace, and the unit in which each is counted."""

from dataclasses import replace
from typing import Any

import pytest

from generator.story.news.time_series import Pace, Run, Turn
from tests.story.months import NAMES, months, table
from tests.story.news.made import HOLIDAY, Levels, news, years

BASE = [100.0] * 12


def _run(found: Run | None) -> tuple[str, int] | None:
    return (found.way, found.months) if found else None


def _turn(found: Turn | None) -> tuple[str, int, str | None] | None:
    return (found.way, found.months, str(found.since) if found.since else None) if found else None


def _pace(found: Pace | None) -> tuple[str, str, int] | None:
    return (found.kind, found.way, found.months) if found else None


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([*BASE, *[101.0] * 5], ("up", 5)),
        ([*BASE, 99.0, 101.0, 101.0], ("up", 2)),
        ([*BASE, 101.0, 101.0, 100.1], ("up", 3)),  # however little
        ([*BASE, 101.0, 101.0, 100.0], None),  # no way
        ([*BASE, 101.0, None, 101.0, 101.0], ("up", 2)),  # what a gap hides is not known
        ([*BASE, 99.0, 98.0], ("down", 2)),
        ([*[None] * 11, 100.0, *[None] * 11, 101.0], ("up", 1)),
        (BASE, None),  # no base
    ],
)
def test_a_run_has_the_months_of_one_sign(levels: Levels, expected: tuple[str, int] | None) -> None:
    """Up to the first step that goes another way, none, or that is not known."""
    assert expected == _run(news(levels).run)


def test_a_bound_ends_a_run() -> None:
    """Of "over 101" nobody knows the way: not as the month itself, and not as a base."""
    levels = [*BASE, *[101.0] * 5]
    assert _run(news(levels, over={("7403", "2025-10")}).run) == ("up", 2)
    assert _run(news(levels, over={("7403", "2024-10")}).run) == ("up", 2)
    assert _run(news(levels, over={("7403", "2025-12")}).run) is None


def test_january_and_february_are_one_step_of_two_months() -> None:
    """Where the holiday moves: January alone fell, both together rose."""
    levels = [*[100.0] * 14, 90.0, 120.0, 101.0]  # to March: January 90, February 120
    lunar, plain = (news([*levels], "2025-03", parties) for parties in (HOLIDAY, ("USA", "TUR")))
    assert _run(lunar.run) == ("up", 3)
    assert _run(plain.run) == ("up", 2)


def test_a_revised_month_ends_a_run() -> None:
    """A run is of the figures as they stand now."""
    levels = [*BASE, *[101.0] * 5]
    revised = [*levels[:-3], 99.0, *levels[-2:]]
    assert (_run(news(levels).run), _run(news(revised).run)) == (("up", 5), ("up", 2))


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([*BASE, 99.0, *[101.0] * 7, 98.0], ("down", 7, "2025-04")),
        ([*BASE, *[101.0] * 7, 98.0], ("down", 7, None)),  # none on file
        ([*BASE, 99.0, *[101.0] * 7, 99.9], ("down", 7, "2025-04")),  # however little
        ([*BASE, 101.0, *[99.0] * 7, 102.0], ("up", 7, "2025-04")),
        ([*BASE, 99.0, None, *[101.0] * 7, 98.0], ("down", 7, None)),  # a gap may hide a later one
        ([*BASE, 99.0, 100.0, *[101.0] * 7, 98.0], ("down", 7, None)),  # so does a month that went no way
        ([*BASE, *[101.0] * 7, 101.0], None),
        ([*BASE, *[101.0] * 7, 100.0], None),
        ([*BASE, 101.0, None, 98.0], None),
    ],
)
def test_a_turn_ends_a_run_of_the_other_sign(levels: Levels, expected: tuple[str, int, str | None] | None) -> None:
    """It has the months that it ends, and the last step of its own sign where one is on file."""
    assert expected == _turn(news(levels).turn)


def test_a_turn_counts_january_and_february_as_two_months() -> None:
    """Seven months of growth before a fall in May, two of them as one step."""
    levels = [*[100.0] * 15, 99.0, *[101.0] * 3, 100.0, 102.0, 101.0, 101.0, 95.0]
    assert _turn(news(levels, "2025-05", HOLIDAY).turn) == ("down", 7, "2024-09")


RISING = [100.0 + at for at in range(13)]  # growth of 1 to 13 per cent on a year of 100


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([*BASE, *RISING[:12]], ("fastest", "up", 12)),
        ([*BASE, *RISING[:11]], None),  # eleven steps are too few
        ([*BASE, *reversed([200.0 - at for at in range(12)])], ("fastest", "up", 12)),
        ([*BASE, *[200.0 - at for at in range(12)]], ("slowest", "up", 12)),
        ([*BASE, *[99.0 - at for at in range(12)]], ("fastest", "down", 12)),
        ([*BASE, 130.0, 50.0, *[90.0] * 9, 40.0], ("fastest", "down", 12)),
        ([*BASE, 60.0, 75.0, 81.0], ("narrowing", "down", 3)),
        ([*BASE, 60.0, 75.0, 79.0], None),  # more than half of the first
        ([*BASE, 60.0, 55.0, 70.0, 80.0], ("narrowing", "down", 3)),
        ([*BASE, 140.0, 125.0, 119.0], ("narrowing", "up", 3)),
        ([*BASE, 60.0, 125.0, 80.0], None),  # not of one sign
        ([*BASE, 60.0, None, 75.0, 80.0], None),
    ],
)
def test_a_pace_is_the_fastest_the_slowest_or_narrows(levels: Levels, expected: tuple[str, str, int] | None) -> None:
    """Among twelve steps and more; a change narrows that is the third of its sign, and half of the first or less."""
    assert expected == _pace(news(levels).pace)


def test_figures_that_may_be_alike_have_no_pace() -> None:
    """Growth of the newest month must lie above each of the others under every reading: one of them is a bound."""
    levels = years(100.0, 100.0)
    assert news([*levels[:-1], 150.0]).pace is not None
    assert news([*levels[:-1], 150.0], over={("7403", "2025-11")}).pace is None


def quarters(code: str, place: int) -> int:
    """Two flat years; from April 2025 each quarter is a tenth above the year before, though August is below it."""
    size = 1_000_000 * {"7403": 60, "7404": 40}[code]
    if place < 27:
        return size
    return size * {30: 125, 31: 80, 32: 125}.get(place, 110) // 100


def yearly(code: str, place: int) -> int:
    """Six years: two falls, then three rises that do not reach the first."""
    size = 1_000_000 * {"7403": 60, "7404": 40}[code]
    return size * (130, 100, 90, 99, 109, 120)[place // 12] // 100


QUARTERS = table(quarters, codes=("7403", "7404"), months=36)
YEARS = table(yearly, codes=("7403", "7404"), months=72)


@pytest.mark.parametrize(
    ("rows", "period", "language", "expected"),
    [
        (QUARTERS, "2025-Q4", "en", "rose on the year for three quarters in a row"),
        (QUARTERS, "2025-Q4", "zh", "连续3个季度同比增长"),
        (QUARTERS, "2025-Q4", "ur", "میں مسلسل تین سہ ماہیوں سے سالانہ اضافہ"),
        (YEARS, "2025", "en", "It was the third year of growth in a row."),
        (YEARS, "2025", "zh", "进口额已连续第三年同比增长。"),
        (YEARS, "2025", "ur", "درآمدات میں مسلسل تیسرے سال سالانہ اضافہ ہوا"),
    ],
)
def test_a_quarter_counts_quarters_and_a_year_years(rows: Any, period: str, language: str, expected: str) -> None:  # noqa: ANN401
    """August 2025 fell, so that nobody may say that months rose in a row."""
    told = months(rows, period, language=language, labels=NAMES if language == "en" else {})
    assert told.findings == ()
    assert expected in told.prose


@pytest.mark.parametrize(
    ("levels", "period", "unit", "run"),
    [
        ([*[100.0] * 27, *[110.0] * 9], "2025-Q4", "quarters", 3),
        (years(100, 100, 110, 120, 130), "2025", "years", 3),
        ([*[100.0] * 27, *[110.0] * 9], "2025-12", "months", 9),
    ],
)
def test_a_count_of_steps_has_their_unit(levels: Levels, period: str, unit: str, run: int) -> None:
    """The audit works unit and count out of the cells: nine months are no nine quarters."""
    made = news(levels, period)
    assert made.run
    claim = made.run.claim(made.ledger)
    assert (claim.unit, int(claim.value)) == (unit, run)
    assert made.ground.faults([claim]) == []
    others = {"months", "quarters", "years"} - {unit}
    wrong = [replace(claim, unit=other) for other in others]
    wrong.append(replace(claim, value=claim.value + 1, low=claim.low + 1, high=claim.high + 1))
    assert all(made.ground.faults([one]) for one in wrong)


@pytest.mark.parametrize("unit", ["months", "years"])
def test_the_word_for_the_unit_is_that_of_the_claim(unit: str) -> None:
    """A quarter in a row is no month: a text that says so is found."""

    def spoil(block: Any) -> None:  # noqa: ANN401 -- JSON
        text = block["title"]
        text["words"] = text["words"].replace("quarters", unit)
        text["said"][1]["time_unit"] = ["word", "time_units", unit]
        (mark,) = text["marks"]
        assert text["words"][mark["start"] : mark["end"]] == "three"

    found = months(QUARTERS, "2025-Q4").findings_after("total", spoil)
    assert any(f"time_unit is {unit}" in fault for fault in found)


def test_a_turn_and_a_pace_of_quarters_count_quarters() -> None:
    """Three quarters had grown before the fourth fell; the second grows fastest of sixteen quarters."""
    turned = news([*[100.0] * 24, *[110.0] * 9, *[90.0] * 3], "2025-Q4")
    assert turned.turn
    claim = turned.turn.claim(turned.ledger)
    assert (claim.unit, int(claim.value), turned.ground.faults([claim])) == ("quarters", 3, [])
    paced = news([*years(100, 101, 102, 103), *[104.0] * 9, *[120.0] * 3], "2025-Q4")
    assert paced.pace
    claim = paced.pace.claim(paced.ledger)
    assert (claim.unit, int(claim.value), paced.ground.faults([claim])) == ("quarters", 16, [])


def turned(code: str, place: int) -> int:
    """Return dollars that fall in the second of six years, grow for three, and fall in the last."""
    return 1_000_000 * {"7403": 60, "7404": 40}[code] * (100, 90, 95, 100, 105, 98)[place // 12] // 100


def ended(code: str, place: int) -> int:
    """Copper scrap has no trade in the last of five years."""
    return 60_000_000 if code == "7403" else 20_000_000 * (place < 48)


def faded(code: str, place: int) -> int:
    """Copper scrap led in April to June 2025, at 300 million, and fell back to the 24 million of a year before."""
    if code == "7404":
        return 1_000_000 * {9: 100, 10: 40}.get(place // 3, 8)
    return 1_000_000 * (66 if place >= 24 else 60)


TOLD = {
    "first fall in years": (turned, "2025", 72),
    "end of a year's line": (ended, "2025", 60),
    "end of a quarter's line": (ended, "2025-Q1", 60),
    "line that faded": (faded, "2025-Q4", 36),
}


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("first fall in years", "en", "fall 6.7%, first decline since 2021"),
        ("first fall in years", "zh", "为2021年以来首次同比下降"),
        ("first fall in years", "ur", "2021 کے بعد پہلی کمی"),
        ("first fall in years", "en", "Until then imports had grown for three years in a row."),
        ("first fall in years", "zh", "此前进口额已连续3年同比增长。"),
        ("end of a year's line", "en", "Copper scrap brought nothing, for the first time in five years of figures."),
        ("end of a year's line", "zh", "为5年数据中的首次。"),
        ("end of a year's line", "ur", "پانچ سال کے ان اعداد میں پہلی بار"),
        ("end of a quarter's line", "en", "for the first time in 17 quarters of figures."),
        ("end of a quarter's line", "ur", "سہ ماہیوں کے ان اعداد میں پہلی بار"),
        (
            "line that faded",
            "en",
            "Copper scrap faded to $24.00 million, from $300.00 million in April–June.",
        ),
        ("line that faded", "zh", "废铜由4—6月的3.00亿美元降至2400万美元"),
        ("line that faded", "ur", "تانبے کے سکریپ کی درآمدات اپریل تا جون کے 30 کروڑ ڈالر سے گھٹ کر"),
    ],
)
def test_a_year_and_a_quarter_tell_what_a_month_tells(name: str, language: str, expected: str) -> None:
    """A first fall with the run that it ended, a line that ended, and one that led two quarters ago."""
    value, period, count = TOLD[name]
    rows = table(value, codes=("7403", "7404"), months=count)
    told = months(rows, period, language=language, labels=NAMES if language == "en" else {})
    assert told.findings == ()
    assert expected in told.prose
