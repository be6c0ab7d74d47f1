"""Restored: a desk that came out of a backup sends nothing until a person has seen what may have gone out since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from generator.desk.editorial import hold
from generator.desk.opened import OpenDesk
from generator.desk.proof import Named
from generator.errors import NotApproved, SettingsError
from generator.store import EditionNote
from generator.trade.period import Period

CONFIRM = "tradebrief restore --confirm"
IN_DOUBT = "restored: may have gone out since"
_OUT = ("published", "corrected", "withdrawn")


@dataclass(frozen=True)
class Confirmed:
    """What waits for a person in a desk that was confirmed: uncertain letters, and editions that are held."""

    letters: int
    held: tuple[str, ...]


def refuse_restored(desk: OpenDesk) -> None:
    """Raise NotApproved where the desk came out of a backup and nobody has confirmed it: nothing is sent from it."""
    if (said := restored(desk)) is not None:
        msg = f"{said}. Letters that went out since are not in its ledger. Next: {CONFIRM}"
        raise NotApproved(msg)


def restored(desk: OpenDesk) -> str | None:
    """Return that the desk waits to be confirmed, in words; None where it does not."""
    found = desk.store.restored.standing()
    return f"nothing is sent: this desk was restored from {found.backup}" if found else None


def uncounted(desk: OpenDesk) -> Iterator[str]:
    """Yield what may have happened since the backup and is not known here, a line each."""
    letters, notices = desk.store.ledger.standing(), desk.store.ledger.standing(notices=True)
    for note in desk.store.editions():
        of = (note.briefing, str(note.period), note.revision)
        name = f"{note.briefing}/{note.period}/r{note.revision}"
        if count := letters.get(of, {}).get("queued", 0):
            yield f"{name} is {note.state}: {count} letters wait here, and may have gone out"
        if count := notices.get(of, {}).get("queued", 0):
            yield f"{name} is {note.state}: {count} notices wait here, and may have gone out"
        if note.state == "drafted":
            yield f"{name} is drafted here, and may have been approved and sent"
    yield "readers who came, left or were erased since are not known here: read bounces/ again, and the list of readers"


def confirm(desk: OpenDesk, who: str, now: datetime, *, nothing_went_out: bool = False) -> Confirmed:
    """Let a restored desk send again, and log who said so; SettingsError where it does not wait for it.

    Unless `nothing_went_out` since the backup, what may have is settled by a person, one by one: letters that wait are
    uncertain from now on, for `resolve`, and drafts are held, for `hold --lift`, as is what is made later of a period
    whose figures were asked for by now.
    """
    found = desk.store.restored.standing()
    if found is None:
        raise SettingsError(str(desk.folder), "this desk waits for nobody to confirm it.", "It sends as it is.")
    with desk.store.together():
        desk.store.restored.confirm()
        _look_again(desk, now)
        done = Confirmed(0, ()) if nothing_went_out else _doubted(desk, f"{IN_DOUBT} {found.backup}", who, now)
        said = {"who": who, "backup": found.backup, "uncertain": done.letters, "held": done.held}
        desk.store.add_to_log("confirmed", {**said, "doubt": not nothing_went_out}, now)
    return done


def _look_again(desk: OpenDesk, now: datetime) -> None:
    """Let the clock look at once at what waited for the confirming alone, and say no longer that it does."""
    for row in desk.store.due.all():
        if row.step != "done" and row.said.endswith(CONFIRM):
            desk.store.due.put(replace(row, next=min(row.next, now), word="", said=""))


def _doubted(desk: OpenDesk, why: str, who: str, now: datetime) -> Confirmed:
    drafts = [note for note in desk.store.editions() if note.state == "drafted"]
    for note in drafts:
        hold(desk, Named(note.briefing, str(note.period), note.revision), who, why, now)
    held = tuple(f"{note.briefing}/{note.period}/r{note.revision}" for note in drafts)
    return Confirmed(desk.store.ledger.doubt(why, now), held)


def in_doubt(desk: OpenDesk, name: str, period: Period) -> str:
    """Return why an edition that is made now is held: one of its period may have gone out before a backup came back.

    "" where none can have, where it is known that one did, and where a person has let it go since.
    """
    found = desk.store.restored.doubted()
    notes = [note for note in desk.store.editions() if (note.briefing, note.period) == (name, period)]
    if found is None or _is_settled(desk, notes, found.at):
        return ""
    was_held = any(note.state == "held" and note.reason.startswith(IN_DOUBT) for note in notes)
    return f"{IN_DOUBT} {found.backup}" if was_held or _asked_from(desk, name, period) <= found.at else ""


def _is_settled(desk: OpenDesk, notes: Sequence[EditionNote], since: datetime) -> bool:
    if any(note.state in _OUT for note in notes):
        return True
    of = [(note.briefing, str(note.period), note.revision) for note in notes]
    made = [one for revision in of for one in desk.store.decisions.on(*revision)]
    return any(one.what == "lift" and one.at is not None and one.at > since for one in made)


def _asked_from(desk: OpenDesk, name: str, period: Period) -> datetime:
    """Return from when the clock asks for the figures of an edition: none was made of them before."""
    from generator.desk.clock.timetable import when  # the clock builds and sends, and both ask here

    return when(desk, name, period).first
