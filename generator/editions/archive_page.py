"""The archive page of an edition, written beside its revisions whenever the state of one changes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from generator.delivery import Shelf
from generator.editions.edition_names import NamedEdition
from generator.editions.edition_sheet import look_of
from generator.editions.errata import correction_in
from generator.page.archive_listing import ListedRevision, Listing, archive_page
from generator.settings.desk import Desk
from generator.store import EditionNote, FigureStore
from generator.store.edition_table import PUBLISHED
from generator.story.words import speak
from generator.trade.period import Period

_FILES = {"html": "archive.page", "pdf": "archive.pdf", "txt": "archive.text"}  # by their endings, in order
_OUT = PUBLISHED | {"sending", "withdrawn"}


def archive(desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition) -> bytes | None:
    """Return the page of the revisions that went out, in each language of the newest; None where none did."""
    known = [
        _known(desk, store, shelf, note) for note in store.editions() if _is_of(note, named) and note.state in _OUT
    ]
    out = [one for one in known if one is not None]
    if not out:
        return None
    return archive_page([_listing(tag, story, out) for tag, story in out[-1].stories.items()], look_of(desk, store))


@dataclass(frozen=True)
class _Known:
    """A revision that went out: on which `day`, when and why it was withdrawn, what it corrects and why, its key."""

    note: EditionNote
    stories: Mapping[str, Any]
    files: tuple[str, ...]
    day: date
    withdrawn: date | None
    why: Mapping[str, str]
    corrects: int | None
    reason: Mapping[str, str]
    key: str


def _known(desk: Desk, store: FigureStore, shelf: Shelf, note: EditionNote) -> _Known | None:
    """Return what is known of a revision; None where it was approved, and ended before it went out."""
    place = (note.briefing, str(note.period), note.revision)
    days = {one.what: one.at.astimezone(ZoneInfo(desk.settings.time_zone)).date() for one in _decided(store, place)}
    manifest = json.loads(store.raw(note.manifest_sha256))
    if "send" not in days:
        return None
    digests = {item["name"]: item["sha256"] for item in manifest["files"]}
    stories = json.loads(shelf.read(*place)["edition.json"])["stories"]
    correction = correction_in(store, manifest)
    corrects = int(correction.edition.rpartition("/r")[2]) if correction else None
    reason = correction.notes if correction else {}
    withdrawn = days.get("withdraw") if note.state == "withdrawn" else None
    key = manifest.get("signed_by", {}).get("key", "")
    return _Known(note, stories, tuple(digests), days["send"], withdrawn, _why(store, note), corrects, reason, key)


def _decided(store: FigureStore, place: tuple[str, str, int]) -> Iterator[Any]:
    """Yield the decisions of a revision that have a time, the first of a kind last: it counts."""
    yield from (one for one in reversed(store.decisions.on(*place)) if one.at)


def _why(store: FigureStore, note: EditionNote) -> Mapping[str, str]:
    """Return what readers were told of a withdrawal, by language."""
    mailing = store.ledger.mailing(note.briefing, str(note.period), note.revision, "withdrawal")
    found: Mapping[str, str] = json.loads(store.raw(mailing.manifest_sha256))["notes"] if mailing else {}
    return found


def _listing(language: str, story: Mapping[str, Any], out: list[_Known]) -> Listing:
    words, masthead = speak(language), next(block for block in story["blocks"] if block["kind"] == "masthead")
    revisions = tuple(_listed(language, one, out) for one in reversed(out))
    publisher, title = masthead["publisher"]["words"], story["title"]["words"]
    return Listing(language, words.grammar.DIRECTION, publisher, title, words.plainly("archive.head"), revisions)


def _listed(language: str, one: _Known, out: list[_Known]) -> ListedRevision:
    words, number = speak(language), one.note.revision
    links = [(key, f"{language}.{ending}") for ending, key in _FILES.items() if f"{language}.{ending}" in one.files]
    return ListedRevision(
        words.plainly("archive.revision", n=str(number)),
        words.plainly(f"archive.{'sending' if one.note.state == 'sending' else 'published'}", day=words.day(one.day)),
        words.plainly("archive.corrects", n=str(one.corrects)) if one.corrects else "",
        _banner(language, one, out),
        words.plainly("archive.signed"),
        one.key,
        tuple((words.plainly(key), f"r{number}/{name}") for key, name in links),
    )


def _banner(language: str, one: _Known, out: list[_Known]) -> str:
    words = speak(language)
    if one.withdrawn:
        said = words.plainly("archive.withdrawn", day=words.day(one.withdrawn))
        reason = one.why.get(language, one.note.reason)
    elif one.note.state == "corrected":
        later = next(other for other in out if other.note.revision > one.note.revision)
        said = words.plainly("archive.corrected", n=str(later.note.revision))
        reason = later.reason.get(language, "")
    else:
        return ""
    return words.plainly("archive.why", said=said, why=reason) if reason else said


def _is_of(note: EditionNote, named: NamedEdition) -> bool:
    return (note.briefing, note.period) == (named.name, Period.parse(named.period))
