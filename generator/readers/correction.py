"""Correcting: the next revision of an edition that went out, with what it printed, what is right, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from generator.delivery import Shelf
from generator.editions.build import Receipt, build
from generator.editions.edition_names import Named
from generator.editions.edition_sheet import Progress
from generator.editions.errata import Correction
from generator.errors import NotApproved
from generator.readers.approval import decision, note_of, title
from generator.settings.desk import Desk
from generator.store import EditionNote, FigureStore
from generator.store.editions import PUBLISHED
from generator.trade.period import Period

_FILES = ("edition.json", "claims.json")
_ALL = 1 << 31  # above any revision


def correct(
    desk: Desk,
    store: FigureStore,
    shelf: Shelf,
    named: Named,
    notes: Mapping[str, str],
    who: str,
    now: datetime,
    progress: Progress,
) -> tuple[Receipt, str]:
    """Make the correction of the newest revision that went out, from what is known now; return it and what it corrects.

    `notes` say why, by language. Raises NotApproved where nothing went out, Held where the audit refuses it.
    """
    wrong = affected(store, named)
    files = shelf.read(wrong.briefing, str(wrong.period), wrong.revision)
    kept = {name: store.keep(files[name]) for name in _FILES}
    day = now.astimezone(ZoneInfo(desk.settings.time_zone)).date()
    correction = Correction(title(wrong), kept, day, notes, _withdrawn(desk, store, wrong))
    made = build(desk, store, shelf, named.name, named.period, now, progress, correction=correction)
    note = note_of(store, Named(made.name, made.period, made.revision))
    store.decisions.add(decision(note, who, "correct", next(iter(notes.values()))), now)
    return made, title(wrong)


def errata_of(made: Receipt) -> int:
    """Return of how many sentences and rows the box of a correction tells, in the language that has most."""
    stories = json.loads((made.folder / "edition.json").read_bytes())["stories"].values()
    boxes = (block for story in stories for block in story["blocks"] if block["kind"] == "correction")
    return max((len(block["errata"]) for block in boxes), default=0)


def affected(store: FigureStore, named: Named) -> EditionNote:
    """Return the newest revision that somebody has, or may have, or that was published; NotApproved where none was."""
    held = store.holders.newest(named.name, named.period, _ALL)
    own = (note for note in store.editions() if (note.briefing, note.period) == _key(named))
    out = [note for note in own if note.state in PUBLISHED or note.revision == held]
    if not out:
        msg = (
            f"nothing of {named.name}/{named.period} has gone out, so there is nothing to correct. "
            f"Next: tradebrief build {named.name}"
        )
        raise NotApproved(msg)
    return out[-1]


def _withdrawn(desk: Desk, store: FigureStore, note: EditionNote) -> date | None:
    """Return the day on which a revision was taken back, None where it stands."""
    decided = store.decisions.on(note.briefing, str(note.period), note.revision)
    times = [one.at for one in decided if one.what == "withdraw" and one.at and note.state == "withdrawn"]
    return times[-1].astimezone(ZoneInfo(desk.settings.time_zone)).date() if times else None


def _key(named: Named) -> tuple[str, Period]:
    return named.name, Period.parse(named.period)
