"""Readers in the state file: who gets which briefings, who is suppressed, and which letters bounced.

Bounces are kept by the digest of the address, because they outlast the reader's row.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from generator.store.state import StateFile

KEY_BYTES = 9
Came = Literal["new", "changed", "same", "suppressed"]
_BY_STATE = "SELECT state, count(*) AS n FROM readers GROUP BY state"
_CHOSEN = "SELECT group_concat(briefing, ' ') FROM subscriptions WHERE subscriptions.reader = readers.reader"
_SELECT = f"SELECT *, ({_CHOSEN}) AS chosen FROM readers"  # noqa: S608 -- nothing of a person's
_INSERT = """INSERT INTO readers (key, address, folded, name, language, format, state, basis, since)
    VALUES (:key, :address, :folded, :name, :language, :format, :state, :basis, :since)"""
_UPDATE = """UPDATE readers SET address = :address, name = :name, language = :language, format = :format,
    state = :state, basis = :basis WHERE folded = :folded"""
_ASK_NO_MORE = """UPDATE outbox SET state = 'suppressed', text = 'confirmed meanwhile', at = ? WHERE reader = ?
    AND state = 'queued' AND mailing IN (SELECT mailing FROM mailings WHERE kind = 'confirmation')"""


@dataclass(frozen=True)
class Reader:
    """One reader."""

    address: str
    folded: str  # the address in the form in which addresses are compared
    name: str = ""
    language: str = ""  # "" for the desk's first language
    format: str = ""  # "" for the desk's format
    briefings: frozenset[str] = frozenset()  # names of briefings, members of matrices (NAME.KEY) and audiences
    state: Literal["pending", "active"] = "pending"
    basis: str = ""  # why the desk may write to the reader
    key: str = ""  # stands for the reader outside the desk
    number: int = 0
    since: datetime | None = None


class Readers:
    """The tables of readers and of suppressed addresses in `state`."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def add(self, reader: Reader, at: datetime) -> Came:
        """Record a reader by address and return what happened. A suppressed address is not recorded.

        An active reader stays active, and keeps the basis that was recorded first.
        """
        with self._state.writing() as db:
            if self.is_suppressed(reader.folded):
                return "suppressed"
            before = self.by_address(reader.folded)
            if before is None:
                new = replace(reader, key=reader.key or secrets.token_hex(KEY_BYTES))
                number = db.execute(_INSERT, _values(new, at)).lastrowid or 0
                _subscribe(db, replace(new, number=number))
                return "new"
            after = _merged(before, reader)
            if after == before:
                return "same"
            db.execute(_UPDATE, _values(after, at))
            _subscribe(db, after)
            if after.state == "active":
                db.execute(_ASK_NO_MORE, (at.isoformat(), after.number))
            return "changed"

    def all(self) -> tuple[Reader, ...]:
        """Return every reader, by address."""
        return self._readers("ORDER BY folded")

    def of(self, briefings: Iterable[str]) -> tuple[Reader, ...]:
        """Return the active readers of any of `briefings`, each once, in the order of their numbers."""
        names = sorted(set(briefings))
        marks = ", ".join("?" * len(names))
        chosen = f"SELECT reader FROM subscriptions WHERE briefing IN ({marks})"  # noqa: S608 -- marks alone
        return self._readers(f"WHERE state = 'active' AND reader IN ({chosen}) ORDER BY reader", *names)

    def by_address(self, folded: str) -> Reader | None:
        """Return the reader with that address, or None."""
        return next(iter(self._readers("WHERE folded = ?", folded)), None)

    def by_key(self, key: str) -> Reader | None:
        """Return the reader with that key, or None."""
        return next(iter(self._readers("WHERE key = ?", key)), None)

    def activate(self, reader: Reader, basis: str, at: datetime) -> None:
        """Make a reader active, for the reason in `basis`."""
        with self._state.writing() as db:
            db.execute("UPDATE readers SET state = 'active', basis = ? WHERE key = ?", (basis, reader.key))
            db.execute(_ASK_NO_MORE, (at.isoformat(), reader.number))

    def suppress(self, folded: str, reason: str, at: datetime) -> None:
        """Suppress an address, even if it is imported again, and delete its reader's row."""
        with self._state.writing() as db:
            db.execute("INSERT OR IGNORE INTO suppressed VALUES (?, ?, ?)", (digest(folded), reason, at.isoformat()))
            db.execute("DELETE FROM readers WHERE folded = ?", (folded,))

    def erase(self, folded: str, at: datetime) -> int:
        """Delete an address everywhere in the state and suppress it. Return the number of letters that named it.

        When this returns, no file of the state contains the address, not even in the space of deleted rows.
        """
        with self._state.writing() as db:
            self.suppress(folded, "erased", at)
            key = (digest(folded),)
            db.execute("UPDATE suppressed SET reason = 'erased' WHERE digest = ?", key)  # the old reason may name them
            named = db.execute("SELECT count(*) FROM outbox WHERE digest = ?", key).fetchone()[0]
            db.execute("UPDATE outbox SET state = 'suppressed' WHERE digest = ? AND state = 'queued'", key)
            db.execute("UPDATE outbox SET address = '', text = '' WHERE digest = ?", key)
        self._state.forget()
        return int(named)

    def is_suppressed(self, folded: str) -> bool:
        """Whether nothing may be sent to that address."""
        return bool(self._state.rows("SELECT 1 FROM suppressed WHERE digest = ?", digest(folded)))

    def why_suppressed(self, folded: str) -> str:
        """Return why and since when that address is suppressed, or ""."""
        rows = self._state.rows("SELECT reason, at FROM suppressed WHERE digest = ?", digest(folded))
        return f"{rows[0]['reason']}, {rows[0]['at'][:10]}" if rows else ""

    def suppressed(self) -> list[dict[str, str]]:
        """Return digest, reason and day of each suppressed address, oldest first."""
        rows = self._state.rows("SELECT digest, reason, at FROM suppressed ORDER BY at, digest")
        return [{"digest": row["digest"], "reason": row["reason"], "day": row["at"][:10]} for row in rows]

    def counts(self) -> dict[str, int]:
        """Return how many readers are active, pending and suppressed."""
        states = {row["state"]: row["n"] for row in self._state.rows(_BY_STATE)}
        suppressed = self._state.rows("SELECT count(*) AS n FROM suppressed")[0]["n"]
        return {"active": states.get("active", 0), "pending": states.get("pending", 0), "suppressed": suppressed}

    def _readers(self, where: str, *values: object) -> tuple[Reader, ...]:
        rows = self._state.rows(f"{_SELECT} {where}", *values)
        return tuple(_reader(row) for row in rows)


def digest(folded: str) -> str:
    """Return the digest that stands for an address where the address itself is not kept."""
    return hashlib.sha256(folded.encode()).hexdigest()


def _subscribe(db: sqlite3.Connection, reader: Reader) -> None:
    rows = [(reader.number, name) for name in sorted(reader.briefings)]
    db.execute("DELETE FROM subscriptions WHERE reader = ?", (reader.number,))
    db.executemany("INSERT INTO subscriptions VALUES (?, ?)", rows)


def _values(reader: Reader, at: datetime) -> dict[str, object]:
    return vars(reader) | {"since": at.isoformat()}


def _merged(before: Reader, entry: Reader) -> Reader:
    """Return the reader as `entry` changes them. Fields that `entry` leaves empty keep their value."""
    state, basis = (before.state, before.basis) if before.state == "active" else (entry.state, entry.basis)
    return replace(
        before,
        address=entry.address,
        name=entry.name or before.name,
        language=entry.language or before.language,
        format=entry.format or before.format,
        briefings=entry.briefings or before.briefings,
        state=state,
        basis=basis,
    )


def _reader(row: sqlite3.Row) -> Reader:
    return Reader(
        address=row["address"],
        folded=row["folded"],
        name=row["name"],
        language=row["language"],
        format=row["format"],
        briefings=frozenset((row["chosen"] or "").split()),
        state=row["state"],
        basis=row["basis"],
        key=row["key"],
        number=row["reader"],
        since=datetime.fromisoformat(row["since"]),
    )


class Bounces:
    """The table of bounces in `state`."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def add(self, message_sha256: str, folded: str, status: str, at: datetime, *, counts: bool) -> None:
        """Record that a letter to an address bounced. The same message is recorded once.

        `counts` says that this bounce is of a kind that, repeated, makes the reader unreachable.
        """
        with self._state.writing() as db:
            row = (message_sha256, digest(folded), status, counts, at.isoformat())
            db.execute("INSERT OR IGNORE INTO bounces VALUES (?, ?, ?, ?, ?)", row)

    def counted(self, folded: str, since: datetime) -> tuple[datetime, ...]:
        """Return the times of the bounces of an address that count, since a moment, oldest first."""
        query = "SELECT at FROM bounces WHERE digest = ? AND counts AND at >= ? ORDER BY at"
        rows = self._state.rows(query, digest(folded), since.isoformat())
        return tuple(datetime.fromisoformat(row["at"]) for row in rows)

    def of(self, folded: str) -> list[dict[str, str]]:
        """Return status and time of every bounce of an address, oldest first."""
        query = "SELECT status, at FROM bounces WHERE digest = ? ORDER BY at"
        return [dict(row) for row in self._state.rows(query, digest(folded))]
