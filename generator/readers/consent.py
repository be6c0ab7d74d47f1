"""Ask readers to confirm their subscription with a token from a letter, and let them leave with a token.

The letter is queued in the transaction that records its reader, so no pending reader is left without one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import cast

from generator.delivery.keys import Keys, read_keys
from generator.delivery.letter_form import Writer, form_of
from generator.delivery.notice import NoticeParagraph, make_notice
from generator.errors import TokenRefused
from generator.readers.audience import language_of, lists_of, sending_domain
from generator.readers.mail_transport import pen_of
from generator.readers.send import Clock, carry
from generator.settings.desk import Desk
from generator.settings.value_types import Language
from generator.settings.wiring import reader_of
from generator.store import FigureStore, Letter, Mailing, Reader
from generator.store.ledger import STATES, Kind
from generator.story.patterns import letters_of, needs_reader
from generator.story.words import speak

KIND: Kind = "confirmation"
AGAIN, AT_MOST, LIFE = timedelta(days=7), 2, timedelta(days=30)
_OPEN = ("queued", "inflight")
_NAMED = 6  # a list of at most so many briefings is named by their titles


def queue(desk: Desk, store: FigureStore, keys: Keys, reader: Reader, now: datetime) -> bool:
    """Queue the letter that asks a pending reader to confirm. Return whether one was queued.

    A reader is asked once, and a second time if they are entered again after seven days. So nobody can use the form of
    a web page to flood an address.
    """
    letters = store.ledger.confirmations(reader.folded)
    waits = any(state in _OPEN or at + AGAIN > now for state, at in letters)
    if reader.state != "pending" or len(letters) >= AT_MOST or waits:
        return False
    day = now.date().isoformat()
    identity = keys.message_id(f"{KIND}/{day}", reader.key, sending_domain(desk))
    to = (reader.number, reader.key, reader.address, reader.folded)
    store.ledger.add(Mailing(0, KIND, "", day, 0, "", now), Letter(0, *to, language_of(desk, reader), "", identity))
    return True


def waiting(store: FigureStore) -> int:
    """Return how many confirmation letters wait, including those that a killed run left inflight."""
    mailings = [store.ledger.counts(mailing.number) for mailing in store.ledger.waiting(KIND)]
    return sum(counts["queued"] + counts["inflight"] for counts in mailings)


def ask(
    desk: Desk,
    store: FigureStore,
    clock: Clock,
    *,
    stopping: Callable[[], bool] = lambda: False,
    tell: Callable[[Mapping[str, int]], None] = lambda _: None,
) -> dict[str, int]:
    """Send the waiting confirmation letters; return how many of them are in each state now."""
    total: Counter[str] = Counter(dict.fromkeys(STATES, 0))
    counts_of = store.ledger.counts
    for mailing in store.ledger.waiting(KIND):
        before = counts_of(mailing.number)
        compose = _composer(desk, store, mailing)
        carry(desk, store, mailing, compose, clock, stopping, lambda of: tell(counts_of(of.number)))
        for state, count in counts_of(mailing.number).items():  # do not count letters that were settled before this run
            total[state] += count - (0 if state in _OPEN else before[state])
    return dict(total)


def confirm(desk: Desk, store: FigureStore, token: str, now: datetime) -> Reader:
    """Make the reader of a token active and return them; TokenRefused if the token is invalid or too old."""
    reader = _holder(store, read_keys(desk.folder).reader_of(token, "confirm"))
    if reader is None:
        msg = "its reader has left."
        raise TokenRefused(msg)
    if reader.state == "active":
        return reader
    letters = store.ledger.confirmations(reader.folded)
    if not letters or letters[-1][1] + LIFE < now:
        msg = f"it is older than {LIFE.days} days. Enter the reader again, so that they are asked again."
        raise TokenRefused(msg)
    store.readers.activate(reader, f"confirmed on {now.date()}", now)
    return store.readers.by_key(reader.key) or reader


def leave(desk: Desk, store: FigureStore, token: str, now: datetime) -> bool:
    """Suppress the reader of a token. Return False if they are no longer recorded here."""
    reader = _holder(store, read_keys(desk.folder).reader_of(token, "leave"))
    if reader is None:
        return False
    store.readers.suppress(reader.folded, "left", now)
    return True


def _holder(store: FigureStore, key: str | None) -> Reader | None:
    if key is None:
        msg = "it was not made here, or not for this. Copy it whole."
        raise TokenRefused(msg)
    return store.readers.by_key(key)


def _composer(desk: Desk, store: FigureStore, mailing: Mailing) -> Callable[[Letter], bytes]:
    pen = pen_of(desk, "readers")
    return lambda letter: pen.write(form_of(_notice(desk, store, pen.keys, letter, pen.writer)), letter, mailing.frozen)


def _notice(desk: Desk, store: FigureStore, keys: Keys, letter: Letter, writer: Writer) -> bytes:
    """Return the confirmation letter: who asks, for which briefings, how to confirm, and what silence means."""
    settings, language = desk.settings, cast("Language", letter.language)
    words, publisher = letters_of(language)[KIND], settings.publisher.name[language]
    is_unread = needs_reader(language) and reader_of(settings, language) is None
    lines = (
        *([NoticeParagraph(speak(language).label("composed").words)] if is_unread else []),
        NoticeParagraph(words["asked"].format(publisher=publisher)),
        *(NoticeParagraph(title) for title in _titles(desk, store, letter, language)),
        *_how(words, writer, keys.token(letter.key, "confirm")),
        NoticeParagraph(words["nothing"].format(days=LIFE.days)),
        NoticeParagraph(f"{publisher}, {settings.publisher.contact}"),
    )
    subject = words["subject"].format(publisher=publisher)
    direction = speak(language).grammar.DIRECTION
    return make_notice(letter.message_id, settings.mail.sender, subject, lines, language=language, direction=direction)


def _how(words: Mapping[str, str], writer: Writer, token: str) -> tuple[NoticeParagraph, NoticeParagraph]:
    """Return the paragraphs that say how to confirm: on a page if there is one, else by a mail with the token."""
    if writer.leave_at:
        page = f"{writer.leave_at}confirm/{token}"
        return NoticeParagraph(words["page"]), NoticeParagraph(page, link=page)
    link = f"mailto:{writer.address}?subject=confirm%20{token}"
    return NoticeParagraph(words["mail"].format(address=writer.address)), NoticeParagraph(
        f"confirm {token}", link, f"confirm {token}"
    )


def _titles(desk: Desk, store: FigureStore, letter: Letter, language: Language) -> list[str]:
    """Return the titles of the briefings that a reader was entered for. A long list gives only its own name."""
    reader = store.readers.by_key(letter.key)
    titles: list[str] = []
    for name in sorted(reader.briefings if reader else ()):
        briefings = [briefing for briefing in desk.briefings if name in lists_of(desk, briefing)]
        if len(briefings) > _NAMED:
            titles.append(name)
        else:
            titles += [desk.briefing(briefing).title[language] for briefing in briefings]
    return list(dict.fromkeys(titles))
