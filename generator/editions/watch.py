"""Which files of a desk that a person edits have changed, checked twice a second."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.settings.desk_folder import DESK, KINDS
from generator.settings.desk_parts import digest

PAUSE = 0.5  # seconds between two looks
_INBOX = "inbox"


@dataclass(frozen=True)
class FileStamp:
    """A file at one look: size and time of its last change, and the digest of its bytes."""

    stamp: tuple[int, int]
    sha256: str


def changes(folder: Path, pause: float = PAUSE) -> Iterator[tuple[str, ...]]:
    """Yield nothing changed at once, then the names of the files whose bytes changed, each time that some did.

    A file that leaves the inbox was taken in, which is no change. What changes while the caller works is told next.
    """
    seen = look(folder, {})
    yield ()
    while True:
        now = look(folder, seen)
        if names := changed(seen, now):
            seen = _settled(folder, now, pause)
            yield names
        else:
            seen = now
            time.sleep(pause)


def _settled(folder: Path, now: dict[str, FileStamp], pause: float) -> dict[str, FileStamp]:
    """Return the files once they stay as they are: an editor saves one in several steps, an empty file first."""
    while True:
        time.sleep(pause)
        if (later := look(folder, now)) == now:
            return now
        now = later


def look(folder: Path, last: Mapping[str, FileStamp]) -> dict[str, FileStamp]:
    """Return every file that a person edits; only one whose stamp changed since `last` is read again."""
    found: dict[str, FileStamp] = {}
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            status = path.stat()
            stamp = (status.st_size, status.st_mtime_ns)
            known = last.get(name)
            found[name] = known if known and known.stamp == stamp else FileStamp(stamp, digest(path.read_bytes()))
        except OSError:
            continue  # gone between two steps, or not for us to read: the build says what it lacks
    return found


def changed(before: Mapping[str, FileStamp], now: Mapping[str, FileStamp]) -> tuple[str, ...]:
    """Return the names of the files that are new, gone or of other bytes."""
    other = {name for name, seen in now.items() if name not in before or before[name].sha256 != seen.sha256}
    gone = {name for name in before if name not in now and not name.startswith(f"{_INBOX}/")}
    return tuple(sorted(other | gone))


def _files(folder: Path) -> Iterator[Path]:
    yield folder / DESK
    for kind in KINDS:
        yield from (path for path in sorted((folder / kind).rglob("*")) if _is_edited(path))
    yield from (path for path in sorted((folder / _INBOX).glob("*/*")) if _is_edited(path))


def _is_edited(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and not path.name.endswith("~")
