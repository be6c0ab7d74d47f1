"""Publish a revision once all of its letters are settled: its state, `latest`, the evidence of delivery, the archive.

The archive page stands beside an edition's revisions and is written whenever the state of one changes.
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
_LINKS = {"html": "archive.page", "pdf": "archive.pdf", "txt": "archive.text"}  # by their endings, in order
_OUT = PUBLISHED | {"sending", "withdrawn"}


def publish(desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition, mailing: Mailing, now: datetime) -> str:
    """Return the state of a revision after a run: published where nothing waits any more, else as it was.

    The evidence of delivery is written in either case.
    """
    counts, note = store.ledger.counts(mailing.number), note_on(store, named)
    state = note.state if note else "drafted"
    if note and state == "sending":
        # letters failed, and none waits or arrived: the fault is more likely ours than all readers'
        arrived = any(counts[state] for state in ("queued", "inflight", "sent", "uncertain"))
        if counts["failed"] and not arrived:
            store.editions.note(replace(note, reason="every letter has failed"), now)
        elif not counts["queued"] and not counts["inflight"]:
            state = "published"
            with store.together():
                store.editions.note(replace(note, state=state, reason=""), now)
                mark_corrected(store, note, now)
    show(desk, store, shelf, named)  # also after a kill between the state and what shows it
    return state


def show(desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition) -> None:
    """Write beside an edition what stands of it: where `latest` points, evidence of delivery, and the archive page."""
    point(store, shelf, named.name)
    folder = shelf.place(*named).parent
    write_durably(folder / EVIDENCE, json.dumps(_evidence(store, named), indent=2, sort_keys=True).encode() + b"\n")
    page = _archive(desk, store, shelf, named)
    if page:
        write_durably(folder / ARCHIVE, page)


def _evidence(store: FigureStore, named: NamedEdition) -> dict[str, Any]:
    """Return what went out of an edition, by revision: counts and digests, and no address."""
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
    """Let `latest` point at the newest published period of a briefing; there is none where nothing is published."""
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
    """A revision that went out: when, its files by name, when and why it was withdrawn, what it corrects, its key."""

    note: EditionNote
    stories: Mapping[str, Any]
    files: Sequence[str]
    day: date
    withdrawn: date | None
    why: Mapping[str, str]
    correction: Correction | None
    key: str


def _archive(desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition) -> bytes | None:
    """Return the page of the revisions that went out, in each language of the newest; None where none did."""
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
    """Return what is shown of a revision; None where it was approved, and ended before it went out."""
    days = {}
    for entry in reversed(store.decisions.on(*named)):  # of a kind the first counts
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
    """Return that a revision was withdrawn or corrected, and why; "" where it stands."""
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
