"""Copying: a backup is taken while others work, in an order in which no run need be waited for.

What came in is copied first, then the state as it stands at one moment, then the revisions as that state has them, and
last what only grows. Where a revision is replaced in between, or a file changes while it is read, it begins anew.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from generator.delivery import Shelf
from generator.delivery.shelf import MANIFEST
from generator.errors import DeskBusy
from generator.service.backup import backup_manifest
from generator.service.backup.backup_contents import Places
from generator.service.backup.backup_manifest import Held, is_compressed
from generator.service.backup.backup_tar import Moved, Pack
from generator.settings.desk import Desk
from generator.store import EditionNote, FigureStore
from generator.store.aside import made_aside, put_in_place
from generator.store.durable import digest_of, named_faults

_STATE = f"{backup_manifest.STATE}/state.sqlite"
_TRIES = 5
_NOTED = 1.0  # seconds: a run that put a revision on the shelf has noted it by then


def back_up(
    desk: Desk,
    store: FigureStore,
    shelf: Shelf,
    place: Path,
    now: datetime,
    tell: Callable[[str], None] = lambda _: None,
    *,
    secrets: bool = True,
) -> Held:
    """Write the desk to the file `place`, .tar or .tar.gz by its name, over an older one; return what it holds.

    It is its owner's alone, and whole or not there. Nothing of the desk is held meanwhile; DeskBusy where runs change
    it faster than it is copied.
    """
    compressed, damaged = is_compressed(place.name), _differing(store, shelf)
    with made_aside(place) as aside:
        for _ in range(_TRIES):
            places = Places(desk, store, shelf, secrets)
            places.left_out += [f"{_title(note)}: not as it was recorded; taken as it lies" for note in damaged]
            try:
                with named_faults(place), _writing(aside / "whole") as file:
                    held = _written(places, aside, damaged, now, Pack(file, tell, compressed=compressed))
            except Moved:
                continue
            put_in_place(aside / "whole", place)
            return held
    msg = f"{desk.folder} changes faster than it can be copied. Take the backup when the run has ended."
    raise DeskBusy(msg)


def _written(places: Places, aside: Path, damaged: frozenset[EditionNote], now: datetime, pack: Pack) -> Held:
    try:
        _fill(pack, places, aside / "state.sqlite", damaged)
        taken = now.isoformat(timespec="seconds")
        held = Held(taken, places.secrets, tuple(pack.files), tuple(places.folders()), tuple(places.left_out))
        pack.close(held)
    except BaseException:
        pack.abandon()
        raise
    return held


def _fill(pack: Pack, places: Places, copy: Path, damaged: frozenset[EditionNote]) -> None:
    _add(pack, places.before())
    copy.unlink(missing_ok=True)
    notes = places.store.copy_state(copy)
    pack.add(_STATE, copy)
    for note in sorted(notes, key=lambda note: note.state != "drafted"):  # those first that a run may replace
        _add(pack, places.of(note))
        if note not in damaged and _manifest(places.shelf, note) != note.manifest_sha256:
            raise Moved(_title(note))
    _add(pack, places.beside(notes))
    _add(pack, places.held())
    _add(pack, places.letters(), may_go=True)  # whoever sends them on takes them away
    _add(pack, places.growing())


def _add(pack: Pack, files: Iterable[tuple[str, Path]], *, may_go: bool = False) -> None:
    for name, path in files:
        pack.add(name, path, may_go=may_go)


def _differing(store: FigureStore, shelf: Shelf) -> frozenset[EditionNote]:
    """Return the revisions that are not as they were recorded, and not because a run is about to note them."""
    found = _unlike(store, shelf)
    if not found:
        return found
    time.sleep(_NOTED)
    return found & _unlike(store, shelf)


def _unlike(store: FigureStore, shelf: Shelf) -> frozenset[EditionNote]:
    return frozenset(note for note in store.editions() if _manifest(shelf, note) != note.manifest_sha256)


def _manifest(shelf: Shelf, note: EditionNote) -> str:
    """Return the SHA-256 of a revision's manifest as it lies, "" where it is not there."""
    try:
        return digest_of(shelf.place(note.briefing, str(note.period), note.revision) / MANIFEST)
    except FileNotFoundError:
        return ""


def _title(note: EditionNote) -> str:
    return f"{note.briefing}/{note.period}/r{note.revision}"


@contextmanager
def _writing(path: Path) -> Iterator[IO[bytes]]:
    """Give a new file, its owner's alone, that is on the disk when the block has ended."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
