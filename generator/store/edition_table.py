"""The table of editions: the state of each revision; and the log, which only grows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from generator.errors import IntegrityError
from generator.store.state import StateFile
from generator.trade.period import Period

PUBLISHED = frozenset({"published", "corrected"})
FIXED = PUBLISHED | {"approved", "sending", "withdrawn"}  # from here on the bytes stay
_SELECT = "SELECT * FROM editions"
_KEY = "briefing = :briefing AND period = :period AND revision = :revision"
_REPLACE = """INSERT INTO editions
    VALUES (:briefing, :period, :revision, :state, :reason, :manifest_sha256, :inputs_sha256, :as_of, :fixed)
    ON CONFLICT DO UPDATE SET state = :state, reason = :reason, manifest_sha256 = :manifest_sha256,
        inputs_sha256 = :inputs_sha256, as_of = :as_of, fixed = :fixed"""


@dataclass(frozen=True)
class EditionNote:
    """One revision of one edition: its state with the reason, the digests of manifest and inputs, the vintage's day."""

    briefing: str
    period: Period
    revision: int
    state: str
    reason: str
    manifest_sha256: str
    inputs_sha256: str
    as_of: date


class Editions:
    """The tables of editions and log in `state`."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def note(self, note: EditionNote, at: datetime) -> None:
        """Set the revision's state and log it with the manifest it replaces.

        A revision that was approved or sent keeps its manifest for ever: another one raises IntegrityError.
        """
        values = {**asdict(note), "period": str(note.period), "as_of": note.as_of.isoformat()}
        with self._state.writing() as db:
            before = db.execute(f"{_SELECT} WHERE {_KEY}", values).fetchone()
            _refuse_change(before, note)
            values["fixed"] = int(note.state in FIXED or bool(before and before["fixed"]))
            db.execute(_REPLACE, values)
            changed = before is not None and before["manifest_sha256"] != note.manifest_sha256
            detail = values | ({"replaced": before["manifest_sha256"]} if changed else {})
            _log(db, at, "edition", detail)

    def all(self) -> tuple[EditionNote, ...]:
        """Return every revision: by briefing, period, revision."""
        notes = [_note(row) for row in self._state.rows(_SELECT)]
        return tuple(sorted(notes, key=lambda note: (note.briefing, note.period, note.revision)))

    def one(self, briefing: str, period: Period, revision: int | None) -> EditionNote | None:
        """Return that revision (None: the newest), or None where there is none."""
        found = [note for note in self.all() if (note.briefing, note.period) == (briefing, period)]
        return next((note for note in reversed(found) if revision in {None, note.revision}), None)

    def is_fixed(self, briefing: str, period: Period, revision: int) -> bool:
        """Say whether that revision was approved or sent at any time: from then on its bytes stay."""
        row = self._row(briefing, period, revision)
        return bool(row and row["fixed"])

    def refuse_change(self, note: EditionNote) -> None:
        """Raise IntegrityError where `note` would give a fixed revision another manifest."""
        _refuse_change(self._row(note.briefing, note.period, note.revision), note)

    def _row(self, briefing: str, period: Period, revision: int) -> sqlite3.Row | None:
        query = f"{_SELECT} WHERE briefing = ? AND period = ? AND revision = ?"
        return next(iter(self._state.rows(query, briefing, str(period), revision)), None)

    def add_to_log(self, what: str, detail: Mapping[str, Any], at: datetime) -> None:
        """Add a line to the log."""
        with self._state.writing() as db:
            _log(db, at, what, detail)


def _refuse_change(before: sqlite3.Row | None, note: EditionNote) -> None:
    if before and before["fixed"] and before["manifest_sha256"] != note.manifest_sha256:
        name = f"{note.briefing}/{note.period}/r{note.revision}"
        msg = f"{name} was approved or published and never changes. Make a new revision with `tradebrief build`."
        raise IntegrityError(msg)


def _note(row: sqlite3.Row) -> EditionNote:
    values = {name: row[name] for name in row.keys() if name != "fixed"}  # noqa: SIM118 -- a Row iterates over values
    return EditionNote(
        **values | {"period": Period.parse(row["period"]), "as_of": date.fromisoformat(row["as_of"])},
    )


def _log(db: sqlite3.Connection, at: datetime, what: str, detail: Mapping[str, Any]) -> None:
    text = json.dumps(dict(detail), ensure_ascii=False, sort_keys=True)
    db.execute("INSERT INTO log (at, what, detail) VALUES (?, ?, ?)", (at.isoformat(), what, text))
