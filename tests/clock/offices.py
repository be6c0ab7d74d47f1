"""The offices of a desk under a stepped clock: each publishes a month when the test says so."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Protocol

from generator.trade.period import Period
from tests.clock.releases import put, values
from tests.sources.neighbours import line
from tests.sources.replay import Replay, replaying
from tests.sources.replay_rows import MadeRows

PAST = ("2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-12")


class Office(Protocol):
    """Where figures come from."""

    settings: str

    def publish(self, period: str, day: date) -> None:
        """Let a period be out, as of that day."""


class Database:
    """A table of a statistics office, which tells January with February."""

    settings = """\
  office:
    kind: sql
    title: {en: Statistics Office}
    url: sqlite:///trade.db
    query: "select month, hs, usd, day from trade where month >= :since order by month, hs"
    columns: {period: month, code: hs, value: usd, published: day}
    reporter: CHN
    partner: PAK
    flow: import
    covers: all
    calendar: {day: 18, combined: [[1, 2]]}
"""

    def __init__(self, folder: Path) -> None:
        """Keep the table in `folder`."""
        self._file = folder / "trade.db"

    def publish(self, period: str, day: date) -> None:
        """Put the rows of a period into the table."""
        put(self._file, period, day, values(period))


class Comtrade:
    """The replay server, which has each month by itself and says when it was released."""

    def __init__(self, guests: ExitStack) -> None:
        """Listen on the loopback as long as `guests` are there."""
        self._rows = MadeRows([])
        self.server: Replay = guests.enter_context(replaying(self._rows))
        address = f"address: {self.server.address}, allow_insecure: true, calls_a_minute: 60000"
        self.settings = f"  office: {{kind: comtrade, {address}, calendar: {{day: 18}}}}\n"

    def publish(self, period: str, day: date) -> None:
        """Let every month of a period be out."""
        for month in map(str, Period.parse(period).split()):
            number = month.replace("-", "")
            when = {"period": number, "refMonth": int(number[4:]), "refYear": int(number[:4])}
            self.server.released("156", number, f"{day}T01:00:00")
            for code, value in values(month).items():
                given = {"primaryValue": float(value), "cifvalue": float(value), "isNetWgtEstimated": False}
                self._rows.rows.append(line(code, **when, refPeriodId=int(f"{number}01"), **given))
