"""Places: a record that one edition printed and new figures undo is corrected by the next one, before any page."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

from generator.audit import audit_data
from generator.desk.before import Before
from generator.desk.edition import Sheet, Told, tell
from generator.desk.intake import ingest
from generator.desk.moved import moved_since
from generator.desk.opened import OpenDesk
from generator.desk.periods import figures_for
from generator.desk.wiring import open_desk
from generator.story.last import Place
from generator.story.record import texts_of
from generator.trade.period import Period
from tests.desk.in_order import MAY, NAME, PARTIES, USUAL, rows
from tests.desk.own_desk import HEAD, briefing, own_desk


def told(desk: OpenDesk, period: str, before: Before | None) -> tuple[Told, bytes]:
    """Return the edition of `period` after another one, and what it leaves behind."""
    figures = figures_for(desk, NAME, period)
    made_of = Sheet(NAME, figures, moved_since(desk, NAME, figures, before), 1, {}, {})
    of = tell(desk, made_of)
    left = made_of.after(of.files)
    assert left
    desk.store.keep(left)
    return of, left


def test_a_record_that_a_restatement_has_undone_is_corrected(tmp_path: Path) -> None:
    """May printed the largest month of all; March is known to be larger now, and June says so."""
    folder = tmp_path / "desk"
    own_desk(folder, rows(), {NAME: briefing(PARTIES, USUAL, "approval: none\n")}).store.close()
    desk = open_desk(folder, os.environ)
    _, left = told(desk, "2025-05", None)
    before = Before.read(left)
    assert Place(tuple(sorted(USUAL)), MAY, Period.parse("2021-01"), "highest") in [
        Place(tuple(sorted(one.codes)), one.period, one.then, one.side) for one in before.places
    ]
    assert before.written() == left
    later = folder / "inbox" / "office" / "later.csv"
    table = "\n".join([HEAD, *rows({("8703", "2025-03"): 4})])
    later.write_text(table.replace("2026-02-18", "2026-03-18"), "utf-8")
    ingest(desk, later, "office", datetime(2026, 3, 20, tzinfo=UTC), released=date(2026, 3, 18), accept="restated")
    of, _ = told(desk, "2025-06", before)
    words = " ".join(text.words for text in texts_of(of.stories[0]))
    assert "Correction: the total came to" in words
    assert "in March 2025; the last edition called it the largest single month in these figures." in words
    assert [str(found) for found in audit_data(of.files, desk.store.raw)] == []
    desk.store.close()
