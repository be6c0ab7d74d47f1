"""Revisions: which number an edition gets, and whether it stands already.

The shelf and the state can each lack what the other has: a kill falls between the two, a folder is deleted by hand.
"""

from __future__ import annotations

import json

from generator.audit.seals import SIGNATURE
from generator.delivery import Shelf
from generator.delivery.shelf import MANIFEST
from generator.editions.desk_signature import is_signed
from generator.editions.edition_files import Sheet
from generator.settings.desk import Desk
from generator.settings.desk_parts import digest
from generator.store import EditionNote, FigureStore
from generator.trade.period import Period


def standing(store: FigureStore, shelf: Shelf, made_of: Sheet) -> bytes | None:
    """Return the manifest of the revision `made_of.revision` where it stands whole, made of the very same inputs.

    Only a manifest that was kept before its revision was shelved counts: one written by another hand is no proof.
    """
    place = (made_of.name, str(made_of.figures.period), made_of.revision)
    if shelf.manifest(*place) is None:
        return None
    files = shelf.read(*place)
    has_signature = is_signed(files)
    files.pop(SIGNATURE, None)
    raw, note = files.pop(MANIFEST), noted(store, *place)
    is_other = note is not None and note.manifest_sha256 != digest(raw)
    if not store.has(digest(raw)) or (is_other and _is_fixed(store, *place)):
        return None
    manifest = json.loads(raw)
    listed = {item["name"]: item["sha256"] for item in manifest["files"]}
    is_whole = has_signature and listed == {file: digest(content) for file, content in files.items()}
    return raw if is_whole and manifest["inputs_sha256"] == made_of.inputs_sha256 else None


def newest(store: FigureStore, shelf: Shelf, name: str, period: str) -> int:
    """Return the number of the newest revision that the shelf or the state knows; 0 where there is none."""
    notes = (note.revision for note in store.editions() if (note.briefing, str(note.period)) == (name, period))
    return max((*shelf.revisions(name, period), *notes), default=0)


def number_for(desk: Desk, store: FigureStore, shelf: Shelf, made_of: Sheet) -> int:
    """Return the number of the revision to make: a newer one, unless the newest may still be replaced or is lost."""
    name, period = made_of.name, str(made_of.figures.period)
    if not (last := newest(store, shelf, name, period)):
        return 1
    note = noted(store, name, period, last)
    if note and note.inputs_sha256 == made_of.inputs_sha256:
        return last
    return last + 1 if _is_fixed(store, name, period, last) or desk.briefing(name).approval == "none" else last


def noted(store: FigureStore, name: str, period: str, revision: int) -> EditionNote | None:
    """Return what the state says of a revision, or None."""
    return store.edition(name, Period.parse(period), revision)


def _is_fixed(store: FigureStore, name: str, period: str, revision: int) -> bool:
    return store.is_fixed(name, Period.parse(period), revision)
