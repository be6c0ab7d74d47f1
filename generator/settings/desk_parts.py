"""The parts of a desk that a verb opens: its settings, its store of figures and records, its shelf of editions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from generator.delivery import Shelf
from generator.errors import DeskBusy
from generator.settings import edition_bytes
from generator.settings.desk import Desk
from generator.store import FigureStore

FINDINGS = "findings.txt"
_PATIENCE = 4.0  # seconds; a second run is told within five


class DeskParts(NamedTuple):
    """What `open_desk` returns. Functions below the command line and the clock take the parts that they use."""

    desk: Desk
    store: FigureStore
    shelf: Shelf

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the desk for one run; DeskBusy where another run holds it."""
        self.store.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.store.folder / "lock", timeout=_PATIENCE):
                self.shelf.sweep()
                edition_bytes.take_in(self.store, self.shelf)
                yield
        except Timeout:
            msg = f"another run holds {self.desk.folder}. Wait until it ends, then run this again."
            raise DeskBusy(msg) from None


def held_folder(store: FigureStore, name: str, period: str) -> Path:
    """Return where the files of an edition lie that the audit refused, with FINDINGS among them."""
    return store.folder / "held" / name / period


def digest(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
