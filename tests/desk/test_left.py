"""Left: what an edition's sentences printed goes to the next one, which corrects what new figures have undone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.audit import audit_data
from generator.editions.edition_files import ComposedEdition, tell
from generator.editions.edition_movements import movements_since
from generator.editions.edition_sheet import EditionSheet
from generator.editions.previous_edition import PreviousEdition, as_rows, levels_of, read_rows
from generator.intake.file_intake import ingest
from generator.intake.period_choice import figures_for
from generator.settings.desk_parts import DeskParts
from generator.story.brief import Level
from generator.story.record import texts_of
from generator.trade.period import Period
from tests.desk.in_order import MAY, NAME, PARTIES, USUAL
from tests.desk.in_order import rows as table
from tests.desk.own_desk import HEAD, briefing, own_desk
from tests.story.months import NAMES, months
from tests.story.months import table as monthly_table
from tests.story.test_undone import LEVELS, MILLION

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
    of = tell(desk.desk, desk.store, made_of)
    left = made_of.after(of.files)
    assert left
    desk.store.keep(left)
    return of, left


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
def test_levels_are_kept_as_they_were_printed(language: str) -> None:
    """The amounts of the month and of what ends with it, in every language the same; a base is told by its rate."""
    labels = NAMES if language == "en" else {}
    of = months(monthly_table(_fallen, codes=tuple(LEVELS)), language=language, labels=labels)
    kept = list(levels_of(of.edition, of.claims))
    assert Level(("7403",), DECEMBER, "usd", "66.00e6") in kept
    assert Level(("2601",), DECEMBER, "usd", "9.90e6") in kept
    assert {one.period.last for one in kept} == {DECEMBER}


def test_what_an_edition_before_this_kept_is_read() -> None:
    """Without a key of levels there are none; what is written is what was read."""
    data = {"forms": {"headline": "plain/up/"}}
    assert read_rows(data) == ({"headline": "plain/up/"}, (), ())
    assert as_rows(read_rows(data)) == data


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
    assert [str(found) for found in audit_data(of.files, desk.store.raw)] == []
    silent = json.loads(left)
    silent.pop("levels")
    older = PreviousEdition.read(json.dumps(silent).encode())
    assert older == replace(before, levels=())
    desk.store.close()
