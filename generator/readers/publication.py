"""Publish a revision once all of its letters are settled: its state, `latest`, the evidence of delivery."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.delivery import Shelf
from generator.editions.archive_page import archive
from generator.editions.edition_names import NamedEdition, noted
from generator.errors import GeneratorError
from generator.readers.approval import mark_corrected
from generator.settings.desk import Desk
from generator.store import FigureStore, Mailing
from generator.store.durable import sync_folder, write_durably

EVIDENCE = "delivery.json"
LATEST = "latest"
ARCHIVE = "index.html"


def publish(desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition, mailing: Mailing, now: datetime) -> str:
    """Return the state of a revision after a run: published where nothing waits any more, else as it was.

    The evidence of delivery is written in either case.
    """
    counts, note = store.ledger.counts(mailing.number), noted(store, named.name, named.period, named.revision)
    state = note.state if note else "drafted"
    if note and state == "sending" and _reached_nobody(counts):
        store.note_edition(replace(note, reason="every letter has failed"), now)
    elif note and state == "sending" and not counts["queued"] and not counts["inflight"]:
        state = "published"
        with store.together():
            store.note_edition(replace(note, state=state, reason=""), now)
            mark_corrected(store, note, now)
    show(desk, store, shelf, named)  # also after a kill between the state and what shows it
    return state


def _reached_nobody(counts: Mapping[str, int]) -> bool:
    """Say whether letters failed, and none waits or arrived: the fault is more likely ours than all readers'."""
    return counts["failed"] > 0 and not any(counts[state] for state in ("queued", "inflight", "sent", "uncertain"))


def show(desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition) -> None:
    """Write beside an edition what stands of it: where `latest` points, evidence of delivery, and the archive page."""
    point(store, shelf, named.name)
    place = shelf.place(named.name, named.period, named.revision).parent / EVIDENCE
    write_durably(place, json.dumps(evidence(store, named), indent=2, sort_keys=True).encode() + b"\n")
    if page := archive(desk, store, shelf, named):
        write_durably(place.with_name(ARCHIVE), page)


def evidence(store: FigureStore, named: NamedEdition) -> dict[str, Any]:
    """Return what went out of an edition, by revision: counts and digests, and no address."""
    rows = []
    for mailing in store.ledger.mailings(named.name, named.period):
        letters = store.ledger.letters(mailing.number)
        told = "\n".join(f"{letter.message_id} {state}" for letter, state, _ in letters)
        rows.append(
            {
                "kind": mailing.kind,
                "revision": mailing.revision,
                "manifest_sha256": mailing.manifest_sha256,
                "readers_written_down": mailing.frozen.isoformat(timespec="seconds"),
                "counts": store.ledger.counts(mailing.number),
                "letters_sha256": hashlib.sha256(told.encode()).hexdigest(),
            }
        )
    return {"schema": 1, "briefing": named.name, "period": named.period, "mailings": rows}


def point(store: FigureStore, shelf: Shelf, name: str) -> None:
    """Let `latest` point at the newest published period of a briefing; there is none where nothing is published."""
    done = [note for note in store.editions() if note.briefing == name and note.state == "published"]
    link = shelf.root / name / LATEST
    if not done:
        link.unlink(missing_ok=True)
        return
    if link.is_dir() and not link.is_symlink():
        msg = f"{link} is a folder, and was a link: a copy was made without its links. Delete it, and send again."
        raise GeneratorError(msg)
    newest = max(done, key=lambda note: (note.period, note.revision))
    aside = link.with_name(f".{LATEST}.new")
    aside.unlink(missing_ok=True)
    aside.symlink_to(Path(str(newest.period), f"r{newest.revision}"))
    aside.replace(link)
    sync_folder(link.parent)
