"""Settled files: a file that a person is still copying into the inbox is half a file, and looks like a whole one."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

QUIET = 2.0  # seconds without a change after which a file counts as whole

Look = tuple[int, int]  # size and time of the last change


def looked_at_twice(files: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Return the files that are whole, and those that changed between two looks; what is gone is in neither.

    A file that nobody has changed for QUIET seconds needs no second look. The file system's own times are compared
    with the machine's clock; no date of an edition comes from here.
    """
    first = {file: look for file in files if (look := _look(file)) is not None}
    fresh = [file for file, (_, changed) in first.items() if _age(changed) < QUIET]
    if fresh:
        time.sleep(min(QUIET, max(QUIET - _age(first[file][1]) for file in fresh)))
    second = {file: _look(file) if file in fresh else look for file, look in first.items()}
    settled = tuple(file for file, look in second.items() if look == first[file])
    return settled, tuple(file for file, look in second.items() if look not in {first[file], None})


def _look(file: Path) -> Look | None:
    try:
        found = file.lstat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def _age(changed: int) -> float:
    return time.time() - changed / 1e9
