"""Overtaken: editions of whose own period new figures came after they were made, a part first or a restated month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from generator.intake.standings import newer_release
from generator.intake.timetable import source_of
from generator.settings.desk import Desk
from generator.store import Due, EditionNote, FigureStore

_MADE = ("approve", "send", "done")


def overtaken(desk: Desk, store: FigureStore, since: datetime) -> Iterator[tuple[Due, EditionNote, str]]:
    """Yield each edition that does not know a release recorded since then, its newest revision, and which release."""
    new = {(one.source, one.period) for one in store.releases() if one.recorded >= since}
    for row in store.due.all():
        if row.step not in _MADE or row.briefing not in desk.briefings:
            continue
        note = store.edition(row.briefing, row.period)
        of = source_of(desk, row.briefing)
        of_any = row.period.frequency == "quarterly"  # whose months a release of a later one may restate
        is_new = any(source == of and (of_any or row.period.holds(period)) for source, period in new)
        if note and is_new and (why := newer_release(desk, store, note)):
            yield row, note, why
