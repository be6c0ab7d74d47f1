"""Do everything that is due at one tick of the clock; each step is recorded before the next begins.

`desk_clock` calls `tick` every minute, and cron or systemd through `run --once`. Where the wall clock jumped, which the
time since boot shows, nothing is done until two ticks agree on the time.
"""

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
    as_generator_error,
    ask,
    build_edition,
    build_or_wait,
    check_approval,
    retry_later,
    send_edition,
    sources_with_files,
)
from generator.service.retention import tidy
from generator.service.threshold_alerts import series_alerts
from generator.settings.desk import Desk
from generator.settings.desk_parts import digest
from generator.settings.environment import redacted
from generator.store import Due, FigureStore, Look
from generator.trade.period import A_QUARTER, Period

BACK = timedelta(hours=1)  # a wall clock that goes back further is doubted
FORWARD = timedelta(days=1)  # a wall clock that runs ahead further is doubted
AGREEING = 2  # looks that must agree after a doubt before anything is done
MADE = datetime(2025, 1, 1, tzinfo=UTC)  # nobody had this program before: a wall clock that says so is wrong
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_SHELVED = ("approve", "send", "done")  # steps of an edition that was made


def _boot() -> str:
    with suppress(OSError):
        return _BOOT.read_text(encoding="ascii").strip()
    return ""


@dataclass(frozen=True)
class Time:
    """The wall clock, the seconds since boot (with sleep), which nobody can set, and the boot's own number."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    steady: Callable[[], float] = lambda: time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
    boot: str = field(default_factory=_boot)


def look(last: Look | None, clock: Time) -> Look:
    """Return how the clock stands now, with the number of looks that must agree before anything is done.

    More than an hour back or a day forward since `last` is a jump. After another boot only a jump back counts, since a
    machine may have been off for months. A time before the program was made is never believed.
    """
    now = Look(clock.now(), clock.steady(), clock.boot)
    if now.at < MADE or (last and jumped(last, now)):
        return replace(now, doubts=AGREEING)
    return replace(now, doubts=max(0, last.doubts - 1) if last else 0)


def jumped(last: Look, now: Look) -> bool:
    """Say whether the wall clock was set between two looks."""
    elapsed = now.at - last.at
    if not now.boot or now.boot != last.boot:
        return elapsed < -BACK
    ahead = elapsed - timedelta(seconds=now.steady - last.steady)
    return ahead < -BACK or ahead > FORWARD


@dataclass(frozen=True)
class Entry:
    """A line that `run` prints: what became of an edition, or of the desk where `briefing` is ""."""

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

    The desk must be held. `make` builds an edition; tests give one that is quick.
    """
    yield from _Tick(desk, store, shelf, clock, stopping, make).entries()


class _Tick:
    """One tick of the clock of a desk."""

    def __init__(
        self, desk: Desk, store: FigureStore, shelf: Shelf, clock: Time, stopping: Stopping, make: Maker
    ) -> None:
        self.desk, self.store, self.shelf = desk, store, shelf
        self.clock, self.stopping, self.make = clock, stopping, make
        self.last = store.due.last_look()
        files = [f"{name} {digest(raw)}" for name, raw in sorted(desk.files.items())]
        releases = [release.name for release in store.releases.all()[-1:]]
        # what an edition that waits may be waiting for: settings, and releases
        self.this = replace(look(self.last, clock), seen=digest("\n".join([*files, *releases]).encode()))
        self.at = self.this.at

    def entries(self) -> Iterator[Entry]:
        """Yield what was done."""
        self.store.due.note_look(self.this)
        if self.this.doubts:
            yield from self._doubted()
            return
        if self.last and (self.last.doubts or self.last.seen != self.this.seen):
            self._hurry()
            yield from self._guarded("figures that came since", self._build_again(self.last.at))
        yield from self._guarded("bounces", self._chores())
        yield from self._guarded("settings", self._faults())
        dropped = sources_with_files(self.desk)
        for source in dropped:
            yield from self._guarded(source, self._read(source))
        for name in self.desk.briefings:
            yield from self._guarded(f"briefings/{name}.yaml", self._await(name))
        yield from self._ask(dropped)
        for row in self._waiting():
            if row.step != "pull":
                yield from self._advance(row)
        now = self.clock.now()
        news = (Entry(now, "", "", "look", "moved", text) for text in series_alerts(self.desk, self.store, now))
        yield from self._guarded("alert:", news)
        for line in tell(self.desk, self.store, self.clock.now, self.stopping):
            yield Entry(self.clock.now(), "", "", "alert", line.word, line.text)

    def _doubted(self) -> Iterator[Entry]:
        """Yield that the wall clock jumped, once."""
        if self.last is None or not jumped(self.last, self.this):
            return
        zone = zone_of(self.desk)
        before = self.last.at.astimezone(zone)
        now = self.at.astimezone(zone)
        text = f"the wall clock was set from {before:%Y-%m-%d %H:%M} to {now:%Y-%m-%d %H:%M}: "
        text += f"nothing is done until {self.this.doubts} more looks agree"
        note(self.store, "", "", "clock", text, self.at)
        yield Entry(self.at, "", "", "look", "clock", text)

    def _guarded(self, what: str, entries: Iterator[Entry]) -> Iterator[Entry]:
        """Yield `entries`; a fault in them is told to the operators once a day, and stops nothing else."""
        try:
            yield from entries
        except DeskBusy:
            raise
        except Exception as fault:  # noqa: BLE001 -- whatever it is, the rest goes on
            now = self.clock.now()
            text = str(as_generator_error(fault))
            if note(self.store, "", what, "failed", text, now):
                yield Entry(now, "", "", what, "failed", text)

    def _hurry(self) -> None:
        """Move the next try of each edition to now, after new settings or releases, or a clock that ran ahead.

        A source is still asked within its hours only, and not before its figures are expected.
        """
        for row in self._waiting():
            absent = row.absent if row.absent and row.absent <= self.at else None  # else a clock that ran ahead said so
            if row.next <= self.at and absent == row.absent:
                continue
            soonest = self.at
            if row.step == "pull":
                first = when(self.desk, row.briefing, row.period).first
                soonest = within_hours(self.desk, row.briefing, max(self.at, first))
            self.store.due.put(replace(row, next=soonest, absent=absent))

    def _build_again(self, since: datetime) -> Iterator[Entry]:
        """Have drafts built again of newer figures; tell the operators of editions that were approved or sent."""
        new = {(release.source, release.period) for release in self.store.releases.all() if release.recorded >= since}
        for row in self.store.due.all():
            if row.step not in _SHELVED or row.briefing not in self.desk.briefings:
                continue
            newest = self.store.editions.find(row.briefing, row.period)
            figure_source = source_of(self.desk, row.briefing)
            of_any = row.period.months >= A_QUARTER  # a release of a later month may restate its months
            is_new = any(source == figure_source and (of_any or row.period.holds(period)) for source, period in new)
            why = newer_release(self.desk, self.store, newest) if newest and is_new else ""
            if not newest or not why:
                continue
            if newest.state == "drafted":
                text = f"r{newest.revision} is {why}: it is built again"
                yield from self._note(row, replace(row, step="build", next=self.at, word="", said=text), self.at)
            elif newest.state in ("approved", "sending", "published", "corrected"):
                text = f"r{newest.revision} is {newest.state}, and {why}"
                if note(self.store, row.briefing, str(row.period), "older", text, self.at):
                    yield Entry(self.at, row.briefing, str(row.period), row.step, "older", text)

    def _chores(self) -> Iterator[Entry]:
        """Yield returned mail, files in no source's folder, and once a day what `retention:` had deleted."""
        lines: list[str] = []
        back = Counter(message.what for message in read_bounces(self.desk, self.store, self.at))
        if back:
            lines.append("came back: " + ", ".join(f"{count} {what}" for what, count in back.items()))
        for file, text in strays_by_file(self.desk):
            if note(self.store, "", file, "failed", text, self.at):  # once a day
                lines.append(text)
        zone = zone_of(self.desk)
        if self.last is None or self.last.at.astimezone(zone).date() != self.at.astimezone(zone).date():
            done = tidy(self.desk, self.store, self.shelf, self.at)
            lines += [f"taken away after {tidied.after}: {tidied.count} of {tidied.kind}" for tidied in done]
        for line in lines:
            yield Entry(self.at, "", "", "chores", "", line)

    def _faults(self) -> Iterator[Entry]:
        """Yield what is wrong with briefings that cannot be read, once a day: the others go on."""
        for fault in map(str, self.desk.faults):
            if note(self.store, "", fault.partition(" ")[0], "failed", fault, self.at):
                yield Entry(self.at, "", "", "look", "failed", fault)

    def _read(self, source: str) -> Iterator[Entry]:
        """Take in the files that lie in the inbox of a source, and yield which ones were set aside."""
        for item in take_in(self.desk, self.store, source, self.at):
            if isinstance(item, IntakeResult) and item.new:
                text = f"{source}: {item.batch.document}, {item.count} of {item.batch.period}"
                yield Entry(self.at, "", "", "pull", "", text)
            if isinstance(item, SetAside) and item.quarantine:
                text = f"{item.file} was set aside: {item.reason}"
                note(self.store, "", item.file, "failed", text, self.at)
                yield Entry(self.at, "", "", "pull", "failed", text)

    def _await(self, name: str) -> Iterator[Entry]:
        """Bring the due table of a briefing up to date, and yield what is awaited from now on."""
        for row in self.store.due.all():
            if row.briefing == name and is_stray(self.desk, row, self.at):
                self.store.due.drop(row)
        for row in refreshed(self.desk, self.store, name, self.store.due.all(), self.at):
            self.store.due.put(row)
            if row.step == "pull":
                since = f"due since {row.due.astimezone(zone_of(self.desk)):%Y-%m-%d %H:%M}"
                yield _entry(row, self.at, since if row.due <= self.at else "awaited")

    def _ask(self, dropped: Collection[str]) -> Iterator[Entry]:
        """Ask the sources of all editions that wait for figures, each source once.

        They are asked within their hours, or where a person brought what was asked for.
        """
        now = self.clock.now()
        asking = [
            row
            for row in self._waiting()
            if row.step == "pull"
            and (
                (row.next <= now and within_hours(self.desk, row.briefing, now) <= now)
                or (row.tries > 0 and source_of(self.desk, row.briefing) in dropped)
            )
        ]
        if not asking or self.stopping():
            return
        names = tuple(dict.fromkeys(row.briefing for row in asking))
        arrivals = ask(self.desk, self.store, names, now, self.stopping)
        for text in arrivals.news:
            yield Entry(now, "", "", "pull", "", text)
        for row in asking:
            try:
                new_row = build_or_wait(self.desk, self.store, row, arrivals, now)
            except GeneratorError as fault:
                new_row = retry_later(self.desk, row, fault, now)
            yield from self._note(row, new_row, now)

    def _advance(self, row: Due) -> Iterator[Entry]:
        """Do the steps of one edition until it waits."""
        while row.step not in ("pull", "done") and row.next <= self.clock.now() and not self.stopping():
            before = row
            try:
                row = self._done(row)
            except DeskBusy:
                return
            except Exception as fault:  # noqa: BLE001 -- the other editions go on, whatever becomes of this one
                row = retry_later(self.desk, row, fault, self.clock.now())
            yield from self._note(before, row, self.clock.now())
            if row.step == before.step:
                return

    def _done(self, row: Due) -> Due:
        """Do one step of an edition, and return where it stands."""
        if row.step == "build":
            return build_edition(self.desk, self.store, self.shelf, row, self.clock.now(), self.make)
        if row.step == "approve":
            return check_approval(self.desk, self.store, self.shelf, row, self.clock.now())
        return send_edition(self.desk, self.store, self.shelf, row, self.clock.now, self.stopping)

    def _note(self, old: Due, new: Due, now: datetime) -> Iterator[Entry]:
        """Record how far an edition has come and what the operators are told of it; yield what is new about it."""
        new = replace(new, said=redacted(new.said))
        with self.store.together():
            self.store.due.put(new)
            if new.word in TOLD and new.word != old.word:
                note(self.store, new.briefing, str(new.period), new.word, new.said, now)
            elif new.step == "done" and old.step != "done":
                note_done(self.store, new.briefing, str(new.period), new.said, now)
        if (new.word, new.said) != (old.word, old.said):
            yield _entry(new, now, new.said)

    def _waiting(self) -> Sequence[Due]:
        """Return the editions under the clock that are not done, oldest first.

        A finished one comes back where a person has approved a later revision, or letters that are sent once more.
        """
        under_way: set[tuple[str, Period]] = {
            (edition.briefing, edition.period)
            for edition in self.store.editions.all()
            if edition.state in ("approved", "sending")
        }
        rows = [
            replace(row, step="approve") if row.step == "done" and (row.briefing, row.period) in under_way else row
            for row in self.store.due.all()
        ]
        return [row for row in rows if row.step != "done" and is_clocked(self.desk, row)]


def _entry(row: Due, now: datetime, text: str) -> Entry:
    return Entry(now, row.briefing, str(row.period), row.step, row.word, text)
