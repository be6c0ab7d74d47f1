"""The tables of editions: the state of each revision, the editors' decisions about it, and a log that only grows.

A fourth table says whether the desk was restored from a backup and waits for a person to confirm it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from generator.errors import IntegrityError
from generator.store.state import StateFile
from generator.trade.period import Period

PUBLISHED = frozenset({"published", "corrected"})
FIXED = PUBLISHED | {"approved", "sending", "withdrawn"}  # the states after which a revision's bytes never change
What = Literal["approve", "hold", "lift", "send", "correct", "withdraw", "resolve"]
_SELECT = "SELECT * FROM editions WHERE briefing = :briefing AND period = :period AND revision = :revision"
_REPLACE = """INSERT INTO editions
    VALUES (:briefing, :period, :revision, :state, :reason, :manifest_sha256, :inputs_sha256, :as_of, :fixed)
    ON CONFLICT DO UPDATE SET state = :state, reason = :reason, manifest_sha256 = :manifest_sha256,
        inputs_sha256 = :inputs_sha256, as_of = :as_of, fixed = :fixed"""
_DECIDE = """INSERT INTO decisions (at, who, what, briefing, period, revision, manifest_sha256, why)
    VALUES (:at, :who, :what, :briefing, :period, :revision, :manifest_sha256, :why)"""


@dataclass(frozen=True)
class EditionNote:
    """The state of one revision of one edition."""

    briefing: str
    period: Period
    revision: int
    state: str
    reason: str  # for the state
    manifest_sha256: str
    inputs_sha256: str
    as_of: date  # the day of the vintage


class Editions:
    """The tables of editions and log in `state`."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def note(self, note: EditionNote, at: datetime) -> None:
        """Set the revision's state, and log it together with the manifest that it replaces.

        A revision that was approved or sent keeps its manifest for ever. Raise IntegrityError for another one.
        """
        values = {**asdict(note), "period": str(note.period), "as_of": note.as_of.isoformat()}
        with self._state.writing() as db:
            before = db.execute(_SELECT, values).fetchone()
            _refuse_change(before, note)
            values["fixed"] = int(note.state in FIXED or bool(before and before["fixed"]))
            db.execute(_REPLACE, values)
            changed = before is not None and before["manifest_sha256"] != note.manifest_sha256
            self.add_to_log("edition", values | ({"replaced": before["manifest_sha256"]} if changed else {}), at)

    def all(self) -> tuple[EditionNote, ...]:
        """Return every revision: by briefing, period, revision."""
        notes = [_note(row) for row in self._state.rows("SELECT * FROM editions")]
        return tuple(sorted(notes, key=lambda note: (note.briefing, note.period, note.revision)))

    def find(self, briefing: str, period: Period, revision: int | None = None) -> EditionNote | None:
        """Return that revision (None for the newest), or None where it does not exist."""
        notes = [note for note in self.all() if (note.briefing, note.period) == (briefing, period)]
        return next((note for note in reversed(notes) if revision in {None, note.revision}), None)

    def is_fixed(self, briefing: str, period: Period, revision: int) -> bool:
        """Whether that revision was ever approved or sent, after which its bytes never change."""
        row = self._row(briefing, period, revision)
        return bool(row and row["fixed"])

    def refuse_change(self, note: EditionNote) -> None:
        """Raise IntegrityError if `note` would give another manifest to a revision whose bytes are fixed."""
        _refuse_change(self._row(note.briefing, note.period, note.revision), note)

    def _row(self, briefing: str, period: Period, revision: int) -> sqlite3.Row | None:
        values = {"briefing": briefing, "period": str(period), "revision": revision}
        return next(iter(self._state.rows(_SELECT, **values)), None)

    def add_to_log(self, what: str, detail: Mapping[str, Any], at: datetime) -> None:
        """Add a line to the log."""
        text = json.dumps(dict(detail), ensure_ascii=False, sort_keys=True)
        with self._state.writing() as db:
            db.execute("INSERT INTO log (at, what, detail) VALUES (?, ?, ?)", (at.isoformat(), what, text))


def _refuse_change(before: sqlite3.Row | None, note: EditionNote) -> None:
    if before and before["fixed"] and before["manifest_sha256"] != note.manifest_sha256:
        name = f"{note.briefing}/{note.period}/r{note.revision}"
        msg = f"{name} was approved or published and never changes. Make a new revision with `tradebrief build`."
        raise IntegrityError(msg)


def _note(row: sqlite3.Row) -> EditionNote:
    values = dict(row)
    del values["fixed"]
    values |= {"period": Period.parse(row["period"]), "as_of": date.fromisoformat(row["as_of"])}
    return EditionNote(**values)


@dataclass(frozen=True)
class EditorDecision:
    """One decision about a revision. It is bound to the digest of the revision's manifest."""

    who: str
    what: What
    briefing: str
    period: str
    revision: int
    manifest_sha256: str
    why: str = ""
    at: datetime | None = None

    def as_data(self) -> dict[str, str]:
        """Return the decision as plain data, with its time to the second and the edition by name."""
        return {
            "at": self.at.isoformat(timespec="seconds") if self.at else "",
            "who": self.who,
            "what": self.what,
            "edition": f"{self.briefing}/{self.period}/r{self.revision}",
            "why": self.why,
            "manifest_sha256": self.manifest_sha256,
        }


class Decisions:
    """The table of decisions in `state`."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def add(self, decision: EditorDecision, at: datetime) -> None:
        """Add a decision."""
        with self._state.writing() as db:
            db.execute(_DECIDE, {**asdict(decision), "at": at.isoformat()})

    def on(self, briefing: str, period: str, revision: int) -> tuple[EditorDecision, ...]:
        """Return the decisions about a revision, oldest first."""
        query = "SELECT * FROM decisions WHERE briefing = ? AND period = ? AND revision = ? ORDER BY sequence"
        return tuple(map(_decision, self._state.rows(query, briefing, period, revision)))

    def all(self) -> tuple[EditorDecision, ...]:
        """Return every decision, oldest first."""
        return tuple(map(_decision, self._state.rows("SELECT * FROM decisions ORDER BY sequence")))


def _decision(row: sqlite3.Row) -> EditorDecision:
    values = dict(row)
    del values["sequence"]
    return EditorDecision(**values | {"at": datetime.fromisoformat(row["at"])})


@dataclass(frozen=True)
class Restoration:
    """When a desk was restored, and from which backup."""

    at: datetime
    backup: str


class Restored:
    """The table `restored` in `state`: one row, or none."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def standing(self) -> Restoration | None:
        """Return the restoration that still waits for a person's confirmation, or None."""
        rows = self._state.rows("SELECT at, backup FROM restored")
        return Restoration(datetime.fromisoformat(rows[0]["at"]), rows[0]["backup"]) if rows else None

    def note(self, backup: str, at: datetime) -> None:
        """Record that the desk was restored from `backup`."""
        with self._state.writing() as db:
            db.execute("INSERT OR REPLACE INTO restored VALUES (1, ?, ?)", (at.isoformat(timespec="seconds"), backup))

    def doubted(self) -> Restoration | None:
        """Return when a person last let a restored desk send without knowing what had been sent, and the backup.

        Return None where nobody did.
        """
        for row in self._state.rows("SELECT at, detail FROM log WHERE what = 'confirmed' ORDER BY sequence DESC"):
            detail = json.loads(row["detail"])
            if detail.get("doubt"):
                return Restoration(datetime.fromisoformat(row["at"]), detail["backup"])
        return None

    def confirm(self) -> None:
        """Allow the restored desk to send."""
        with self._state.writing() as db:
            db.execute("DELETE FROM restored")
