"""A year's lines beside what was known before there was a figure of that year."""

from __future__ import annotations

from pathlib import Path

from generator.editions.decision_trace import ranked_movements
from generator.editions.edition_movements import movements_of
from generator.intake.file_intake import ingest
from generator.intake.period_choice import figures_for
from generator.intake.side_figures import previously
from generator.settings.desk_parts import DeskParts
from tests.desk.own_desk import HEAD, NOW, briefing, own_desk

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
    made = own_desk(folder / "desk", rows(days[0]), {"copper": text})
    for day in days[1:]:
        table = folder / f"{day}.csv"
        table.write_text("\n".join([HEAD, *rows(day)]), "utf-8")
        ingest(made.desk, made.store, table, "office", NOW)
    return made


def rows(day: str) -> list[str]:
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
