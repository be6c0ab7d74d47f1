"""Record what only a person can decide: whether uncertain letters arrived, and whether a restored desk may send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from generator.delivery.addresses import read_address
from generator.editions.edition_holds import CONFIRM, IN_DOUBT
from generator.editions.edition_names import NamedEdition, name_of
from generator.errors import PeriodUnknown, SettingsError
from generator.readers.approval import decision, hold, note_of
from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.store.ledger import State


def resolve(
    store: FigureStore,
    named: NamedEdition,
    who: str,
    now: datetime,
    *,
    send_again: bool,
    failed: bool = False,
    address: str | None = None,
) -> int:
    """Settle the uncertain letters of a revision, or only the one to `address`. Return how many were settled.

    With `send_again` they are queued again, under the same message id. Otherwise they count as sent. With `failed` the
    failed letters are settled, too.
    """
    note = note_of(store, named)
    to: State = "queued" if send_again else "sent"
    why = "to be sent again" if send_again else "taken as sent"
    open_states: tuple[State, ...] = ("uncertain", "failed") if failed else ("uncertain",)
    chosen = read_address(address).folded if address else None
    count = 0
    with store.together():
        for mailing in store.ledger.mailings(named.name, named.period):
            if mailing.revision != named.revision:
                continue
            for letter, state, _ in store.ledger.letters(mailing.number, open_states):
                if chosen in {None, letter.address.casefold()}:
                    store.ledger.settle(letter.number, to, f"{why} by {who}", now, was=state)
                    count += 1
        if address and not count:
            msg = f"no letter of {named} to {address} is uncertain. `tradebrief status --json` lists those that are."
            raise PeriodUnknown(msg)
        store.decisions.add(decision(note, who, "resolve", f"{count} {why}"), now)
        if send_again and count and note.state == "published":
            store.editions.note(replace(note, state="sending"), now)
    return count


@dataclass(frozen=True)
class Confirmed:
    """What a person still has to settle after `confirm`."""

    letters: int  # how many are uncertain now
    held: tuple[str, ...]  # names of the editions that are held now


def uncounted(store: FigureStore) -> Iterator[str]:
    """Yield a line for each thing that may have happened after the backup and is unknown here."""
    kinds = {"letters": store.ledger.standing(), "notices": store.ledger.standing(notices=True)}
    for note in store.editions.all():
        named = name_of(note)
        for kind, standing in kinds.items():
            if count := standing.get(named, {}).get("queued", 0):
                yield f"{named} is {note.state}: {count} {kind} wait here, and may have gone out"
        if note.state == "drafted":
            yield f"{named} is drafted here, and may have been approved and sent"
    yield "readers who came, left or were erased since are not known here: read bounces/ again, and the list of readers"


def confirm(desk: Desk, store: FigureStore, who: str, now: datetime, *, nothing_went_out: bool = False) -> Confirmed:
    """Allow a restored desk to send again, and log who said so; SettingsError if the desk was not restored.

    With `nothing_went_out` the desk continues as it was in the backup. Otherwise some editions may have been sent after
    the backup. Then waiting letters become uncertain, so that a person settles them with `resolve`. Drafts are held, so
    that a person releases them with `hold --lift`. Later editions of periods that were already asked for are held, too.
    """
    restoration = store.restored.standing()
    if restoration is None:
        raise SettingsError(str(desk.folder), "this desk waits for nobody to confirm it.", "It sends as it is.")
    held, letters = [], 0
    with store.together():
        store.restored.confirm()
        for row in store.due.all():  # steps that waited only for this confirmation are due now
            if row.step != "done" and row.said.endswith(CONFIRM):
                store.due.put(replace(row, next=min(row.next, now), word="", said=""))
        if not nothing_went_out:
            why = f"{IN_DOUBT} {restoration.backup}"
            for note in store.editions.all():
                if note.state == "drafted":
                    hold(store, name_of(note), who, why, now)
                    held.append(str(name_of(note)))
            letters = store.ledger.doubt(why, now)
        entry = {"who": who, "backup": restoration.backup, "uncertain": letters, "held": tuple(held)}
        store.editions.add_to_log("confirmed", {**entry, "doubt": not nothing_went_out}, now)
    return Confirmed(letters, tuple(held))
