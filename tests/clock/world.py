"""A world for the clock: offices publish, persons say yes or are away, servers and machines fail, clocks are set."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from generator.editions.edition_names import NamedEdition
from generator.readers.approval import decision, lift
from generator.service.tick import tick
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.store import EditionNote
from tests.clock.crashing import Crashes, Gone, crashing
from tests.clock.light import Maker
from tests.clock.releases import CUSTOMS, OFFICE, SOURCE_OF, Release, drop, planned, put, values
from tests.clock.settings import BRIEFINGS, DESK
from tests.clock.watched import Watched
from tests.desk.clock_desk import HandSet
from tests.desk.conftest import StarterDesk
from tests.desk.mailed import enlist

READERS = {"ann": "en", "bob": "en"}
_SET = (  # how far a wall clock is set
    *(timedelta(hours=hours) for hours in (1, -1, 23, -23)),
    *(timedelta(days=days) for days in (2, -2, 40, -40)),
)
_1970 = datetime(1970, 1, 1, tzinfo=UTC)
REALLY = 60  # of so many editions one is really built
_DOWN = (1, 2, 5, 12, 35, 70, 120)  # days


@dataclass
class World:
    """What happens around a desk: all of it drawn by `chance`."""

    folder: Path
    clock: HandSet
    chance: Random
    crashes: Crashes
    to_come: list[Release]
    seen: Watched
    zones: list[ZoneInfo]
    maker: Maker
    true: datetime = field(init=False)
    back: dict[str, datetime] = field(default_factory=dict)  # who or what is away, until when
    restated: dict[str, int] = field(default_factory=dict)
    desk: DeskParts = field(init=False)
    ticks: int = 0
    jumps: int = 0
    downtimes: int = 0

    def __post_init__(self) -> None:
        """Open the desk; the wall clock is right."""
        self.true = self.clock.at
        self.desk = open_desk(self.folder, os.environ)

    def live(self, until: datetime, *, quietly: bool = False) -> None:
        """Let time go by; `quietly` nothing fails any more, and everybody is back."""
        while self.true < until:
            if quietly:
                self.back = dict.fromkeys(self.back, self.true)
                self.clock.at = self.true
            else:
                self._trouble()
            self._on(timedelta(hours=self.chance.choice((1, 5, 11, 20, 33, 50))))
            self._persons(quietly=quietly)
            if not quietly and self.chance.random() < 0.12:
                self.crashes.after = self.chance.randint(1, 90)
            self.look()

    def look(self) -> None:
        """Let the clock look once, or three times a minute apart where it has cause to doubt."""
        for _ in range(3):
            self._tick()
            if not self.seen.doubts:
                break
            self._on(timedelta(minutes=1))

    def close(self) -> None:
        """Close the desk."""
        self.desk.store.close()

    def _tick(self) -> None:
        self.ticks += 1
        doubted, before = self.seen.begins(self.clock), self.crashes.happened
        try:
            with self.desk.held():
                for entry in tick(*self.desk, self.clock.time(), make=self.maker):
                    self.seen.said(entry)
        except Gone:
            self._again()
        self.crashes.after = None
        is_cut = self.crashes.happened > before
        self.seen.looked(self.desk, self.clock, self.true, self.zones, doubted=doubted, is_cut=is_cut)

    def _again(self) -> None:
        """Open the desk as the next process does."""
        self.desk.store.close()
        self.desk = open_desk(self.folder, os.environ)

    def _on(self, span: timedelta) -> None:
        """Let a span go by: what comes out meanwhile comes out."""
        self.clock.on(seconds=span.total_seconds())
        self.true += span
        while self.to_come and self.to_come[0].at <= self.true:
            self._published(self.to_come.pop(0))
        for name in [name for name, at in self.back.items() if at <= self.true]:
            del self.back[name]
            self._is_back(name)

    def _published(self, release: Release) -> None:
        day = release.at.astimezone(self.zones[-1]).date()
        self.seen.published(release)
        if release.source == OFFICE:
            put(self._database, release.period, day, values(release.period))
        else:
            _aged(drop(self.folder, release.period, day, values(release.period), release.source))

    @property
    def _database(self) -> Path:
        """Where the office's database lies: aside while nobody reaches it."""
        return self.folder / ("trade-aside.db" if (self.folder / "trade-aside.db").exists() else "trade.db")

    def _trouble(self) -> None:
        """Draw what goes wrong next."""
        kinds: Sequence[tuple[float, Callable[[], None]]] = (
            (0.015, self._is_down),
            (0.02, self._set),
            (0.015, lambda: self._away("mail", 4)),
            (0.02, lambda: self._away(OFFICE, 6)),
            (0.01, lambda: self._away("person", 25)),
            (0.02, self._restate),
            (0.002, self._moves),
        )
        for odds, happens in kinds:
            if self.chance.random() < odds:
                happens()

    def _is_down(self) -> None:
        """Have no scheduler for days or months: stopped, asleep, or without power."""
        self.downtimes += 1
        days = self.chance.choice(_DOWN)
        if self.chance.random() < 0.5:
            self.clock.boot, self.clock.gone = f"{self.ticks}", 5.0
        self._on(timedelta(days=days, hours=self.chance.randrange(24)))
        self._again()

    def _set(self) -> None:
        """Somebody sets the wall clock, or a battery is empty; it is right again hours or days later."""
        self.jumps += 1
        self.clock.at = _1970 if self.chance.random() < 0.15 else self.true + self.chance.choice(_SET)
        self.back["clock"] = self.true + timedelta(hours=self.chance.choice((0, 2, 30, 100)), minutes=10)

    def _away(self, who: str, days: int) -> None:
        """Somebody is away, or a server is down, for a while."""
        if who not in self.back:
            self.back[who] = self.true + timedelta(days=self.chance.randint(1, days))
            self._leaves(who)

    def _leaves(self, who: str) -> None:
        outbox = self.folder / "outbox"
        if who == "mail":
            if outbox.is_dir():
                outbox.rename(self.folder / "outbox-aside")
            outbox.write_text("no folder", "utf-8")
        elif who == OFFICE and (self.folder / "trade.db").exists():
            (self.folder / "trade.db").rename(self.folder / "trade-aside.db")

    def _is_back(self, who: str) -> None:
        outbox = self.folder / "outbox"
        if who == "mail" and outbox.is_file():
            outbox.unlink()
            if (self.folder / "outbox-aside").is_dir():
                (self.folder / "outbox-aside").rename(outbox)
        elif who == OFFICE and (self.folder / "trade-aside.db").exists():
            (self.folder / "trade-aside.db").rename(self.folder / "trade.db")
        elif who == "clock":
            self.clock.at = self.true

    def _restate(self) -> None:
        """Have a source say another value of a month that it told before."""
        source = self.chance.choice((CUSTOMS, OFFICE))
        if not (known := self.seen.out_of(source)):
            return
        period = self.chance.choice(known[-14:])
        self.restated[period] = self.restated.get(period, 0) + 1
        day, lines = self.true.astimezone(self.zones[-1]).date(), values(period, self.restated[period])
        if source == CUSTOMS:
            _aged(drop(self.folder, period, day, {"2515": lines["2515"]}))
        else:
            put(self._database, period, day, lines)

    def _moves(self) -> None:
        """Have the desk in another time zone."""
        self.zones.append(ZoneInfo(self.chance.choice(("Asia/Shanghai", "America/New_York", "Europe/London"))))
        (self.folder / "desk.yaml").write_text(DESK.format(zone=self.zones[-1].key), "utf-8")
        self._again()

    def _persons(self, *, quietly: bool) -> None:
        """Somebody says yes to what waits, lets go what is held, and puts back files that the wrong day had refused."""
        if "person" in self.back or "clock" in self.back:
            return
        for note in self.desk.store.editions.all():
            if quietly or self.chance.random() < 0.3:
                self._decides(note)
        for source in {*SOURCE_OF.values()}:
            for file in (self.folder / "inbox" / source / "quarantine").glob("*.csv"):
                file.rename(file.parents[1] / file.name)

    def _decides(self, note: EditionNote) -> None:
        named = NamedEdition(note.briefing, str(note.period), note.revision)
        if note.state == "drafted" and note.briefing == "silk":
            self.desk.store.decisions.add(decision(note, "Ann", "approve"), self.clock.at)
            self.seen.approved[note.briefing, str(note.period)] = self.clock.at
        elif note.state == "held" and named not in self.seen.decided:
            if self.chance.random() < 0.3:
                lift(self.desk.store, named, "Ann", "the embassy asked for it", self.clock.at)
                self.seen.lifted.add((note.briefing, str(note.period)))
            self.seen.decided.add(named)


def _aged(file: Path) -> None:
    os.utime(file, (0, 0))  # it was copied a while ago


@contextmanager
def world(folder: Path, seed: int, zone: str, years: int, names: Sequence[str] = tuple(BRIEFINGS)) -> Iterator[World]:
    """Give a desk with two readers, from February 2026 on in that zone, and the world around it."""
    chance, own = Random(seed), ZoneInfo(zone)  # noqa: S311 -- repeatable, not secret
    start = datetime(2026, 2, 6, 3, tzinfo=own).astimezone(UTC)
    _desk(folder, zone, names)
    to_come = sorted(
        one
        for source in dict.fromkeys(SOURCE_OF[name] for name in names)
        for one in planned(source, start, years, chance, own)
    )
    with crashing() as crashes:
        seen, maker = Watched(folder, READERS, names), Maker(chance, REALLY)
        found = World(folder, HandSet(start), chance, crashes, to_come, seen, [own], maker)
        try:
            yield found
        finally:
            found.desk.store.close()


def _desk(folder: Path, zone: str, names: Sequence[str]) -> None:
    (folder / "briefings").mkdir(parents=True)
    (folder / "desk.yaml").write_text(DESK.format(zone=zone), "utf-8")
    for name in names:
        (folder / "briefings" / f"{name}.yaml").write_text(BRIEFINGS[name], "utf-8")
    desk = StarterDesk(folder)
    assert desk.run("subscribers", "key").code == 0
    enlist(desk, READERS, *names)
