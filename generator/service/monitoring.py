"""Report what a monitor must know of a desk: editions held, uncertain, late or failed, and a stopped clock."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from generator.editions.edition_holds import CONFIRM, is_settled
from generator.intake.timetable import zone_of
from generator.settings.desk import Desk
from generator.settings.output_shapes import EditionRow, Status
from generator.store import Due, FigureStore, Letter
from generator.trade.period import Period

STILL = timedelta(hours=3)  # a clock looks every ten minutes at the latest, and may build for an hour
STILL_SENDING = timedelta(days=1)  # it does not look while letters go, as slowly as a mail server allows
TRIES = 5  # the fifth failed an hour and a half after the first, at the earliest
HELD, LATE, UNCERTAIN = 3, 4, 5  # exit codes of the contract
_COUNTED = re.compile(r"r\d+ \w+: ")  # "r1 sending: 5 queued, 5 sent": letters went to the server


class Trouble(NamedTuple):
    """One thing that a person must see to, in a line, and the exit code that it asks for."""

    exit_code: int
    said: str


def troubles(desk: Desk, store: FigureStore, found: Status) -> tuple[Trouble, ...]:
    """Return all that a person must see to, by the state that was `found`; the first one's exit code counts."""
    rows = found["editions"]
    waits = [Trouble(HELD, f"restored: {found['restored']}: {CONFIRM}")] if found["restored"] else []
    return (
        *waits,
        *_held(desk, store, rows, datetime.fromisoformat(found["now"])),
        *_uncertain(rows),
        *_late(desk, store),
        *_to_fetch(desk, store),
        *_untaken(desk, store),
        *_undelivered(store, rows),
        *_still(desk, store, found),
    )


def _held(desk: Desk, store: FigureStore, rows: Sequence[EditionRow], now: datetime) -> Iterator[Trouble]:
    open_ = [row for row in rows if row["state"] == "held" and not is_settled(store, row, rows, now)]
    held = {f"{row['briefing']}/{row['period']}": row["reason"] for row in open_}
    refused = {row.edition: row.said for row in _waiting(desk, store, "held")}
    for edition, why in {**refused, **held}.items():
        yield Trouble(HELD, f"held: {edition}: {_first_line(why)}")


def _uncertain(rows: Sequence[EditionRow]) -> Iterator[Trouble]:
    for row in rows:
        if row["uncertain"]:
            edition = f"{row['briefing']}/{row['period']}"
            yield Trouble(
                UNCERTAIN, f"uncertain: {_letters(len(row['uncertain']))} of {edition}: tradebrief resolve {edition}"
            )


def _late(desk: Desk, store: FigureStore) -> Iterator[Trouble]:
    """Yield what the clock waits for too long, or cannot do."""
    for row in _waiting(desk, store, "late", "failed"):
        yield Trouble(LATE, f"{row.word}: {row.edition}: {_first_line(row.said)}")


def _to_fetch(desk: Desk, store: FigureStore) -> Iterator[Trouble]:
    """Yield the editions whose figures a person must fetch."""
    for row in _waiting(desk, store, "slip"):
        yield Trouble(LATE, f"slip: {row.edition}: `tradebrief pull {row.briefing}` says what to fetch")


def _untaken(desk: Desk, store: FigureStore) -> Iterator[Trouble]:
    """Yield the editions whose letters a mail server has not taken for hours."""
    for row in (row for row in _waiting(desk, store, "waits") if row.step == "send"):
        letters = _queued(store, row)
        if row.tries >= TRIES and not _COUNTED.match(row.said):  # the server was not reached at all
            yield Trouble(LATE, f"waits: {_letters(len(letters))} of {row.edition}: {_first_line(row.said)}")
        elif count := sum(letter.attempt >= TRIES for letter in letters):
            yield Trouble(LATE, f"waits: {_letters(count)} of {row.edition}: tradebrief status --letters {row.edition}")


def _queued(store: FigureStore, row: Due) -> Sequence[Letter]:
    ledger = store.ledger
    mailings = ledger.mailings(row.briefing, str(row.period))
    return [one for mailing in mailings for one, _, _ in ledger.letters(mailing.number, ("queued",))]


def _waiting(desk: Desk, store: FigureStore, *words: str) -> Iterator[Due]:
    """Yield the editions that the clock has not done with, for one of these reasons."""
    for row in store.due.all():
        if row.word in words and row.step != "done" and row.briefing in desk.briefings:
            yield row


def _undelivered(store: FigureStore, rows: Sequence[EditionRow]) -> Iterator[Trouble]:
    """Yield how many letters of each briefing's newest edition failed whose readers still get letters."""
    newest: dict[str, Period] = {}
    for row in rows:
        period = Period.parse(row["period"])
        if row["revision"] and period >= newest.get(row["briefing"], period):
            newest[row["briefing"]] = period
    for name, period in newest.items():
        if count := _failed(store, name, str(period)):
            edition = f"{name}/{period}"
            yield Trouble(LATE, f"failed: {_letters(count)} of {edition}: tradebrief status --letters {edition}")


def _failed(store: FigureStore, name: str, period: str) -> int:
    ledger, readers = store.ledger, store.readers
    letters = (
        one for mailing in ledger.mailings(name, period) for one, _, _ in ledger.letters(mailing.number, ("failed",))
    )
    return sum(not readers.is_suppressed(one.folded) for one in letters)


def _still(desk: Desk, store: FigureStore, found: Status) -> Iterator[Trouble]:
    """Yield that a clock which ran has not looked for long."""
    last, now = store.due.last_look(), datetime.fromisoformat(found["now"])
    limit = STILL_SENDING if any(row["state"] == "sending" for row in found["editions"]) else STILL
    if last and now - last.at > limit:
        since = f"{last.at.astimezone(zone_of(desk)):%Y-%m-%d %H:%M %Z}"
        yield Trouble(LATE, f"still: the clock has not looked since {since}: tradebrief run")


def _letters(count: int) -> str:
    return "1 letter" if count == 1 else f"{count} letters"


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]
