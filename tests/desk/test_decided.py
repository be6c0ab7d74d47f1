"""Why an edition tells a code, or leaves it out: by its own settings and figures, deeper than its text goes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from generator.editions.decision_trace import ranked_movements
from generator.editions.edition_movements import movements_of
from generator.editions.lab import figures_of, months_of
from generator.intake.file_intake import ingest
from generator.intake.period_choice import figures_for
from generator.intake.side_figures import previously
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from tests.desk.conftest import StarterDesk
from tests.desk.in_order import NAME, USUAL, rows
from tests.desk.in_order import PARTIES as ORDER
from tests.desk.lab_desk import MONTHS, lab_desk, table
from tests.desk.own_desk import HEAD, NOW, briefing, own_desk

EDITION, FISH = "copper/2025-12", "fish/2020-12"
TRIPLED = {("740311", "2025-12"): 3.0}


@pytest.fixture(scope="module")
def copper(faces: Path, tmp_path_factory: pytest.TempPathFactory) -> StarterDesk:
    """Return a desk whose edition tells five headings, of which one carries a line that tripled."""
    folder = tmp_path_factory.mktemp("copper") / "desk"
    lab_desk(folder, TRIPLED).store.close()
    return built(StarterDesk(folder), faces, "copper", "2025-12")


def built(desk: StarterDesk, faces: Path, name: str, period: str) -> StarterDesk:
    """Return the desk with an edition on its shelf."""
    shutil.copytree(faces, desk.folder / "state" / "faces", dirs_exist_ok=True)  # to cut them takes ten seconds
    done = desk.run("build", name, "--period", period)
    assert done.code == 0, done.said
    return desk


def decision(desk: StarterDesk, edition: str, code: str) -> dict[str, Any]:
    """Return what `explain --json` decides about a code."""
    done = desk.run("explain", edition, code, "--json")
    assert done.code == 0, done.said
    found: dict[str, Any] = json.loads(done.said)[0]["decision"]
    return found


@pytest.mark.long
def test_a_code_within_the_briefing_is_explained_though_no_text_has_it(copper: StarterDesk) -> None:
    """Cathodes tripled: no line of the text, and what stands out. 185 per cent: three times 104, after 99 and a bit."""
    done = copper.run("explain", EDITION, "740311")
    said = [" ".join(line.split()) for line in done.said.splitlines()]
    assert (0, "740311 in 2025-12") == (done.code, said[0])
    assert "Against its own past: told, 1 of 1: spike ▲" == said[1]
    assert {"threshold (defaults) yes", "any yes", "all yes", "unless no"} <= {*said}
    assert any(line.startswith("chance yes p ") and "to stand out among 13: chance has " in line for line in said)
    assert any(line.startswith("surprise ") for line in said)
    assert "next: tradebrief movements copper --period 2025-12" == said[-1]
    found = decision(copper, EDITION, "740311")
    assert (None, True, "spike") == (found["line"], found["past"]["told"], found["past"]["kind"])


@pytest.mark.long
def test_an_unknown_code_gets_the_nearest(copper: StarterDesk) -> None:
    """Exit 2 and one line; a code within the briefing without any figure is told apart from one beyond it."""
    for code, problem, nearest in (
        ("7404", "no code 7404 lies within the briefing", "7403, 7402, 7408"),
        ("740390", "no figure of 740390 is there", "740321, 740319, 740311"),
    ):
        done = copper.run("explain", EDITION, code)
        wanted = f"tradebrief: {EDITION}/r1: no claim goes by '{code}', and {problem}. Nearest: {nearest}. Write an id"
        assert (2, 1, True) == (done.code, len(done.said.splitlines()), done.said.startswith(wanted)), done.said


@pytest.mark.long
def test_a_decision_is_that_of_the_edition(copper: StarterDesk, tmp_path: Path) -> None:
    """Other figures and other thresholds since then change what would be told now, and not what was."""
    desk = StarterDesk(tmp_path / "desk")
    shutil.copytree(copper.folder, desk.folder)
    before = decision(desk, EDITION, "740311")
    settings = desk.folder / "briefings" / "copper.yaml"
    (tmp_path / "later.csv").write_text("\n".join([HEAD, *table({}, MONTHS)]), "utf-8")
    flags = ("--source", "office", "--released", "2026-02-20", "--accept", "as it was printed again")
    assert desk.run("ingest", str(tmp_path / "later.csv"), *flags).code == 0
    rule = "thresholds: {series: {'740311': {notable: {metric: yoy_abs, abs_gte: 1}}}}\n"
    settings.write_text(settings.read_text("utf-8") + rule, "utf-8")
    assert before == decision(desk, EDITION, "740311")
    done = desk.run("movements", "copper", "--period", "2025-12", "--why", "740311", "--json")
    [now] = json.loads(done.said)
    growth = [leaf["value"] for leaf in before["past"]["judgement"]["parts"][0]["parts"][1]["parts"]]
    assert ("series 740311", "defaults") == (now["past"]["rule"], before["past"]["rule"])
    assert now["past"]["judgement"]["value"] < growth[1] / 20


# China's imports from Pakistan, December 2025 against December 2024, from the desk's own table: refined copper rose by
# 28 per cent, iron ores and manganese ores fell, the latter to nothing
STAND_OUT = {"7403": ("spike", "up"), "2601": ("spike", "down"), "2602": ("vanished", "down")}


@pytest.fixture(scope="module")
def monthly(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Return what `movements --json` says of the monthly starter briefing."""
    desk = StarterDesk(tmp_path_factory.mktemp("monthly") / "desk")
    assert desk.run("init", str(desk.folder), "--sample").code == 0
    said = desk.run("movements", "pakistan-minerals-monthly", "--period", "2025-12", "--json").said
    found: dict[str, object] = json.JSONDecoder().raw_decode(said[said.index("{") :])[0]
    return found


@pytest.mark.long
def test_what_stands_out_is_shown_beside_what_the_text_tells(monthly: dict[str, object]) -> None:
    """Each with its kind and direction."""
    past = monthly["past"]
    assert isinstance(past, list)
    assert {one["series"]: (one["kind"], one["direction"]) for one in past} == STAND_OUT


MAY, WHY = "2025-05", "smaller consignments are counted"


@contextmanager
def desk_with(folder: Path, notices: str) -> Iterator[DeskParts]:
    """Yield the desk on which one of eight lines rose in May, its source with `notices`."""
    own_desk(folder, rows(), {NAME: briefing(ORDER, USUAL)}).store.close()
    file = folder / "desk.yaml"
    file.write_text(
        file.read_text("utf-8").replace("    scale: 1\n", f"    scale: 1\n    notices: {notices}\n"), "utf-8"
    )
    with (found := open_desk(folder, os.environ)).store:
        yield found


def flagged(desk: DeskParts, name: str) -> list[str]:
    """Return the lines of May with a flag."""
    found = ranked_movements(desk.desk, desk.store, NAME, MAY, None)
    return sorted(one["code"] for one in (*found["notable"], *found["left_out"]) if name in one["flags"])


def notice(kind: str, since: str, codes: str = "") -> str:
    """Return one notice as desk.yaml has it."""
    return f'[{{kind: {kind}, since: "{since}", {codes}reason: {WHY}}}]'


def test_another_coverage_flags_its_line_and_blocks_its_surprise(tmp_path: Path) -> None:
    """Since March of 8703: its rise in May is no movement, and the editor reads why."""
    with desk_with(tmp_path / "desk", notice("coverage", "2025-03", 'codes: ["8703"], ')) as desk:
        found = ranked_movements(desk.desk, desk.store, NAME, MAY, None)
        assert ["8703"] == flagged(desk, "coverage")
        assert "8703" not in [one["series"] for one in found["past"]]
        assert [f"office counts another trade since 2025-03 (8703): {WHY}"] == found["notes"]
        panels = [panel for _, panel in months_of(desk.desk, figures_of(desk.desk, desk.store, NAME))]
        assert {("coverage", ("8703",))} == {(one.kind, one.codes) for panel in panels for one in panel.notices}


WHO = ("DEU", "POL", "export")
RULE = 'thresholds: {series: {"74": {notable: {metric: revision, abs_gte: 1500000}}}}\n'
TABLES = {  # by the day on which they were out: 2025 comes first in the third, and is mended in the fourth
    "2024-02-18": {"2022": 9, "2023": 10},
    "2025-02-18": {"2023": 11, "2024": 20},
    "2026-02-18": {"2024": 21, "2025": 30},
    "2026-03-10": {"2024": 22, "2025": 33},
}


def annual(folder: Path, rule: str = RULE, tables: int = 4) -> DeskParts:
    """Return a desk that took in the tables, in millions, each of which has two years of one line."""
    text = briefing(WHO, ("74",)).replace("frequency: monthly", "frequency: annual") + rule
    days = list(TABLES)[:tables]
    made = own_desk(folder / "desk", rows_of(days[0]), {"copper": text})
    for day in days[1:]:
        table = folder / f"{day}.csv"
        table.write_text("\n".join([HEAD, *rows_of(day)]), "utf-8")
        ingest(made.desk, made.store, table, "office", NOW)
    return made


def rows_of(day: str) -> list[str]:
    """Return the rows of the table of a day."""
    return [f"{year},DEU,POL,export,74,{value * 10**6},{day}" for year, value in TABLES[day].items()]


def test_a_year_is_revised_against_what_was_known_before_it(tmp_path: Path) -> None:
    """2024 was 20 before any figure of 2025 was out, and is 22: two million more, with the rule that asks for 1.5."""
    desk = annual(tmp_path)
    with desk.store:
        figures = figures_for(desk.desk, desk.store, "copper", "2025", None)
        before = previously(desk.desk, desk.store, "copper", figures)
        found = movements_of(desk.desk, desk.store, "copper", figures).movements
        assert ranked_movements(desk.desk, desk.store, "copper", "2025", None)["notes"] == []
    assert before is not None
    assert {"2022": 9_000_000, "2023": 11_000_000, "2024": 20_000_000} == {
        str(when): cell.value for (_, when), cell in before.cells.items()
    }
    assert 2_000_000 == found.line("74").metric("revision").value
    assert ["74"] == [one.code for one in found.notable]
