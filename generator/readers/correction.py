"""Correct or withdraw an edition that was sent: by a revision that says what was wrong, or by a notice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.delivery import Shelf
from generator.delivery.keys import read_keys
from generator.delivery.notice import NoticeParagraph, make_notice
from generator.editions.build import Receipt, build
from generator.editions.edition_names import NamedEdition, name_of
from generator.editions.edition_sheet import Progress
from generator.editions.errata import Correction
from generator.errors import NotApproved
from generator.readers.approval import decision, note_of
from generator.readers.audience import letters_again
from generator.readers.publication import show
from generator.settings.desk import Desk
from generator.store import EditionNote, FigureStore, Mailing
from generator.store.edition_table import PUBLISHED
from generator.story.words import speak
from generator.trade.period import Period

_FILES = ("edition.json", "claims.json")
_ALL = 1 << 31  # above any revision
_OUT = ("approved", "sending", "published", "held")


def correct(
    desk: Desk,
    store: FigureStore,
    shelf: Shelf,
    named: NamedEdition,
    notes: Mapping[str, str],
    who: str,
    now: datetime,
    progress: Progress,
) -> tuple[Receipt, str]:
    """Build a correction of the newest revision that was sent. Return its receipt and the name of the wrong revision.

    It uses the figures and settings of now. `notes` give the reason in each language. Raises NotApproved if nothing was
    sent, and Held if the audit refuses the correction.
    """
    note = affected(store, named)
    wrong, zone = name_of(note), ZoneInfo(desk.settings.time_zone)
    files = shelf.read(*wrong)
    digests = {name: store.raw.keep(files[name]) for name in _FILES}
    withdrawn = None
    for entry in store.decisions.on(*wrong):
        if note.state == "withdrawn" and entry.what == "withdraw" and entry.at:
            withdrawn = entry.at.astimezone(zone).date()
    correction = Correction(str(wrong), digests, now.astimezone(zone).date(), notes, withdrawn)
    receipt = build(desk, store, shelf, named.name, named.period, now, progress, correction=correction)
    corrected = note_of(store, NamedEdition(receipt.name, receipt.period, receipt.revision))
    store.decisions.add(decision(corrected, who, "correct", next(iter(notes.values()))), now)
    return receipt, str(wrong)


def errata_of(receipt: Receipt) -> int:
    """Return how many sentences and rows a correction corrects, in the language with the most."""
    stories = json.loads((receipt.folder / "edition.json").read_bytes())["stories"].values()
    boxes = (block for story in stories for block in story["blocks"] if block["kind"] == "correction")
    return max((len(block["errata"]) for block in boxes), default=0)


def affected(store: FigureStore, named: NamedEdition) -> EditionNote:
    """Return the newest revision that was published or that somebody has or may have; NotApproved if there is none."""
    held = store.holders.newest(named.name, named.period, _ALL)
    out = [note for note in _revisions(store, named) if note.state in PUBLISHED or note.revision == held]
    if not out:
        problem = f"nothing of {named.name}/{named.period} has gone out, so there is nothing to correct"
        msg = f"{problem}. Next: tradebrief build {named.name}"
        raise NotApproved(msg)
    return out[-1]


def _revisions(store: FigureStore, named: NamedEdition) -> list[EditionNote]:
    """Return all revisions of an edition, oldest first."""
    key = (named.name, Period.parse(named.period))
    return [note for note in store.editions.all() if (note.briefing, note.period) == key]


def withdraw(
    desk: Desk,
    store: FigureStore,
    shelf: Shelf,
    named: NamedEdition,
    who: str,
    why: str,
    notes: Mapping[str, str],
    now: datetime,
) -> tuple[EditionNote, Mailing | None]:
    """Withdraw a revision, and record which readers get a notice with the `notes`.

    Return its note and the mailing of the notice, or None in its place if nobody has the revision. Raises NotApproved
    if there is nothing to withdraw.
    """
    note = note_of(store, named)
    _refuse_unsent(store, named, note)
    withdrawn = replace(note, state="withdrawn", reason=why)
    edition = (named.name, named.period)
    with store.together():
        store.decisions.add(decision(note, who, "withdraw", why), now)
        store.holders.stop(*edition, named.revision + 1, f"withdrawn: {why}", now)
        store.editions.note(withdrawn, now)
        # everybody who has this revision or an earlier one and was not notified yet
        holders = store.holders.unnotified(*edition, store.holders.of(*edition, named.revision + 1))
        mailing = None
        if holders:
            words = json.dumps({"schema": 1, "notes": dict(notes)}, ensure_ascii=False, sort_keys=True)
            mailing = Mailing(0, "withdrawal", *named, store.raw.keep(words.encode()), now)
            letters = letters_again(desk, named, read_keys(desk.folder), holders, "withdrawal")
            mailing = store.ledger.freeze(mailing, letters)
    show(desk, store, shelf, named)
    return withdrawn, mailing


def _refuse_unsent(store: FigureStore, named: NamedEdition, note: EditionNote) -> None:
    """Raise NotApproved for a draft, or for a revision that is withdrawn or corrected already.

    A held revision of an edition without mailings is allowed: so a person can discard it.
    """
    mailings = store.ledger.mailings(named.name, named.period)
    if note.state == "held" and not mailings:
        return
    kinds = {mailing.kind for mailing in mailings if mailing.revision == named.revision}
    was_approved = not kinds.isdisjoint({"edition", "correction"})
    if note.state in _OUT and was_approved:
        return
    revisions = [revision for revision in _revisions(store, named) if revision.revision != named.revision]
    out = next((revision for revision in reversed(revisions) if revision.state in _OUT), None)
    why = f": {note.reason}" if note.reason else ""
    remedy = f" Next: tradebrief withdraw {name_of(out)}" if out else ""
    msg = f"{named} is {note.state}{why}. There is nothing to withdraw.{remedy}"
    raise NotApproved(msg)


def notices(desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition, mailing: Mailing) -> Mapping[str, bytes]:
    """Return the withdrawal notice in each language that has a note, without the fields of a reader."""
    notes = json.loads(store.raw.read(mailing.manifest_sha256))["notes"]
    stories = json.loads(shelf.read(*named)["edition.json"])["stories"]
    first = next(iter(stories.values()))  # the fallback for a language that was added to the desk after the edition

    messages = {}
    for language, why in notes.items():
        story, words = stories.get(language, first), speak(language)
        title = story["title"]["words"]
        foot = next(block for block in story["blocks"] if block["kind"] == "foot")
        paragraphs = (
            words.plainly("withdrawn.said", title=title),
            words.plainly("withdrawn.why", why=why),
            foot["contact"]["words"],
        )
        messages[language] = make_notice(
            "\n".join(paragraphs),
            desk.settings.mail.sender,
            words.plainly("withdrawn.subject", title=title),
            [NoticeParagraph(paragraph) for paragraph in paragraphs],
            language=language,
            direction=words.grammar.DIRECTION,
        )
    return messages
