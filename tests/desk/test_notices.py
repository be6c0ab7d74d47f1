"""What a source has said of its figures flags the movements of a briefing, blocks what it must, and is said."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.editions.decision_trace import ranked_movements
from generator.editions.lab import figures_of, months_of
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from tests.desk.in_order import NAME, PARTIES, USUAL, rows
from tests.desk.own_desk import briefing, own_desk

MAY, WHY = "2025-05", "smaller consignments are counted"


@contextmanager
def desk_with(folder: Path, notices: str) -> Iterator[DeskParts]:
    """Yield the desk on which one of eight lines rose in May, its source with `notices`."""
    own_desk(folder, rows(), {NAME: briefing(PARTIES, USUAL)}).store.close()
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


@pytest.mark.parametrize(("since", "lines"), [("2024-06", sorted(USUAL)), ("2024-05", []), ("2025-06", [])])
def test_another_basis_of_money_is_a_note_for_a_year(tmp_path: Path, since: str, lines: list[str]) -> None:
    """Of all lines; the movement of May stands."""
    with desk_with(tmp_path / "desk", notice("currency", since)) as desk:
        found = ranked_movements(desk.desk, desk.store, NAME, MAY, None)
        assert lines == flagged(desk, "currency")
        assert ["8703"] == [one["series"] for one in found["past"]]
        assert bool(lines) == (f"office converts on another basis since {since} (all): {WHY}" in found["notes"])
