"""What was drawn before, by the digest of all that it is drawn of: the same again is read and not drawn.

Nothing depends on what is kept: an entry that is damaged, missing or of another program is drawn anew, to the same
bytes. A folder that cannot be written keeps nothing.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MOST = 256 << 20  # bytes of a folder; those that were not asked for longest go first
_PASSING = "."  # begins the name of what is being written
_HALF = 3600.0  # seconds after which what is still being written was left by a killed run
_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True)
class Kept:
    """A folder of drawings, None for nowhere; `by` says what draws them: program, libraries, faces."""

    folder: Path | None = None
    by: str = ""

    def has(self, kind: str, made_of: object) -> bool:
        """Say whether something of that kind and that `made_of` is there, sound or not."""
        return self.folder is not None and (self.folder / self._key(kind, made_of)).is_file()

    def of(self, kind: str, made_of: object, make: Callable[[], bytes]) -> bytes:
        """Return what `make` returns, or returned before for the same kind and the same `made_of`, as it is printed."""
        if self.folder is None:
            return make()
        place = self.folder / self._key(kind, made_of)
        content = _read(place)
        if content is None:
            content = make()
            _write(place, content)
        return content

    def tidy(self, most: int = MOST) -> None:
        """Let what was not asked for longest go, where there are more than `most` bytes, and what is half written."""
        with suppress(OSError):
            for asked, size, place in sorted(_files(self.folder), reverse=True) if self.folder else ():
                most -= size
                if most < 0 or (place.name.startswith(_PASSING) and asked < time.time() - _HALF):
                    place.unlink(missing_ok=True)

    def _key(self, kind: str, made_of: object) -> str:
        return hashlib.sha256("\0".join((self.by, kind, repr(made_of))).encode()).hexdigest()


def _files(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """Give when each file was asked for last, its size and its place."""
    for entry in os.scandir(folder):
        found = entry.stat()
        yield found.st_mtime, found.st_size, Path(entry.path)


def _read(place: Path) -> bytes | None:
    """Return what stands at `place`, and mark it as asked for; None where it is not what was written there."""
    try:
        written = place.read_bytes()
        os.utime(place)
    except OSError:
        return None
    content = written[_DIGEST:]
    return content if written[:_DIGEST] == _digest(place, content) else None


def _write(place: Path, content: bytes) -> None:
    """Put `content` at `place`, whole or not at all."""
    passing = place.with_name(f"{_PASSING}{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        passing.write_bytes(_digest(place, content) + content)
        passing.replace(place)


def _digest(place: Path, content: bytes) -> bytes:
    """Return the digest of an entry, its name included: one that was renamed is damaged, too."""
    return hashlib.sha256(place.name.encode() + content).digest()
