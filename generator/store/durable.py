"""Write files so that they are complete or absent, even after a crash or a power cut."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from generator.errors import DeskBusy, GeneratorError

_PIECE = 2**20  # bytes
ENDING = ".tradebrief-half"


def write_durably(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write `content` to a temporary name, then rename it. Both the name and the bytes are on disk when this returns.

    A `private` file is readable by its owner alone, from the first byte.
    """

    def write(file: IO[bytes]) -> None:
        if private:
            os.fchmod(file.fileno(), 0o600)
        file.write(content)

    _replace_file(path, write)


def copy_durably(source: Path, path: Path) -> None:
    """Copy the bytes of `source` to `path` in pieces, with the same guarantees as `write_durably`."""
    with source.open("rb") as content:
        _replace_file(path, lambda file: copyfileobj(content, file, _PIECE))


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _replace_file(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    passing = path.with_name(f".{path.name}.{os.getpid()}")
    with named_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with passing.open("wb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
            passing.replace(path)
        finally:
            passing.unlink(missing_ok=True)
        sync_folder(path.parent)


@contextmanager
def named_faults(path: Path) -> Iterator[None]:
    """Turn an OSError inside the block into a GeneratorError that names `path`."""
    try:
        yield
    except OSError as fault:
        reason = fault.strerror or str(fault)
        msg = f"{path} cannot be written: {reason}. Free space or fix its permissions, and run again."
        raise GeneratorError(msg) from fault


def sync_folder(folder: Path) -> None:
    """Write a folder's own entries to the disk. Without this a rename may be lost in a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def made_aside(place: Path) -> Iterator[Path]:
    """Give a private folder beside `place` in which to make its content. The folder is removed at the end of the block.

    Folders that killed runs left beside `place` are removed first. Raise DeskBusy where another run is making `place`.
    """
    aside = place.with_name(f".{place.name}{ENDING}")
    with named_faults(place):
        _clear_leftovers(place.parent)
        handle = _make_folder(aside)
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        os.close(handle)


def put_in_place(source: Path, place: Path) -> None:
    """Rename `source`, which is complete, to `place`. It replaces a file or an empty folder there."""
    with named_faults(place):
        source.replace(place)
        sync_folder(place.parent)


def _clear_leftovers(folder: Path) -> None:
    """Remove unfinished folders that no process locks. The kernel releases the lock of a process that was killed."""
    for leftover in folder.glob(f".*{ENDING}"):
        with suppress(BlockingIOError, FileNotFoundError):
            handle = _lock(leftover)
            shutil.rmtree(leftover, ignore_errors=True)
            os.close(handle)


def _make_folder(aside: Path) -> int:
    """Make the folder `aside` and return the handle that locks it."""
    try:
        aside.mkdir(mode=0o700)
        return _lock(aside)
    except (FileExistsError, FileNotFoundError, BlockingIOError):
        msg = f"another run is making {aside.name.removeprefix('.').removesuffix(ENDING)}. Wait until it ends."
        raise DeskBusy(msg) from None


def _lock(folder: Path) -> int:
    """Return a handle that locks the folder. Raise BlockingIOError where another process holds the lock."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    return handle
