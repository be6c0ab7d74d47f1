"""A desk under a clock that a test sets: its source publishes when the test says, its editions are the real ones."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

from generator.service.desk_clock import Running
from generator.service.tick import Entry, Time, tick
from generator.settings.wiring import open_desk
from generator.store import Due
from tests.desk.conftest import StarterDesk
from tests.desk.mailed import enlist

SETTINGS = """\
publisher: {name: {en: Trade Desk}, dateline: {en: Islamabad}, contact: desk@example.org}
time_zone: Asia/Karachi
schedule: {at: "09:00", until: "21:00", late_after: 3d, stale_after: 10d}
notify: [ops@example.org]
mail: {transport: folder, from: Desk <desk@example.org>, attach: none}
sources:
  customs:
    kind: tables
    title: {en: Statistics Office}
    columns: {period: month, code: hs, value: usd, published: day}
    reporter: PAK
    partner: DEU
    flow: export
    covers: all
    calendar: {day: 5}
"""
BRIEFING = """\
title: {en: Salt for Germany}
frequency: monthly
approval: none
formats: [html, email]
figures: {source: customs, reporter: PAK, partner: DEU, flow: export, codes: ["2501", "2515", "2603"]}
"""


@dataclass
class HandSet:
    """A clock that stands still until a test moves it; `steady` goes along unless the wall clock alone is set."""

    at: datetime
    gone: float = 0.0
    boot: str = "one"

    def time(self) -> Time:
        """Return it as the clock takes it."""
        return Time(lambda: self.at, lambda: self.gone, self.boot)

    def on(self, **more: float) -> None:
        """Let time go by."""
        self.at += timedelta(**more)
        self.gone += timedelta(**more).total_seconds()


@dataclass
class ClockDesk:
    """A desk of monthly tables, its clock, and all that was said of it."""

    desk: StarterDesk
    clock: HandSet
    diary: list[Entry] = field(default_factory=list)

    def publish(self, *months: str, day: str = "", lines: tuple[str, ...] = ("2501", "2515", "2603")) -> None:
        """Put one file of months into the inbox; `day` is that of publication, else today."""
        day = day or self.clock.at.date().isoformat()
        rows = [f"{month},{code},{_value(month, code)},{day}" for month in months for code in lines]
        inbox = self.desk.folder / "inbox" / "customs"
        inbox.mkdir(parents=True, exist_ok=True)
        (inbox / f"{months[0]}-{day}.csv").write_text("\n".join(["month,hs,usd,day", *rows]) + "\n", "utf-8")

    def tick(self) -> list[str]:
        """Let the clock look once; return what it said, but of letters to the operators."""
        opened = open_desk(self.desk.folder, os.environ)
        with opened.store, opened.held():
            said = list(tick(opened.desk, opened.store, opened.shelf, self.clock.time()))
        self.diary += said
        return [f"{one.period} {one.said}".strip() for one in said if one.step != "alert"]

    def rows(self) -> dict[str, Due]:
        """Return how far each edition has come."""
        with open_desk(self.desk.folder, os.environ).store as store:
            return {str(row.period): row for row in store.due.all()}

    def letters(self) -> list[str]:
        """Return the period of each letter to a reader, in order."""
        return sorted(path.name.split(".")[1] for path in (self.desk.folder / "outbox").glob("salt.*.eml"))


def made(folder: Path, at: datetime, settings: str = SETTINGS, briefing: str = BRIEFING) -> ClockDesk:
    """Return a desk with two readers that has nothing yet."""
    (folder / "briefings").mkdir(parents=True)
    (folder / "desk.yaml").write_text(settings, "utf-8")
    (folder / "briefings" / "salt.yaml").write_text(briefing, "utf-8")
    desk = StarterDesk(folder)
    assert 0 == desk.run("subscribers", "key").code
    enlist(desk, {"ann": "en", "bob": "en"})
    return ClockDesk(desk, HandSet(at))


def _value(month: str, code: str) -> int:
    """Return about two million dollars, another sum for each month and code."""
    return 2_000_000 + crc32(f"{month} {code}".encode()) % 900_000


@contextmanager
def running(desk: ClockDesk) -> Iterator[Running]:
    """Give the desk as `run` has it."""
    one = Running(desk.desk.folder, os.environ, desk.clock.time())
    try:
        yield one
    finally:
        one.close()


START = datetime(2026, 3, 5, 3, 0, tzinfo=UTC)  # eight in the morning in Karachi
