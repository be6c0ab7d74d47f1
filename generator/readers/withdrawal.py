"""Withdrawing: an edition taken back: what waits stops at once, and who has it is told so by a notice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from generator.delivery import Shelf
from generator.delivery.keys import read_keys
from generator.editions.edition_names import Named
from generator.errors import NotApproved
from generator.page.mail_message import MailNotice, make_notice
from generator.readers.approval import decision, note_of, title
from generator.readers.audience import again
from generator.readers.publication import show
from generator.settings.desk import Desk
from generator.store import EditionNote, FigureStore, Mailing
from generator.story.words import speak

_TO_READERS = ("edition", "correction")
_OUT = ("approved", "sending", "published", "held")


def withdraw(
    desk: Desk,
    store: FigureStore,
    shelf: Shelf,
    named: Named,
    who: str,
    why: str,
    notes: Mapping[str, str],
    now: datetime,
) -> tuple[EditionNote, Mailing | None]:
    """Take a revision back and write down who is told, by a notice with the `notes`; None where nobody has it.

    Raises NotApproved where there is nothing to take back.
    """
    note = note_of(store, named)
    _refuse(store, note)
    after = replace(note, state="withdrawn", reason=why)
    with store.together():
        store.decisions.add(decision(note, who, "withdraw", why), now)
        store.holders.stop(named.name, named.period, named.revision + 1, f"withdrawn: {why}", now)
        store.note_edition(after, now)
        mailing = _told(desk, store, named, notes, now)
    show(desk, store, shelf, named)
    return after, mailing


def _told(desk: Desk, store: FigureStore, named: Named, notes: Mapping[str, str], now: datetime) -> Mailing | None:
    """Write down who gets the notice: all who hold this revision, or one before it, and were told of none since."""
    every = store.holders.of(named.name, named.period, named.revision + 1)
    holders = store.holders.untold(named.name, named.period, every)
    if not holders:
        return None
    words = json.dumps({"schema": 1, "notes": dict(notes)}, ensure_ascii=False, sort_keys=True)
    mailing = Mailing(0, "withdrawal", named.name, named.period, named.revision, store.keep(words.encode()), now)
    letters = again(desk, named, read_keys(desk.folder), holders, "withdrawal")
    return store.ledger.freeze(mailing, letters)


def notices(desk: Desk, store: FigureStore, shelf: Shelf, named: Named, mailing: Mailing) -> Mapping[str, bytes]:
    """Return the notice of a withdrawal in each language that has one, without what is one reader's own."""
    notes = json.loads(store.raw(mailing.manifest_sha256))["notes"]
    stories = json.loads(shelf.read(named.name, named.period, named.revision)["edition.json"])["stories"]
    sender = desk.settings.mail.sender
    first = next(iter(stories.values()))  # a language that the desk had not yet when it was made
    return {tag: make_notice(_notice(tag, stories.get(tag, first), why), sender) for tag, why in notes.items()}


def _notice(language: str, story: Mapping[str, Any], why: str) -> MailNotice:
    words = speak(language)
    foot = next(block for block in story["blocks"] if block["kind"] == "foot")
    title = story["title"]["words"]
    said = words.plainly("withdrawn.said", title=title), words.plainly("withdrawn.why", why=why)
    subject = words.plainly("withdrawn.subject", title=title)
    return MailNotice(language, words.grammar.DIRECTION, subject, (*said, foot["contact"]["words"]))


def _refuse(store: FigureStore, note: EditionNote) -> None:
    """Refuse to take back what was never given: a draft, or what is withdrawn or corrected already.

    What is held and never went out may be set aside so.
    """
    mailings = store.ledger.mailings(note.briefing, str(note.period))
    if note.state == "held" and not mailings:
        return  # it never went out: the hold is settled so
    was_approved = any(one.revision == note.revision and one.kind in _TO_READERS for one in mailings)
    if note.state not in _OUT or not was_approved:
        others = [one for one in store.editions() if (one.briefing, one.period) == (note.briefing, note.period)]
        out = next((one for one in reversed(others) if one.state in _OUT and one.revision != note.revision), None)
        why = f": {note.reason}" if note.reason else ""
        remedy = f" Next: tradebrief withdraw {title(out)}" if out else ""
        msg = f"{title(note)} is {note.state}{why}. There is nothing to withdraw.{remedy}"
        raise NotApproved(msg)
