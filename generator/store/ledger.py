"""The ledger of letters. Each letter is recorded before it is sent, and its outcome afterwards.

A letter is queued, inflight, sent, failed, suppressed or uncertain. `inflight` is on disk before the first byte is
sent. After a crash, a letter that was inflight is uncertain, and the program never sends it again by itself. Each
sender takes the next number, its fence. The ledger refuses what an older sender writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from generator.errors import DeskBusy
from generator.store.reader_table import digest
from generator.store.state import StateFile

STATES = ("queued", "inflight", "sent", "failed", "suppressed", "uncertain")
State = Literal["queued", "inflight", "sent", "failed", "suppressed", "uncertain"]
Kind = Literal["edition", "correction", "withdrawal", "confirmation", "alert"]
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# A letter due further ahead than this was postponed while the clock ran ahead, so it may be sent now.
LONGEST = timedelta(hours=25)
_MAILING = """INSERT INTO mailings (kind, briefing, period, revision, manifest_sha256, frozen)
    VALUES (?, ?, ?, ?, ?, ?)"""
_NUMBER = "SELECT mailing FROM mailings WHERE kind = ? AND briefing = ? AND period = ? AND revision = ?"
_WAITING = """SELECT * FROM mailings WHERE kind = ?
    AND EXISTS (SELECT 1 FROM outbox WHERE outbox.mailing = mailings.mailing
        AND state IN ('queued', 'inflight')) ORDER BY mailing"""
_CONFIRMATIONS = """SELECT state, at FROM outbox JOIN mailings USING (mailing)
    WHERE kind = 'confirmation' AND digest = ? ORDER BY letter"""
_HISTORY = """SELECT kind, briefing, period, revision, outbox.address, language, format, message_id, state, attempt,
    code, text, written_down, at AS since FROM outbox JOIN mailings USING (mailing) WHERE digest = ?
    ORDER BY letter"""
_LAST_SENT = """SELECT * FROM outbox WHERE key = ? AND state IN ('sent', 'uncertain', 'failed') AND attempt > 0
    ORDER BY letter DESC LIMIT 1"""
_LETTER = """INSERT INTO outbox (mailing, reader, key, address, digest, language, format, message_id, state, due, at,
    written_down) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', '', ?, ?)"""
_SETTLE_INFLIGHT = "UPDATE outbox SET state = ?, text = ?, at = ? WHERE letter = ?"
_DOUBT = """UPDATE outbox SET state = 'uncertain', text = ?, due = '', at = ? WHERE state = 'queued'
    AND mailing IN (SELECT mailing FROM mailings WHERE kind NOT IN ('confirmation', 'alert'))"""
_ANSWER = """UPDATE outbox SET state = ?, code = ?, text = ?, due = coalesce(?, due), at = ?
    WHERE letter = ? AND state = 'inflight'"""
_INFLIGHT = "UPDATE outbox SET state = 'inflight', fence = ?, attempt = attempt + 1, at = ? WHERE letter = ?"
_USED = "SELECT count(*) AS n FROM wire WHERE at > ?"
_FREE = "SELECT at FROM wire WHERE at > ? ORDER BY at DESC LIMIT 1 OFFSET ?"
_PUT_OFF = """UPDATE outbox SET due = ? WHERE state = 'queued'
    AND mailing IN (SELECT mailing FROM mailings WHERE kind = ?)"""
# An operator who unsubscribed as a reader still gets alerts.
_NEXT = """SELECT outbox.*, suppressed.reason AS reason FROM outbox JOIN mailings USING (mailing)
    LEFT JOIN suppressed ON suppressed.digest = outbox.digest AND kind <> 'alert'
    WHERE mailing = ? AND state = 'queued' AND (due <= ? OR due > ?) ORDER BY due, letter LIMIT ?"""
_STANDING = """SELECT briefing, period, revision, state, count(*) AS n FROM outbox JOIN mailings USING (mailing)
    WHERE (kind = 'withdrawal') = ? GROUP BY briefing, period, revision, state"""
_OF_REVISION = """SELECT kind, outbox.address, state, at, code, text FROM outbox JOIN mailings USING (mailing)
    WHERE briefing = ? AND period = ? AND revision = ? ORDER BY letter"""
HELD: frozenset[State] = frozenset({"sent", "uncertain", "inflight"})  # the letter arrived, or may have arrived
_IN_DOUBT = ", ".join(f"'{state}'" for state in sorted(HELD))
_EARLIER = """mailings.briefing = ? AND mailings.period = ? AND mailings.revision < ?
    AND mailings.kind IN ('edition', 'correction')"""
_LETTERS = f"SELECT outbox.* FROM outbox JOIN mailings USING (mailing) WHERE {_EARLIER}"  # noqa: S608 -- our own words
_REACHABLE = "AND outbox.address <> '' AND outbox.digest NOT IN (SELECT digest FROM suppressed)"
_LAST = "ORDER BY outbox.letter DESC"
_NEWEST = f"""SELECT max(mailings.revision) AS newest FROM outbox JOIN mailings USING (mailing)
    WHERE {_EARLIER} AND outbox.state IN ({_IN_DOUBT})"""  # noqa: S608 -- our own words
_LAST_NOTICES = f"""SELECT digest, max(letter) AS newest FROM outbox JOIN mailings USING (mailing)
    WHERE briefing = ? AND period = ? AND kind = 'withdrawal' AND outbox.state IN ({_IN_DOUBT})
    GROUP BY digest"""  # noqa: S608 -- our own words
_STOP_NOTICES = """UPDATE outbox SET state = 'suppressed', text = ?, at = ? WHERE state = 'queued' AND mailing IN
    (SELECT mailing FROM mailings WHERE briefing = ? AND period = ? AND revision < ? AND kind = 'withdrawal')"""
_STOP = f"""UPDATE outbox SET state = 'suppressed', text = ?, at = ? WHERE state = 'queued'
    AND mailing IN (SELECT mailing FROM mailings WHERE {_EARLIER})"""  # noqa: S608 -- our own words
# Whether letters of a mailing still go out. A later revision with its own mailing stops an edition or a correction. A
# withdrawal goes out while the edition is withdrawn.
_SENDING = """SELECT 1 FROM mailings AS own LEFT JOIN editions USING (briefing, period, revision)
    WHERE own.mailing = ? AND CASE WHEN kind IN ('confirmation', 'alert') THEN 1
    WHEN kind = 'withdrawal' THEN state = 'withdrawn'
    ELSE state = 'sending' AND NOT EXISTS (SELECT 1 FROM mailings AS later WHERE later.briefing = own.briefing
        AND later.period = own.period AND later.revision > own.revision) END"""


@dataclass(frozen=True)
class Allowance:
    """A limit of a mail server: at most `most` letters in any stretch of time as long as `within`."""

    most: int
    within: timedelta


@dataclass(frozen=True)
class Mailing:
    """What is sent once: an edition's revision, a correction or a withdrawal, with a fixed list of readers.

    A confirmation belongs to no edition: its `period` is the day on which its readers subscribed, one by one. An alert
    to the operators belongs to no edition either: `period` and `revision` are its first and its last alert.
    """

    number: int
    kind: Kind
    briefing: str
    period: str
    revision: int
    manifest_sha256: str
    frozen: datetime


@dataclass(frozen=True)
class Letter:
    """One mailing to one reader."""

    number: int
    reader: int
    key: str  # stands for the reader outside the desk
    address: str
    folded: str
    language: str
    format: str
    message_id: str
    attempt: int = 0  # how often it was inflight
    digest: str = ""  # of the folded address, once the letter is recorded


@dataclass(frozen=True)
class LetterOutcome:
    """The outcome of one attempt to send a letter."""

    letter: int
    state: State
    code: int = 0  # the server's code
    text: str = ""  # the server's words
    due: datetime | None = None  # when a queued letter may be tried again


class Ledger:
    """The tables of mailings and letters, and of the lease that says who sends, in `state`."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def freeze(self, mailing: Mailing, letters: Iterable[Letter]) -> Mailing:
        """Record who gets a mailing, completely or not at all. A mailing that is already recorded keeps its readers."""
        with self._state.writing() as db:
            recorded = self.mailing(mailing.briefing, mailing.period, mailing.revision, mailing.kind)
            if recorded:
                return recorded
            number = db.execute(_MAILING, _values(mailing)).lastrowid or 0
            db.executemany(_LETTER, (_values_of_letter(number, letter, mailing.frozen) for letter in letters))
        return replace(mailing, number=number)

    def add(self, mailing: Mailing, letter: Letter) -> None:
        """Record one more letter of a mailing whose list of readers is not fixed at the start."""
        with self._state.writing() as db:
            db.execute(f"{_MAILING} ON CONFLICT DO NOTHING", _values(mailing))
            number = db.execute(_NUMBER, _values(mailing)[:4]).fetchone()[0]
            db.execute(_LETTER, _values_of_letter(number, letter, mailing.frozen))

    def waiting(self, kind: Kind) -> tuple[Mailing, ...]:
        """Return the mailings of a kind with letters that are queued or that a run left inflight, oldest first."""
        return tuple(_mailing(row) for row in self._state.rows(_WAITING, kind))

    def newest(self, kind: Kind) -> Mailing | None:
        """Return the mailing of a kind that was recorded last, or None."""
        query = "SELECT * FROM mailings WHERE kind = ? ORDER BY mailing DESC LIMIT 1"
        return next(map(_mailing, self._state.rows(query, kind)), None)

    def put_off(self, kind: Kind, due: datetime) -> None:
        """Postpone every queued letter of a kind to `due`, because the mail server failed before it accepted one."""
        with self._state.writing() as db:
            db.execute(_PUT_OFF, (_text(due), kind))

    def confirmations(self, folded: str) -> tuple[tuple[State, datetime], ...]:
        """Return state and time of each letter that asked the reader at an address to confirm, oldest first."""
        rows = self._state.rows(_CONFIRMATIONS, digest(folded))
        return tuple((row["state"], datetime.fromisoformat(row["at"])) for row in rows)

    def history(self, folded: str) -> list[dict[str, object]]:
        """Return every letter to an address, sent or waiting, with its mailing, state, answer and times."""
        return [dict(row) for row in self._state.rows(_HISTORY, digest(folded))]

    def mailing(self, briefing: str, period: str, revision: int, kind: Kind | None = None) -> Mailing | None:
        """Return a revision's mailing, an edition or a correction, or None where it has no readers yet.

        With `kind`, return the mailing of that kind: a withdrawal is found only so.
        """
        kinds = (kind,) if kind else ("edition", "correction")
        for mailing in self.mailings(briefing, period):
            if mailing.revision == revision and mailing.kind in kinds:
                return mailing
        return None

    def mailings(self, briefing: str, period: str) -> tuple[Mailing, ...]:
        """Return the mailings of an edition's revisions, in the order in which they were recorded."""
        query = "SELECT * FROM mailings WHERE briefing = ? AND period = ? ORDER BY mailing"
        return tuple(_mailing(row) for row in self._state.rows(query, briefing, period))

    def take(self, holder: str, at: datetime, arrived: Callable[[Letter], bool] | None = None) -> int:
        """Become the sender and return the new fence. Letters that an older sender left inflight become uncertain.

        If the transport leaves a trace, `arrived` reads it. Each of these letters then becomes sent or queued instead.
        """
        with self._state.writing() as db:
            fence = int(db.execute("SELECT fence FROM lease").fetchone()[0]) + 1
            db.execute("UPDATE lease SET fence = ?, holder = ?, at = ?", (fence, holder, _text(at)))
            for row in db.execute("SELECT * FROM outbox WHERE state = 'inflight'").fetchall():
                if arrived is None:
                    state, why = "uncertain", "the run that sent it ended before the answer was known"
                elif arrived(letter_of(row)):
                    state, why = "sent", "found written"
                else:
                    state, why = "queued", "not written by the run that ended"
                db.execute(_SETTLE_INFLIGHT, (state, why, _text(at), row["letter"]))
            return fence

    def inflight(self) -> tuple[Letter, ...]:
        """Return the letters that are inflight now, or were when a run ended."""
        return tuple(map(letter_of, self._state.rows("SELECT * FROM outbox WHERE state = 'inflight'")))

    def doubt(self, why: str, at: datetime) -> int:
        """Make every queued letter of an edition uncertain, since it may have been sent. Return how many there were."""
        with self._state.writing() as db:
            return db.execute(_DOUBT, (why, _text(at))).rowcount

    def turn(
        self,
        fence: int,
        mailing: int,
        answers: Sequence[LetterOutcome],
        want: int,
        at: datetime,
        allowances: Sequence[Allowance] = (),
    ) -> tuple[Letter, ...]:
        """Record the outcomes of letters and return up to `want` letters that are inflight now, in one transaction.

        Return none once the edition is no longer being sent (held, withdrawn), or where an allowance is used up.
        Suppressed readers get no letter. Raise DeskBusy, and write nothing, where another sender has taken over.
        """
        with self._state.writing() as db:
            if db.execute("SELECT fence FROM lease").fetchone()[0] != fence:
                msg = "another run has taken over sending. This one wrote nothing more;"
                msg += " `tradebrief status` says what was sent."
                raise DeskBusy(msg)
            for answer in answers:
                due = _text(answer.due) if answer.due else None
                db.execute(_ANSWER, (answer.state, answer.code, answer.text, due, _text(at), answer.letter))
            used = [int(db.execute(_USED, (_text(at - allowance.within),)).fetchone()[0]) for allowance in allowances]
            room = min((want, *(allowance.most - count for allowance, count in zip(allowances, used, strict=True))))
            if room <= 0 or db.execute(_SENDING, (mailing,)).fetchone() is None:
                return ()
            letters = _next(db, mailing, room, at)
            db.executemany(_INFLIGHT, ((fence, _text(at), letter.number) for letter in letters))
            db.executemany("INSERT INTO wire VALUES (?)", ((_text(at),) for _ in letters if allowances))
            return letters

    def used(self, at: datetime) -> int:
        """Return how many letters were sent in the day before `at`."""
        return int(self._state.rows(_USED, _text(at - DAY))[0]["n"])

    def free_at(self, at: datetime, allowances: Iterable[Allowance]) -> datetime:
        """Return the first moment, not before `at`, at which every allowance has room for a letter."""
        free = at
        for allowance in allowances:
            rows = self._state.rows(_FREE, _text(at - allowance.within), allowance.most - 1)
            if rows:
                free = max(free, datetime.fromisoformat(rows[0]["at"]) + allowance.within)
        return free

    def counts(self, mailing: int) -> dict[str, int]:
        """Return how many letters of a mailing are in each state."""
        query = "SELECT state, count(*) AS n FROM outbox WHERE mailing = ? GROUP BY state"
        return dict.fromkeys(STATES, 0) | {row["state"]: row["n"] for row in self._state.rows(query, mailing)}

    def standing(self, *, notices: bool = False) -> dict[tuple[str, str, int], dict[str, int]]:
        """Return how many letters are in each state, by briefing, period and revision.

        With `notices`, count instead the letters that tell readers that a revision is withdrawn.
        """
        counts: dict[tuple[str, str, int], dict[str, int]] = {}
        for row in self._state.rows(_STANDING, notices):
            revision = (row["briefing"], row["period"], row["revision"])
            counts.setdefault(revision, dict.fromkeys(STATES, 0))[row["state"]] += row["n"]
        return counts

    def letters(self, mailing: int, states: Iterable[str] = STATES) -> tuple[tuple[Letter, State, str], ...]:
        """Return a mailing's letters with their state and the server's last words, in order."""
        chosen = frozenset(states)
        rows = self._state.rows("SELECT * FROM outbox WHERE mailing = ? ORDER BY letter", mailing)
        return tuple((letter_of(row), row["state"], _server_words(row)) for row in rows if row["state"] in chosen)

    def deliveries(self, briefing: str, period: str, revision: int) -> list[dict[str, str]]:
        """Return each letter of a revision, notices included: kind, address, state, since when, the server's words.

        The address is "" where the reader was erased.
        """
        rows = self._state.rows(_OF_REVISION, briefing, period, revision)
        return [
            {key: row[key] for key in ("kind", "address", "state", "at")} | {"said": _server_words(row)} for row in rows
        ]

    def next_due(self, mailing: int) -> datetime | None:
        """Return when the next queued letter may be tried (`datetime.min`: at once), or None if none is queued."""
        query = "SELECT min(due) AS due FROM outbox WHERE mailing = ? AND state = 'queued'"
        due = self._state.rows(query, mailing)[0]["due"]
        if due is None:
            return None
        return datetime.fromisoformat(due) if due else datetime.min.replace(tzinfo=UTC)

    def settle(self, letter: int, state: State, why: str, at: datetime, was: State = "uncertain") -> bool:
        """Set the state of a letter as a person or evidence decided. Return False where it was not in state `was`."""
        with self._state.writing() as db:
            query = "UPDATE outbox SET state = ?, text = ?, due = '', at = ? WHERE letter = ? AND state = ?"
            return db.execute(query, (state, why, _text(at), letter, was)).rowcount == 1

    def last_sent_to(self, key: str) -> Letter | None:
        """Return the last letter that the reader with that key got or may have got, or None."""
        rows = self._state.rows(_LAST_SENT, key)
        return letter_of(rows[0]) if rows else None

    def by_message_id(self, message_id: str) -> tuple[int, Letter, State] | None:
        """Return the mailing, the letter and its state for a message id, or None."""
        rows = self._state.rows("SELECT * FROM outbox WHERE message_id = ?", message_id)
        return (rows[0]["mailing"], letter_of(rows[0]), rows[0]["state"]) if rows else None


def _text(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def _values(mailing: Mailing) -> tuple[object, ...]:
    edition = (mailing.briefing, mailing.period, mailing.revision)
    return (mailing.kind, *edition, mailing.manifest_sha256, _text(mailing.frozen))


def _values_of_letter(mailing: int, letter: Letter, at: datetime) -> tuple[object, ...]:
    whose = letter.digest or digest(letter.folded)
    to = (letter.reader, letter.key, letter.address, whose, letter.language, letter.format)
    return (mailing, *to, letter.message_id, _text(at), _text(at))


def _next(db: sqlite3.Connection, mailing: int, room: int, at: datetime) -> tuple[Letter, ...]:
    """Return up to `room` letters that are due. Mark queued letters of suppressed readers as suppressed on the way."""
    while True:
        rows = db.execute(_NEXT, (mailing, _text(at), _text(at + LONGEST), room)).fetchall()
        stopped = [(row["reason"], _text(at), row["letter"]) for row in rows if row["reason"] is not None]
        if not stopped:
            return tuple(letter_of(row) for row in rows)
        db.executemany("UPDATE outbox SET state = 'suppressed', text = ?, at = ? WHERE letter = ?", stopped)


def _mailing(row: sqlite3.Row) -> Mailing:
    edition = (row["briefing"], row["period"], row["revision"])
    frozen = datetime.fromisoformat(row["frozen"])
    return Mailing(row["mailing"], row["kind"], *edition, row["manifest_sha256"], frozen)


def letter_of(row: sqlite3.Row) -> Letter:
    """Return the letter of a row of the outbox."""
    to = (row["reader"], row["key"], row["address"], row["address"], row["language"], row["format"])
    return Letter(row["letter"], *to, row["message_id"], row["attempt"], row["digest"])


def _server_words(row: sqlite3.Row) -> str:
    return f"{row['code'] or ''} {row['text']}".strip()


class Holders:
    """The letters of an edition's earlier revisions in `state`. Notices of a withdrawal do not count."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def newest(self, briefing: str, period: str, before: int) -> int | None:
        """Return the newest revision before `before` that a reader has or may have, or None."""
        newest = self._state.rows(_NEWEST, briefing, period, before)[0]["newest"]
        return None if newest is None else int(newest)

    def of(self, briefing: str, period: str, before: int) -> tuple[Letter, ...]:
        """Return each reader's newest letter of a revision before `before` that arrived or may have, in order.

        Leave out readers who are suppressed or erased.
        """
        query = f"{_LETTERS} {_REACHABLE} AND outbox.state IN ({_IN_DOUBT}) {_LAST}"
        return each_once(map(letter_of, self._state.rows(query, briefing, period, before)))

    def stop(self, briefing: str, period: str, before: int, why: str, at: datetime) -> tuple[Letter, ...]:
        """Suppress every queued letter of the revisions before `before`. Return those that would have been sent."""
        with self._state.writing() as db:
            waiting = f"{_LETTERS} {_REACHABLE} AND outbox.state = 'queued' {_LAST}"
            letters = each_once(map(letter_of, db.execute(waiting, (briefing, period, before)).fetchall()))
            db.execute(_STOP, (why, _text(at), briefing, period, before))
            return letters

    def unnotified(self, briefing: str, period: str, letters: Iterable[Letter]) -> tuple[Letter, ...]:
        """Return the letters whose readers have certainly had no notice of a withdrawal since that letter."""
        last = {row["digest"]: row["newest"] for row in self._state.rows(_LAST_NOTICES, briefing, period)}
        return tuple(letter for letter in letters if last.get(letter.digest, 0) < letter.number)

    def stop_notices(self, briefing: str, period: str, before: int, why: str, at: datetime) -> None:
        """Suppress the queued notices about withdrawals of revisions before `before`."""
        with self._state.writing() as db:
            db.execute(_STOP_NOTICES, (why, _text(at), briefing, period, before))


def each_once(newest_first: Iterable[Letter]) -> tuple[Letter, ...]:
    """Return the first letter of each reader and of each address, in the order of letter numbers."""
    chosen: list[Letter] = []
    readers = set[int]()
    digests = set[str]()
    for letter in newest_first:
        if letter.reader not in readers and letter.digest not in digests:
            readers.add(letter.reader)
            digests.add(letter.digest)
            chosen.append(letter)
    return tuple(sorted(chosen, key=lambda letter: letter.number))
