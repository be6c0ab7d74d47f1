"""Picks typed by hand, and what they are worth."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.panels.grading import Grade, grade
from tests.panels.newsroom import picks

HOUSE = Path(__file__).parents[2]
Json = dict[str, Any]


def mark(series: str, kind: str, direction: str, **more: object) -> Json:
    """Return a truth or a decoy as truth.json has it."""
    empty: Json = {"difficulty": "easy", "also": [], "lifts": [], "parts": []}
    return empty | {"series": series, "kind": kind, "case": kind, "direction": direction} | more


def pick(series: str, kind: str, direction: str = "up") -> Json:
    """Return a pick as picks.json has it, as far as it is graded."""
    return {"series": series, "kind": kind, "direction": direction}


TRUTH = {
    "truths": [
        mark("740311", "spike", "up", lifts=["7403", "74"]),
        mark("26", "broad", "down", difficulty="hard", parts=["2603", "260300"]),
        mark("310100", "offset", ""),
        mark("520100", "revision", "down"),
    ],
    "unusual": ["391000"],
    "decoys": [mark("900110", "split code", "down", also=["900111"], lifts=["9001"])],
}


@pytest.mark.parametrize(
    ("picked", "outcomes"),
    [
        ([pick("740311", "shift")], {"right": 1}),
        ([pick("740311", "spike", "down")], {"wrong direction": 1}),
        ([pick("740311", "spike"), pick("740311", "record")], {"right": 1, "told twice": 1}),
        ([pick("74", "spike"), pick("740311", "spike")], {"right": 1, "told twice": 1}),
        ([pick("7403", "spike")], {"another level": 1}),
        ([pick("26", "broad", "down"), pick("260300", "spike", "down")], {"right": 1, "told twice": 1}),
        ([pick("310100", "offset", "down")], {"right": 1}),
        ([pick("900111", "new"), pick("9001", "spike")], {"decoy": 2}),
        ([pick("850110", "record"), pick("850110", "spike")], {"milestone": 1, "ordinary": 1}),
        ([pick("391000", "spike")], {"unusual by chance": 1}),
        ([], {}),
    ],
)
def test_each_pick_has_one_outcome(picked: list[Json], outcomes: dict[str, int]) -> None:
    """Told, told twice, reversed, at another level, a decoy, or nothing that was planted."""
    assert outcomes == dict(grade(picked, TRUTH, 10).outcomes)


def test_precision_and_recall_count_the_first_picks() -> None:
    """Two of three picks are right, two of four truths found; the third truth comes too late."""
    picked = [pick("740311", "spike"), pick("850110", "spike"), pick("26", "broad", "down"), pick("310100", "offset")]
    found = grade(picked, TRUTH, 3)
    assert (2 / 3, 2 / 4) == (found.precision, found.recall())
    assert (1.0, 1 / 3, 0.0) == (found.recall("spike"), found.recall("", "easy"), found.recall("offset"))
    assert 2 == found.kinds
    assert (1 / 2, 1.0, None) == tuple(map(found.precision_of, ("spike", "broad", "offset")))


def test_a_correction_may_be_called_a_revision() -> None:
    """Which it is depends on what was printed; the kind counts as named."""
    assert 1 == grade([pick("520100", "correction", "down")], TRUTH, 10).kinds


def test_decoys_are_counted_once_however_often_told() -> None:
    """Two picks, one decoy of one."""
    found = grade([pick("900110", "ceased", "down"), pick("900111", "new")], TRUTH, 10)
    assert ({"split code": 1}, {"split code": 1}) == (dict(found.fooled), dict(found.decoys))


def test_grades_add_up() -> None:
    """Two panels, one of them without picks; precision is of the picks there are."""
    both = grade([pick("740311", "spike")], TRUTH, 10) + grade([], TRUTH, 10)
    assert (2, 1.0, 1 / 8) == (both.panels, both.precision, both.recall())
    assert None is Grade().precision


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("y/y over 20 %, by rate", ["7404", "7403", "7402"]),
        ("y/y over 20 %, by money", ["7402", "7403", "7404"]),
        ("top movers by money", ["7401", "7402", "7403", "7404"]),
    ],
)
def test_the_newsrooms_rules_are_what_they_say(tmp_path: Path, rule: str, expected: list[str]) -> None:
    """Ten per cent of a thousand, thirty of a hundred, three times five, and two from nothing."""
    values = {"7401": (1000, 1100), "7402": (100, 70), "7403": (5, 15), "7404": (0, 2), "74": (1105, 1187)}
    rows = ["series,level,parent,period,value_usd,quantity,quantity_unit,status"]
    for series, pair in values.items():
        for period, value in zip(("2024-12", "2025-12"), pair, strict=True):
            parent = "74" if len(series) == 4 else ""
            rows += [f"{series},hs,{parent},{period},{value},,,F"] if value else []
    (tmp_path / "panel.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = picks(rule, tmp_path)
    assert expected == [one["series"] for one in found]
    assert {"7402": "down"}.items() <= {one["series"]: one["direction"] for one in found}.items()


@pytest.mark.long
def test_the_measurement_prints_tables() -> None:
    """For every rule at ten and at twenty, by case and by decoy."""
    command = [sys.executable, "-m", "tests.panels.measured", "--seeds", "2", "--series", "120"]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True)
    assert "| top movers by money, first 20 |" in done.stdout
    assert "| truth found in the first 10 / 20 | planted |" in done.stdout
    assert "| told as, in the first 10 / 20 | picks | right |" in done.stdout
    assert "| tiny base |" in done.stdout
