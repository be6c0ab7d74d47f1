"""Restored: whether a desk came out of a backup, and nobody has said yet that it may send."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from generator.store.state import StateFile


@dataclass(frozen=True)
class Restoration:
    """When a desk came out of which backup."""

    at: datetime
    backup: str


class Restored:
    """The table of that name in `state`: one row, or none."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def standing(self) -> Restoration | None:
        """Return from what the desk was restored, None where it was not or a person has confirmed it."""
        rows = self._state.rows("SELECT at, backup FROM restored")
        return Restoration(datetime.fromisoformat(rows[0]["at"]), rows[0]["backup"]) if rows else None

    def note(self, backup: str, at: datetime) -> None:
        """Note that the desk came out of `backup`."""
        with self._state.writing() as db:
            db.execute("INSERT OR REPLACE INTO restored VALUES (1, ?, ?)", (at.isoformat(timespec="seconds"), backup))

    def doubted(self) -> Restoration | None:
        """Return when a person last let a restored desk send without knowing what had gone out, and from which backup.

        None where nobody did.
        """
        rows = self._state.rows("SELECT at, detail FROM log WHERE what = 'confirmed' ORDER BY sequence DESC")
        said = ((datetime.fromisoformat(row["at"]), json.loads(row["detail"])) for row in rows)
        return next((Restoration(at, detail["backup"]) for at, detail in said if detail.get("doubt")), None)

    def confirm(self) -> None:
        """Let the desk send again."""
        with self._state.writing() as db:
            db.execute("DELETE FROM restored")
