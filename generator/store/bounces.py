"""Bounces: which letters came back, when and why; by the digest of the address, since readers go and bounces stay."""

from __future__ import annotations

from datetime import datetime

from generator.store.readers import digest
from generator.store.state import StateFile


class Bounces:
    """The table of bounces in `state`."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def add(self, message_sha256: str, folded: str, status: str, at: datetime, *, counts: bool) -> None:
        """Keep that a letter to an address came back; the same message twice is one.

        One that `counts` is among those of which several make a reader one who cannot be reached.
        """
        with self._state.writing() as db:
            row = (message_sha256, digest(folded), status, counts, at.isoformat())
            db.execute("INSERT OR IGNORE INTO bounces VALUES (?, ?, ?, ?, ?)", row)

    def counted(self, folded: str, since: datetime) -> tuple[datetime, ...]:
        """Return when letters to an address came back that count, since a moment, oldest first."""
        query = "SELECT at FROM bounces WHERE digest = ? AND counts AND at >= ? ORDER BY at"
        return tuple(
            datetime.fromisoformat(row["at"]) for row in self._state.rows(query, digest(folded), since.isoformat())
        )

    def of(self, folded: str) -> list[dict[str, str]]:
        """Return status and time of all that came back from an address, oldest first."""
        return [
            dict(row)
            for row in self._state.rows("SELECT status, at FROM bounces WHERE digest = ? ORDER BY at", digest(folded))
        ]
