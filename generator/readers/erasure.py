"""Forgetting: a reader who wants no more letters, or not to be known any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.delivery.addresses import read_address
from generator.delivery.folder import file_of
from generator.settings.desk import Desk
from generator.settings.desk_folder import OUTBOX
from generator.store import FigureStore


@dataclass(frozen=True)
class Erased:
    """What was known of an address: a reader, how many letters, and their files in outbox/, which stay."""

    was_reader: bool
    letters: int
    files: tuple[Path, ...]


def remove(store: FigureStore, address: str, now: datetime, reason: str = "removed") -> bool:
    """Let nothing go to that address any more; return whether it was a reader's."""
    folded = read_address(address).folded
    with store.together():
        was_reader = store.readers.by_address(folded) is not None
        store.readers.suppress(folded, reason, now)
    return was_reader


def erase(desk: Desk, store: FigureStore, address: str, now: datetime) -> Erased:
    """Forget an address wherever the state has it, and keep it away; return what was known of it."""
    folded = read_address(address).folded
    was_reader = store.readers.by_address(folded) is not None
    letters = store.readers.erase(folded, now)
    ids = (str(one["message_id"]) for one in store.ledger.history(folded))
    files = (file_of(desk.folder / OUTBOX, identity) for identity in ids)
    return Erased(was_reader, letters, tuple(file for file in files if file.exists()))
