"""Decisions: what an editor said of a revision, when and why; and whether a restored desk waits for a person."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from generator.store.state import StateFile

What = Literal["approve", "hold", "lift", "send", "correct", "withdraw", "resolve"]
_INSERT = """INSERT INTO decisions (at, who, what, briefing, period, revision, manifest_sha256, why)
    VALUES (:at, :who, :what, :briefing, :period, :revision, :manifest_sha256, :why)"""


@dataclass(frozen=True)
class EditorDecision:
    """One decision about a revision, bound to the digest of its manifest."""

    who: str
    what: What
    briefing: str
    period: str
    revision: int
    manifest_sha256: str
    why: str = ""
    at: datetime | None = None

    def as_data(self) -> dict[str, str]:
        """Return it as plain data: when to the second, and the edition by its name."""
        at = self.at.isoformat(timespec="seconds") if self.at else ""
        edition = f"{self.briefing}/{self.period}/r{self.revision}"
        told = {"at": at, "who": self.who, "what": self.what, "edition": edition}
        return told | {"why": self.why, "manifest_sha256": self.manifest_sha256}


class Decisions:
    """The table of decisions in `state`."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def add(self, decision: EditorDecision, at: datetime) -> None:
        """Add a decision."""
        values = {**asdict(decision), "at": at.isoformat()}
        with self._state.writing() as db:
            db.execute(_INSERT, values)

    def on(self, briefing: str, period: str, revision: int) -> tuple[EditorDecision, ...]:
        """Return the decisions about a revision, oldest first."""
        query = "SELECT * FROM decisions WHERE briefing = ? AND period = ? AND revision = ? ORDER BY sequence"
        return tuple(_decision(row) for row in self._state.rows(query, briefing, period, revision))

    def all(self) -> tuple[EditorDecision, ...]:
        """Return every decision, oldest first."""
        return tuple(map(_decision, self._state.rows("SELECT * FROM decisions ORDER BY sequence")))


def _decision(row: sqlite3.Row) -> EditorDecision:
    of = (row["briefing"], row["period"], row["revision"], row["manifest_sha256"])
    return EditorDecision(row["who"], row["what"], *of, row["why"], datetime.fromisoformat(row["at"]))


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
