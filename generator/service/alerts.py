"""Alerts: notes for the operators; everything new since the last letter goes to each of them in one letter.

They are written down as they come, and which of them a letter tells in the transaction that queues it: a kill neither
loses nor doubles one. The letters go through the ledger, outside any edition, and also from a desk that was restored.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from generator.delivery.addresses import read_address
from generator.delivery.keys import read_keys
from generator.delivery.letter_form import form_of
from generator.delivery.sender import LetterSender
from generator.errors import DeskBusy, GeneratorError
from generator.readers.audience import sending_domain
from generator.readers.mail_transport import allowances, pen_of, transport_of
from generator.service.alert_letter import DONE, MAIL, alert_letter, summary, without_addresses
from generator.settings.desk import Desk
from generator.settings.environment import redacted
from generator.store import Alert, FigureStore, Letter, Mailing
from generator.store.ledger import LONGEST, Kind
from generator.store.reader_table import digest

KIND: Kind = "alert"
_TROUBLE = frozenset({"late", "held", "stale", "failed", "uncertain", "slip", "clock"})
TOLD = _TROUBLE | {"approval"}  # words that operators hear
COOL_DOWN = timedelta(days=1)
AGAIN = timedelta(minutes=10)  # after a mail server that failed
_LANGUAGE = "en"
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class OperatorNews:
    """A line for the diary: what became of letters to the operators; `word` is "" where it is well."""

    word: str
    said: str


def note(store: FigureStore, briefing: str, period: str, word: str, said: str, now: datetime) -> bool:
    """Write down that the operators are to be told, and say so; not where the same was a short while ago.

    Of a clock that was set back it does not count how far: what was told in a day that has not come is told again.
    """
    last = store.due.last_alert(briefing, period, word)
    is_new = last is None or abs(now - last.at) >= COOL_DOWN
    if is_new:
        store.due.alert(now, briefing, period, word, redacted(said))
    return is_new


def note_done(store: FigureStore, briefing: str, period: str, said: str, now: datetime) -> None:
    """Write down that an edition went its way after all, where the operators were told of trouble with it."""
    if any(store.due.last_alert(briefing, period, word) for word in _TROUBLE):
        note(store, briefing, period, DONE, said, now)


def tell(
    desk: Desk, store: FigureStore, clock: Clock, stopping: Callable[[], bool] = lambda: False
) -> Iterator[OperatorNews]:
    """Mail the operators what they were not told yet, and yield what came of it.

    Nothing that fails here stops the clock: the letters wait, and that they do is said, and told, once a day.
    """
    try:
        _write_down(desk, store, clock())
        for mailing in _due(store, clock()):
            if not stopping():
                yield from _sent(desk, store, mailing, clock, stopping)
    except DeskBusy:
        return
    except Exception as fault:  # noqa: BLE001 -- whatever it is, editions go on
        known = isinstance(fault, GeneratorError)
        said = without_addresses(str(fault) if known else f"internal error: {type(fault).__name__}: {fault}")
        store.ledger.put_off(KIND, clock() + AGAIN)
        if note(store, "", "", MAIL, said, clock()):
            yield OperatorNews("failed", f"the letters to the operators wait: {redacted(said)}")


def _write_down(desk: Desk, store: FigureStore, now: datetime) -> None:
    """Queue one letter to each operator with all that was not told; while a letter has not left at all, it waits.

    Where `notify` names nobody it is written down that nobody was told.
    """
    last = store.ledger.newest(KIND)
    untold = store.due.alerts(last.revision + 1 if last else 0)
    if not untold or (last and _is_stuck(store, last)):
        return
    mailing = Mailing(0, KIND, "", str(untold[0].number), untold[-1].number, "", now)
    store.ledger.freeze(mailing, _letters(desk, mailing))


def _is_stuck(store: FigureStore, mailing: Mailing) -> bool:
    counts = store.ledger.counts(mailing.number)
    return counts["queued"] == sum(counts.values()) > 0


def _letters(desk: Desk, mailing: Mailing) -> Iterator[Letter]:
    addresses = {one.folded: one for one in map(read_address, desk.settings.notify)}
    keys = read_keys(desk.folder) if addresses else None
    of = f"{KIND}/{mailing.frozen:%Y%m%dT%H%M%S}/{mailing.period}-{mailing.revision}"
    for number, (folded, address) in enumerate(addresses.items(), 1):
        key = f"op{digest(folded)[:12]}"  # no reader's: a token made of it lets nobody in or out
        identity = keys.message_id(of, key, sending_domain(desk)) if keys else ""
        yield Letter(0, -number, key, address.text, folded, _LANGUAGE, "", identity)


def _due(store: FigureStore, now: datetime) -> Iterator[Mailing]:
    """Yield the mailings that have a letter which may go now, or of which a run that was killed left one inflight."""
    for mailing in store.ledger.waiting(KIND):
        due = store.ledger.next_due(mailing.number)
        if due is None or not now < due <= now + LONGEST:
            yield mailing


def _sent(
    desk: Desk, store: FigureStore, mailing: Mailing, clock: Clock, stopping: Callable[[], bool]
) -> Iterator[OperatorNews]:
    """Send what is due of a mailing, and yield what became of it."""
    before = store.ledger.counts(mailing.number)
    try:
        _carry(desk, store, mailing, clock, stopping)
    finally:
        after = store.ledger.counts(mailing.number)
    yield from _said(store, mailing, {state: after[state] - before[state] for state in after})


def _said(store: FigureStore, mailing: Mailing, became: dict[str, int]) -> Iterator[OperatorNews]:
    if became["sent"]:
        yield OperatorNews("", f"operators told: {summary(_alerts(store, mailing))}")
    if became["failed"]:
        failed = store.ledger.letters(mailing.number, ("failed",))
        said = without_addresses(failed[-1][2])
        yield OperatorNews("failed", f"{became['failed']} of the letters to the operators failed: {redacted(said)}")
    if became["uncertain"]:
        yield OperatorNews(
            "uncertain", f"{became['uncertain']} of the letters to the operators may have arrived, or not"
        )


def _alerts(store: FigureStore, mailing: Mailing) -> tuple[Alert, ...]:
    return store.due.alerts(int(mailing.period), mailing.revision)


def _carry(desk: Desk, store: FigureStore, mailing: Mailing, clock: Clock, stopping: Callable[[], bool]) -> None:
    """Hand what is due to the desk's transport; what a mail server puts off goes at a later look."""
    pen, alerts = pen_of(desk), _alerts(store, mailing)

    def compose(letter: Letter) -> bytes:
        return pen.write(form_of(alert_letter(desk, alerts, letter.message_id)), letter, mailing.frozen)

    sender = LetterSender(
        store.ledger,
        transport_of(desk),
        compose,
        clock,
        stopping,
        allowances=allowances(desk),
        patience=timedelta(0),
    )
    sender.send(mailing, f"{socket.gethostname()}:{os.getpid()}")
