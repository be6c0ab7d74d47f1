"""The parts of a desk that a verb opens: its settings, its store of figures and records, its shelf of editions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock, Timeout

from generator.audit.seals import UNLISTED
from generator.delivery import Shelf
from generator.errors import DeskBusy, IntegrityError
from generator.settings.desk import Desk
from generator.store import FigureStore


def digest(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


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
    for item in manifest["files"]:
        name = item["name"]
        sha256 = item["sha256"]
        if store.finished.has(sha256):
            with suppress(IntegrityError):  # damaged there: the one in output/ may be whole
                files[name] = store.finished.read(sha256)
        if name not in files and (place / name).is_file():
            content = (place / name).read_bytes()
            if digest(content) == sha256:
                files[name] = content
    return files, tuple(item["name"] for item in manifest["files"] if item["name"] not in files)


def keep_shelved(store: FigureStore, shelf: Shelf) -> None:
    """Keep the revisions in output/ of a desk that has none kept yet, each file whose hash is that of its manifest."""
    if store.finished.exists():
        return
    for note in store.editions.all():
        if store.raw.has(note.manifest_sha256):
            files, _ = kept_files(store, shelf, json.loads(store.raw.read(note.manifest_sha256)))
            keep_edition(store, files)
    store.finished.make()


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
