"""State: what a desk has, what waits, and what is wrong, as plain data (contract of `status --json`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from generator.editions.briefing_names import build_of, in_hand
from generator.editions.restored_desk import CONFIRM, restored
from generator.editions.stale_editions import is_settled
from generator.intake.fetching import answers
from generator.intake.file_intake import waiting
from generator.intake.missing_headings import lines_alone
from generator.intake.newer_figures import OLDER, newer_release
from generator.intake.period_choice import newest_period
from generator.intake.reread import changed, command
from generator.intake.side_figures import sources_of, sources_of_names
from generator.intake.timetable import upcoming, zone_of
from generator.readers.audience import lists_of
from generator.readers.earlier_revisions import is_correction
from generator.settings.opened import FINDINGS, OpenDesk
from generator.settings.output_shapes import EditionRow, SourceRow, Status
from generator.store import Due, EditionNote, Release
from generator.store.ledger import STATES
from generator.trade.flags import Flag
from generator.trade.period import Period

_ALARMING = frozenset({"late", "failed", "uncertain"})
_UNDER_WAY = frozenset({"expected", "partial", "complete", "drafted", "approved", "sending"})
_WAITING = "waiting in the inbox, build takes them in"


def status(desk: OpenDesk, now: datetime) -> Status:
    """Return the state of a desk: editions, sources, subscribers."""
    return {
        "schema": 1,
        "desk": str(desk.folder),
        "now": now.isoformat(timespec="seconds"),
        "restored": restored(desk),
        "clock": _time(desk, last.at) if (last := desk.store.due.last_look()) else None,
        "faults": [str(fault) for fault in desk.desk.faults],
        "editions": [*_with_days(desk, [*_editions(desk), *_held(desk), *_possible(desk)], now)],
        "sources": [_source(desk, name) for name in desk.layouts],
        "subscribers": desk.store.readers.counts(),
    }


def next_step(desk: OpenDesk, state: Status, asked: Sequence[str] = ()) -> str:
    """Return the one thing to do next, of the briefings `asked`, or of all: the one in hand comes first."""
    return next(_steps(desk, state, asked), "nothing: every period with figures has its edition")


def _steps(desk: OpenDesk, state: Status, asked: Sequence[str]) -> Iterator[str]:
    if not asked:
        yield from (f"mend {fault}" for fault in state["faults"])
        yield from [CONFIRM] if state["restored"] else []
    waits = [source["name"] for source in state["sources"] if _WAITING in source["state"]]
    now = datetime.fromisoformat(state["now"])
    editions = [item for item in state["editions"] if not is_settled(desk, item, state["editions"], now)]
    for name in in_hand(desk, asked or desk.desk.briefings):
        rows = [item for item in editions if item["briefing"] == name]
        yield from _steps_of(desk, name, rows, waits)
    if not asked:
        yield from (_mended(item) for item in editions if item["state"] == "held")
        yield from (_taken_in(desk, source) for source in waits)
        yield from (command(desk, source) for source in desk.layouts if changed(desk, source))
    if not desk.desk.briefings and not any(source["last_release"] for source in state["sources"]):
        first = min(desk.layouts, key=lambda name: name in sources_of_names(desk))  # the first that has figures
        yield f"{_fetched(desk, first)}, then {build_of(desk, first)}"


def _steps_of(desk: OpenDesk, name: str, rows: Sequence[EditionRow], waits: Sequence[str]) -> Iterator[str]:
    """Yield what can be done about one briefing, the most pressing first."""
    source = desk.desk.briefings[name].figures.source
    yield from (_notices(item) for item in rows if item["notices"]["queued"])
    yield from (_mended(item) for item in rows if item["state"] == "held")
    if changed(desk, source):
        yield command(desk, source)
    yield from (_taken_in(desk, one) for one in sources_of(desk, name) if one in waits)
    older = (item for item in rows if OLDER in item["reason"])
    yield from (f"tradebrief build {name} --period {item['period']}" for item in older)
    yield from (_mended(item) for item in rows if item["state"] == "partial")
    yield from (f"tradebrief build {name}" for item in rows if item["state"] == "complete")
    yield from _to_readers(desk, name, rows)
    if not desk.store.releases(source) and not waiting(desk, source):
        yield f"{_fetched(desk, source)}, then tradebrief build {name}"


def _mended(item: EditionRow) -> str:
    """Return what is to be done with what a person or the clock holds, or the audit, or what lacks figures."""
    if item["revision"]:
        return f"tradebrief hold {item['briefing']}/{item['period']} --lift --because TEXT"
    return f"mend {item['briefing']}/{item['period']}: {item['reason'].strip()}"


def _taken_in(desk: OpenDesk, source: str) -> str:
    return f"{build_of(desk, source)}, which takes in what waits in inbox/{source}/"


def _fetched(desk: OpenDesk, source: str) -> str:
    is_asked = answers(desk.desk.settings.sources[source])
    return f"tradebrief pull --source {source}" if is_asked else f"put a file of figures into inbox/{source}/"


def _with_days(desk: OpenDesk, rows: Sequence[EditionRow], now: datetime) -> Iterator[EditionRow]:
    """Yield the rows with the time at which each was due, and then those that the clock awaits."""
    begun = desk.store.due.all()
    table = {(row.briefing, str(row.period)): row for row in (*begun, *upcoming(desk, begun, now))}
    made = {_of(row) for row in rows if row["revision"] or row["state"] == "held"}
    for row in rows:
        due = table.get(_of(row))
        if due is None or _of(row) in made:
            yield _dated(desk, row, due) if due else row
    for of, due in table.items():
        if of not in made and due.step in ("pull", "build"):
            yield _dated(desk, _row(*of, None, _extent(due), "", None), due)


def _dated(desk: OpenDesk, row: EditionRow, due: Due) -> EditionRow:
    """Return a row with the time at which it was due, and why it waits where it does."""
    word = f"{due.word}: " if due.word in _ALARMING else ""
    waits = f"{word}{due.said.splitlines()[0]}" if due.said and row["state"] in _UNDER_WAY else ""
    both = f"{waits}; {row['reason']}" if word and waits and row["revision"] and row["reason"] else ""
    return {**row, "due": _time(desk, due.due), "reason": both or row["reason"] or waits}


def _time(desk: OpenDesk, at: datetime) -> str:
    return at.astimezone(zone_of(desk)).isoformat(timespec="seconds")


def _extent(due: Due) -> str:
    return "complete" if due.step == "build" else "partial" if due.word == "partial" else "expected"


def _of(row: EditionRow) -> tuple[str, str]:
    return row["briefing"], row["period"]


def _editions(desk: OpenDesk) -> Iterator[EditionRow]:
    notes = desk.store.editions()
    newest = {(note.briefing, note.period): note.revision for note in notes}
    letters, notices = desk.store.ledger.standing(), desk.store.ledger.standing(notices=True)
    for note in notes:
        place = desk.shelf.place(note.briefing, str(note.period), note.revision)
        reason = note.reason or ("" if place.is_dir() else "its files are gone; tradebrief regenerate makes them again")
        if not reason and note.revision == newest[note.briefing, note.period]:
            reason = newer_release(desk, note)
        row = _row(note.briefing, str(note.period), note.revision, note.state, reason, note.manifest_sha256)
        of = (note.briefing, str(note.period), note.revision)
        counts, told = letters.get(of, row["counts"]), notices.get(of, row["notices"])
        in_doubt = _uncertain(desk, note) if counts["uncertain"] or told["uncertain"] else []
        yield {**row, "counts": counts, "notices": told, "corrects": _corrects(desk, note), "uncertain": in_doubt}


def _to_readers(desk: OpenDesk, name: str, rows: Sequence[EditionRow]) -> Iterator[str]:
    """Yield what is to be done with editions that have readers: resolved, sent, approved."""
    of = [(f"{name}/{item['period']}", item) for item in rows]
    yield from (f"tradebrief resolve {edition} --assume-sent, or --resend" for edition, item in of if item["uncertain"])
    yield from (f"tradebrief send {edition}" for edition, item in of if item["state"] in ("approved", "sending"))
    if any(item["state"] == "drafted" for item in rows) and desk.store.readers.of(lists_of(desk, name)):
        newest = max(
            (item for item in rows if item["state"] == "drafted"), key=lambda item: Period.parse(item["period"])
        )
        yield _to_let_go(desk, f"{name}/{newest['period']}", newest)


def _to_let_go(desk: OpenDesk, edition: str, row: EditionRow) -> str:
    """Return what lets a draft go: of one that readers have otherwise, a correction must be made first."""
    if row["corrects"]:
        return f"tradebrief approve {edition}, a correction"
    held = desk.store.holders.newest(row["briefing"], row["period"], row["revision"] or 0)
    return f"tradebrief approve {edition}" if held is None else f"tradebrief correct {edition} --note TEXT"


def _notices(item: EditionRow) -> str:
    """Return what sends the notices of a withdrawal that wait."""
    count = item["notices"]["queued"]
    waits = "1 notice of its withdrawal waits" if count == 1 else f"{count} notices of its withdrawal wait"
    return f"tradebrief send {item['briefing']}/{item['period']}/r{item['revision']}: {waits}"


def _corrects(desk: OpenDesk, note: EditionNote) -> bool:
    """Say whether a revision is a correction; a first one never is."""
    return note.revision > 1 and desk.store.has(note.manifest_sha256) and is_correction(desk, note)


def _uncertain(desk: OpenDesk, note: EditionNote) -> list[str]:
    """Return the addresses of those of whom it is not known whether a letter reached them."""
    mailings = desk.store.ledger.mailings(note.briefing, str(note.period))
    own = [one.number for one in mailings if one.revision == note.revision]
    return [letter.address for number in own for letter, _, _ in desk.store.ledger.letters(number, ("uncertain",))]


def _held(desk: OpenDesk) -> Iterator[EditionRow]:
    for found in sorted((desk.state / "held").glob(f"*/*/{FINDINGS}")):
        first = (found.read_text(encoding="utf-8").splitlines() or [""])[0]
        yield _row(found.parent.parent.name, found.parent.name, None, "held", first.strip(), None)


def _possible(desk: OpenDesk) -> Iterator[EditionRow]:
    """Return the newest period of each briefing where it has figures and no edition yet."""
    made = {(note.briefing, str(note.period)) for note in desk.store.editions()} | {_of(row) for row in _held(desk)}
    for name, briefing in desk.desk.briefings.items():
        period = newest_period(desk, name, desk.store.vintage(briefing.figures.source))
        if period and (name, str(period)) not in made:
            lacks = lines_alone(desk, name, period, desk.store.vintage(briefing.figures.source))
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


def _source(desk: OpenDesk, name: str) -> SourceRow:
    releases = desk.store.releases(name)
    files = len(waiting(desk, name))
    return {
        "name": name,
        "last_release": releases[-1].released.isoformat() if releases else None,
        "last_pull": releases[-1].recorded.isoformat(timespec="seconds") if releases else None,
        "state": _state(desk, name, files, releases[-1] if releases else None),
        "flags": list(releases[-1].flags) if releases else [],
        "accepted": releases[-1].accepted if releases else "",
    }


def _state(desk: OpenDesk, name: str, files: int, newest: Release | None) -> str:
    """Return what is to be known of a source: what waits, whether it was read as its settings say, what is odd."""
    if files:
        return f"{files} {_WAITING}"
    if newest is None:
        return "nothing yet"
    if keys := changed(desk, name):
        return f"{', '.join(keys)} changed in desk.yaml since it was read; `{command(desk, name)}` reads it again"
    return f"up to date{_odd(newest)}"


def _odd(newest: Release) -> str:
    """Return what is odd about the newest release of a source, "" for nothing."""
    kinds = ", ".join(dict.fromkeys(Flag.parse(text).kind for text in newest.flags))
    flagged = f"; its last release is flagged: {kinds}" if kinds else ""
    return flagged + (f"; taken in by hand: {newest.accepted}" if newest.accepted else "")
