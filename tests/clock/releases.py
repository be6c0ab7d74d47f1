"""Releases: which figures offices publish in years to come, and when: mostly on their day, else early or late."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zlib import crc32
from zoneinfo import ZoneInfo

import holidays

CODES = ("2501", "2515", "2603")
CUSTOMS, OFFICE, YEARBOOK = "customs", "office", "yearbook"
SOURCE_OF: Mapping[str, str] = {
    **dict.fromkeys(("salt", "fifth", "quarter"), CUSTOMS),
    **dict.fromkeys(("silk", "season"), OFFICE),
    "year": YEARBOOK,
}
_QUARTERLY = ("quarter", "season")
_LATER = ((0.75, 0, 0), (0.88, 1, 6), (0.96, 7, 35), (1.0, -3, -1))  # days after the announced one, by chance


@dataclass(frozen=True, order=True)
class Release:
    """Figures of a period, and the moment from which the source has them."""

    at: datetime
    source: str
    period: str


def periods(source: str, first: int, last: int) -> Iterator[str]:
    """Yield the periods of the years `first` to `last` that a source publishes, oldest first."""
    for year in range(first, last + 1):
        if source == YEARBOOK:
            yield f"{year}"
        else:
            yield from (f"{year}-01..{year}-02",) if source == OFFICE else (f"{year}-01", f"{year}-02")
            yield from (f"{year}-{month:02}" for month in range(3, 13))


def editions_of(briefing: str, out: list[str]) -> list[str]:
    """Return the periods of which a briefing has an edition once those of its source are `out`, oldest first."""
    if briefing not in _QUARTERLY:
        return out
    ends = [(period, *_last(period)) for period in out if _last(period)[1] % 3 == 0]
    return [f"{year}-Q{month // 3}" for _, year, month in ends]


def last_of(period: str) -> str:
    """Return the period of a source with which an edition is there: a quarter with its last month."""
    year, quarter, number = period.partition("-Q")
    return f"{year}-{3 * int(number):02}" if quarter else period


def announced(source: str, period: str) -> date:
    """Return the day on which a period is to come out: the 5th, the 18th, or the 20th of March of the next year."""
    if source == YEARBOOK:
        return date(int(period) + 1, 3, 20)
    year, month = _last(period)
    return date(year + month // 12, month % 12 + 1, {CUSTOMS: 5, OFFICE: 18}[source])


def due(briefing: str, period: str, zone: ZoneInfo) -> datetime:
    """Return when an edition is due, counted here by another road than the program's."""
    day = announced(SOURCE_OF[briefing], last_of(period))
    return datetime.combine(_fifth_working_day(day.replace(day=1)) if briefing == "fifth" else day, time(9), zone)


def planned(source: str, since: datetime, years: int, chance: Random, zone: ZoneInfo) -> list[Release]:
    """Return what a source publishes from `since` on; what was to come out before is out; none overtakes another."""
    found: list[Release] = []
    before = since - timedelta(days=1)
    for period in periods(source, since.year - 2 - (source == YEARBOOK), since.year + years):
        day = announced(source, period)
        moment = datetime.combine(day, time(chance.randrange(24), chance.randrange(60)), zone)
        if moment > since:
            moment = max(moment + _later(chance), before + timedelta(hours=1))
        before = moment
        found.append(Release(moment, source, period))
    return [one for one in found if one.at < since + timedelta(days=365.25 * years)]


def drop(folder: Path, period: str, day: date, lines: Mapping[str, int], source: str = CUSTOMS) -> Path:
    """Put a file of one period into an inbox, as a person does who fetched it some while ago."""
    inbox = folder / "inbox" / source
    inbox.mkdir(parents=True, exist_ok=True)
    rows = [f"{period},{code},{value},{day}" for code, value in lines.items()]
    file = inbox / f"{period}-{day}-{len(lines)}.csv"
    file.write_text("\n".join(["month,hs,usd,day", *rows]) + "\n", "utf-8")
    return file


def put(database: Path, period: str, day: date, lines: Mapping[str, int]) -> None:
    """Put a period into the office's database, a row a month and line, over what it said before."""
    months = period.split("..")
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("create table if not exists trade (month text, hs text, usd int, day text, primary key (month, hs))")
        db.executemany(
            "insert or replace into trade values (?, ?, ?, ?)",
            [(month, code, value, f"{day}") for month in months for code, value in lines.items()],
        )


def values(period: str, times: int = 0) -> dict[str, int]:
    """Return the dollars of each line, restated so many times by a few thousand."""
    months = 12 if len(period) == 4 else 1
    return {code: months * (2_000_000 + crc32(f"{period} {code}".encode()) % 900_000) + 4321 * times for code in CODES}


def _last(period: str) -> tuple[int, int]:
    year, month = period.rpartition("..")[2].split("-")
    return int(year), int(month)


def _later(chance: Random) -> timedelta:
    drawn = chance.random()
    _, low, high = next(one for one in _LATER if drawn <= one[0])
    return timedelta(days=chance.randint(low, high))


def _fifth_working_day(day: date) -> date:
    """Return the fifth day from `day` on that is neither Saturday, Sunday nor a holiday in Pakistan."""
    free = holidays.country_holidays("PK", years=[day.year])
    worked = [one for one in (day + timedelta(n) for n in range(40)) if one.weekday() < 5 and one not in free]
    return worked[4]
