"""Describe the state of a desk as plain data: editions, sources, readers (the contract of `status --json`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from generator.delivery import Shelf
from generator.editions.edition_holds import CONFIRM, is_settled, restored
from generator.editions.edition_names import build_of, in_hand
from generator.intake.file_intake import waiting
from generator.intake.period_choice import lines_alone, newest_period
from generator.intake.questions import answers
from generator.intake.reread import changed, command
from generator.intake.side_figures import sources_of, sources_of_names
from generator.intake.standings import OLDER, newer_release
from generator.intake.timetable import upcoming, zone_of
from generator.readers.approval import is_correction
from generator.readers.audience import lists_of
from generator.settings.desk import Desk
from generator.settings.desk_parts import FINDINGS
from generator.settings.output_shapes import EditionRow, SourceRow, Status
from generator.store import Due, EditionNote, FigureStore, Release
from generator.store.ledger import STATES
from generator.trade.flags import Flag
from generator.trade.period import Period

_ALARMING = frozenset({"late", "failed", "uncertain"})
_UNDER_WAY = frozenset({"expected", "partial", "complete", "drafted", "approved", "sending"})
_WAITING = "waiting in the inbox, build takes them in"


def status(desk: Desk, store: FigureStore, shelf: Shelf, now: datetime) -> Status:
    """Return the state of a desk: editions, sources, subscribers."""
    return {
        "schema": 1,
        "desk": str(desk.folder),
        "now": now.isoformat(timespec="seconds"),
        "restored": restored(store),
        "clock": _time(desk, last.at) if (last := store.due.last_look()) else None,
        "faults": [str(fault) for fault in desk.faults],
        "editions": [
            *_with_days(desk, store, [*_editions(desk, store, shelf), *_held(store), *_possible(desk, store)], now)
        ],
        "sources": [_source(desk, store, name) for name in desk.layouts],
        "subscribers": store.readers.counts(),
    }


def next_step(desk: Desk, store: FigureStore, state: Status, asked: Sequence[str] = ()) -> str:
    """Return the one thing to do next, of the briefings `asked`, or of all: the one in hand comes first."""
    return next(_steps(desk, store, state, asked), "nothing: every period with figures has its edition")


def _steps(desk: Desk, store: FigureStore, state: Status, asked: Sequence[str]) -> Iterator[str]:
    if not asked:
        yield from (f"mend {fault}" for fault in state["faults"])
        yield from [CONFIRM] if state["restored"] else []
    waits = [source["name"] for source in state["sources"] if _WAITING in source["state"]]
    now = datetime.fromisoformat(state["now"])
    editions = [item for item in state["editions"] if not is_settled(store, item, state["editions"], now)]
    for name in in_hand(desk, store, asked or desk.briefings):
        rows = [item for item in editions if item["briefing"] == name]
        yield from _steps_of(desk, store, name, rows, waits)
    if not asked:
        yield from (_mended(item) for item in editions if item["state"] == "held")
        yield from (_taken_in(desk, store, source) for source in waits)
        yield from (command(desk, store, source) for source in desk.layouts if changed(desk, store, source))
    if not desk.briefings and not any(source["last_release"] for source in state["sources"]):
        first = min(desk.layouts, key=lambda name: name in sources_of_names(desk))  # the first that has figures
        yield f"{_fetched(desk, first)}, then {build_of(desk, store, first)}"


def _steps_of(
    desk: Desk, store: FigureStore, name: str, rows: Sequence[EditionRow], waits: Sequence[str]
) -> Iterator[str]:
    """Yield what can be done about one briefing, the most pressing first."""
    source = desk.briefings[name].figures.source
    yield from (_notices(item) for item in rows if item["notices"]["queued"])
    yield from (_mended(item) for item in rows if item["state"] == "held")
    if changed(desk, store, source):
        yield command(desk, store, source)
    yield from (_taken_in(desk, store, one) for one in sources_of(desk, name) if one in waits)
    older = (item for item in rows if OLDER in item["reason"])
    yield from (f"tradebrief build {name} --period {item['period']}" for item in older)
    yield from (_mended(item) for item in rows if item["state"] == "partial")
    yield from (f"tradebrief build {name}" for item in rows if item["state"] == "complete")
    yield from _to_readers(desk, store, name, rows)
    if not store.releases(source) and not waiting(desk, source):
        yield f"{_fetched(desk, source)}, then tradebrief build {name}"


def _mended(item: EditionRow) -> str:
    """Return what is to be done with what a person or the clock holds, or the audit, or what lacks figures."""
    if item["revision"]:
        return f"tradebrief hold {item['briefing']}/{item['period']} --lift --because TEXT"
    return f"mend {item['briefing']}/{item['period']}: {item['reason'].strip()}"


def _taken_in(desk: Desk, store: FigureStore, source: str) -> str:
    return f"{build_of(desk, store, source)}, which takes in what waits in inbox/{source}/"


def _fetched(desk: Desk, source: str) -> str:
    is_asked = answers(desk.settings.sources[source])
    return f"tradebrief pull --source {source}" if is_asked else f"put a file of figures into inbox/{source}/"


def _with_days(desk: Desk, store: FigureStore, rows: Sequence[EditionRow], now: datetime) -> Iterator[EditionRow]:
    """Yield the rows with the time at which each was due, and then those that the clock awaits."""
    begun = store.due.all()
    table = {(row.briefing, str(row.period)): row for row in (*begun, *upcoming(desk, begun, now))}
    made = {_of(row) for row in rows if row["revision"] or row["state"] == "held"}
    for row in rows:
        due = table.get(_of(row))
        if due is None or _of(row) in made:
            yield _dated(desk, row, due) if due else row
    for of, due in table.items():
        if of not in made and due.step in ("pull", "build"):
            yield _dated(desk, _row(*of, None, _extent(due), "", None), due)


def _dated(desk: Desk, row: EditionRow, due: Due) -> EditionRow:
    """Return a row with the time at which it was due, and why it waits where it does."""
    word = f"{due.word}: " if due.word in _ALARMING else ""
    waits = f"{word}{due.said.splitlines()[0]}" if due.said and row["state"] in _UNDER_WAY else ""
    both = f"{waits}; {row['reason']}" if word and waits and row["revision"] and row["reason"] else ""
    return {**row, "due": _time(desk, due.due), "reason": both or row["reason"] or waits}


def _time(desk: Desk, at: datetime) -> str:
    return at.astimezone(zone_of(desk)).isoformat(timespec="seconds")


def _extent(due: Due) -> str:
    return "complete" if due.step == "build" else "partial" if due.word == "partial" else "expected"


def _of(row: EditionRow) -> tuple[str, str]:
    return row["briefing"], row["period"]


def _editions(desk: Desk, store: FigureStore, shelf: Shelf) -> Iterator[EditionRow]:
    notes = store.editions()
    newest = {(note.briefing, note.period): note.revision for note in notes}
    letters, notices = store.ledger.standing(), store.ledger.standing(notices=True)
    for note in notes:
        place = shelf.place(note.briefing, str(note.period), note.revision)
        reason = note.reason or ("" if place.is_dir() else "its files are gone; tradebrief regenerate makes them again")
        if not reason and note.revision == newest[note.briefing, note.period]:
            reason = newer_release(desk, store, note)
        row = _row(note.briefing, str(note.period), note.revision, note.state, reason, note.manifest_sha256)
        of = (note.briefing, str(note.period), note.revision)
        counts, told = letters.get(of, row["counts"]), notices.get(of, row["notices"])
        in_doubt = _uncertain(store, note) if counts["uncertain"] or told["uncertain"] else []
        yield {**row, "counts": counts, "notices": told, "corrects": _corrects(store, note), "uncertain": in_doubt}


def _to_readers(desk: Desk, store: FigureStore, name: str, rows: Sequence[EditionRow]) -> Iterator[str]:
    """Yield what is to be done with editions that have readers: resolved, sent, approved."""
    of = [(f"{name}/{item['period']}", item) for item in rows]
    yield from (f"tradebrief resolve {edition} --assume-sent, or --resend" for edition, item in of if item["uncertain"])
    yield from (f"tradebrief send {edition}" for edition, item in of if item["state"] in ("approved", "sending"))
    if any(item["state"] == "drafted" for item in rows) and store.readers.of(lists_of(desk, name)):
        newest = max(
            (item for item in rows if item["state"] == "drafted"), key=lambda item: Period.parse(item["period"])
        )
        yield _to_let_go(store, f"{name}/{newest['period']}", newest)


def _to_let_go(store: FigureStore, edition: str, row: EditionRow) -> str:
    """Return what lets a draft go: of one that readers have otherwise, a correction must be made first."""
    if row["corrects"]:
        return f"tradebrief approve {edition}, a correction"
    held = store.holders.newest(row["briefing"], row["period"], row["revision"] or 0)
    return f"tradebrief approve {edition}" if held is None else f"tradebrief correct {edition} --note TEXT"


def _notices(item: EditionRow) -> str:
    """Return what sends the notices of a withdrawal that wait."""
    count = item["notices"]["queued"]
    waits = "1 notice of its withdrawal waits" if count == 1 else f"{count} notices of its withdrawal wait"
    return f"tradebrief send {item['briefing']}/{item['period']}/r{item['revision']}: {waits}"


def _corrects(store: FigureStore, note: EditionNote) -> bool:
    """Say whether a revision is a correction; a first one never is."""
    return note.revision > 1 and store.has(note.manifest_sha256) and is_correction(store, note)


def _uncertain(store: FigureStore, note: EditionNote) -> list[str]:
    """Return the addresses of those of whom it is not known whether a letter reached them."""
    mailings = store.ledger.mailings(note.briefing, str(note.period))
    own = [one.number for one in mailings if one.revision == note.revision]
    return [letter.address for number in own for letter, _, _ in store.ledger.letters(number, ("uncertain",))]


def _held(store: FigureStore) -> Iterator[EditionRow]:
    for found in sorted((store.folder / "held").glob(f"*/*/{FINDINGS}")):
        first = (found.read_text(encoding="utf-8").splitlines() or [""])[0]
        yield _row(found.parent.parent.name, found.parent.name, None, "held", first.strip(), None)


def _possible(desk: Desk, store: FigureStore) -> Iterator[EditionRow]:
    """Return the newest period of each briefing where it has figures and no edition yet."""
    made = {(note.briefing, str(note.period)) for note in store.editions()} | {_of(row) for row in _held(store)}
    for name, briefing in desk.briefings.items():
        period = newest_period(desk, store, name, store.vintage(briefing.figures.source))
        if period and (name, str(period)) not in made:
            lacks = lines_alone(desk, store, name, period, store.vintage(briefing.figures.source))
            yield _row(name, str(period), None, "partial" if lacks else "complete", lacks, None)


def _row(name: str, period: str, revision: int | None, state: str, reason: str, manifest: str | None) -> EditionRow:
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


def _source(desk: Desk, store: FigureStore, name: str) -> SourceRow:
    releases = store.releases(name)
    files = len(waiting(desk, name))
    return {
        "name": name,
        "last_release": releases[-1].released.isoformat() if releases else None,
        "last_pull": releases[-1].recorded.isoformat(timespec="seconds") if releases else None,
        "state": _state(desk, store, name, files, releases[-1] if releases else None),
        "flags": list(releases[-1].flags) if releases else [],
        "accepted": releases[-1].accepted if releases else "",
    }


def _state(desk: Desk, store: FigureStore, name: str, files: int, newest: Release | None) -> str:
    """Return what is to be known of a source: what waits, whether it was read as its settings say, what is odd."""
    if files:
        return f"{files} {_WAITING}"
    if newest is None:
        return "nothing yet"
    if keys := changed(desk, store, name):
        return (
            f"{', '.join(keys)} changed in desk.yaml since it was read; `{command(desk, store, name)}` reads it again"
        )
    return f"up to date{_odd(newest)}"


def _odd(newest: Release) -> str:
    """Return what is odd about the newest release of a source, "" for nothing."""
    kinds = ", ".join(dict.fromkeys(Flag.parse(text).kind for text in newest.flags))
    flagged = f"; its last release is flagged: {kinds}" if kinds else ""
    return flagged + (f"; taken in by hand: {newest.accepted}" if newest.accepted else "")
