"""Unpacking: a backup read through, file by file, and believed only where it is what its own list says.

Anybody may have made a tar file: names that lead elsewhere, links, devices and files that stand twice are refused.
"""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO

from generator.errors import IntegrityError, SettingsError
from generator.service.backup.backup_manifest import NAME, File, Held, read_manifest, refuse_name

Keep = Callable[[tarfile.TarInfo, Iterator[bytes]], object]
_PIECE = 2**20
_LARGEST_LIST = 256 * 2**20  # bytes of backup.json


def look_through(
    file: Path, tell: Callable[[str], None] = lambda _: None, keep: Keep = lambda _, pieces: [*map(len, pieces)]
) -> Held:
    """Return what a backup holds; `keep` is given each file with its bytes, which are no others than those listed.

    They are hashed as they go by, so that only the end tells whether all were right: IntegrityError where any is not.
    """
    found: list[File] = []
    held: Held | None = None
    with _faults(file), _opened(file) as tar:
        for info in tar:
            if held is not None:
                raise _refused(file, f"{info.name!r} stands behind {NAME}")
            if info.name == NAME and info.isreg():
                held = read_manifest(_whole(tar, info))
            else:
                found.append(_one(file, tar, info, keep))
                tell(f"{len(found)} files")
    if held is None:
        raise _refused(file, f"it has no {NAME} at its end: it was cut off, or is no backup")
    _compare(file, held, found)
    return held


def _one(file: Path, tar: tarfile.TarFile, info: tarfile.TarInfo, keep: Keep) -> File:
    refuse_name(info.name)
    if not info.isreg() or info.issparse():
        raise _refused(file, f"{info.name!r} is no plain file")
    content, total = tar.extractfile(info), sha256()
    if content is None:
        raise _refused(file, f"{info.name!r} has no bytes")

    def pieces() -> Iterator[bytes]:
        while piece := content.read(_PIECE):
            total.update(piece)
            yield piece

    keep(info, pieces())
    return File(info.name, info.size, total.hexdigest())


def _whole(tar: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    content = tar.extractfile(info)
    return content.read() if content and info.size <= _LARGEST_LIST else b""


def _compare(file: Path, held: Held, found: list[File]) -> None:
    """Refuse a backup that has other files than it lists, or a file twice."""
    listed, here = {one.name: one for one in held.files}, {one.name: one for one in found}
    if len(found) != len(here):
        raise _refused(file, "a file stands in it twice")
    odd = sorted(listed.keys() ^ here.keys()) or [name for name in here if here[name] != listed[name]]
    if odd:
        raise _refused(file, f"{odd[0]} is not as it was packed" + (f", and {len(odd) - 1} more" if odd[1:] else ""))


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    with _readable(file) as raw:
        is_compressed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        plain = gzip.GzipFile(fileobj=raw) if is_compressed else raw
        with tarfile.open(fileobj=plain, mode="r|") as tar:  # forwards only, each byte once
            yield tar


def _readable(file: Path) -> IO[bytes]:
    try:
        return file.open("rb")
    except OSError as fault:
        raise SettingsError(str(file), f"it cannot be read: {fault.strerror}.", "Name a backup.") from fault


@contextmanager
def _faults(file: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile, UnicodeError) as fault:
        raise _refused(file, "it is damaged, was cut off, or is no tar file") from fault


def _refused(file: Path, why: str) -> IntegrityError:
    return IntegrityError(f"{file} is no whole backup: {why}. Nothing was made of it. Take another backup.")
