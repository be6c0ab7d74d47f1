"""The state of a desk: as plain data for `status --json`, the next step, and what a person must see to.

Editions, sources and readers are those of the contract; `troubles` is what a monitor must know: editions held,
uncertain, late or failed, and a clock that stopped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from generator.delivery import Shelf
from generator.editions.edition_holds import CONFIRM, is_settled, restored
from generator.editions.edition_names import build_of, in_hand
from generator.intake.file_intake import waiting_files
from generator.intake.period_choice import lines_alone, newest_period
from generator.intake.questions import is_service
from generator.intake.reread import changed_keys, reread_command
from generator.intake.side_figures import sources_of, sources_of_names
from generator.intake.standings import OLDER, newer_release
from generator.intake.timetable import upcoming, zone_of
from generator.readers.approval import is_correction
from generator.readers.audience import lists_of
from generator.settings.desk import Desk
from generator.settings.desk_parts import FINDINGS
from generator.settings.output_shapes import EditionRow, SourceRow, Status
from generator.store import Due, FigureStore
from generator.store.ledger import STATES
from generator.trade.flags import Flag
from generator.trade.period import Period

_ALARMING = frozenset({"late", "failed", "uncertain"})
_UNDER_WAY = frozenset({"expected", "partial", "complete", "drafted", "approved", "sending"})
_WAITING = "waiting in the inbox, build takes them in"


def status(desk: Desk, store: FigureStore, shelf: Shelf, now: datetime) -> Status:
    """Return the state of a desk: editions, sources, subscribers."""
    last = store.due.last_look()
    rows = [*_edition_rows(desk, store, shelf), *_held_rows(store), *_possible_rows(desk, store)]
    return {
        "schema": 1,
        "desk": str(desk.folder),
        "now": now.isoformat(timespec="seconds"),
        "restored": restored(store),
        "clock": _time(desk, last.at) if last else None,
        "faults": [str(fault) for fault in desk.faults],
        "editions": list(_with_due_times(desk, store, rows, now)),
        "sources": [_source_row(desk, store, name) for name in desk.layouts],
        "subscribers": store.readers.counts(),
    }


def _edition_rows(desk: Desk, store: FigureStore, shelf: Shelf) -> Iterator[EditionRow]:
    """Yield every revision, with its letters and the notices of its withdrawal."""
    notes = store.editions.all()
    newest = {(note.briefing, note.period): note.revision for note in notes}
    letters = store.ledger.standing()
    notices = store.ledger.standing(notices=True)
    for note in notes:
        edition = (note.briefing, str(note.period), note.revision)
        reason = note.reason
        if not reason and not shelf.place(*edition).is_dir():
            reason = "its files are gone; tradebrief regenerate makes them again"
        if not reason and note.revision == newest[note.briefing, note.period]:
            reason = newer_release(desk, store, note)
        row = _row(*edition, note.state, reason, note.manifest_sha256)
        row["counts"] = letters.get(edition, row["counts"])
        row["notices"] = notices.get(edition, row["notices"])
        is_later = note.revision > 1 and store.raw.has(note.manifest_sha256)  # a first revision corrects nothing
        row["corrects"] = is_later and is_correction(store, note)
        if row["counts"]["uncertain"] or row["notices"]["uncertain"]:
            mailings = store.ledger.mailings(note.briefing, str(note.period))
            numbers = [mailing.number for mailing in mailings if mailing.revision == note.revision]
            row["uncertain"] = [
                letter.address for number in numbers for letter, _, _ in store.ledger.letters(number, ("uncertain",))
            ]
        yield row


def _held_rows(store: FigureStore) -> Iterator[EditionRow]:
    """Yield the editions that the audit refused."""
    for file in sorted((store.folder / "held").glob(f"*/*/{FINDINGS}")):
        first = (file.read_text(encoding="utf-8").splitlines() or [""])[0]
        yield _row(file.parent.parent.name, file.parent.name, None, "held", first.strip())


def _possible_rows(desk: Desk, store: FigureStore) -> Iterator[EditionRow]:
    """Yield the newest period of each briefing where it has figures and no edition yet."""
    editions = {(note.briefing, str(note.period)) for note in store.editions.all()} | {
        _key(row) for row in _held_rows(store)
    }
    for name, briefing in desk.briefings.items():
        vintage = store.releases.vintage(briefing.figures.source)
        period = newest_period(desk, store, name, vintage)
        if period and (name, str(period)) not in editions:
            lacks = lines_alone(desk, store, name, period, vintage)
            yield _row(name, str(period), None, "partial" if lacks else "complete", lacks)


def _row(
    name: str, period: str, revision: int | None, state: str, reason: str = "", manifest: str | None = None
) -> EditionRow:
    return {
        "briefing": name,
        "period": period,
        "revision": revision,
        "state": state,
        "reason": reason,
        "due": None,
        "manifest_sha256": manifest,
        "counts": dict.fromkeys(STATES, 0),
        "notices": dict.fromkeys(STATES, 0),
        "corrects": False,
        "uncertain": [],
    }


def _key(row: EditionRow) -> tuple[str, str]:
    return row["briefing"], row["period"]


def _with_due_times(desk: Desk, store: FigureStore, rows: Sequence[EditionRow], now: datetime) -> Iterator[EditionRow]:
    """Yield the rows with the time at which each was due, and then those that the clock awaits."""
    begun = store.due.all()
    table = {(due.briefing, str(due.period)): due for due in (*begun, *upcoming(desk, begun, now))}
    editions = {_key(row) for row in rows if row["revision"] or row["state"] == "held"}
    for row in rows:
        due = table.get(_key(row))
        if due is None or _key(row) in editions:
            yield _with_due_time(desk, row, due) if due else row
    for key, due in table.items():
        if key not in editions and due.step in ("pull", "build"):
            state = "partial" if due.word == "partial" else "expected"
            if due.step == "build":
                state = "complete"
            yield _with_due_time(desk, _row(*key, None, state), due)


def _with_due_time(desk: Desk, row: EditionRow, due: Due) -> EditionRow:
    """Return a row with the time at which it was due, and why it waits where it does."""
    word = f"{due.word}: " if due.word in _ALARMING else ""
    waits = f"{word}{due.said.splitlines()[0]}" if due.said and row["state"] in _UNDER_WAY else ""
    reasons = f"{waits}; {row['reason']}" if word and waits and row["revision"] and row["reason"] else ""
    return {**row, "due": _time(desk, due.due), "reason": reasons or row["reason"] or waits}


def _time(desk: Desk, at: datetime) -> str:
    return at.astimezone(zone_of(desk)).isoformat(timespec="seconds")


def _source_row(desk: Desk, store: FigureStore, name: str) -> SourceRow:
    releases = store.releases.all(name)
    row: SourceRow = {
        "name": name,
        "last_release": None,
        "last_pull": None,
        "state": _source_state(desk, store, name),
        "flags": [],
        "accepted": "",
    }
    if releases:
        newest = releases[-1]
        row["last_release"] = newest.released.isoformat()
        row["last_pull"] = newest.recorded.isoformat(timespec="seconds")
        row["flags"] = list(newest.flags)
        row["accepted"] = newest.accepted
    return row


def _source_state(desk: Desk, store: FigureStore, name: str) -> str:
    """Return what is to be known of a source: what waits, whether it was read as its settings say, what is odd."""
    files = len(waiting_files(desk, name))
    if files:
        return f"{files} {_WAITING}"
    releases = store.releases.all(name)
    if not releases:
        return "nothing yet"
    keys = changed_keys(desk, store, name)
    if keys:
        remedy = f"`{reread_command(desk, store, name)}` reads it again"
        return f"{', '.join(keys)} changed in desk.yaml since it was read; {remedy}"
    newest = releases[-1]
    kinds = ", ".join(dict.fromkeys(Flag.parse(text).kind for text in newest.flags))
    flagged = f"; its last release is flagged: {kinds}" if kinds else ""
    accepted = f"; taken in by hand: {newest.accepted}" if newest.accepted else ""
    return f"up to date{flagged}{accepted}"


def next_step(desk: Desk, store: FigureStore, state: Status, names: Sequence[str] = ()) -> str:
    """Return the one thing to do next, of the briefings `names`, or of all: the one in hand comes first."""
    return next(_steps(desk, store, state, names), "nothing: every period with figures has its edition")


def _steps(desk: Desk, store: FigureStore, state: Status, names: Sequence[str]) -> Iterator[str]:
    if not names:
        for fault in state["faults"]:
            yield f"fix {fault}"
        if state["restored"]:
            yield CONFIRM
    waits = [source["name"] for source in state["sources"] if _WAITING in source["state"]]
    now = datetime.fromisoformat(state["now"])
    rows = [row for row in state["editions"] if not is_settled(store, row, state["editions"], now)]
    for name in in_hand(desk, store, names or desk.briefings):
        yield from _steps_of(desk, store, name, [row for row in rows if row["briefing"] == name], waits)
    if not names:
        yield from _steps_of_desk(desk, store, rows, waits)
    if not desk.briefings and not any(source["last_release"] for source in state["sources"]):
        first = min(desk.layouts, key=lambda name: name in sources_of_names(desk))  # the first that has figures
        yield f"{_fetch(desk, first)}, then {build_of(desk, store, first)}"


def _steps_of_desk(desk: Desk, store: FigureStore, rows: Sequence[EditionRow], waits: Sequence[str]) -> Iterator[str]:
    """Yield what can be done whatever the briefing: lift holds, take in files, read sources again."""
    yield from _steps_in_state("held", rows)
    for source in waits:
        yield _take_in(desk, store, source)
    for source in desk.layouts:
        if changed_keys(desk, store, source):
            yield reread_command(desk, store, source)


def _steps_in_state(edition_state: str, rows: Sequence[EditionRow]) -> Iterator[str]:
    """Yield how to lift or fix each edition that is in a state."""
    for row in rows:
        if row["state"] == edition_state:
            yield _lift_or_fix(row)


def _withdrawal_steps(name: str, rows: Sequence[EditionRow]) -> Iterator[str]:
    """Yield the command that sends the notices of a withdrawal, for each edition that has some queued."""
    for row in rows:
        count = row["notices"]["queued"]
        if not count:
            continue
        notices = "1 notice of its withdrawal waits" if count == 1 else f"{count} notices of its withdrawal wait"
        yield f"tradebrief send {name}/{row['period']}/r{row['revision']}: {notices}"


def _steps_of(
    desk: Desk, store: FigureStore, name: str, rows: Sequence[EditionRow], waits: Sequence[str]
) -> Iterator[str]:
    """Yield what can be done about one briefing, the most pressing first."""
    source = desk.briefings[name].figures.source
    yield from _withdrawal_steps(name, rows)
    yield from _steps_in_state("held", rows)
    if changed_keys(desk, store, source):
        yield reread_command(desk, store, source)
    for source_name in sources_of(desk, name):
        if source_name in waits:
            yield _take_in(desk, store, source_name)
    for row in rows:
        if OLDER in row["reason"]:
            yield f"tradebrief build {name} --period {row['period']}"
    yield from _steps_in_state("partial", rows)
    for row in rows:
        if row["state"] == "complete":
            yield f"tradebrief build {name}"
    yield from _steps_to_readers(desk, store, name, rows)
    if not store.releases.all(source) and not waiting_files(desk, source):
        yield f"{_fetch(desk, source)}, then tradebrief build {name}"


def _steps_to_readers(desk: Desk, store: FigureStore, name: str, rows: Sequence[EditionRow]) -> Iterator[str]:
    """Yield what is to be done with editions that have readers: resolved, sent, approved.

    Of a draft that readers have otherwise, a correction must be made first.
    """
    for row in rows:
        if row["uncertain"]:
            yield f"tradebrief resolve {name}/{row['period']} --assume-sent, or --resend"
    for row in rows:
        if row["state"] in ("approved", "sending"):
            yield f"tradebrief send {name}/{row['period']}"
    drafts = [row for row in rows if row["state"] == "drafted"]
    if drafts and store.readers.of(lists_of(desk, name)):
        draft = max(drafts, key=lambda row: Period.parse(row["period"]))
        edition = f"{name}/{draft['period']}"
        if draft["corrects"]:
            yield f"tradebrief approve {edition}, a correction"
        elif store.holders.newest(name, draft["period"], draft["revision"] or 0) is None:
            yield f"tradebrief approve {edition}"
        else:
            yield f"tradebrief correct {edition} --note TEXT"


def _lift_or_fix(row: EditionRow) -> str:
    """Return what is to be done with what a person or the clock holds, or the audit, or what lacks figures."""
    if row["revision"]:
        return f"tradebrief hold {row['briefing']}/{row['period']} --lift --because TEXT"
    return f"fix {row['briefing']}/{row['period']}: {row['reason'].strip()}"


def _take_in(desk: Desk, store: FigureStore, source: str) -> str:
    return f"{build_of(desk, store, source)}, which takes in what waits in inbox/{source}/"


def _fetch(desk: Desk, source: str) -> str:
    is_asked = is_service(desk.settings.sources[source])
    return f"tradebrief pull --source {source}" if is_asked else f"put a file of figures into inbox/{source}/"


STILL = timedelta(hours=3)  # a clock looks every ten minutes at the latest, and may build for an hour
STILL_SENDING = timedelta(days=1)  # it does not look while letters go, as slowly as a mail server allows
TRIES = 5  # the fifth failed an hour and a half after the first, at the earliest
# Exit codes of the contract.
HELD = 3
LATE = 4
UNCERTAIN = 5
_COUNTED = re.compile(r"r\d+ \w+: ")  # "r1 sending: 5 queued, 5 sent": letters went to the server


class Trouble(NamedTuple):
    """One thing that a person must see to, in a line, and the exit code that it asks for."""

    exit_code: int
    text: str


def troubles(desk: Desk, store: FigureStore, state: Status) -> tuple[Trouble, ...]:
    """Return all that a person must see to, by the `state` of the desk; the first one's exit code counts."""
    waiting_rows = [due for due in store.due.all() if due.step != "done" and due.briefing in desk.briefings]
    lines = [
        *((HELD, line) for line in _held_lines(store, state, waiting_rows)),
        *((UNCERTAIN, line) for line in _uncertain_lines(state)),
        *((LATE, line) for line in _late_lines(store, waiting_rows)),
        *((LATE, line) for line in _undelivered_lines(store, state)),
        *((LATE, line) for line in _stopped_lines(desk, store, state)),
    ]
    return tuple(Trouble(code, line) for code, line in lines)


def _held_lines(store: FigureStore, state: Status, rows: Sequence[Due]) -> Iterator[str]:
    """Yield that the desk was restored, and the editions that are held or that the audit refused."""
    if state["restored"]:
        yield f"restored: {state['restored']}: {CONFIRM}"
    reasons = {due.edition: due.said for due in rows if due.word == "held"}
    now = datetime.fromisoformat(state["now"])
    for row in state["editions"]:
        if row["state"] == "held" and not is_settled(store, row, state["editions"], now):
            reasons[f"{row['briefing']}/{row['period']}"] = row["reason"]
    for edition, reason in reasons.items():
        yield f"held: {edition}: {_first_line(reason)}"


def _uncertain_lines(state: Status) -> Iterator[str]:
    for row in state["editions"]:
        if row["uncertain"]:
            edition = f"{row['briefing']}/{row['period']}"
            yield f"uncertain: {_letters(len(row['uncertain']))} of {edition}: tradebrief resolve {edition}"


def _late_lines(store: FigureStore, rows: Sequence[Due]) -> Iterator[str]:
    """Yield what the clock waits for too long or cannot do, what a person must fetch, and letters nobody takes."""
    for due in rows:
        if due.word in ("late", "failed"):
            yield f"{due.word}: {due.edition}: {_first_line(due.said)}"
    for due in rows:
        if due.word == "slip":
            yield f"slip: {due.edition}: `tradebrief pull {due.briefing}` says what to fetch"
    for due in rows:
        if due.word != "waits" or due.step != "send":
            continue
        mailings = store.ledger.mailings(due.briefing, str(due.period))
        letters = [letter for mailing in mailings for letter, _, _ in store.ledger.letters(mailing.number, ("queued",))]
        refused = sum(letter.attempt >= TRIES for letter in letters)
        if due.tries >= TRIES and not _COUNTED.match(due.said):  # the server was not reached at all
            yield f"waits: {_letters(len(letters))} of {due.edition}: {_first_line(due.said)}"
        elif refused:
            yield f"waits: {_letters(refused)} of {due.edition}: tradebrief status --letters {due.edition}"


def _undelivered_lines(store: FigureStore, state: Status) -> Iterator[str]:
    """Yield how many letters of each briefing's newest edition failed whose readers still get letters."""
    newest: dict[str, Period] = {}
    for row in state["editions"]:
        period = Period.parse(row["period"])
        if row["revision"] and period >= newest.get(row["briefing"], period):
            newest[row["briefing"]] = period
    for name, period in newest.items():
        failed = sum(
            not store.readers.is_suppressed(letter.folded)
            for mailing in store.ledger.mailings(name, str(period))
            for letter, _, _ in store.ledger.letters(mailing.number, ("failed",))
        )
        if failed:
            yield f"failed: {_letters(failed)} of {name}/{period}: tradebrief status --letters {name}/{period}"


def _stopped_lines(desk: Desk, store: FigureStore, state: Status) -> Iterator[str]:
    """Yield that a clock which ran has not looked for long."""
    last = store.due.last_look()
    now = datetime.fromisoformat(state["now"])
    limit = STILL_SENDING if any(row["state"] == "sending" for row in state["editions"]) else STILL
    if last and now - last.at > limit:
        since = f"{last.at.astimezone(zone_of(desk)):%Y-%m-%d %H:%M %Z}"
        yield f"still: the clock has not looked since {since}: tradebrief run"


def _letters(count: int) -> str:
    return "1 letter" if count == 1 else f"{count} letters"


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]
