"""Send an approved revision once to each reader that was recorded for it, and publish it."""

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
# statuses about the address or the mailbox (RFC 3463 §3.2, 3.3); other statuses are about routing or the letter
_STATUS = re.compile(r"5\d\d (5\.[12]\.\d{1,3})\b ?(.*)", re.DOTALL)
_OPEN = ("approved", "sending")
_DONE = ("published", "corrected")
_SUBJECT = re.compile(rb"(?mi)^(subject: )")
_LONGEST = 900.0  # seconds: longer than the transport waits for a mail server
_NOBODY = "trial"  # stands for the key of a reader; no reader has it, so its token lets nobody leave


@dataclass(frozen=True)
class Sent:
    """The state of a mailing after a run."""

    edition: str
    state: str  # of the revision
    counts: Mapping[str, int]  # of letters, by state
    moved: int  # how many letters were queued before the run and are not now
    due: str = ""  # when the next waiting letter may be tried, in ISO format

    @property
    def is_uncertain(self) -> bool:
        """Whether any letter's arrival is unknown."""
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
    """Send the letters of a revision that are due now or within `patience`. Publish it once no letter waits.

    No letter is sent twice. Raises NotApproved if an approval is missing, or if the revision is held or under embargo.
    Raises IntegrityError if its bytes differ from the approved ones. Raises DeliveryError if the mail server failed:
    the letters that it has not accepted wait for the next run.
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
    if due is not None:  # the limits of the mail server may put it later
        due = max(due, store.ledger.free_at(clock(), allowances(desk)))
    moved = before["queued"] - counts["queued"]
    return Sent(str(named), state, counts, moved, due.isoformat(timespec="seconds") if due else "")


@dataclass(frozen=True)
class Plan:
    """What a run would send."""

    letters: int  # how many wait
    data: Mapping[str, object]  # for --json
    lines: tuple[str, ...]  # for a person


class _OnlyLooked(Exception):
    """Raised in `planned` to roll back its transaction."""


def planned(desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition, who: str, now: datetime) -> Plan:
    """Return what `send` would do, or raise what it would raise. Nothing is recorded."""
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
    """Return the mailing of a revision that may be sent now. Otherwise raise NotApproved or IntegrityError.

    For a withdrawn revision it is the mailing of the notice, which needs no approval. A draft that needs no approval is
    approved here. A restored desk sends nothing.
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
    """Return in words when the embargo of a revision ends; "" if it may be sent now."""
    from generator.intake.timetable import embargo, zone_of  # imported here, since no other function needs it

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
    """Return a function from a letter to its finished message, in the letter's language and form."""
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
    """Send the due letters of a mailing with the desk's transport. `compose` makes each message.

    A reader whom the mail server reports as unreachable is suppressed. Raises NotApproved if the desk was restored from
    a backup and is not confirmed.
    """
    refuse_restored(store)
    sender = LetterSender(store.ledger, transport_of(desk), compose, clock, stopping, tell, allowances(desk), patience)
    with _suppressing(store, mailing, clock()):
        sender.send(mailing, f"{socket.gethostname()}:{os.getpid()}")


@contextmanager
def _suppressing(store: FigureStore, mailing: Mailing, now: datetime) -> Iterator[None]:
    """Suppress the readers whom the run in this block finds unreachable, by the rule for hard bounces.

    If the run raises, nobody is suppressed. That covers many equal refusals in a row, which may be the server's fault.
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
    """Send an edition in each language of the desk to one address, in any state. Return the outcomes; record nothing.

    Raises AddressRefused, NotApproved if the desk was restored, and DeliveryError if the mail server refuses a letter.
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
