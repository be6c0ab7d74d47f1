"""Durable files: whole under their name or not there at all, also after a crash or a power cut."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from generator.errors import GeneratorError

_PIECE = 2**20  # bytes


def write_durably(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write `content` under a passing name, then rename: the name and the bytes reach the disk before this returns.

    What is `private` nobody but its owner can read, from the first byte.
    """

    def write(file: IO[bytes]) -> None:
        if private:
            os.fchmod(file.fileno(), 0o600)
        file.write(content)

    _take_its_place(path, write)


def copy_durably(source: Path, path: Path) -> None:
    """Write the bytes of `source` to `path`, a piece at a time, as `write_durably` writes."""
    with source.open("rb") as content:
        _take_its_place(path, lambda file: copyfileobj(content, file, _PIECE))


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, which is read a piece at a time."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _take_its_place(path: Path, write: Callable[[IO[bytes]], object]) -> None:
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
    """Turn what the file system refuses into an error that names `path`."""
    try:
        yield
    except OSError as fault:
        reason = fault.strerror or str(fault)
        msg = f"{path} cannot be written: {reason}. Free space or mend its permissions, and run again."
        raise GeneratorError(msg) from fault


def sync_folder(folder: Path) -> None:
    """Bring a folder's own entries to the disk: a rename lasts only then."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
