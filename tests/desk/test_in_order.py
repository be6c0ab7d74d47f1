"""Editions in order: each knows the one before it, keeps that with itself, and stays what it was."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.desk.conftest import StarterDesk
from tests.desk.in_order import BY_SURPRISE, NAME, build, desk_in_order, edition, manifest, moved, restate
from tests.desk.test_line import digests

# May's levels are known otherwise now: of a line that had risen by 2.0 per cent, and of one that had fallen by 2.5
FELL = {("3004", "2025-05"): 0.8, ("8708", "2025-05"): 0.8}
UP = ("8703", "up")


@pytest.fixture(scope="module")
def may(finished: StarterDesk, tmp_path_factory: pytest.TempPathFactory) -> StarterDesk:
    """Return the desk with its edition of May; tests copy it, none changes it."""
    desk = desk_in_order(tmp_path_factory.mktemp("may") / "desk", finished.folder / "state" / "faces")
    build(desk, "2025-05")
    return desk


@pytest.fixture(scope="module")
def made(may: StarterDesk, tmp_path_factory: pytest.TempPathFactory) -> StarterDesk:
    """Return the desk with its edition of June as well; none changes it."""
    desk = copied(may, tmp_path_factory.mktemp("june"))
    build(desk, "2025-06")
    return desk


def copied(desk: StarterDesk, place: Path) -> StarterDesk:
    """Return a copy of a desk in `place`."""
    shutil.copytree(desk.folder, place / "desk", symlinks=True)
    return StarterDesk(place / "desk")


@pytest.fixture
def desk(made: StarterDesk, tmp_path: Path) -> StarterDesk:
    """Return a copy of the desk with both."""
    return copied(made, tmp_path)


def picked(found: dict[str, list[dict[str, str]]]) -> set[tuple[str, str]]:
    """Return which series are told, and which way."""
    return {(one["series"], one["direction"]) for one in found["told"]}


def test_a_step_told_in_may_is_no_news_in_june(made: StarterDesk) -> None:
    """It is in June's left-out list with May's name, and its line knows that it was told."""
    may, june = moved(made, "2025-05"), moved(made, "2025-06")
    assert (True, False) == (UP in picked(may), UP in picked(june))
    assert ["told in 2025-05, and not grown by half since"] == [
        one["why"] for one in june["left_out"] if one["series"] == "8703"
    ]
    assert [(None, ""), ("trade/2025-05/r1", "2025-05")] == [
        (one["before"] and one["before"]["edition"], _line(one, "8703")["told_before"]) for one in (may, june)
    ]


def _line(found: dict[str, list[dict[str, object]]], code: str) -> dict[str, object]:
    return next(one for one in found["lines"] if one["code"] == code)


def test_a_threshold_may_ask_how_surprising_a_month_is(made: StarterDesk) -> None:
    """In May the step alone passes; what a line lacked was null and let nobody through."""
    said = made.run("movements", BY_SURPRISE, "--period", "2025-05", "--json").said
    found = json.JSONDecoder().raw_decode(said[said.index("{") :])[0]
    assert ["8703"] == [one["code"] for one in found["notable"]]
    assert "z " in found["notable"][0]["why"]
    assert not [one for one in found["left_out"] if "null" in one["why"]]


def test_what_may_leaves_behind_is_what_june_begins_with(made: StarterDesk) -> None:
    """By its digest: the very same bytes, which the desk keeps."""
    kept = manifest(made, "2025-05")["after"]
    assert kept == manifest(made, "2025-06")["inputs"]["before.json"]
    assert "before.json" not in manifest(made, "2025-05")["inputs"]
    found = json.loads(next((made.folder / "state" / "raw").rglob(f"{kept}*")).read_bytes())
    assert moved(made, "2025-05")["memory"] == found["memory"]
    assert ["office", "DEU", "POL", "X"] == found["about"]


def test_may_built_again_after_june_is_unchanged(desk: StarterDesk) -> None:
    """The revision that stands is returned; made again it has the same bytes, as June's has."""
    for period in ("2025-05", "2025-06"):
        before = digests(edition(desk, period))
        assert "unchanged" in build(desk, period)
        shutil.rmtree(edition(desk, period))
        assert 0 == desk.run("regenerate", NAME, "--period", period).code
        assert before == digests(edition(desk, period))


def test_a_restated_figure_is_found_by_the_next_edition(desk: StarterDesk) -> None:
    """June's new revision says first that a growth it had told in May was a fall, and what else was restated."""
    restate(desk, FELL)
    build(desk, "2025-06")
    found = moved(desk, "2025-06", 2)
    assert ("3004", "correction", ["revised"]) == tuple(found["told"][0][key] for key in ("series", "kind", "flags"))
    assert {("3004", "correction"), ("8708", "revision")} <= {(one["series"], one["kind"]) for one in found["told"]}
    assert "trade/2025-05/r1" == found["before"]["edition"]
    assert "unchanged" in build(desk, "2025-06")
    text = " ".join((edition(desk, "2025-06", 2) / "en.txt").read_text("utf-8").split())
    assert "Correction: the total rose" in text
    assert "Corrected since the last edition. The total rose" in text
    assert "the last edition printed" not in (edition(desk, "2025-06") / "en.txt").read_text("utf-8")


def test_a_restatement_that_one_edition_knows_is_said_of_the_other(desk: StarterDesk) -> None:
    """June says that May stands on older figures, with which it comes back; once it is built again nothing is said."""
    before = digests(edition(desk, "2025-05"))
    restate(desk, FELL)
    said = build(desk, "2025-06")
    assert (
        "warning: trade/2025-05/r1 stands on older figures than trade/2025-06/r2, which has restated 8708 in 2025-05 "
        "and 1 more. Build it again: tradebrief build trade --period 2025-05"
    ) in " ".join(said.split())
    shutil.rmtree(edition(desk, "2025-05"))
    assert 0 == desk.run("regenerate", NAME, "--period", "2025-05", "--revision", "1").code
    assert before == digests(edition(desk, "2025-05"))
    assert "older figures" not in build(desk, "2025-05")
    assert "older figures" not in build(desk, "2025-06")
