"""The clock as a process of its own, for months that libfaketime makes short: killed, ended, started again."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from signal import SIGKILL, SIGTERM

import pytest

from tests.clock.offices import PAST, Comtrade, Database, Office
from tests.clock.settings import BRIEFINGS, DESK
from tests.clock.stepped import LIBRARY, Stepped
from tests.desk.conftest import StarterDesk
from tests.desk.mailed import enlist

pytestmark = pytest.mark.skipif(LIBRARY is None, reason="faketime is not installed: apt-get install faketime")
MANY = {f"r{number}": "en" for number in range(60)}
DAY, HOURS = timedelta(hours=22), timedelta(hours=2)


@dataclass
class Desk:
    """A desk under a stepped clock, and the office that it asks."""

    clock: Stepped
    office: Office

    def publish(self, period: str) -> None:
        """Let the office publish a period today."""
        self.office.publish(period, self.clock.now.date())


@pytest.fixture(params=["database", "comtrade"])
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Return a desk with sixty readers whose office has all months to December 2025; it is the middle of March."""
    folder = tmp_path / "desk"
    (folder / "briefings").mkdir(parents=True)
    with ExitStack() as guests:
        office: Office = Database(folder) if request.param == "database" else Comtrade(guests)
        head = DESK.format(zone="Asia/Karachi").partition("sources:")[0]
        (folder / "desk.yaml").write_text(f"{head}sources:\n{office.settings}", "utf-8")
        (folder / "briefings" / "silk.yaml").write_text(BRIEFINGS["silk"].replace("approval: one", "approval: none"))
        for month in PAST:
            office.publish(month, date(2026, 1, 18))
        made = StarterDesk(folder)
        assert 0 == made.run("subscribers", "key").code
        enlist(made, MANY)
        clock = Stepped(folder, datetime(2026, 3, 17, 12, tzinfo=UTC))
        try:
            yield Desk(clock, office)
        finally:
            if clock.process and clock.process.poll() is None:
                clock.end(SIGKILL)


def awaited(desk: Desk, period: str) -> None:
    """Let time go by until the clock says that a period is not out yet; then it is."""
    diary = desk.clock.diary
    desk.clock.until(lambda: any(f"silk/{period}: " in line and "not out yet" in line for line in diary()), DAY)
    desk.publish(period)


def letters(clock: Stepped, period: str) -> Counter[str]:
    """Return how many letters of a period each reader has."""
    files = (clock.folder / "outbox").glob(f"silk.{period}.r*.eml")
    return Counter(file.read_bytes().split(b"\r\n", 1)[0].decode().removeprefix("To: ") for file in files)


def is_published(clock: Stepped, period: str) -> bool:
    """Say whether the state knows that a period is with its readers."""
    with closing(sqlite3.connect(clock.folder / "state" / "state.sqlite")) as db:
        query = "select 1 from due where period = ? and step = 'done'"
        return db.execute(query, (period,)).fetchone() is not None


@pytest.mark.long
def test_months_are_made_and_sent_once_unattended_whatever_ends_the_process(desk: Desk) -> None:
    """Killed while it builds, and while it sends; ended by SIGTERM; each reader has each month once, in order."""
    clock = desk.clock
    once = Counter({f"{name}@example.org": 1 for name in MANY})
    clock.start()
    awaited(desk, "2026-01..2026-02")
    clock.until(lambda: any("2026-01..2026-02: its figures are here" in line for line in clock.diary()), DAY)
    assert -SIGKILL == clock.end(SIGKILL)[0]  # it builds
    clock.start()
    clock.until(lambda: len(letters(clock, "2026-01_2026-02")) > 1, HOURS)
    assert -SIGKILL == clock.end(SIGKILL)[0]  # it sends
    clock.start()
    clock.until(lambda: is_published(clock, "2026-01..2026-02"), HOURS)
    awaited(desk, "2026-03")
    code, seconds = clock.end(SIGTERM)
    assert (0, True) == (code, seconds < 30), "\n".join(clock.diary())
    clock.start()
    clock.until(lambda: is_published(clock, "2026-03"), HOURS)
    awaited(desk, "2026-04")
    clock.until(lambda: is_published(clock, "2026-04"), HOURS)
    assert 0 == clock.end(SIGTERM)[0]
    assert [once] * 3 == [letters(clock, period) for period in ("2026-01_2026-02", "2026-03", "2026-04")]
    told = dict.fromkeys(line.split()[2].rstrip(":") for line in clock.diary() if line.endswith(": r1 may be sent"))
    assert ["silk/2026-01..2026-02", "silk/2026-03", "silk/2026-04"] == list(told)
    assert not [line for line in clock.diary() if "Traceback" in line]
