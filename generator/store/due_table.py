"""The tables of the clock: editions that are due and how far each is, its last look, and alerts."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from generator.store.state import StateFile
from generator.trade.period import Period

Step = Literal["pull", "build", "approve", "send", "done"]
_PUT = """REPLACE INTO due VALUES (:briefing, :period, :step, :due, :next, :absent, :tries, :word, :said)"""
_LOOKED = "REPLACE INTO looks VALUES (1, ?, ?, ?, ?, ?)"
_ALERT = "INSERT INTO alerts (at, briefing, period, word, said) VALUES (?, ?, ?, ?, ?)"


@dataclass(frozen=True)
class Due:
    """An edition that the clock awaits: the `step` that comes next, and not before `next`.

    `due` is when it was due, `absent` when its source was last asked and did not have it. `word` says why it waits, ""
    where it does not; `said` the same in a sentence.
    """

    briefing: str
    period: Period
    step: Step
    due: datetime
    next: datetime
    absent: datetime | None = None
    tries: int = 0
    word: str = ""
    said: str = ""

    @property
    def edition(self) -> str:
        """The edition as a person names it."""
        return f"{self.briefing}/{self.period}"


@dataclass(frozen=True)
class Look:
    """When the clock looked: by the wall, by seconds since the `boot` that nobody sets.

    `doubts` are how many more looks must agree with the wall clock before anything is sent; `seen` is
    the digest of what it saw of settings and releases.
    """

    at: datetime
    steady: float
    boot: str
    doubts: int = 0
    seen: str = ""


@dataclass(frozen=True)
class Alert:
    """What the operators are told of an edition, or of the desk where `briefing` is ""."""

    number: int
    at: datetime
    briefing: str
    period: str
    word: str
    said: str


@dataclass(frozen=True)
class Watched:
    """After which release a briefing was last judged between its editions, and what is remembered, "" for nothing."""

    briefing: str
    release: str
    memory: str


class DueTable:
    """The tables of the clock in `state`."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def all(self) -> tuple[Due, ...]:
        """Return every edition that the clock awaits or awaited: by period, then by briefing."""
        rows = map(_due, self._state.rows("SELECT * FROM due"))
        return tuple(sorted(rows, key=lambda row: (row.period.last, row.period, row.briefing)))

    def put(self, row: Due) -> None:
        """Write down how far an edition has come."""
        times = {"due": _text(row.due), "next": _text(row.next), "absent": _text(row.absent) if row.absent else ""}
        with self._state.writing() as db:
            db.execute(_PUT, {**asdict(row), **times, "period": str(row.period)})

    def drop(self, row: Due) -> None:
        """Forget an edition that is not awaited any more."""
        with self._state.writing() as db:
            db.execute("DELETE FROM due WHERE briefing = ? AND period = ?", (row.briefing, str(row.period)))

    def last_look(self) -> Look | None:
        """Return the clock's last look, None where it never looked."""
        row = next(iter(self._state.rows("SELECT * FROM looks")), None)
        if row is None:
            return None
        return Look(datetime.fromisoformat(row["at"]), row["steady"], row["boot"], row["doubts"], row["seen"])

    def note_look(self, look: Look) -> None:
        """Write down that the clock looked."""
        with self._state.writing() as db:
            db.execute(_LOOKED, (_text(look.at), look.steady, look.boot, look.doubts, look.seen))

    def alert(self, at: datetime, briefing: str, period: str, word: str, said: str) -> None:
        """Write down that the operators must be told."""
        with self._state.writing() as db:
            db.execute(_ALERT, (_text(at), briefing, period, word, said))

    def last_alert(self, briefing: str, period: str, word: str) -> Alert | None:
        """Return the last alert with that word, None where there was none."""
        query = "SELECT * FROM alerts WHERE briefing = ? AND period = ? AND word = ? ORDER BY alert DESC LIMIT 1"
        return next(map(_alert, self._state.rows(query, briefing, period, word)), None)

    def alerts(self, first: int = 0, last: int | None = None) -> tuple[Alert, ...]:
        """Return the alerts from number `first` to `last`, oldest first: every one, where neither is given."""
        query = "SELECT * FROM alerts WHERE alert BETWEEN ? AND coalesce(?, alert) ORDER BY alert"
        return tuple(map(_alert, self._state.rows(query, first, last)))

    def watched(self, briefing: str) -> Watched | None:
        """Return how a briefing was last judged between its editions, None where it never was."""
        rows = self._state.rows("SELECT * FROM watched WHERE briefing = ?", briefing)
        return Watched(rows[0]["briefing"], rows[0]["release"], rows[0]["memory"]) if rows else None

    def note_watched(self, watched: Watched) -> None:
        """Write down how a briefing was judged between its editions."""
        with self._state.writing() as db:
            db.execute("REPLACE INTO watched VALUES (?, ?, ?)", (watched.briefing, watched.release, watched.memory))


def _due(row: sqlite3.Row) -> Due:
    times = {name: datetime.fromisoformat(row[name]) for name in ("due", "next")}
    absent = datetime.fromisoformat(row["absent"]) if row["absent"] else None
    return Due(**dict(row) | times | {"period": Period.parse(row["period"]), "absent": absent})


def _alert(row: sqlite3.Row) -> Alert:
    at = datetime.fromisoformat(row["at"])
    return Alert(row["alert"], at, row["briefing"], row["period"], row["word"], row["said"])


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
