"""Kept editions: the finished bytes of every revision in state/editions/, by their SHA-256.

A revision comes back from here as it went out, whatever version of the program made it. A desk that was made before
bytes were kept takes them from output/ when it is first opened, as far as the hashes of their manifests hold.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from generator.errors import IntegrityError

if TYPE_CHECKING:
    from generator.desk.opened import OpenDesk
    from generator.store import EditionNote


def keep(desk: OpenDesk, files: Mapping[str, bytes]) -> None:
    """Keep the finished files of a revision; they are on disk from now on."""
    for content in files.values():
        desk.store.finished.keep(content)


def kept_files(desk: OpenDesk, manifest: Mapping[str, Any]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files that a manifest lists, from state/editions/ or output/, and the names of those in neither."""
    place = desk.shelf.place(manifest["briefing"], manifest["period"], manifest["revision"])
    files: dict[str, bytes] = {}
    missing: list[str] = []
    for item in manifest["files"]:
        content = _content(desk, item["sha256"])
        shelved = place / item["name"]
        if content is None and shelved.is_file():
            content = _if_it_is(shelved.read_bytes(), item["sha256"])
        if content is None:
            missing.append(item["name"])
        else:
            files[item["name"]] = content
    return files, tuple(missing)


def take_in(desk: OpenDesk) -> None:
    """Keep the revisions in output/ of a desk that has none kept yet, each file whose hash is that of its manifest."""
    if desk.store.finished.exists():
        return
    for note in desk.store.editions():
        _take_in(desk, note)
    desk.store.finished.make()


def _take_in(desk: OpenDesk, note: EditionNote) -> None:
    if not desk.store.has(note.manifest_sha256):
        return
    manifest = json.loads(desk.store.raw(note.manifest_sha256))
    files, _ = kept_files(desk, manifest)
    keep(desk, files)


def _content(desk: OpenDesk, digest: str) -> bytes | None:
    if not desk.store.finished.has(digest):
        return None
    try:
        return desk.store.finished.read(digest)
    except IntegrityError:
        return None


def _if_it_is(content: bytes, digest: str) -> bytes | None:
    return content if sha256(content).hexdigest() == digest else None
