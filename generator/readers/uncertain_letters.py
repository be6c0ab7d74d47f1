"""Resolving: a person says of uncertain letters whether they arrived; nothing else ever does but a bounce."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from generator.delivery.addresses import read_address
from generator.editions.edition_names import Named
from generator.errors import PeriodUnknown
from generator.readers.approval import decision, note_of, title
from generator.store import FigureStore
from generator.store.ledger import State

_STATES: Mapping[bool, tuple[State, str]] = {True: ("queued", "to be sent again"), False: ("sent", "taken as sent")}


def resolve(
    store: FigureStore,
    named: Named,
    who: str,
    now: datetime,
    *,
    again: bool,
    failed: bool = False,
    only: str | None = None,
) -> int:
    """Settle the uncertain letters of a revision, or the one to the address `only`; return how many there were.

    With `again` they wait to be sent once more, under the same id, with `failed` those that have failed too; else they
    count as sent.
    """
    note = note_of(store, named)
    state, why = _STATES[again]
    chosen = read_address(only).folded if only else None
    with store.together():
        found = [one for one in _open(store, named, failed=failed) if chosen in {None, one.folded}]
        if only and not found:
            msg = f"no letter of {title(note)} to {only} is uncertain. `tradebrief status --json` lists those that are."
            raise PeriodUnknown(msg)
        for one in found:
            store.ledger.settle(one.number, state, f"{why} by {who}", now, was=one.state)
        store.decisions.add(decision(note, who, "resolve", f"{len(found)} {why}"), now)
        if again and found and note.state == "published":
            store.note_edition(replace(note, state="sending"), now)
    return len(found)


@dataclass(frozen=True)
class _Open:
    """A letter that a person may settle."""

    number: int
    folded: str
    state: State


def _open(store: FigureStore, named: Named, *, failed: bool) -> Iterator[_Open]:
    """Yield the uncertain letters of a revision, and those that failed where they are meant."""
    states: tuple[State, ...] = ("uncertain", "failed") if failed else ("uncertain",)
    for mailing in store.ledger.mailings(named.name, named.period):
        if mailing.revision == named.revision:
            for letter, state, _ in store.ledger.letters(mailing.number, states):
                yield _Open(letter.number, letter.address.casefold(), state)
