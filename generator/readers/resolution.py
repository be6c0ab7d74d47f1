"""Settle what only a person can: whether uncertain letters arrived, and whether a restored desk may send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from generator.delivery.addresses import read_address
from generator.editions.edition_holds import CONFIRM, IN_DOUBT
from generator.editions.edition_names import NamedEdition
from generator.errors import PeriodUnknown, SettingsError
from generator.readers.approval import decision, hold, note_of, title
from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.store.ledger import State

_STATES: Mapping[bool, tuple[State, str]] = {True: ("queued", "to be sent again"), False: ("sent", "taken as sent")}


def resolve(
    store: FigureStore,
    named: NamedEdition,
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


def _open(store: FigureStore, named: NamedEdition, *, failed: bool) -> Iterator[_Open]:
    """Yield the uncertain letters of a revision, and those that failed where they are meant."""
    states: tuple[State, ...] = ("uncertain", "failed") if failed else ("uncertain",)
    for mailing in store.ledger.mailings(named.name, named.period):
        if mailing.revision == named.revision:
            for letter, state, _ in store.ledger.letters(mailing.number, states):
                yield _Open(letter.number, letter.address.casefold(), state)


@dataclass(frozen=True)
class Confirmed:
    """What waits for a person in a desk that was confirmed: uncertain letters, and editions that are held."""

    letters: int
    held: tuple[str, ...]


def uncounted(store: FigureStore) -> Iterator[str]:
    """Yield what may have happened since the backup and is not known here, a line each."""
    letters, notices = store.ledger.standing(), store.ledger.standing(notices=True)
    for note in store.editions():
        of = (note.briefing, str(note.period), note.revision)
        name = f"{note.briefing}/{note.period}/r{note.revision}"
        if count := letters.get(of, {}).get("queued", 0):
            yield f"{name} is {note.state}: {count} letters wait here, and may have gone out"
        if count := notices.get(of, {}).get("queued", 0):
            yield f"{name} is {note.state}: {count} notices wait here, and may have gone out"
        if note.state == "drafted":
            yield f"{name} is drafted here, and may have been approved and sent"
    yield "readers who came, left or were erased since are not known here: read bounces/ again, and the list of readers"


def confirm(desk: Desk, store: FigureStore, who: str, now: datetime, *, nothing_went_out: bool = False) -> Confirmed:
    """Let a restored desk send again, and log who said so; SettingsError where it does not wait for it.

    Unless `nothing_went_out` since the backup, what may have is settled by a person, one by one: letters that wait are
    uncertain from now on, for `resolve`, and drafts are held, for `hold --lift`, as is what is made later of a period
    whose figures were asked for by now.
    """
    found = store.restored.standing()
    if found is None:
        raise SettingsError(str(desk.folder), "this desk waits for nobody to confirm it.", "It sends as it is.")
    with store.together():
        store.restored.confirm()
        _look_again(store, now)
        done = Confirmed(0, ()) if nothing_went_out else _doubted(store, f"{IN_DOUBT} {found.backup}", who, now)
        said = {"who": who, "backup": found.backup, "uncertain": done.letters, "held": done.held}
        store.add_to_log("confirmed", {**said, "doubt": not nothing_went_out}, now)
    return done


def _look_again(store: FigureStore, now: datetime) -> None:
    """Let the clock look at once at what waited for the confirming alone, and say no longer that it does."""
    for row in store.due.all():
        if row.step != "done" and row.said.endswith(CONFIRM):
            store.due.put(replace(row, next=min(row.next, now), word="", said=""))


def _doubted(store: FigureStore, why: str, who: str, now: datetime) -> Confirmed:
    drafts = [note for note in store.editions() if note.state == "drafted"]
    for note in drafts:
        hold(store, NamedEdition(note.briefing, str(note.period), note.revision), who, why, now)
    held = tuple(f"{note.briefing}/{note.period}/r{note.revision}" for note in drafts)
    return Confirmed(store.ledger.doubt(why, now), held)
