"""What is planted can be seen in the files by a plain calculation."""

from __future__ import annotations

from math import log
from statistics import quantiles

import pytest

from tests.panels.conftest import Files, marked


@pytest.mark.parametrize("case", ["spike", "lifts parents", "price", "missed_season", "broad"])
def test_the_newest_change_is_the_one_planted(panels: list[Files], case: str) -> None:
    """Year on year, January and February together in a lunar February."""
    for files, mark in marked(panels, "truths", case):
        assert files.change(mark["series"]) == pytest.approx(mark["size"], abs=0.001)


def test_a_difficulty_is_a_size_against_the_noise(panels: list[Files]) -> None:
    """The noise is the middle half of the changes over a year until six months ago, as a standard deviation."""
    bounds = {"easy": (7, 9), "medium": (4.6, 5.6), "hard": (3.2, 3.8)}
    for files, mark in marked(panels, "truths", "spike"):
        past = range(6, len({line["period"] for line in files.lines}) - 12)
        known = [at for at in past if not (files.meta["lunar"] and files.ago(at)[5:] in ("01", "02"))]
        low, middle, high = quantiles([files.change(mark["series"], at, 1) for at in known], method="inclusive")
        noises = abs(mark["size"] - middle) / max((high - low) / 1.349, 0.05)
        assert noises == pytest.approx(mark["noises"], abs=0.02)
        least, most = bounds[mark["difficulty"]]
        assert least - 0.02 <= noises <= most + 0.02


def test_a_child_that_lifts_its_parents_is_most_of_their_change(panels: list[Files]) -> None:
    """The heading and the chapter are listed as lifted."""
    for files, mark in marked(panels, "truths", "lifts parents"):
        assert {mark["series"][:4]} <= set(mark["lifts"])
        own, whole = (files.value(code) - files.value(code, 12) for code in (mark["series"], mark["series"][:4]))
        assert files.lunar_february or own / whole >= 0.5


def test_a_shift_holds_for_three_months(panels: list[Files]) -> None:
    """Each of them is as far from the year before."""
    for files, mark in marked(panels, "truths", "shift"):
        for back in range(3):
            assert files.change(mark["series"], back, 1) == pytest.approx(mark["size"], abs=0.001)


def test_a_drift_shows_in_twelve_months(panels: list[Files]) -> None:
    """And in no single one by more than the year's change and a little."""
    for files, mark in marked(panels, "truths", "drift"):
        assert files.change(mark["series"], 0, 12) == pytest.approx(mark["size"], abs=0.1)
        assert mark["noises"] < 3


def test_a_price_is_a_change_of_the_unit_value(panels: list[Files]) -> None:
    """Nine tenths of it and more."""
    for files, mark in marked(panels, "truths", "price"):
        assert files.unit_value_change(mark["series"]) == pytest.approx(0.92 * mark["size"], abs=0.01)


def test_an_offset_is_a_unit_value_that_moved_behind_a_still_value(panels: list[Files]) -> None:
    """The value's change is less than half of the unit value's."""
    for files, mark in marked(panels, "truths", "offset"):
        assert files.unit_value_change(mark["series"]) == pytest.approx(mark["size"], abs=0.01)
        assert abs(files.change(mark["series"])) < abs(mark["size"]) / 2


def test_a_new_line_has_no_past(panels: list[Files]) -> None:
    """It has one row, of a million dollars and more."""
    for files, mark in marked(panels, "truths", "new"):
        assert [files.period] == [period for series, period in files.rows if series == mark["series"]]
        assert files.value(mark["series"]) > 1e6


def test_a_resumed_line_has_a_gap_of_a_year(panels: list[Files]) -> None:
    """And a past before it."""
    for files, mark in marked(panels, "truths", "resumed"):
        assert files.value(mark["series"]) > 1e6
        assert 0 == files.value(mark["series"], 1, 14)
        assert files.value(mark["series"], 27) > 0


@pytest.mark.parametrize(("case", "empty"), [("vanished", 1), ("ceased", 3)])
def test_an_ended_line_was_there_each_month_before(panels: list[Files], case: str, empty: int) -> None:
    """The newest month, or three, have no row."""
    for files, mark in marked(panels, "truths", case):
        held = [files.row(mark["series"], back) is not None for back in range(14)]
        assert [False] * empty + [True] * (14 - empty) == held


def test_a_broad_move_is_one_of_each_child(panels: list[Files]) -> None:
    """Nine of ten lines of a chapter move its way, counted by their value."""
    for files, mark in marked(panels, "truths", "broad"):
        sign, with_it, against = (1 if mark["direction"] == "up" else -1), 0.0, 0.0
        for series in (one for one in mark["parts"] if len(one) == 6):
            if (now := files.value(series)) and (then := files.value(series, 12)):
                with_it, against = (with_it + now, against) if sign * (now - then) > 0 else (with_it, against + now)
        assert files.lunar_february or with_it > 9 * against


def test_a_missed_season_had_a_peak_each_year(panels: list[Files]) -> None:
    """The month was above the mean of its year, years long."""
    for files, mark in marked(panels, "truths", "missed_season"):
        if not files.lunar_february:
            peaks = [
                files.value(mark["series"], back) * 12 / files.value(mark["series"], back, 12) for back in (12, 24)
            ]
            assert min(peaks) > 1.1
            assert sum(peaks) / 2 > 1.25


def test_a_revision_is_what_the_edition_before_had_otherwise(panels: list[Files]) -> None:
    """By five per cent and more in one of the newest months."""
    for files, mark in marked(panels, "truths", "revision"):
        changes = [
            log(files.value(mark["series"], at) / files.before[mark["series"], files.ago(at)]) for at in range(1, 5)
        ]
        assert mark["size"] in [pytest.approx(one, abs=0.001) for one in changes]


def test_a_correction_turns_a_rise_into_a_fall(panels: list[Files]) -> None:
    """Or the other way: the month before is on the other side of the year before it."""
    for files, mark in marked(panels, "truths", "correction"):
        base = files.value(mark["series"], 13)
        assert (files.value(mark["series"], 1) - base) * (files.before[mark["series"], files.ago(1)] - base) < 0
