"""Aside: what takes long to make is made in a folder beside its place, and is there at once when it is whole."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import DeskBusy
from generator.store.durable import named_faults, sync_folder

ENDING = ".tradebrief-half"


@contextmanager
def made_aside(place: Path) -> Iterator[Path]:
    """Give a folder beside `place` in which what becomes it is made: its owner's alone, and cleared at the block's end.

    What killed runs left beside `place` is cleared first. DeskBusy where another run is making it.
    """
    aside = place.with_name(f".{place.name}{ENDING}")
    with named_faults(place):
        _clear_left(place.parent)
        handle = _own(aside)
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        os.close(handle)


def put_in_place(made: Path, place: Path) -> None:
    """Rename what is whole to `place`, in the place of a file, or of an empty folder, that is there."""
    with named_faults(place):
        made.replace(place)
        sync_folder(place.parent)


def _clear_left(folder: Path) -> None:
    """Take away what nobody holds any more: the kernel frees the lock of a process that was killed."""
    for left in folder.glob(f".*{ENDING}"):
        with suppress(BlockingIOError, FileNotFoundError):
            handle = _locked(left)
            shutil.rmtree(left, ignore_errors=True)
            os.close(handle)


def _own(aside: Path) -> int:
    """Make `aside` and return the handle that holds it."""
    try:
        aside.mkdir(mode=0o700)
        return _locked(aside)
    except (FileExistsError, FileNotFoundError, BlockingIOError):
        msg = f"another run is making {aside.name.removeprefix('.').removesuffix(ENDING)}. Wait until it ends."
        raise DeskBusy(msg) from None


def _locked(folder: Path) -> int:
    """Return a handle that holds the folder; BlockingIOError where another does."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    return handle
