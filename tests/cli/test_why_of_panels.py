"""Why, of panels in which it is known what happened: every planted truth has a verdict that can be followed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.desk.bare_table import run, sidecar
from tests.panels.making import Wanted, make
from tests.panels.writing import write


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a panel of 150 lines and eight years."""
    folder = tmp_path_factory.mktemp("panel")
    write(make(Wanted(seed=3, leaves=150)), folder)
    return folder


def asked(panel: Path, *arguments: str) -> tuple[int, list[str]]:
    """Return what `movements` says of the panel, with all that belongs to it."""
    files = ("--input", panel / "panel.csv", "--meta", panel / "meta.json", "--previous", panel / "previous.csv")
    return run(*files, *arguments)


def test_every_truth_and_decoy_has_a_verdict_that_agrees_with_the_picks(panel: Path) -> None:
    """Told is what the picks have, with their score; of the others the first failed gate is named, or the threshold."""
    truth = json.loads((panel / "truth.json").read_text("utf-8"))
    picks = {one["series"]: one for one in json.loads("\n".join(asked(panel, "--json")[1]))}
    marked = [mark["series"] for which in ("truths", "decoys") for mark in truth[which]]
    codes = list(dict.fromkeys([*marked, *(code for one in picks.values() for code in one["context"])]))
    code, said = asked(panel, "--json", *(word for series in codes for word in ("--why", series)))
    found = {one["series"]: one for one in json.loads("\n".join(said))}
    assert (0, codes) == (code, list(found))
    assert {series for series in codes if found[series]["told"]} == {*codes} & {*picks}
    for one in found.values():
        if one["told"]:
            assert (picks[one["series"]]["score"], "") == (one["score"], one["stopped"])
        elif one["stopped"] == "threshold":
            assert not one["judgement"]["holds"]
        else:
            failed = [gate["condition"] for gate in one["gates"] if not gate["holds"]]
            assert one["stopped"] in failed
    assert {"", "threshold", "chance", "story"} <= {one["stopped"] for one in found.values()}


def test_what_was_left_out_is_ranked_and_cut(panel: Path, tmp_path: Path) -> None:
    """Twelve with their scores, the best first; the others are counted, with what is said of any.

    A bar that half of all series pass considers the fifty weightiest of them.
    """
    meta = json.loads((panel / "meta.json").read_text("utf-8"))
    low = sidecar(tmp_path, meta | {"thresholds": {"defaults": {"notable": {"metric": "yoy", "abs_gte": 5}}}})
    said = run("--input", panel / "panel.csv", "--meta", low)[1]
    at = said.index("Considered and left out")
    left = said[at + 2 : -2]
    scores = [float(number[1]) for line in left if (number := re.search(r"  (\d+\.\d)(?:  |$)", line))]
    assert (12, scores) == (len(left), sorted(scores, reverse=True))
    assert re.fullmatch(r"and \d\d more: --why CODE says of any why it is left out", said[-2])
