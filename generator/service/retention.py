"""Delete what can be made again, or was only for looking, after the days that `retention:` of desk.yaml allows.

Never what a published edition stands on (its files, its raw bytes, its figures) and no row of the ledger.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from generator.delivery import Shelf
from generator.delivery.sender import file_of
from generator.delivery.shelf import DRAFT
from generator.readers.returned_mail import DONE, FOLDER
from generator.settings.desk import Desk
from generator.settings.desk_folder import OUTBOX
from generator.settings.desk_parts import FINDINGS, DeskParts
from generator.settings.desk_settings import days
from generator.store import FigureStore
from generator.store.durable import digest_of, named_faults


@dataclass(frozen=True)
class Tidied:
    """What of one kind went, or would go: a key of `retention:`, after how long, how many files or folders."""

    kind: str
    after: str
    count: int


def tidy(desk: Desk, store: FigureStore, shelf: Shelf, now: datetime, *, dry_run: bool = False) -> tuple[Tidied, ...]:
    """Take away what is older than `retention:` says, and return how much of each kind; the desk must be held.

    With `dry_run` nothing goes. What is not named there stays for ever.
    """
    done = []
    for kind, age in desk.settings.retention.model_dump(exclude_none=True).items():
        oldest = now - days(age)
        old = [
            path
            for path in _paths(DeskParts(desk, store, shelf), kind)
            if datetime.fromtimestamp(path.lstat().st_mtime, UTC) < oldest
        ]
        if not dry_run:
            for path in old:
                _remove(path)
        if old:
            done.append(Tidied(kind, age, len(old)))
    if done and not dry_run:
        store.editions.add_to_log("tidied", {entry.kind: entry.count for entry in done}, now)
    return tuple(done)


def _paths(parts: DeskParts, kind: str) -> Iterator[Path]:
    """Yield the files and folders that a key of `retention:` speaks of, of any age."""
    desk, store, shelf = parts
    match kind:
        case "outbox":  # but no letter of a run that ended: its file says whether it was written
            inflight = {file_of(desk.folder / OUTBOX, letter.message_id) for letter in store.ledger.inflight()}
            for path in _files(desk.folder / OUTBOX, "*.eml"):
                if path not in inflight:
                    yield path
        case "bounces":
            yield from _files(desk.folder / FOLDER / DONE, "*")
        case "inbox":
            yield from _taken_in(desk, store)
        case "held":
            for findings in sorted((store.folder / "held").glob(f"*/*/{FINDINGS}")):
                yield findings.parent
        case "previews":
            yield from sorted((store.folder / "preview").glob("*/*"))
            yield from sorted(shelf.root.glob(f"*/*/{DRAFT}"))
        case "older_state":
            yield from _files(store.folder, "state.sqlite.schema-*")


def _taken_in(desk: Desk, store: FigureStore) -> Iterator[Path]:
    """Yield the files in `inbox/*/done` whose very bytes are in the store: no other may be deleted."""
    for folder in sorted((desk.folder / "inbox").glob("*/done")):
        for path in _files(folder, "*"):
            if store.raw.has(digest_of(path)):
                yield path


def _files(folder: Path, pattern: str) -> Iterator[Path]:
    """Yield the files of a folder that lie there themselves: a link may lead anywhere."""
    if not folder.is_symlink():
        yield from sorted(path for path in folder.glob(pattern) if path.is_file() and not path.is_symlink())


def _remove(path: Path) -> None:
    """Take away a file, or a folder with the one above it where that is empty then."""
    with named_faults(path):
        if path.is_symlink() or path.is_file():
            path.unlink(missing_ok=True)
            return
        shutil.rmtree(path)
        with suppress(OSError):  # others are in it
            path.parent.rmdir()
