"""The edition before: of the same frequency, whatever that is, with all that its text said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.audit import audit_data
from generator.editions.edition_files import manifest_head
from generator.editions.edition_movements import movements_of
from generator.editions.edition_sheet import EditionSheet
from generator.editions.edition_text import compose
from generator.editions.previous_edition import PreviousEdition, before_of
from generator.intake.period_choice import figures_for
from generator.settings.desk_parts import DeskParts
from generator.store import EditionNote
from generator.story.record import as_json, texts_of
from generator.trade.period import Period
from tests.desk.own_desk import NOW, add_table, briefing, own_desk, row
from tests.desk.test_quarters import CODES, PARTIES, level, months


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskParts]:
    """Return a desk with one briefing of months, quarters and years."""
    told = briefing(PARTIES, CODES).replace("frequency: monthly", "frequency: [monthly, quarterly, annual]")
    made = own_desk(tmp_path / "desk", months("2025-12"), {"trade": told})
    with made.store:
        yield made


def shelve(desk: DeskParts, period: str) -> EditionSheet:
    """Note the edition of a period as made, with what it leaves behind, and return its sheet. No page is made."""
    figures = figures_for(desk.desk, desk.store, "trade", period)
    sheet = EditionSheet("trade", figures, movements_of(desk.desk, desk.store, "trade", figures), 1, {}, {})
    files = compose(desk.desk, desk.store, sheet).files
    desk.store.raw.keep(sheet.memory_after(files))
    manifest = desk.store.raw.keep(as_json(manifest_head(sheet, files)))
    as_of = figures.vintage.as_of
    note = EditionNote("trade", Period.parse(period), 1, "drafted", "", manifest, sheet.inputs_sha256, as_of)
    desk.store.editions.note(note, NOW)
    return sheet


@pytest.mark.parametrize(
    ("made", "now", "due"),
    [
        (("2025-Q1", "2025-Q2"), "2025-Q3", "2025-Q2"),
        (("2024",), "2025", "2024"),
        (("2025-Q1", "2025-06"), "2025-Q3", "2025-Q1"),
        (("2025-08", "2025-Q3"), "2025-10", "2025-08"),
        (("2024-Q4", "2024-12"), "2025", None),
    ],
)
def test_the_edition_before_has_the_same_frequency(
    desk: DeskParts, made: tuple[str, ...], now: str, due: str | None
) -> None:
    """A quarter comes after a quarter and a year after a year, though a month or a quarter was told since."""
    for period in made:
        shelve(desk, period)
    before = before_of(desk.store, "trade", figures_for(desk.desk, desk.store, "trade", now))
    assert (before.edition if before else None) == (f"trade/{due}/r1" if due else None)


@pytest.mark.parametrize(("first", "second"), [("2025-Q1", "2025-Q2"), ("2024", "2025")])
def test_a_quarter_and_a_year_know_what_the_one_before_said(desk: DeskParts, first: str, second: str) -> None:
    """The second edition names the first as the one before, and begins with other words."""
    shelve(desk, first)
    sheet = shelve(desk, second)
    before = sheet.moved.before
    assert before
    assert {period for key, period in before.text.patterns.items() if key.startswith("body.lede.")} == {
        Period.parse(first)
    }
    left = PreviousEdition.read(sheet.memory_after(compose(desk.desk, desk.store, sheet).files))
    assert {key: str(period) for key, period in left.text.patterns.items() if key.startswith("body.lede.")} == {
        "body.lede.came.said": first,
        "body.lede.came.said.b": second,
    }


@pytest.mark.parametrize(("first", "second", "month"), [("2025-Q1", "2025-Q2", "2025-02"), ("2024", "2025", "2024-11")])
def test_a_quarter_and_a_year_correct_what_the_one_before_printed(
    desk: DeskParts, first: str, second: str, month: str
) -> None:
    """One month of refined copper is known to have been half as much: the next edition says so, and the audit asks it.

    The audit reads the record of the edition before. Without that edition nothing is to be corrected.
    """
    shelve(desk, first)
    year, number = map(int, month.split("-"))
    known = {code: level(code, year, number) // (2 if code == "7403" else 1) for code in CODES}
    rows = [row(PARTIES, month, code, dollars) for code, dollars in known.items()]
    add_table(desk, rows, date(2026, 3, 19), accept="restated")
    figures = figures_for(desk.desk, desk.store, "trade", second)
    sheet = EditionSheet("trade", figures, movements_of(desk.desk, desk.store, "trade", figures), 1, {}, {})
    of = compose(desk.desk, desk.store, sheet)
    words = [text.words for text in texts_of(of.stories[0])]
    assert any(one.startswith("Correction: the total ") and "; the last edition printed " in one for one in words)
    assert [str(found) for found in audit_data(of.files, desk.store.raw.read)] == []
    alone = replace(sheet, moved=replace(sheet.moved, before=None))
    edition = json.loads(compose(desk.desk, desk.store, alone).files["edition.json"])
    edition["movements"] = json.loads(of.files["edition.json"])["movements"]
    silent = {**compose(desk.desk, desk.store, alone).files, "edition.json": as_json(edition)}
    found = [str(each) for each in audit_data(silent, desk.store.raw.read)]
    assert any("no correction says so" in each for each in found)
