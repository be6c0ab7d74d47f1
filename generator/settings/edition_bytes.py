"""Kept editions: the finished bytes of every revision in state/editions/, by their SHA-256.

A revision comes back from here as it went out, whatever version of the program made it. A desk that was made before
bytes were kept takes them from output/ when it is first opened, as far as the hashes of their manifests hold.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from generator.audit.seals import UNLISTED
from generator.errors import IntegrityError

if TYPE_CHECKING:
    from generator.delivery import Shelf
    from generator.store import EditionNote, FigureStore


def keep(store: FigureStore, files: Mapping[str, bytes]) -> None:
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


def take_in(store: FigureStore, shelf: Shelf) -> None:
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
    keep(store, files)


def _content(store: FigureStore, digest: str) -> bytes | None:
    if not store.finished.has(digest):
        return None
    try:
        return store.finished.read(digest)
    except IntegrityError:
        return None


def _if_it_is(content: bytes, digest: str) -> bytes | None:
    return content if sha256(content).hexdigest() == digest else None
