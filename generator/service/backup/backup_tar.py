"""Packing: files into a tar file, each hashed on its way; one that changes meanwhile is told."""

from __future__ import annotations

import gzip
import os
import tarfile
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO

from generator.errors import GeneratorError
from generator.service.backup.backup_manifest import NAME, File, Held

_LEVEL = 6  # of gzip: slower ones save little
_PRIVATE = 0o600


class Moved(Exception):
    """What was copied changed meanwhile: what was copied before may not belong to it."""


class Pack:
    """A tar file that is written to `file`, its members in the order in which they are added."""

    def __init__(self, file: IO[bytes], tell: Callable[[str], None], *, compressed: bool) -> None:
        """Begin it; `tell` hears how far it is."""
        self._gzip = gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) if compressed else None
        self._tar = tarfile.open(fileobj=self._gzip or file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115 -- close() ends it
        self._tell, self._size = tell, 0
        self.files: list[File] = []

    def add(self, name: str, path: Path, *, may_go: bool = False) -> None:
        """Add the file at `path`; Moved where it changes meanwhile or is gone, unless it `may_go`."""
        try:
            file = _opened(path)
        except FileNotFoundError:
            if may_go:
                return
            raise Moved(path) from None
        with file:
            before = os.fstat(file.fileno())
            self._write(name, _Hashing(path, file), before)
            if (after := os.fstat(file.fileno())).st_size != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
                raise Moved(path)

    def close(self, held: Held) -> None:
        """End it with backup.json."""
        info = tarfile.TarInfo(NAME)
        content = held.written()
        info.size, info.mode = len(content), _PRIVATE
        self._tar.addfile(info, BytesIO(content))
        self._tar.close()
        if self._gzip:
            self._gzip.close()

    def abandon(self) -> None:
        """Let go of it: nobody reads what was written."""
        if self._gzip:
            with suppress(OSError):
                self._gzip.close()

    def _write(self, name: str, content: _Hashing, found: os.stat_result) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = found.st_size, found.st_mode & 0o777, int(found.st_mtime)
        try:
            self._tar.addfile(info, content)  # type: ignore[arg-type]  # it reads, and no more is asked of it
        except OSError as fault:
            if fault.errno is None:  # the library's own: the file ended early
                raise Moved(name) from fault
            raise
        self.files.append(File(name, found.st_size, content.sha256))
        self._size += found.st_size
        self._tell(f"{len(self.files)} files, {self._size >> 20} MiB")


class _Hashing:
    """A file whose bytes are hashed as they are read."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path, self._file, self._hash = path, file, sha256()

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes."""
        try:
            piece = self._file.read(size)
        except OSError as fault:
            raise _unread(self._path, fault) from fault
        self._hash.update(piece)
        return piece

    @property
    def sha256(self) -> str:
        """The digest of what was read."""
        return self._hash.hexdigest()


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise
    except OSError as fault:
        raise _unread(path, fault) from fault


def _unread(path: Path, fault: OSError) -> GeneratorError:
    return GeneratorError(f"{path} cannot be read: {fault.strerror}. Nothing was written; mend it and run again.")
