"""Short pasts and lumpy trade: what the engine finds in them, and that it is silent where nothing happened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.panels.grading import DECOY, REVERSED, RIGHT
from tests.panels.making import Wanted, make
from tests.panels.measured import ENGINE, Measured, engine_picks, measure, wants
from tests.panels.writing import write


@pytest.mark.parametrize("months", [24, 30, 36])
def test_a_short_past_is_the_newest_part_of_a_longer_one(months: int) -> None:
    """All rows that are handed out are cut alike, and the last one is the reference month."""
    panel = make(Wanted(4, 60, months))
    assert {months} == {len(rows) for rows in (panel.value, panel.unit_value, panel.unit, panel.counted, panel.status)}
    assert months - 1 == len(panel.previous)
    assert "2025-12" == panel.period


def test_a_lumpy_panel_has_lines_that_trade_in_some_months() -> None:
    """Six of ten, large ones too; two of what is told are theirs."""
    panel = make(Wanted(4, 300, lumpy=True))
    empty = (panel.value == 0).mean(axis=0)
    assert 0.5 < panel.irregular.mean() < 0.7
    assert 0.3 < empty[panel.irregular].mean() < 0.6
    assert panel.irregular[panel.value.sum(axis=0) > 3e8].any()
    assert {"lumpy shipment", "lumpy year"} <= {mark.case for mark in panel.truths}


def test_what_lumps_are_planted_stand_out_among_those_of_their_line() -> None:
    """A shipment is above every earlier one where it is easy; a year is off by what is said, to the dollar rounded."""
    for seed in range(6):
        panel = make(Wanted(seed, 300, lumpy=True))
        for mark in panel.truths:
            line = panel.value[:, panel.tree.columns[mark.series]].sum(axis=1)
            if mark.case == "lumpy shipment" and mark.difficulty == "easy":
                assert line[-1] > line[:-6].max()
            if mark.case == "lumpy year":
                now, before = line[-12:].sum(), line[-24:-12].sum()
                assert now / before == pytest.approx(2.718281828**mark.size, rel=0.01)


def picked(wanted: Wanted, folder: Path) -> list[dict[str, object]]:
    """Return what the program picks in a panel."""
    write(make(wanted), folder)
    found = engine_picks(folder, wanted.period)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", [4, 8])
def test_three_years_in_which_nothing_happened_are_silent(seed: int, tmp_path: Path) -> None:
    """A year can be judged by eleven rows before it, or none: what chance does is seen in the other series."""
    [wanted] = wants(range(seed, seed + 1), 300, quiet=True, months=36)
    assert [] == picked(wanted, tmp_path)


def test_a_line_that_ends_in_a_lunar_february_goes_down(tmp_path: Path) -> None:
    """January and February together are above the year before, since January was large: the end is no rise."""
    wanted = Wanted(15, 300, 24, "2026-02", lunar=True)
    found = picked(wanted, tmp_path)
    truth = json.loads((tmp_path / "truth.json").read_text("utf-8"))
    [ended] = [mark["series"] for mark in truth["truths"] if mark["kind"] == "vanished"]
    assert ["down"] == [one["direction"] for one in found if one["series"] == ended]


@pytest.mark.long
@pytest.mark.parametrize(
    ("months", "lumpy", "recall", "precision"),
    [
        (24, False, 0.62, 0.75),
        (30, False, 0.70, 0.80),
        (36, False, 0.60, 0.83),
        (0, True, 0.64, 0.79),
        (0, False, 0.65, 0.80),
    ],
)
def test_what_is_found_in_sixteen_panels(*, months: int, lumpy: bool, recall: float, precision: float) -> None:
    """Of the first twenty picks; one decoy in twenty at most, and no direction that is the wrong one."""
    measured = Measured()
    for wanted in wants(range(301, 317), 300, quiet=False, months=months, lumpy=lumpy):
        measure(wanted, measured)
    grade = measured.grades[ENGINE, 20]
    assert (grade.recall() or 0) >= recall
    assert (measured.grades[ENGINE, 10].precision or 0) >= precision
    assert sum(grade.fooled.values()) <= 0.05 * sum(grade.decoys.values())
    assert grade.outcomes[REVERSED] <= 0.01 * grade.outcomes[RIGHT]
    assert grade.outcomes[DECOY] <= 0.05 * grade.outcomes.total()
