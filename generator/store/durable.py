"""Durable files: whole under their name or not there at all, also after a crash or a power cut."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import GeneratorError


def write_durably(path: Path, content: bytes) -> None:
    """Write `content` under a passing name, then rename: the name and the bytes reach the disk before this returns."""
    passing = path.with_name(f".{path.name}.{os.getpid()}")
    with named_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write(passing, content)
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


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring a folder's own entries to the disk: a rename lasts only then."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
