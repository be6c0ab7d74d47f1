"""Runs: tables of truths for a run, a turn and a pace."""

import pytest

from generator.story.news.time_series import Pace, Run, Turn
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
