"""Restored: a desk that came out of a backup sends nothing until a person has seen what may have gone out since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from generator.desk.opened import OpenDesk
from generator.errors import NotApproved, SettingsError

CONFIRM = "tradebrief restore --confirm"


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


def confirm(desk: OpenDesk, who: str, now: datetime, *, doubt: bool = False) -> int:
    """Let a restored desk send again, and log who said so; SettingsError where it does not wait for it.

    With `doubt` letters that wait are uncertain from now on, for `resolve` to settle; returns how many.
    """
    found = desk.store.restored.standing()
    if found is None:
        raise SettingsError(str(desk.folder), "this desk waits for nobody to confirm it.", "It sends as it is.")
    with desk.store.together():
        desk.store.restored.confirm()
        count = desk.store.ledger.doubt(f"may have gone out: restored from {found.backup}", now) if doubt else 0
        desk.store.add_to_log("confirmed", {"who": who, "backup": found.backup, "uncertain": count}, now)
    return count
