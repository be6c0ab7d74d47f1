"""The clock's tables: the editions that are due with their next step, the clock's last look, and the alerts."""

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
    """An edition that the clock waits for."""

    briefing: str
    period: Period
    step: Step  # what the clock does next
    due: datetime  # when the edition was due
    next: datetime  # the earliest time for the next step
    absent: datetime | None = None  # when its source was last asked and did not have it
    tries: int = 0
    word: str = ""  # why it waits, as a code; "" where it does not wait
    said: str = ""  # why it waits, as a sentence

    @property
    def edition(self) -> str:
        """The edition as a person names it."""
        return f"{self.briefing}/{self.period}"


@dataclass(frozen=True)
class Look:
    """One look of the clock, by two clocks: the wall clock, and one that nobody sets."""

    at: datetime  # by the wall clock
    steady: float  # seconds since the boot
    boot: str  # identifies the boot
    doubts: int = 0  # how many more looks must agree with the wall clock before anything is sent
    seen: str = ""  # digest of the settings and releases that it saw


@dataclass(frozen=True)
class Alert:
    """A message to the operators about an edition, or about the desk where `briefing` is ""."""

    number: int
    at: datetime
    briefing: str
    period: str
    word: str
    said: str


@dataclass(frozen=True)
class Watched:
    """The last judgement of a briefing between its editions."""

    briefing: str
    release: str  # the release after which it was judged
    memory: str  # what is remembered for the next judgement, "" for nothing


class DueTable:
    """The tables of the clock in `state`."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def all(self) -> tuple[Due, ...]:
        """Return every edition that the clock waits for or has finished, by period, then by briefing."""
        rows = map(_due, self._state.rows("SELECT * FROM due"))
        return tuple(sorted(rows, key=lambda row: (row.period.last, row.period, row.briefing)))

    def put(self, row: Due) -> None:
        """Record how far an edition has come."""
        times = {"due": _text(row.due), "next": _text(row.next), "absent": _text(row.absent) if row.absent else ""}
        with self._state.writing() as db:
            db.execute(_PUT, {**asdict(row), **times, "period": str(row.period)})

    def drop(self, row: Due) -> None:
        """Forget an edition that is no longer awaited."""
        with self._state.writing() as db:
            db.execute("DELETE FROM due WHERE briefing = ? AND period = ?", (row.briefing, str(row.period)))

    def last_look(self) -> Look | None:
        """Return the clock's last look, or None before the first one."""
        row = next(iter(self._state.rows("SELECT * FROM looks")), None)
        if row is None:
            return None
        return Look(datetime.fromisoformat(row["at"]), row["steady"], row["boot"], row["doubts"], row["seen"])

    def note_look(self, look: Look) -> None:
        """Record that the clock looked."""
        with self._state.writing() as db:
            db.execute(_LOOKED, (_text(look.at), look.steady, look.boot, look.doubts, look.seen))

    def alert(self, at: datetime, briefing: str, period: str, word: str, said: str) -> None:
        """Record an alert, which the operators still have to receive."""
        with self._state.writing() as db:
            db.execute(_ALERT, (_text(at), briefing, period, word, said))

    def last_alert(self, briefing: str, period: str, word: str) -> Alert | None:
        """Return the last alert with that word about that edition, or None."""
        query = "SELECT * FROM alerts WHERE briefing = ? AND period = ? AND word = ? ORDER BY alert DESC LIMIT 1"
        return next(map(_alert, self._state.rows(query, briefing, period, word)), None)

    def alerts(self, first: int = 0, last: int | None = None) -> tuple[Alert, ...]:
        """Return the alerts from number `first` to `last`, oldest first; all of them by default."""
        query = "SELECT * FROM alerts WHERE alert BETWEEN ? AND coalesce(?, alert) ORDER BY alert"
        return tuple(map(_alert, self._state.rows(query, first, last)))

    def watched(self, briefing: str) -> Watched | None:
        """Return the last judgement of a briefing between its editions, or None."""
        rows = self._state.rows("SELECT * FROM watched WHERE briefing = ?", briefing)
        return Watched(rows[0]["briefing"], rows[0]["release"], rows[0]["memory"]) if rows else None

    def note_watched(self, watched: Watched) -> None:
        """Record how a briefing was judged between its editions."""
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
