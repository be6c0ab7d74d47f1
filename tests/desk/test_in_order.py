"""Editions in order: each knows the one before it, keeps that with itself, and stays what it was."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.audit import audit_data
from generator.editions.edition_movements import movements_since
from generator.editions.edition_sheet import EditionSheet
from generator.editions.edition_text import ComposedEdition, compose
from generator.editions.previous_edition import PreviousEdition, levels_of
from generator.intake.file_intake import ingest
from generator.intake.period_choice import figures_for
from generator.settings.desk_parts import DeskParts
from generator.story.brief import PrintedLevel
from generator.story.record import texts_of
from generator.trade.period import Period
from tests.desk.conftest import StarterDesk
from tests.desk.in_order import (
    MAY,
    NAME,
    PARTIES,
    USUAL,
    build,
    desk_in_order,
    edition,
    manifest,
    moved,
    restate,
)
from tests.desk.in_order import rows as table
from tests.desk.own_desk import HEAD, briefing, own_desk
from tests.desk.test_line import digests
from tests.story.months import NAMES, months
from tests.story.months import table as monthly_table
from tests.story.test_corrections import LEVELS, MILLION

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


@pytest.mark.long
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


def test_what_may_leaves_behind_is_what_june_begins_with(made: StarterDesk) -> None:
    """By its digest: the very same bytes, which the desk keeps."""
    kept = manifest(made, "2025-05")["after"]
    assert kept == manifest(made, "2025-06")["inputs"]["before.json"]
    assert "before.json" not in manifest(made, "2025-05")["inputs"]
    found = json.loads(next((made.folder / "state" / "raw").rglob(f"{kept}*")).read_bytes())
    assert moved(made, "2025-05")["memory"] == found["memory"]
    assert ["office", "DEU", "POL", "X"] == found["about"]


@pytest.mark.long
def test_may_built_again_after_june_is_unchanged(desk: StarterDesk) -> None:
    """The revision that stands is returned; made again it has the same bytes, as June's has."""
    for period in ("2025-05", "2025-06"):
        before = digests(edition(desk, period))
        assert "unchanged" in build(desk, period)
        shutil.rmtree(edition(desk, period))
        assert 0 == desk.run("regenerate", NAME, "--period", period).code
        assert before == digests(edition(desk, period))


@pytest.mark.long
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


@pytest.mark.long
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


LATER = datetime(2026, 3, 20, tzinfo=UTC)
DECEMBER = Period.parse("2025-12")


def _fallen(code: str, place: int) -> int:
    """Iron ores fall by a tenth in the last four months of three years; other lines have risen for seven."""
    by = 90 if code == "2601" and place >= 32 else 100 + 10 * (place >= 29)
    return MILLION * LEVELS[code] * by // 100


def told(desk: DeskParts, period: str, before: PreviousEdition | None) -> tuple[ComposedEdition, bytes]:
    """Return the edition of `period` after another one, and what it leaves behind."""
    figures = figures_for(desk.desk, desk.store, NAME, period)
    made_of = EditionSheet(NAME, figures, movements_since(desk.desk, desk.store, NAME, figures, before), 1, {}, {})
    of = compose(desk.desk, desk.store, made_of)
    left = made_of.memory_after(of.files)
    assert left
    desk.store.raw.keep(left)
    return of, left


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
def test_levels_are_kept_as_they_were_printed(language: str) -> None:
    """The amounts of the month and of what ends with it, in every language the same; a base is told by its rate."""
    labels = NAMES if language == "en" else {}
    of = months(monthly_table(_fallen, codes=tuple(LEVELS)), language=language, labels=labels)
    kept = list(levels_of(of.edition, of.claims, ("CHN", "PAK", "M")))
    assert PrintedLevel(("7403",), DECEMBER, "usd", "66.00e6") in kept
    assert PrintedLevel(("2601",), DECEMBER, "usd", "9.90e6") in kept
    assert {one.period.last for one in kept} == {DECEMBER}


def test_a_level_that_a_restatement_has_undone_is_corrected(tmp_path: Path) -> None:
    """May is known to have been less now, and June says so of the total and of the line."""
    folder = tmp_path / "desk"
    desk = own_desk(folder, table(), {NAME: briefing(PARTIES, USUAL, "approval: none\n")})
    _, left = told(desk, "2025-05", None)
    before = PreviousEdition.read(left)
    assert before.written() == left
    assert ("8703",) in {one.codes for one in before.levels if one.period == MAY}
    later = folder / "inbox" / "office" / "later.csv"
    restated = "\n".join([HEAD, *table({("8703", "2025-05"): 0.9})])
    later.write_text(restated.replace("2026-02-18", "2026-03-18"), "utf-8")
    ingest(desk.desk, desk.store, later, "office", LATER, released=date(2026, 3, 18), accept="restated")
    of, _ = told(desk, "2025-06", before)
    words = [text.words for text in texts_of(of.stories[0])]
    assert any(one.startswith("Correction: the total ") for one in words)
    assert any(
        "(HS 8703)" in one and one.endswith("million.") and "; the last edition printed " in one for one in words
    )
    assert [str(found) for found in audit_data(of.files, desk.store.raw.read)] == []
    silent = json.loads(left)
    silent.pop("levels")
    older = PreviousEdition.read(json.dumps(silent).encode())
    assert older == replace(before, levels=())
    desk.store.close()
