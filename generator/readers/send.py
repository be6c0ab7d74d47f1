"""Send an approved revision to the readers that were recorded for it, each once, and publish it."""

from __future__ import annotations

import os
import re
import socket
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from generator.delivery import Shelf
from generator.delivery.addresses import read_address
from generator.delivery.bounce_messages import DeliveryVerdict
from generator.delivery.letter_form import form_of
from generator.delivery.sender import PATIENCE, LetterSender
from generator.editions.edition_holds import refuse_restored
from generator.editions.edition_names import NamedEdition
from generator.editions.edition_proof import departures
from generator.errors import DeliveryError, IntegrityError, NotApproved
from generator.readers.approval import decision, freeze, lacking, note_of, stop_overtaken
from generator.readers.correction import notices
from generator.readers.mail_transport import allowances, pen_of, transport_of
from generator.readers.publication import publish
from generator.settings.desk import Desk
from generator.store import EditionNote, FigureStore, Letter, LetterOutcome, Mailing

Clock = Callable[[], datetime]
# of address or mailbox (RFC 3463 §3.2, 3.3): in an answer to a sender the others speak of the way and of the letter
_STATUS = re.compile(r"5\d\d (5\.[12]\.\d{1,3})\b ?(.*)", re.DOTALL)
_OPEN = ("approved", "sending")
_DONE = ("published", "corrected")
_SUBJECT = re.compile(rb"(?mi)^(subject: )")
_LONGEST = 900.0  # seconds: longer than a mail server is waited for
_NOBODY = "trial"  # the key of no reader: its token lets nobody leave


@dataclass(frozen=True)
class Sent:
    """Where a mailing stands after a run: its letters by state, and the state of its revision."""

    edition: str
    state: str
    counts: Mapping[str, int]
    moved: int
    due: str = ""  # when what waits may be tried again

    @property
    def is_uncertain(self) -> bool:
        """Whether of any letter it is not known if it arrived."""
        return self.counts["uncertain"] > 0


def send(
    desk: Desk,
    store: FigureStore,
    shelf: Shelf,
    named: NamedEdition,
    who: str,
    clock: Clock,
    *,
    stopping: Callable[[], bool] = lambda: False,
    tell: Callable[[Mapping[str, int]], None] = lambda _: None,
    patience: timedelta = PATIENCE,
) -> Sent:
    """Send what waits of a revision, or is due within `patience`; publish it when nothing waits any more.

    Nothing is sent twice.

    Raises NotApproved where not everybody has said yes, it is held or under embargo, IntegrityError where its bytes are
    not the approved ones, and DeliveryError where the mail server failed: what it has not taken waits.
    """
    note = note_of(store, named)
    mailing = _ready(desk, store, shelf, named, note, who, clock())
    stop_overtaken(store, note, clock())
    before = store.ledger.counts(mailing.number)
    if note.state not in _DONE:
        if note.state != "withdrawn":
            _begin(store, named, note, who, clock())
        compose = _composer(desk, store, shelf, named, mailing)
        carry(desk, store, mailing, compose, clock, stopping, lambda of: tell(store.ledger.counts(of.number)), patience)
    state = publish(desk, store, shelf, named, mailing, clock())
    counts = store.ledger.counts(mailing.number)
    due = store.ledger.next_due(mailing.number)
    if due is not None:  # and what the server takes
        due = max(due, store.ledger.free_at(clock(), allowances(desk)))
    moved = before["queued"] - counts["queued"]
    return Sent(str(named), state, counts, moved, due.isoformat(timespec="seconds") if due else "")


@dataclass(frozen=True)
class Plan:
    """What a run would send: how many letters wait, as data and as lines."""

    letters: int
    data: Mapping[str, object]
    lines: tuple[str, ...]


class _OnlyLooked(Exception):
    """Takes back what a look wrote."""


def planned(desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition, who: str, now: datetime) -> Plan:
    """Return what `send` would do, or raise what it would raise; nothing is decided and nobody written down."""
    waiting: list[Letter] = []
    what = "letter"
    with suppress(_OnlyLooked), store.together():
        mailing = _ready(desk, store, shelf, named, note_of(store, named), who, now)
        waiting = [letter for letter, _, _ in store.ledger.letters(mailing.number, ("queued",))]
        what = "notice" if mailing.kind == "withdrawal" else "letter"
        raise _OnlyLooked
    kinds = Counter((letter.language, letter.format or "as the desk attaches") for letter in waiting)
    how = desk.settings.mail.transport
    waits = f"1 {what} waits" if len(waiting) == 1 else f"{len(waiting)} {what}s wait"
    lines = [f"{named}: {waits}, by transport {how}"]
    lines += [f"  {count} in {language}, {form}" for (language, form), count in sorted(kinds.items())]
    return Plan(len(waiting), {"edition": str(named), "letters": len(waiting), "transport": how}, tuple(lines))


def _ready(
    desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition, note: EditionNote, who: str, now: datetime
) -> Mailing:
    """Return the mailing of a revision that may be sent: everybody has said yes, to these very bytes.

    Of one that is withdrawn it is the notice, which the decision itself lets go. Of a restored desk nothing is sent.
    """
    refuse_restored(store)
    if note.state == "withdrawn":
        notice = store.ledger.mailing(*named, "withdrawal")
        if notice is None:
            msg = f"{named} is not sent, it is withdrawn: {note.reason}. Nobody has it, so nobody has to be told."
            raise NotApproved(msg)
        return notice
    if note.state == "drafted" and not lacking(desk, store, note):
        with store.together():
            store.decisions.add(decision(note, who, "approve", "approval: none"), now)
            freeze(desk, store, note, now)
            note = replace(note, state="approved", reason="")
            store.editions.note(note, now)
    if note.state not in (*_OPEN, *_DONE):
        is_held = note.state == "held"
        why = f"held: {note.reason}" if is_held else note.reason or note.state
        step = f"hold {named} --lift --because TEXT" if is_held else f"approve {named}"
        msg = f"{named} is not sent, it is {why}. Next: tradebrief {step}"
        raise NotApproved(msg)
    mailing = store.ledger.mailing(*named)
    if mailing is None or mailing.manifest_sha256 != note.manifest_sha256:
        msg = f"{named} was approved with other bytes than it has. Nothing was sent; build and approve it again."
        raise IntegrityError(msg)
    changed = departures(store, named, shelf.read(*named))
    if changed:
        problem = f"{named} is not what was approved: {changed[0]}. Nothing was sent."
        msg = f"{problem} `tradebrief regenerate` restores it."
        raise IntegrityError(msg)
    due = embargoed(desk, store, note, now)
    if due:
        msg = f"{named} is not sent, it is under embargo: it may be sent {due}."
        raise NotApproved(msg)
    return mailing


def embargoed(desk: Desk, store: FigureStore, note: EditionNote, now: datetime) -> str:
    """Return from when a revision may be sent where its embargo lasts, in words; "" where it may be sent."""
    from generator.intake.timetable import embargo, zone_of  # the clock sends, and asks here

    until = embargo(desk, store, note.briefing, note.period, now)
    if now >= until:
        return ""
    return f"from {until.astimezone(zone_of(desk)):%Y-%m-%d %H:%M} on; where the clock runs, it sends it then"


def _begin(store: FigureStore, named: NamedEdition, note: EditionNote, who: str, now: datetime) -> None:
    with store.together():
        stands = store.editions.find(note.briefing, note.period, note.revision)
        if stands is None or stands.state not in _OPEN:
            msg = f"{named} was held or withdrawn just now. Nothing was sent; `tradebrief status` says why."
            raise NotApproved(msg)
        store.decisions.add(decision(note, who, "send"), now)
        store.editions.note(replace(note, state="sending", reason=""), now)


def _composer(
    desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition, mailing: Mailing
) -> Callable[[Letter], bytes]:
    """Return what makes the finished message of each letter: by language, and by form where readers may choose."""
    if mailing.kind == "withdrawal":
        messages = notices(desk, store, shelf, named, mailing)
    else:
        files = shelf.read(*named)
        messages = {name.removesuffix(".eml"): raw for name, raw in files.items() if name.endswith(".eml")}
    forms = {language: form_of(message) for language, message in messages.items()}
    pen = pen_of(desk, named.name)

    def compose(letter: Letter) -> bytes:
        chosen = forms.get(f"{letter.language}-{letter.format}") or forms[letter.language]
        return pen.write(chosen, letter, mailing.frozen)

    return compose


def carry(
    desk: Desk,
    store: FigureStore,
    mailing: Mailing,
    compose: Callable[[Letter], bytes],
    clock: Clock,
    stopping: Callable[[], bool],
    tell: Callable[[Mailing], None],
    patience: timedelta = PATIENCE,
) -> None:
    """Send what is due of a mailing by the desk's transport; `compose` makes each message.

    Whom the mail server calls unreachable is suppressed. NotApproved where the desk came out of a backup and waits.
    """
    refuse_restored(store)
    sender = LetterSender(store.ledger, transport_of(desk), compose, clock, stopping, tell, allowances(desk), patience)
    with _suppressing(store, mailing, clock()):
        sender.send(mailing, f"{socket.gethostname()}:{os.getpid()}")


@contextmanager
def _suppressing(store: FigureStore, mailing: Mailing, now: datetime) -> Iterator[None]:
    """Suppress whom a run finds unreachable, by the rule of bounces; nobody where the run ended in trouble.

    Twenty refusals in a row in the same words may be the server's mood: they are such a trouble.
    """
    before = {letter.number for letter, _, _ in store.ledger.letters(mailing.number, ("failed",))}
    yield
    with store.together():
        for letter, _, text in store.ledger.letters(mailing.number, ("failed",)):
            answer = _STATUS.fullmatch(text)
            if answer is None or letter.number in before or not letter.address:
                continue
            verdict = DeliveryVerdict("failed", answer[1], answer[2])
            if verdict.is_hard:
                store.readers.suppress(read_address(letter.address).folded, f"bounced: {verdict}", now)


def send_trial(
    desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition, address: str, now: datetime
) -> tuple[LetterOutcome, ...]:
    """Send the edition in each of its languages to one address, whatever its state; return the answer to each.

    Nothing of it is kept.

    Raises AddressRefused, NotApproved where the desk was restored, DeliveryError where the mail server did not take it.
    """
    refuse_restored(store)
    to, pen, transport = read_address(address).text, pen_of(desk, named.name), transport_of(desk)
    files = shelf.read(*named)
    transport.open(lambda: False)
    outcomes: list[LetterOutcome] = []
    try:
        for number, language in enumerate(desk.settings.languages):
            identity = pen.keys.message_id(f"{named}/{_NOBODY}-{language}", _NOBODY, pen.writer.domain)
            letter = Letter(number, 0, _NOBODY, to, to.casefold(), language, "", identity)
            marked = _SUBJECT.sub(rb"\1[test] ", files[f"{language}.eml"], count=1)
            transport.hand(letter, pen.write(form_of(marked), letter, now))
            answers = transport.answers(_LONGEST)
            if any(answer.state != "sent" for answer in answers):
                raise transport.trouble or DeliveryError(f"the mail server did not take it: {answers[0].text}")
            outcomes += answers
    finally:
        transport.close()
    return tuple(outcomes)
