"""Find who has, or may have, an earlier revision of an edition: the readers of its correction or withdrawal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from generator.store.ledger import Letter, State, letter_of
from generator.store.state import StateFile

HELD: frozenset[State] = frozenset({"sent", "uncertain", "inflight"})  # it arrived, or may have
_IN_DOUBT = ", ".join(f"'{state}'" for state in sorted(HELD))
_EARLIER = """mailings.briefing = ? AND mailings.period = ? AND mailings.revision < ?
    AND mailings.kind IN ('edition', 'correction')"""
_LETTERS = f"SELECT outbox.* FROM outbox JOIN mailings USING (mailing) WHERE {_EARLIER}"  # noqa: S608 -- our own words
_KNOWN = "AND outbox.address <> '' AND outbox.digest NOT IN (SELECT digest FROM suppressed)"
_LAST = "ORDER BY outbox.letter DESC"
_NEWEST = f"""SELECT max(mailings.revision) AS newest FROM outbox JOIN mailings USING (mailing)
    WHERE {_EARLIER} AND outbox.state IN ({_IN_DOUBT})"""  # noqa: S608 -- our own words
_TOLD = f"""SELECT digest, max(letter) AS newest FROM outbox JOIN mailings USING (mailing)
    WHERE briefing = ? AND period = ? AND kind = 'withdrawal' AND outbox.state IN ({_IN_DOUBT})
    GROUP BY digest"""  # noqa: S608 -- our own words
_STOP_NOTICES = """UPDATE outbox SET state = 'suppressed', text = ?, at = ? WHERE state = 'queued' AND mailing IN
    (SELECT mailing FROM mailings WHERE briefing = ? AND period = ? AND revision < ? AND kind = 'withdrawal')"""
_STOP = f"""UPDATE outbox SET state = 'suppressed', text = ?, at = ? WHERE state = 'queued'
    AND mailing IN (SELECT mailing FROM mailings WHERE {_EARLIER})"""  # noqa: S608 -- our own words


class Holders:
    """The letters of an edition's earlier revisions in `state`; a withdrawal's notices are none of them."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def newest(self, briefing: str, period: str, before: int) -> int | None:
        """Return the newest revision under `before` that somebody holds or may hold, None where nobody does."""
        found = self._state.rows(_NEWEST, briefing, period, before)[0]["newest"]
        return None if found is None else int(found)

    def of(self, briefing: str, period: str, before: int) -> tuple[Letter, ...]:
        """Return the newest letter of each who holds or may hold a revision under `before`, in the order of letters.

        One who is suppressed, or was erased, is left out.
        """
        rows = self._state.rows(
            f"{_LETTERS} {_KNOWN} AND outbox.state IN ({_IN_DOUBT}) {_LAST}", briefing, period, before
        )
        return each_once(map(letter_of, rows))

    def stop(self, briefing: str, period: str, before: int, why: str, at: datetime) -> tuple[Letter, ...]:
        """Suppress every letter that waits of the revisions under `before`; return those that would have gone out."""
        with self._state.writing() as db:
            waiting = f"{_LETTERS} {_KNOWN} AND outbox.state = 'queued' {_LAST}"
            letters = each_once(map(letter_of, db.execute(waiting, (briefing, period, before)).fetchall()))
            db.execute(_STOP, (why, at.isoformat(timespec="microseconds"), briefing, period, before))
            return letters

    def untold(self, briefing: str, period: str, letters: Iterable[Letter]) -> tuple[Letter, ...]:
        """Return the letters whose readers have had no notice of a withdrawal, or may have had one, since then."""
        rows = self._state.rows(_TOLD, briefing, period)
        last = {row["digest"]: row["newest"] for row in rows}
        return tuple(letter for letter in letters if last.get(letter.digest, 0) < letter.number)

    def stop_notices(self, briefing: str, period: str, before: int, why: str, at: datetime) -> None:
        """Suppress the notices that wait of withdrawals of revisions under `before`."""
        with self._state.writing() as db:
            db.execute(_STOP_NOTICES, (why, at.isoformat(timespec="microseconds"), briefing, period, before))


def each_once(newest_first: Iterable[Letter]) -> tuple[Letter, ...]:
    """Return one letter of each reader and of each address, the first that is met, in the order of letters."""
    return tuple(sorted(_once(newest_first), key=lambda letter: letter.number))


def _once(letters: Iterable[Letter]) -> Iterator[Letter]:
    readers, digests = set[int](), set[str]()
    for letter in letters:
        if letter.reader not in readers and letter.digest not in digests:
            readers.add(letter.reader)
            digests.add(letter.digest)
            yield letter
