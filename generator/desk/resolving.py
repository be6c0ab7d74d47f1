"""Resolving: a person says of uncertain letters whether they arrived; nothing else ever does but a bounce."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from generator.delivery.addresses import read_address
from generator.desk.editorial import decision, note_of, title
from generator.desk.opened import OpenDesk
from generator.desk.proof import Named
from generator.errors import PeriodUnknown

_STATES = {True: ("queued", "to be sent again"), False: ("sent", "taken as sent")}


def resolve(desk: OpenDesk, named: Named, who: str, now: datetime, *, again: bool, only: str | None = None) -> int:
    """Settle the uncertain letters of a revision, or the one to the address `only`; return how many there were.

    With `again` they wait to be sent once more, under the same id, else they count as sent.
    """
    note = note_of(desk, named)
    state, why = _STATES[again]
    chosen = read_address(only).folded if only else None
    with desk.store.together():
        found = [number for number, folded in _uncertain(desk, named) if chosen in {None, folded}]
        if only and not found:
            msg = f"no letter of {title(note)} to {only} is uncertain. `tradebrief status --json` lists those that are."
            raise PeriodUnknown(msg)
        for number in found:
            desk.store.ledger.settle(number, state, f"{why} by {who}", now)  # type: ignore[arg-type]
        desk.store.decisions.add(decision(note, who, "resolve", f"{len(found)} {why}"), now)
        if again and found and note.state == "published":
            desk.store.note_edition(replace(note, state="sending"), now)
    return len(found)


def _uncertain(desk: OpenDesk, named: Named) -> list[tuple[int, str]]:
    """Return the uncertain letters of a revision, each with the address as it is compared."""
    own = [one for one in desk.store.ledger.mailings(named.name, named.period) if one.revision == named.revision]
    letters = [letter for one in own for letter, _, _ in desk.store.ledger.letters(one.number, ("uncertain",))]
    return [(letter.number, letter.address.casefold()) for letter in letters]
