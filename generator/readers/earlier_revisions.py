"""Overtaking: what earlier revisions of an edition mean for a later one: readers to correct, or letters to stop."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from generator.errors import NotApproved
from generator.settings.desk_folder import CORRECTION
from generator.store import EditionNote, FigureStore, Letter
from generator.store.holders import each_once

_UNSENT = ("approved", "sending", "held")
_MAILED = ("approved", "sending", "held", "published")


def is_correction(store: FigureStore, note: EditionNote) -> bool:
    """Say whether a revision was made by `correct`."""
    return CORRECTION in json.loads(store.raw(note.manifest_sha256))["inputs"]


def refuse_uncorrected(store: FigureStore, note: EditionNote) -> None:
    """Raise NotApproved where somebody holds an earlier revision and this one does not tell them what was wrong."""
    period = str(note.period)
    held = store.holders.newest(note.briefing, period, note.revision)
    if held is not None and not is_correction(store, note):
        of = f"{note.briefing}/{period}"
        msg = (
            f"{of}/r{note.revision} is no correction, and readers have r{held}. "
            f"Next: tradebrief correct {of} --note TEXT"
        )
        raise NotApproved(msg)


def overtake(store: FigureStore, note: EditionNote, now: datetime) -> tuple[Letter, ...]:
    """Stop what waits of earlier revisions, and return the letters of those who hold one or still waited for it.

    An earlier revision of which nothing was sent is withdrawn: nobody has to be told.
    """
    of, by = (note.briefing, str(note.period), note.revision), f"superseded by r{note.revision}"
    held = store.holders.of(*of)
    waiting = store.holders.stop(*of, by, now)
    for one in _earlier(store, note):
        if one.state in _UNSENT and not _is_held(store, one):
            store.note_edition(replace(one, state="withdrawn", reason=f"{by} before it was sent"), now)
    return each_once(sorted((*held, *waiting), key=lambda letter: -letter.number))


def stop_overtaken(store: FigureStore, note: EditionNote, now: datetime) -> None:
    """Stop what came to wait again of a revision that is past: a server had put it off, or a person settled it so."""
    of = (note.briefing, str(note.period))
    newest = max(one.revision for one in store.ledger.mailings(*of))
    store.holders.stop(*of, newest, f"superseded by r{newest}", now)
    if note.state == "withdrawn":
        store.holders.stop(*of, note.revision + 1, f"withdrawn: {note.reason}", now)


def mark_corrected(store: FigureStore, note: EditionNote, now: datetime) -> None:
    """Let the earlier revisions that went out, or lie open, say which one stands; no notice of one goes out now."""
    of = (note.briefing, str(note.period), note.revision)
    store.holders.stop_notices(*of, f"superseded by r{note.revision}", now)
    for one in _earlier(store, note):
        if one.state in _MAILED:
            store.note_edition(replace(one, state="corrected", reason=f"corrected by r{note.revision}"), now)


def _earlier(store: FigureStore, note: EditionNote) -> list[EditionNote]:
    """Return the earlier revisions that were approved at any time."""
    return [
        one
        for one in store.editions()
        if (one.briefing, one.period) == (note.briefing, note.period)
        and one.revision < note.revision
        and store.ledger.mailing(one.briefing, str(one.period), one.revision)
    ]


def _is_held(store: FigureStore, note: EditionNote) -> bool:
    """Say whether somebody holds that very revision, or may."""
    newest = store.holders.newest(note.briefing, str(note.period), note.revision + 1)
    return newest == note.revision
