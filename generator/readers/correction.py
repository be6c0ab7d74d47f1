"""Correct or withdraw an edition that went out: by a revision that says what was wrong, or by a notice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from generator.delivery import Shelf
from generator.delivery.keys import read_keys
from generator.delivery.notice import NoticeParagraph, make_notice
from generator.editions.build import Receipt, build
from generator.editions.edition_names import NamedEdition
from generator.editions.edition_sheet import Progress
from generator.editions.errata import Correction
from generator.errors import NotApproved
from generator.readers.approval import decision, note_of, title
from generator.readers.audience import again
from generator.readers.publication import show
from generator.settings.desk import Desk
from generator.store import EditionNote, FigureStore, Mailing
from generator.store.edition_table import PUBLISHED
from generator.story.words import speak
from generator.trade.period import Period

_FILES = ("edition.json", "claims.json")
_ALL = 1 << 31  # above any revision
_TO_READERS = ("edition", "correction")
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
    """Make the correction of the newest revision that went out, from what is known now; return it and what it corrects.

    `notes` say why, by language. Raises NotApproved where nothing went out, Held where the audit refuses it.
    """
    wrong = affected(store, named)
    files = shelf.read(wrong.briefing, str(wrong.period), wrong.revision)
    kept = {name: store.keep(files[name]) for name in _FILES}
    day = now.astimezone(ZoneInfo(desk.settings.time_zone)).date()
    correction = Correction(title(wrong), kept, day, notes, _withdrawal_day(desk, store, wrong))
    made = build(desk, store, shelf, named.name, named.period, now, progress, correction=correction)
    note = note_of(store, NamedEdition(made.name, made.period, made.revision))
    store.decisions.add(decision(note, who, "correct", next(iter(notes.values()))), now)
    return made, title(wrong)


def errata_of(made: Receipt) -> int:
    """Return of how many sentences and rows the box of a correction tells, in the language that has most."""
    stories = json.loads((made.folder / "edition.json").read_bytes())["stories"].values()
    boxes = (block for story in stories for block in story["blocks"] if block["kind"] == "correction")
    return max((len(block["errata"]) for block in boxes), default=0)


def affected(store: FigureStore, named: NamedEdition) -> EditionNote:
    """Return the newest revision that somebody has, or may have, or that was published; NotApproved where none was."""
    held = store.holders.newest(named.name, named.period, _ALL)
    own = (note for note in store.editions() if (note.briefing, note.period) == _key(named))
    out = [note for note in own if note.state in PUBLISHED or note.revision == held]
    if not out:
        msg = (
            f"nothing of {named.name}/{named.period} has gone out, so there is nothing to correct. "
            f"Next: tradebrief build {named.name}"
        )
        raise NotApproved(msg)
    return out[-1]


def _withdrawal_day(desk: Desk, store: FigureStore, note: EditionNote) -> date | None:
    """Return the day on which a revision was taken back, None where it stands."""
    decided = store.decisions.on(note.briefing, str(note.period), note.revision)
    times = [one.at for one in decided if one.what == "withdraw" and one.at and note.state == "withdrawn"]
    return times[-1].astimezone(ZoneInfo(desk.settings.time_zone)).date() if times else None


def _key(named: NamedEdition) -> tuple[str, Period]:
    return named.name, Period.parse(named.period)


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
    """Take a revision back and write down who is told, by a notice with the `notes`; None where nobody has it.

    Raises NotApproved where there is nothing to take back.
    """
    note = note_of(store, named)
    _refuse_unsent(store, note)
    after = replace(note, state="withdrawn", reason=why)
    with store.together():
        store.decisions.add(decision(note, who, "withdraw", why), now)
        store.holders.stop(named.name, named.period, named.revision + 1, f"withdrawn: {why}", now)
        store.note_edition(after, now)
        mailing = _notified(desk, store, named, notes, now)
    show(desk, store, shelf, named)
    return after, mailing


def _notified(
    desk: Desk, store: FigureStore, named: NamedEdition, notes: Mapping[str, str], now: datetime
) -> Mailing | None:
    """Write down who gets the notice: all who hold this revision, or one before it, and were told of none since."""
    every = store.holders.of(named.name, named.period, named.revision + 1)
    holders = store.holders.untold(named.name, named.period, every)
    if not holders:
        return None
    words = json.dumps({"schema": 1, "notes": dict(notes)}, ensure_ascii=False, sort_keys=True)
    mailing = Mailing(0, "withdrawal", named.name, named.period, named.revision, store.keep(words.encode()), now)
    letters = again(desk, named, read_keys(desk.folder), holders, "withdrawal")
    return store.ledger.freeze(mailing, letters)


def notices(desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition, mailing: Mailing) -> Mapping[str, bytes]:
    """Return the notice of a withdrawal in each language that has one, without what is one reader's own."""
    notes = json.loads(store.raw(mailing.manifest_sha256))["notes"]
    stories = json.loads(shelf.read(named.name, named.period, named.revision)["edition.json"])["stories"]
    first = next(iter(stories.values()))  # a language that the desk had not yet when it was made
    return {tag: _notice(desk, tag, stories.get(tag, first), why) for tag, why in notes.items()}


def _notice(desk: Desk, language: str, story: Mapping[str, Any], why: str) -> bytes:
    words = speak(language)
    foot = next(block for block in story["blocks"] if block["kind"] == "foot")
    title = story["title"]["words"]
    paragraphs = (
        words.plainly("withdrawn.said", title=title),
        words.plainly("withdrawn.why", why=why),
        foot["contact"]["words"],
    )
    return make_notice(
        "\n".join(paragraphs),
        desk.settings.mail.sender,
        words.plainly("withdrawn.subject", title=title),
        [NoticeParagraph(one) for one in paragraphs],
        language=language,
        direction=words.grammar.DIRECTION,
    )


def _refuse_unsent(store: FigureStore, note: EditionNote) -> None:
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
