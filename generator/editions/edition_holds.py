"""Holds an edition although its audit passed: after a restore of the desk, or because it is too old to mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from generator.errors import NotApproved
from generator.intake.timetable import when
from generator.settings.desk import Desk
from generator.settings.output_shapes import EditionRow
from generator.store import EditionNote, FigureStore
from generator.trade.period import Period

CONFIRM = "tradebrief restore --confirm"
IN_DOUBT = "restored: may have gone out since"
_OUT = ("published", "corrected", "withdrawn")


def refuse_restored(store: FigureStore) -> None:
    """Raise NotApproved if the desk was restored from a backup and nobody has confirmed it: it must send nothing."""
    reason = restored(store)
    if reason is not None:
        msg = f"{reason}. Letters that went out since are not in its ledger. Next: {CONFIRM}"
        raise NotApproved(msg)


def restored(store: FigureStore) -> str | None:
    """Return, in words, that a restored desk awaits confirmation; None if it does not."""
    standing = store.restored.standing()
    return f"nothing is sent: this desk was restored from {standing.backup}" if standing else None


def in_doubt(desk: Desk, store: FigureStore, name: str, period: Period) -> str:
    """Return why a new edition is held: one of its period may have been sent between the backup and the restore.

    Return "" if that is impossible, if an edition is known to be sent, or if a person has lifted the hold since.
    """
    doubted = store.restored.doubted()
    notes = [note for note in store.editions.all() if (note.briefing, note.period) == (name, period)]
    if doubted is None or _is_settled(store, notes, doubted.at):
        return ""
    was_held = any(note.state == "held" and note.reason.startswith(IN_DOUBT) for note in notes)
    return f"{IN_DOUBT} {doubted.backup}" if was_held or _asked_from(desk, name, period) <= doubted.at else ""


def _is_settled(store: FigureStore, notes: Sequence[EditionNote], since: datetime) -> bool:
    if any(note.state in _OUT for note in notes):
        return True
    of = [(note.briefing, str(note.period), note.revision) for note in notes]
    decisions = [decision for revision in of for decision in store.decisions.on(*revision)]
    return any(decision.what == "lift" and decision.at is not None and decision.at > since for decision in decisions)


def _asked_from(desk: Desk, name: str, period: Period) -> datetime:
    """Return the time from which the clock asks for the figures of an edition. No edition was made before it."""
    return when(desk, name, period).first


STALE = "stale: "  # prefix of the reason for holding an edition that is too old
SETTLED = timedelta(days=7)


def is_settled(store: FigureStore, row: EditionRow, rows: Sequence[EditionRow], now: datetime) -> bool:
    """Whether the status may ignore a held edition: a stale one, held for over a week, with a newer edition made."""
    if row["state"] != "held" or not row["reason"].startswith(STALE) or row["revision"] is None:
        return False
    period = Period.parse(row["period"])
    editions = [edition for edition in rows if edition["briefing"] == row["briefing"] and edition["revision"]]
    has_newer = any(Period.parse(edition["period"]) > period for edition in editions)
    decisions = store.decisions.on(row["briefing"], row["period"], row["revision"])
    held_since = max((decision.at for decision in decisions if decision.what == "hold" and decision.at), default=now)
    return has_newer and now - held_since > SETTLED
