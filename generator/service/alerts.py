"""Alerts: notes for the operators. One letter to each operator has all alerts since the last letter.

Alerts are recorded as they come. The transaction that queues a letter also records which alerts are in it, so a kill
neither loses nor repeats one. The letters go through the ledger, outside any edition. A restored desk sends them, too.
"""

from __future__ import annotations

import os
import re
import socket
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from generator.delivery.addresses import read_address
from generator.delivery.keys import read_keys
from generator.delivery.letter_form import form_of
from generator.delivery.notice import NoticeParagraph, make_notice
from generator.delivery.sender import LetterSender
from generator.errors import DeskBusy, GeneratorError
from generator.readers.audience import sending_domain
from generator.readers.mail_transport import allowances, pen_of, transport_of
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
    """A line for the log about letters to the operators. `word` is "" if all is well."""

    word: str
    text: str


def note(store: FigureStore, briefing: str, period: str, word: str, text: str, now: datetime) -> bool:
    """Record an alert, unless the same one was recorded a short while ago. Return whether it was recorded.

    If the clock was set back, an alert may have a time in the future. It is then recorded again.
    """
    last = store.due.last_alert(briefing, period, word)
    is_new = last is None or abs(now - last.at) >= COOL_DOWN
    if is_new:
        store.due.alert(now, briefing, period, word, redacted(text))
    return is_new


def note_done(store: FigureStore, briefing: str, period: str, text: str, now: datetime) -> None:
    """Record that an edition is done after all, if there was an alert about trouble with it."""
    if any(store.due.last_alert(briefing, period, word) for word in _TROUBLE):
        note(store, briefing, period, DONE, text, now)


def tell(
    desk: Desk, store: FigureStore, clock: Clock, stopping: Callable[[], bool] = lambda: False
) -> Iterator[OperatorNews]:
    """Mail new alerts to the operators, and yield the outcomes.

    No failure here stops the clock. The letters wait, and an alert says so once a day.
    """
    try:
        _write_down(desk, store, clock())
        for mailing in _due(store, clock()):
            if not stopping():
                yield from _sent(desk, store, mailing, clock, stopping)
    except DeskBusy:
        return
    except Exception as fault:  # noqa: BLE001 -- whatever it is, editions go on
        is_ours = isinstance(fault, GeneratorError)
        reason = without_addresses(str(fault) if is_ours else f"internal error: {type(fault).__name__}: {fault}")
        store.ledger.put_off(KIND, clock() + AGAIN)
        if note(store, "", "", MAIL, reason, clock()):
            yield OperatorNews("failed", f"the letters to the operators wait: {redacted(reason)}")


def _write_down(desk: Desk, store: FigureStore, now: datetime) -> None:
    """Queue one letter to each operator with all new alerts.

    While no letter of the last mailing has been sent, new alerts wait. If `notify` names nobody, the mailing has no
    letters, and its alerts count as sent.
    """
    last = store.ledger.newest(KIND)
    first_number = last.revision + 1 if last else 0
    untold = store.due.alerts(first_number)
    if not untold:
        return
    if last:
        counts = store.ledger.counts(last.number)
        letter_count = sum(counts.values())
        if letter_count > 0 and counts["queued"] == letter_count:
            return
    mailing = Mailing(0, KIND, "", str(untold[0].number), untold[-1].number, "", now)
    store.ledger.freeze(mailing, _letters(desk, mailing))


def _letters(desk: Desk, mailing: Mailing) -> Iterator[Letter]:
    addresses = {address.folded: address for address in map(read_address, desk.settings.notify)}
    keys = read_keys(desk.folder) if addresses else None
    of = f"{KIND}/{mailing.frozen:%Y%m%dT%H%M%S}/{mailing.period}-{mailing.revision}"
    for number, (folded, address) in enumerate(addresses.items(), 1):
        key = f"op{digest(folded)[:12]}"  # no reader's: a token made of it lets nobody in or out
        identity = keys.message_id(of, key, sending_domain(desk)) if keys else ""
        yield Letter(0, -number, key, address.text, folded, _LANGUAGE, "", identity)


def _due(store: FigureStore, now: datetime) -> Iterator[Mailing]:
    """Yield the mailings with a letter that may be sent now, or that a killed run left inflight."""
    for mailing in store.ledger.waiting(KIND):
        due = store.ledger.next_due(mailing.number)
        if due is None or not now < due <= now + LONGEST:
            yield mailing


def _sent(
    desk: Desk, store: FigureStore, mailing: Mailing, clock: Clock, stopping: Callable[[], bool]
) -> Iterator[OperatorNews]:
    """Send the due letters of a mailing, and yield the outcome."""
    before = store.ledger.counts(mailing.number)
    _carry(desk, store, mailing, clock, stopping)
    now = store.ledger.counts(mailing.number)
    if now["sent"] > before["sent"]:
        yield OperatorNews("", f"operators told: {summary(_alerts(store, mailing))}")
    failures = now["failed"] - before["failed"]
    if failures:
        *_, (_, _, answer) = store.ledger.letters(mailing.number, ("failed",))
        reason = redacted(without_addresses(answer))
        yield OperatorNews("failed", f"{failures} of the letters to the operators failed: {reason}")
    uncertain = now["uncertain"] - before["uncertain"]
    if uncertain:
        yield OperatorNews("uncertain", f"{uncertain} of the letters to the operators may have arrived, or not")


def _alerts(store: FigureStore, mailing: Mailing) -> tuple[Alert, ...]:
    return store.due.alerts(int(mailing.period), mailing.revision)


def _carry(desk: Desk, store: FigureStore, mailing: Mailing, clock: Clock, stopping: Callable[[], bool]) -> None:
    """Send the due letters with the desk's transport. Letters that the mail server defers are tried later."""
    pen = pen_of(desk)
    alerts = _alerts(store, mailing)

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


DONE = "done"
MAIL = "mail"
MOVED = "moved"
IN_FULL = 40  # alerts; of the rest it is said how many there are
_LINES = 60  # of one alert, at most: a slip has eight
_SIGNS = 4000  # of one alert, at most
_ADDRESS = re.compile(r'(?:"[^"\n]*"|[^\s<>"\',;:()\[\]{}|]+)(?:@|\uff20|%40)[^\s<>"\',;:()\[\]{}|/]+')
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# the worst first: how each is told of an edition, and how it is counted in the subject
_WORDS: Mapping[str, tuple[str, str]] = {
    "failed": ("failed", "failed"),
    "held": ("is held", "held"),
    "uncertain": ("has letters that may have arrived, or not", "uncertain"),
    "late": ("is late", "late"),
    "stale": ("is too old to be sent", "stale"),
    "older": ("was made before newer figures", "older than their figures"),
    "clock": ("The clock was set", "clock set"),
    "slip": ("waits for a file", "to fetch"),
    "approval": ("waits for your yes", "to approve"),
    MAIL: ("The letters to you waited", "mail server failed"),
    MOVED: ("moved, and this is not an edition", "moved"),
    DONE: ("went its way", "done"),
}
_NEXT: Mapping[str, str] = {
    "failed": """Fix what is said above: the clock tries again by itself. Where letters failed:
        `tradebrief status --letters {edition}`.""",
    "held": """Fix what is said above: the clock builds it again. What the audit found lies in
        state/held/{edition}/findings.txt.""",
    "uncertain": """`tradebrief status --letters {edition}` lists them. Say what became of them:
        `tradebrief resolve {edition} --assume-sent`, or `--resend`.""",
    "late": """`tradebrief status` says how it stands. The clock goes on by itself; figures that lack may also be put
        into inbox/{source}/ by a person.""",
    "stale": """Leave it, or let it go to its readers: `tradebrief hold {edition} --lift --because "…"`.""",
    "older": """`tradebrief figures {name} --period {period} --revisions` shows what changed. Where it matters:
        `tradebrief correct {edition} --note "…"`, approved and sent like any.""",
    "clock": "Nothing, if somebody set it. Else look at what sets the time of this machine.",
    "slip": "Fetch it and put it into inbox/{source}/: the clock goes on from there.",
    "ingest": "Fetch it and take it in as its last line says: the clock goes on from there.",
    "approval": """`tradebrief diff {edition}` shows what is new in it; `tradebrief approve {edition}` lets it go,
        `tradebrief hold {edition} --because "…"` does not.""",
    MOVED: """Nothing, until the next edition tells it; where this month went out, `tradebrief correct {edition}`.
        `tradebrief movements {name} --period {period}` shows all that moved, and with `--why CODE` the threshold.""",
    MAIL: "`tradebrief doctor`. Letters to readers may have waited, too: the clock sends them when it can.",
}
_OTHERWISE: Mapping[tuple[str, str], str] = {  # a word, what is said of it: the next step is that of another
    ("late", "tradebrief approve"): "approval",
    ("slip", "tradebrief ingest"): "ingest",
}
_OF_DESK = frozenset({"clock", MAIL})  # words of the desk, which are not counted


def summary(alerts: Sequence[Alert]) -> str:
    """Return the count of editions in each state, the worst first: "2 editions late, 1 failed"."""
    counts = Counter(alert.word for alert in alerts)
    words = [word for word in _WORDS if counts[word]]
    parts: list[str] = []
    for word in words:
        _, name = _WORDS[word]
        if word in _OF_DESK:
            parts.append(name)
        elif not parts and all(alert.briefing for alert in alerts if alert.word == word):
            parts.append(f"{counts[word]} edition{'s' * (counts[word] != 1)} {name}")
        else:
            parts.append(f"{counts[word]} {name}")
    return ", ".join(parts)


def alert_letter(desk: Desk, alerts: Sequence[Alert], identity: str) -> bytes:
    """Return the message with `alerts`, without a To field. The same alerts give the same bytes."""
    settings = desk.settings
    publisher = settings.publisher.name.get("en") or settings.publisher.name[settings.languages[0]]
    newest = _newest(alerts)
    in_order = sorted(newest, key=lambda alert: (list(_WORDS).index(alert.word), alert.number))
    paragraphs = [_paragraph(desk, alert) for alert in in_order[:IN_FULL]]
    more = in_order[IN_FULL:]
    if more:
        paragraphs.append(NoticeParagraph(f"And {len(more)} more: {summary(more)}. `tradebrief status` lists them."))
    paragraphs.append(NoticeParagraph("The clock of this desk wrote this to those whom `notify:` of desk.yaml names."))
    subject = f"{publisher}: {summary(newest)}"
    return make_notice(identity, settings.mail.sender, subject, tuple(paragraphs), language="en", direction="ltr")


def _newest(alerts: Sequence[Alert]) -> Sequence[Alert]:
    """Drop alerts whose edition has changed state since, and return the others."""
    states = [alert for alert in alerts if alert.briefing and alert.word != MOVED]
    newest = {(alert.briefing, alert.period): alert for alert in states}
    return [alert for alert in alerts if alert not in states or newest[alert.briefing, alert.period] is alert]


def without_addresses(text: str) -> str:
    """Return `text` without mail addresses, which the answers of mail servers may contain."""
    return _ADDRESS.sub("(an address)", text)


def _paragraph(desk: Desk, alert: Alert) -> NoticeParagraph:
    """Return one alert: edition and word, since when, what happened, what to do next."""
    happened, _ = _WORDS[alert.word]
    if alert.briefing:
        edition = f"{alert.briefing}/{alert.period}"
        head = f"{edition} {happened}"
    else:
        edition = _shown(alert.period).rstrip(":") or "The desk"
        head = f"{edition} has a fault"
    if alert.word in _OF_DESK:
        head = happened
    at = alert.at.astimezone(ZoneInfo(desk.settings.time_zone))
    lines = [f"{at:%Y-%m-%d %H:%M}", _shown(alert.said)]
    next_step = _next_step(desk, alert, edition)
    if next_step:
        lines.append(f"Next: {next_step}")
    return NoticeParagraph("\n".join(lines), head=head)


def _next_step(desk: Desk, alert: Alert, edition: str) -> str:
    if not alert.briefing and alert.word not in _OF_DESK:
        return "Do what is said above: the clock looks again by itself."
    word = alert.word
    for (kind, phrase), other_word in _OTHERWISE.items():
        if kind == alert.word and phrase in alert.said:
            word = other_word
    source = desk.briefing(alert.briefing).figures.source if alert.briefing in desk.briefings else "SOURCE"
    text = _NEXT.get(word, "").format(edition=edition, source=source, name=alert.briefing, period=alert.period)
    return " ".join(text.split())


def _shown(message: str) -> str:
    """Return the message of a fault for a letter: without addresses and invisible characters, and of limited length."""
    plain = "".join(
        " " if sign != "\n" and unicodedata.category(sign) in _HIDDEN else sign for sign in without_addresses(message)
    )
    lines = [line.rstrip() for line in plain.split("\n")]
    text = "\n".join(lines[:_LINES])[:_SIGNS]
    return text if text == "\n".join(lines) else f"{text} … `tradebrief status` has the rest."
