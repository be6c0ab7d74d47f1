"""Publish a revision once all of its letters are settled.

That sets its state, the link `latest`, the evidence of delivery, and the archive page beside the edition's revisions.
The page is written again whenever the state of a revision changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from generator.delivery import Shelf
from generator.editions.edition_names import NamedEdition, manifest_of, name_of, note_on
from generator.editions.edition_sheet import look_of
from generator.editions.errata import Correction, correction_in
from generator.errors import GeneratorError
from generator.page.archive_listing import ListedRevision, Listing, archive_page
from generator.readers.approval import mark_corrected
from generator.settings.desk import Desk
from generator.store import EditionNote, FigureStore, Mailing
from generator.store.durable import sync_folder, write_durably
from generator.store.edition_table import PUBLISHED
from generator.story.words import speak

EVIDENCE = "delivery.json"
LATEST = "latest"
ARCHIVE = "index.html"
# The label of the link, by file ending.
_LINKS = {
    "html": "archive.page",
    "pdf": "archive.pdf",
    "docx": "archive.word",
    "xlsx": "archive.workbook",
    "txt": "archive.text",
}
_OUT = PUBLISHED | {"sending", "withdrawn"}


def publish(desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition, mailing: Mailing, now: datetime) -> str:
    """Publish a revision after a run if no letter waits any longer, and return its state.

    The evidence of delivery and the archive page are written in any case.
    """
    counts, note = store.ledger.counts(mailing.number), note_on(store, named)
    state = note.state if note else "drafted"
    if note and state == "sending":
        # if every letter has failed, the fault is probably ours: do not publish
        arrived = any(counts[state] for state in ("queued", "inflight", "sent", "uncertain"))
        if counts["failed"] and not arrived:
            store.editions.note(replace(note, reason="every letter has failed"), now)
        elif not counts["queued"] and not counts["inflight"]:
            state = "published"
            with store.together():
                store.editions.note(replace(note, state=state, reason=""), now)
                mark_corrected(store, note, now)
    show(desk, store, shelf, named)  # an earlier run may have been killed before it came here
    return state


def show(desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition) -> None:
    """Bring the link `latest`, the evidence of delivery and the archive page of an edition up to date."""
    point(store, shelf, named.name)
    folder = shelf.place(*named).parent
    write_durably(folder / EVIDENCE, json.dumps(_evidence(store, named), indent=2, sort_keys=True).encode() + b"\n")
    page = _archive(desk, store, shelf, named)
    if page:
        write_durably(folder / ARCHIVE, page)


def _evidence(store: FigureStore, named: NamedEdition) -> dict[str, Any]:
    """Return what was sent of an edition, by mailing: counts and digests, but no addresses."""
    rows = []
    for mailing in store.ledger.mailings(named.name, named.period):
        letters = store.ledger.letters(mailing.number)
        listed = "\n".join(f"{letter.message_id} {state}" for letter, state, _ in letters)
        rows.append(
            {
                "kind": mailing.kind,
                "revision": mailing.revision,
                "manifest_sha256": mailing.manifest_sha256,
                "readers_written_down": mailing.frozen.isoformat(timespec="seconds"),
                "counts": store.ledger.counts(mailing.number),
                "letters_sha256": hashlib.sha256(listed.encode()).hexdigest(),
            }
        )
    return {"schema": 1, "briefing": named.name, "period": named.period, "mailings": rows}


def point(store: FigureStore, shelf: Shelf, name: str) -> None:
    """Point `latest` to the newest published edition of a briefing. Delete it if nothing is published."""
    published = [note for note in store.editions.all() if note.briefing == name and note.state == "published"]
    link = shelf.root / name / LATEST
    if not published:
        link.unlink(missing_ok=True)
        return
    if link.is_dir() and not link.is_symlink():
        msg = f"{link} is a folder, and was a link: a copy was made without its links. Delete it, and send again."
        raise GeneratorError(msg)
    newest = max(published, key=lambda note: (note.period, note.revision))
    aside = link.with_name(f".{LATEST}.new")
    aside.unlink(missing_ok=True)
    aside.symlink_to(Path(str(newest.period), f"r{newest.revision}"))
    aside.replace(link)
    sync_folder(link.parent)


@dataclass(frozen=True)
class _PublicRevision:
    """A revision that was sent, with what the archive page shows of it."""

    note: EditionNote
    stories: Mapping[str, Any]  # of edition.json, by language
    files: Sequence[str]  # names
    day: date  # when sending began
    withdrawn: date | None  # None unless it is withdrawn now
    why: Mapping[str, str]  # reasons of the withdrawal, by language
    correction: Correction | None  # what it corrects
    key: str  # the key that signed it; "" for none


def _archive(desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition) -> bytes | None:
    """Return the archive page, in each language of the newest revision; None if no revision was sent."""
    names = [name_of(note) for note in store.editions.all() if note.state in _OUT]
    revisions = [_public(desk, store, shelf, name) for name in names if name[:2] == named[:2]]
    public = [revision for revision in revisions if revision is not None]
    if not public:
        return None
    listings = []
    for language, story in public[-1].stories.items():
        words, masthead = speak(language), next(block for block in story["blocks"] if block["kind"] == "masthead")
        rows = tuple(_row(language, revision, public) for revision in reversed(public))
        publisher, title = masthead["publisher"]["words"], story["title"]["words"]
        head = words.plainly("archive.head")
        listings.append(Listing(language, words.grammar.DIRECTION, publisher, title, head, rows))
    return archive_page(listings, look_of(desk, store))


def _public(desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition) -> _PublicRevision | None:
    """Return what the page shows of a revision; None if sending it never began."""
    days = {}
    for entry in reversed(store.decisions.on(*named)):  # reversed, so that the first decision of a kind stays
        if entry.at:
            days[entry.what] = entry.at.astimezone(ZoneInfo(desk.settings.time_zone)).date()
    note = note_on(store, named)
    if note is None or "send" not in days:
        return None
    manifest = manifest_of(store, note)
    notice = store.ledger.mailing(*named, "withdrawal")
    return _PublicRevision(
        note=note,
        stories=json.loads(shelf.read(*named)["edition.json"])["stories"],
        files=[item["name"] for item in manifest["files"]],
        day=days["send"],
        withdrawn=days.get("withdraw") if note.state == "withdrawn" else None,
        why=json.loads(store.raw.read(notice.manifest_sha256))["notes"] if notice else {},
        correction=correction_in(store, manifest),
        key=manifest.get("signed_by", {}).get("key", ""),
    )


def _row(language: str, revision: _PublicRevision, public: Sequence[_PublicRevision]) -> ListedRevision:
    words, number, correction = speak(language), revision.note.revision, revision.correction
    state = "sending" if revision.note.state == "sending" else "published"
    corrects = ""
    if correction:
        corrects = words.plainly("archive.corrects", n=correction.edition.rpartition("/r")[2])
    links = [
        (words.plainly(key), f"r{number}/{language}.{ending}")
        for ending, key in _LINKS.items()
        if f"{language}.{ending}" in revision.files
    ]
    return ListedRevision(
        words.plainly("archive.revision", n=str(number)),
        words.plainly(f"archive.{state}", day=words.day(revision.day)),
        corrects,
        _banner(language, revision, public),
        words.plainly("archive.signed"),
        revision.key,
        tuple(links),
    )


def _banner(language: str, revision: _PublicRevision, public: Sequence[_PublicRevision]) -> str:
    """Return the sentence that a revision was withdrawn or corrected, and why; "" for a current one."""
    words, note = speak(language), revision.note
    if revision.withdrawn:
        banner = words.plainly("archive.withdrawn", day=words.day(revision.withdrawn))
        reason = revision.why.get(language, note.reason)
    elif note.state == "corrected":
        later = next(newer for newer in public if newer.note.revision > note.revision)
        banner = words.plainly("archive.corrected", n=str(later.note.revision))
        reason = later.correction.notes.get(language, "") if later.correction else ""
    else:
        return ""
    return words.plainly("archive.why", said=banner, why=reason) if reason else banner
