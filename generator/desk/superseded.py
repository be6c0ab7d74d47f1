"""Superseded: whether figures of an edition's own period came after it was made."""

from __future__ import annotations

import json
from dataclasses import replace

from generator.desk.opened import OpenDesk
from generator.desk.settings import Briefing
from generator.store import EditionNote, Release

OLDER = "older than the release"


def newer_release(desk: OpenDesk, note: EditionNote) -> str:
    """Return which release about its own period an edition does not know, or "" where it knows all."""
    briefing = desk.desk.briefings.get(note.briefing)
    if briefing is None or not desk.store.has(note.manifest_sha256):
        return ""
    known = json.loads(desk.store.raw(note.manifest_sha256))["releases"]
    source = briefing.figures.source
    counted = desk.store.vintage(source).releases  # an earlier reading of a file counts no more
    later = [one for one in desk.store.releases(source) if note.period.holds(one.period) and one.name in counted]
    unknown = [one for one in later if one.name not in known and _concerns(desk, one, briefing)]
    return f"{OLDER} of {max(one.released for one in unknown)}" if unknown else ""


def _concerns(desk: OpenDesk, release: Release, briefing: Briefing) -> bool:
    """Say whether a release has any figure of the briefing's reporter, partner and flow."""
    wanted = desk.selection(briefing)
    alone = replace(desk.store.vintage(release.source), releases=(release.name,))
    held = desk.store.holdings(release.source, alone)
    return any(replace(one, codes=wanted.codes) == wanted for one in held)
