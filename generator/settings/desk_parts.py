"""The parts of a desk that a verb opens: its settings, its store of figures and records, its shelf of editions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from filelock import FileLock, Timeout

from generator.audit.seals import UNLISTED
from generator.delivery import Shelf
from generator.errors import DeskBusy, IntegrityError
from generator.settings.desk import Desk
from generator.store import FigureStore

if TYPE_CHECKING:
    from generator.delivery import Shelf
    from generator.store import EditionNote, FigureStore


def keep_edition(store: FigureStore, files: Mapping[str, bytes]) -> None:
    """Keep the finished files of a revision; they are on disk from now on.

    Its manifest is kept with the raw bytes, the manifest's signature with those that the desk made.
    """
    for name, content in files.items():
        if name not in UNLISTED:
            store.finished.keep(content)


def kept_files(
    store: FigureStore, shelf: Shelf, manifest: Mapping[str, Any]
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files that a manifest lists, from state/editions/ or output/, and the names of those in neither."""
    place = shelf.place(manifest["briefing"], manifest["period"], manifest["revision"])
    files: dict[str, bytes] = {}
    missing: list[str] = []
    for item in manifest["files"]:
        content = _content(store, item["sha256"])
        shelved = place / item["name"]
        if content is None and shelved.is_file():
            content = _if_it_is(shelved.read_bytes(), item["sha256"])
        if content is None:
            missing.append(item["name"])
        else:
            files[item["name"]] = content
    return files, tuple(missing)


def keep_shelved(store: FigureStore, shelf: Shelf) -> None:
    """Keep the revisions in output/ of a desk that has none kept yet, each file whose hash is that of its manifest."""
    if store.finished.exists():
        return
    for note in store.editions():
        _take_in(store, shelf, note)
    store.finished.make()


def _take_in(store: FigureStore, shelf: Shelf, note: EditionNote) -> None:
    if not store.has(note.manifest_sha256):
        return
    manifest = json.loads(store.raw(note.manifest_sha256))
    files, _ = kept_files(store, shelf, manifest)
    keep_edition(store, files)


def _content(store: FigureStore, digest: str) -> bytes | None:
    if not store.finished.has(digest):
        return None
    try:
        return store.finished.read(digest)
    except IntegrityError:
        return None


def _if_it_is(content: bytes, digest: str) -> bytes | None:
    return content if sha256(content).hexdigest() == digest else None


FINDINGS = "findings.txt"
_PATIENCE = 4.0  # seconds; a second run is told within five


class DeskParts(NamedTuple):
    """What `open_desk` returns. Functions below the command line and the clock take the parts that they use."""

    desk: Desk
    store: FigureStore
    shelf: Shelf

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the desk for one run; DeskBusy where another run holds it."""
        self.store.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.store.folder / "lock", timeout=_PATIENCE):
                self.shelf.sweep()
                keep_shelved(self.store, self.shelf)
                yield
        except Timeout:
            msg = f"another run holds {self.desk.folder}. Wait until it ends, then run this again."
            raise DeskBusy(msg) from None


def held_folder(store: FigureStore, name: str, period: str) -> Path:
    """Return where the files of an edition lie that the audit refused, with FINDINGS among them."""
    return store.folder / "held" / name / period


def digest(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
