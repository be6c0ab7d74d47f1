"""Parts: tables of truths for what a line did to the whole."""

from collections.abc import Mapping

import pytest

from generator.story.news import head_rows
from tests.story.news.made import Levels, Made, news, years

NAMES = ("7402", "7403", "7404")


def _of(now: tuple[float, ...], base: tuple[float, ...]) -> Made:
    """Return news of lines that stood at `base` a year before and stand at `now`."""
    lines: Mapping[str, Levels] = {
        name: [*[before] * 12, level] for name, level, before in zip(NAMES, now, base, strict=False)
    }
    return news(lines)


@pytest.mark.parametrize(
    ("now", "base", "expected"),
    [
        ((150.0, 110.0, 100.0), (100.0, 100.0, 100.0), [83.3, 16.7, 0.0]),
        ((150.0, 60.0, 110.0), (100.0, 100.0, 100.0), [50.0, 40.0, 10.0]),  # signs are left aside
        ((100.0, 100.0, 130.0), (100.0, 100.0, 0.0), [100.0, 0.0, 0.0]),  # from nothing
    ],
)
def test_a_gross_share_is_of_all_that_moved(
    now: tuple[float, ...], base: tuple[float, ...], expected: list[float]
) -> None:
    """Of the lines in order of what they moved."""
    parts = _of(now, base).parts
    assert expected == [round(float(parts.gross_share(part).value), 1) for part in parts.lines]


def test_a_bound_leaves_the_parts_open() -> None:
    """What all moved is not known where one line is "over" something."""
    lines = {name: [100.0] * 12 + [120.0] for name in NAMES}
    assert len(news(lines).parts.lines) == 3
    assert news(lines, over={("7404", "2025-12")}).parts.lines == ()


@pytest.mark.parametrize(
    ("now", "base", "expected"),
    [
        ((150.0, 90.0, 95.0), (100.0, 100.0, 100.0), "7402"),  # without it: down
        ((150.0, 110.0, 95.0), (100.0, 100.0, 100.0), None),  # without it still up
        ((150.0, 145.0, 20.0), (100.0, 100.0, 100.0), None),  # without either of two: down
        ((50.0, 110.0, 105.0), (100.0, 100.0, 100.0), "7402"),
        ((150.0, 100.0, 100.0), (100.0, 100.0, 100.0), None),  # without it nothing moved for sure
        ((150.0, 50.0, 100.0), (100.0, 100.0, 100.0), None),  # the whole did not move
    ],
)
def test_one_line_may_turn_the_whole(now: tuple[float, ...], base: tuple[float, ...], expected: str | None) -> None:
    """If it alone does: without any other line the whole goes the way that it went."""
    found = _of(now, base).parts.turner()
    assert expected == (found.code if found else None)


@pytest.mark.parametrize(
    ("now", "way", "expected"),
    [
        ((150.0, 110.0, 70.0), "up", "7402"),
        ((150.0, 110.0, 70.0), "down", "7404"),
        ((150.0, 150.0, 70.0), "up", None),  # two alike
        ((150.0, 110.0, 120.0), "down", None),
    ],
)
def test_the_largest_mover_of_a_way_is_larger_for_sure(now: tuple[float, ...], way: str, expected: str | None) -> None:
    """Two that moved alike have no largest."""
    found = _of(now, (100.0, 100.0, 100.0)).parts.largest(way)
    assert expected == (found.code if found else None)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([200.0] * 12 + [100.0], [100.0] * 12 + [150.0], "7403"),
        ([200.0] * 12 + [100.0], [100.0] * 3 + [250.0] + [100.0] * 8 + [150.0], None),  # it led nine months ago
        ([200.0] * 12 + [150.0], [100.0] * 12 + [150.0], None),  # a tie
        ([200.0] * 11 + [100.0], [100.0] * 11 + [150.0], None),  # eleven months are too few
        ([200.0] * 13, [100.0] * 13, None),
    ],
)
def test_a_new_leader_led_in_none_of_twelve_months(first: Levels, second: Levels, expected: str | None) -> None:
    """Another line was larger in each of them."""
    found = news({"7402": first, "7403": second}).parts.leader
    assert expected == (found.code if found else None)


def test_rose_and_fell_are_counted() -> None:
    """One that stayed is neither."""
    parts = _of((150.0, 110.0, 100.0), (100.0, 100.0, 100.0)).parts
    assert ["up", "up", None] == [part.way for part in parts.lines]


def test_the_auditor_finds_what_a_line_did() -> None:
    """Gross share, the growth without it, the new leader: worked out from the raw bytes."""
    lines = {
        "7402": [*years(200.0), 190.0],
        "7403": [*years(100.0), 250.0],
        "7404": [*years(100.0), 90.0],
    }
    made = news(lines)
    heads = [head_rows.leader(made), head_rows.line_all(made), head_rows.line(made)]
    assert ["leader", "line_all"] == [head.form for head in heads if head]
    assert [] == made.faults(heads)
