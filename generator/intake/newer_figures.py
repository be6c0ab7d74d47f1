"""Superseded: whether figures of an edition's own period came after it was made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from generator.settings.desk import Briefing, Desk
from generator.store import EditionNote, FigureStore, Release

OLDER = "older than the release"


def newer_release(desk: Desk, store: FigureStore, note: EditionNote) -> str:
    """Return which release about its own period an edition does not know, or "" where it knows all."""
    briefing = desk.briefings.get(note.briefing)
    if briefing is None or not store.has(note.manifest_sha256):
        return ""
    known = json.loads(store.raw(note.manifest_sha256))["releases"]
    source = briefing.figures.source
    counted = store.vintage(source).releases  # an earlier reading of a file counts no more
    later = [one for one in store.releases(source) if one.name in counted and one.name not in known]
    own = [one for one in later if note.period.holds(one.period) and _concerns(store, one, briefing)]
    if not own and note.period.frequency == "quarterly":
        own = _restating(store, note, [one for one in later if _concerns(store, one, briefing)], briefing)
    return f"{OLDER} of {max(one.released for one in own)}" if own else ""


def _restating(store: FigureStore, note: EditionNote, unknown: Sequence[Release], briefing: Briefing) -> list[Release]:
    """Return the releases about later periods by which a month of a quarter is another one now.

    Of a month the next month's edition tells that; a quarter's next one looks back on none.
    """
    if not unknown:
        return []
    vintage, digits = store.vintage(briefing.figures.source), briefing.figures.detail
    names = {one.name for one in unknown}
    before = replace(vintage, releases=tuple(one for one in vintage.releases if one not in names))
    selection = briefing.selection
    deep = store.detailed(selection, digits, vintage) if digits else selection
    revised = [one for one in store.revisions(deep, before, vintage) if note.period.holds(one.period)]
    by = {one.cell.cell.release for one in revised if one.cell}  # none where a row is gone
    return [one for one in unknown if one.name in by] or (list(unknown) if revised else [])


def _concerns(store: FigureStore, release: Release, briefing: Briefing) -> bool:
    """Say whether a release has any figure of the briefing's reporter, partner and flow."""
    wanted = briefing.selection
    alone = replace(store.vintage(release.source), releases=(release.name,))
    held = store.holdings(release.source, alone)
    return any(replace(one, codes=wanted.codes) == wanted for one in held)
