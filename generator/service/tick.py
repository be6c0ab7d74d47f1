"""Do everything that is due at one tick of the clock; each step is recorded before the next begins."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.delivery import Shelf
from generator.editions.build import build
from generator.errors import DeskBusy, GeneratorError
from generator.intake.file_intake import IntakeResult, SetAside, take_in
from generator.intake.inbox import strays_by_file
from generator.intake.standings import newer_release
from generator.intake.timetable import is_clocked, is_stray, refreshed, source_of, when, within_hours, zone_of
from generator.readers.returned_mail import read_bounces
from generator.service.alerts import TOLD, note, note_done, tell
from generator.service.edition_steps import (
    Maker,
    Stopping,
    after_asking,
    approved,
    ask,
    built,
    dropped_for,
    failed,
    of_ours,
    sent,
)
from generator.service.retention import tidy
from generator.service.threshold_alerts import passed
from generator.settings.desk import Desk
from generator.settings.desk_parts import digest
from generator.settings.environment import redacted
from generator.store import Due, EditionNote, FigureStore, Look
from generator.trade.period import Period

_MADE = ("approve", "send", "done")
_SET = (
    "the wall clock was set from {0:%Y-%m-%d %H:%M} to {1:%Y-%m-%d %H:%M}: nothing is done until {2} more looks agree"
)
_STRANGE = "{0} was set aside: {1}"


def chores(desk: Desk, store: FigureStore, shelf: Shelf, last: Look | None, now: datetime) -> Iterator[str]:
    """Yield what was done, in a sentence each."""
    if back := Counter(one.what for one in read_bounces(desk, store, now)):
        yield "came back: " + ", ".join(f"{count} {what}" for what, count in back.items())
    for file, said in strays_by_file(desk):
        if note(store, "", file, "failed", said, now):  # once a day
            yield said
    zone = zone_of(desk)
    if last is None or last.at.astimezone(zone).date() != now.astimezone(zone).date():
        yield from (f"taken away after {one.after}: {one.count} of {one.kind}" for one in tidy(desk, store, shelf, now))


def overtaken(desk: Desk, store: FigureStore, since: datetime) -> Iterator[tuple[Due, EditionNote, str]]:
    """Yield each edition that does not know a release recorded since then, its newest revision, and which release."""
    new = {(one.source, one.period) for one in store.releases() if one.recorded >= since}
    for row in store.due.all():
        if row.step not in _MADE or row.briefing not in desk.briefings:
            continue
        note = store.edition(row.briefing, row.period)
        of = source_of(desk, row.briefing)
        of_any = row.period.frequency == "quarterly"  # whose months a release of a later one may restate
        is_new = any(source == of and (of_any or row.period.holds(period)) for source, period in new)
        if note and is_new and (why := newer_release(desk, store, note)):
            yield row, note, why


@dataclass(frozen=True)
class Entry:
    """A line of the diary: what became of an edition, or of the desk where `briefing` is ""."""

    at: datetime
    briefing: str
    period: str
    step: str
    word: str
    said: str


def tick(
    desk: Desk, store: FigureStore, shelf: Shelf, clock: Time, stopping: Stopping = lambda: False, make: Maker = build
) -> Iterator[Entry]:
    """Yield what became of each edition that is due, as it happens; a kill between two steps loses none of them.

    `make` is what makes an edition.
    """
    last = store.due.last_look()
    this = replace(look(last, clock), seen=_seen(desk, store))
    store.due.looked(this)
    if this.doubts:
        yield from _doubted(desk, store, last, this)
        return
    if last and (last.doubts or last.seen != this.seen):
        _hurry(desk, store, this.at)
        yield from _guarded(store, "figures that came since", _made_anew(desk, store, last, this.at), this.at)
    yield from _guarded(store, "bounces", _housekeeping(desk, store, shelf, last, this.at), this.at)
    yield from _guarded(store, "settings", _faults(desk, store, this.at), this.at)
    dropped = dropped_for(desk)
    for source in dropped:
        yield from _guarded(store, source, _read(desk, store, source, this.at), this.at)
    for name in desk.briefings:
        yield from _guarded(store, f"briefings/{name}.yaml", _awaited(desk, store, name, this.at), this.at)
    yield from _asked(desk, store, clock.now(), dropped, stopping)
    for row in _waiting(desk, store):
        if row.step != "pull":
            yield from _advanced(desk, store, shelf, row, clock.now, stopping, make)
    yield from _guarded(store, "alert:", _passed(desk, store, clock.now()), clock.now())
    for line in tell(desk, store, clock.now, stopping):
        yield Entry(clock.now(), "", "", "alert", line.word, line.said)


def _awaited(desk: Desk, store: FigureStore, name: str, now: datetime) -> Iterator[Entry]:
    """Bring the due table of a briefing up to date, and yield what is awaited from now on."""
    for row in store.due.all():
        if row.briefing == name and is_stray(desk, row, now):
            store.due.drop(row)
    for row in refreshed(desk, store, name, store.due.all(), now):
        store.due.put(row)
        if row.step == "pull":
            since = f"due since {row.due.astimezone(zone_of(desk)):%Y-%m-%d %H:%M}"
            yield _entry(row, now, since if row.due <= now else "awaited")


def _passed(desk: Desk, store: FigureStore, now: datetime) -> Iterator[Entry]:
    for said in passed(desk, store, now):
        yield Entry(now, "", "", "look", "moved", said)


def _doubted(desk: Desk, store: FigureStore, last: Look | None, this: Look) -> Iterator[Entry]:
    """Yield that the wall clock jumped, once."""
    if last is None or not jumped(last, this):
        return
    zone = zone_of(desk)
    said = _SET.format(last.at.astimezone(zone), this.at.astimezone(zone), this.doubts)
    note(store, "", "", "clock", said, this.at)
    yield Entry(this.at, "", "", "look", "clock", said)


def _hurry(desk: Desk, store: FigureStore, now: datetime) -> None:
    """Let what was put off come at once: a clock that ran ahead put it off, or what it lacks may be there by now."""
    for row in _waiting(desk, store):
        absent = row.absent if row.absent and row.absent <= now else None  # else a clock that ran ahead said so
        if row.next > now or absent != row.absent:
            store.due.put(replace(row, next=_soonest(desk, row, now), absent=absent))


def _made_anew(desk: Desk, store: FigureStore, last: Look, now: datetime) -> Iterator[Entry]:
    """Have what nobody has decided about built anew of newer figures; of what went out let the operators know."""
    for row, newest, why in overtaken(desk, store, last.at):
        if newest.state == "drafted":
            said = f"r{newest.revision} is {why}: it is built anew"
            yield from _noted(store, row, replace(row, step="build", next=now, word="", said=said), now)
        elif newest.state in ("approved", "sending", "published", "corrected"):
            said = f"r{newest.revision} is {newest.state}, and {why}"
            if note(store, row.briefing, str(row.period), "older", said, now):
                yield Entry(now, row.briefing, str(row.period), row.step, "older", said)


def _soonest(desk: Desk, row: Due, now: datetime) -> datetime:
    """Return when a step may be done again at the earliest; sending looks at its hours itself."""
    if row.step != "pull":
        return now
    return within_hours(desk, row.briefing, max(now, when(desk, row.briefing, row.period).first))


def _seen(desk: Desk, store: FigureStore) -> str:
    """Return the digest of what an edition that waits may be waiting for: settings, and releases."""
    files = [f"{name} {digest(raw)}" for name, raw in sorted(desk.files.items())]
    return digest("\n".join([*files, *(one.name for one in store.releases()[-1:])]).encode())


def _guarded(store: FigureStore, what: str, entries: Iterator[Entry], now: datetime) -> Iterator[Entry]:
    """Yield the entries; a fault in them is told once a day, and stops nothing else."""
    try:
        yield from entries
    except DeskBusy:
        raise
    except Exception as fault:  # noqa: BLE001 -- whatever it is, the rest goes on
        said = str(of_ours(fault))
        if note(store, "", what, "failed", said, now):
            yield Entry(now, "", "", what, "failed", said)


def _housekeeping(desk: Desk, store: FigureStore, shelf: Shelf, last: Look | None, now: datetime) -> Iterator[Entry]:
    for said in chores(desk, store, shelf, last, now):
        yield Entry(now, "", "", "chores", "", said)


def _faults(desk: Desk, store: FigureStore, now: datetime) -> Iterator[Entry]:
    """Yield what is wrong with briefings that cannot be read, once a day: the others go on."""
    for fault in map(str, desk.faults):
        if note(store, "", fault.partition(" ")[0], "failed", fault, now):
            yield Entry(now, "", "", "look", "failed", fault)


def _read(desk: Desk, store: FigureStore, source: str, now: datetime) -> Iterator[Entry]:
    """Take in the files that lie in the inbox of a source, and yield which ones were set aside."""
    for item in take_in(desk, store, source, now):
        if isinstance(item, IntakeResult) and item.new:
            yield Entry(
                now, "", "", "pull", "", f"{source}: {item.batch.document}, {item.count} of {item.batch.period}"
            )
        if isinstance(item, SetAside) and item.quarantine:
            said = _STRANGE.format(item.file, item.reason)
            note(store, "", item.file, "failed", said, now)
            yield Entry(now, "", "", "pull", "failed", said)


def _asked(
    desk: Desk, store: FigureStore, now: datetime, dropped: Collection[str], stopping: Stopping
) -> Iterator[Entry]:
    """Ask the sources of all editions that wait for figures, each source once."""
    rows = [row for row in _waiting(desk, store) if row.step == "pull"]
    asking = [row for row in rows if _may_ask(desk, row, now) or _is_dropped(desk, row, dropped)]
    if not asking or stopping():
        return
    found = ask(desk, store, tuple(dict.fromkeys(row.briefing for row in asking)), now, stopping)
    for said in found.news:
        yield Entry(now, "", "", "pull", "", said)
    for row in asking:
        try:
            after = after_asking(desk, store, row, found, now)
        except GeneratorError as fault:
            after = failed(desk, row, fault, now)
        yield from _noted(store, row, after, now)


def _may_ask(desk: Desk, row: Due, now: datetime) -> bool:
    return row.next <= now and within_hours(desk, row.briefing, now) <= now


def _is_dropped(desk: Desk, row: Due, dropped: Collection[str]) -> bool:
    """Say whether a person brought what was asked for."""
    return row.tries > 0 and source_of(desk, row.briefing) in dropped


def _advanced(
    desk: Desk,
    store: FigureStore,
    shelf: Shelf,
    row: Due,
    clock: Callable[[], datetime],
    stopping: Stopping,
    make: Maker,
) -> Iterator[Entry]:
    """Do the steps of one edition until it waits."""
    while row.step not in ("pull", "done") and row.next <= clock() and not stopping():
        before = row
        try:
            row = _done(desk, store, shelf, row, clock, stopping, make)
        except DeskBusy:
            return
        except Exception as fault:  # noqa: BLE001 -- the other editions go on, whatever becomes of this one
            row = failed(desk, row, fault, clock())
        yield from _noted(store, before, row, clock())
        if row.step == before.step:
            return


def _done(
    desk: Desk,
    store: FigureStore,
    shelf: Shelf,
    row: Due,
    clock: Callable[[], datetime],
    stopping: Stopping,
    make: Maker,
) -> Due:
    if row.step == "build":
        return built(desk, store, shelf, row, clock(), make)
    return (
        approved(desk, store, shelf, row, clock())
        if row.step == "approve"
        else sent(desk, store, shelf, row, clock, stopping)
    )


def _noted(store: FigureStore, before: Due, after: Due, now: datetime) -> Iterator[Entry]:
    """Write down how far an edition has come, with what the operators are told of it; yield what is new about it."""
    after = replace(after, said=redacted(after.said))
    is_news = (after.word, after.said) != (before.word, before.said)
    with store.together():
        store.due.put(after)
        if after.word in TOLD and after.word != before.word:
            note(store, after.briefing, str(after.period), after.word, after.said, now)
        elif after.step == "done" and before.step != "done":
            note_done(store, after.briefing, str(after.period), after.said, now)
    if is_news:
        yield _entry(after, now, after.said)


def _waiting(desk: Desk, store: FigureStore) -> Sequence[Due]:
    """Return the editions that are not done and that the clock has to do with, oldest first.

    One that is done begins again where a person has said yes to a later revision, or to letters once more.
    """
    under_way = {(one.briefing, one.period) for one in store.editions() if one.state in ("approved", "sending")}
    rows = (replace(row, step="approve") if _begins_again(row, under_way) else row for row in store.due.all())
    return [row for row in rows if row.step != "done" and is_clocked(desk, row)]


def _begins_again(row: Due, under_way: Collection[tuple[str, Period]]) -> bool:
    return row.step == "done" and (row.briefing, row.period) in under_way


def _entry(row: Due, now: datetime, said: str) -> Entry:
    return Entry(now, row.briefing, str(row.period), row.step, row.word, said)


BACK, FORWARD, AGREEING = timedelta(hours=1), timedelta(days=1), 2
MADE = datetime(2025, 1, 1, tzinfo=UTC)  # nobody had this program before: a wall clock that says so is wrong
_BOOT = Path("/proc/sys/kernel/random/boot_id")


def _boot() -> str:
    with suppress(OSError):
        return _BOOT.read_text(encoding="ascii").strip()
    return ""


@dataclass(frozen=True)
class Time:
    """The wall clock, seconds since boot (sleep counted) that nobody sets, and which boot it is."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    steady: Callable[[], float] = lambda: time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
    boot: str = field(default_factory=_boot)


def look(last: Look | None, clock: Time) -> Look:
    """Return how the clock stands now: in doubt where the wall clock jumped since `last`.

    More than an hour back or a day forward is a jump; since another boot only back, for a machine that was off for
    months wakes up months later. A year before the program was made is in doubt for as long as it lasts.
    """
    now = Look(clock.now(), clock.steady(), clock.boot)
    if last is None:
        return replace(now, doubts=AGREEING if now.at < MADE else 0)
    doubts = AGREEING if jumped(last, now) or now.at < MADE else max(0, last.doubts - 1)
    return Look(now.at, now.steady, now.boot, doubts)


def jumped(last: Look, now: Look) -> bool:
    """Say whether the wall clock was set between two looks."""
    gone = now.at - last.at
    if not now.boot or now.boot != last.boot:
        return gone < -BACK
    ahead = gone - timedelta(seconds=now.steady - last.steady)
    return ahead < -BACK or ahead > FORWARD
