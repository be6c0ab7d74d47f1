"""A desk whose thresholds can be replayed: five headings and their lines, even but for what is changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.settings.desk_parts import DeskParts
from tests.desk.own_desk import briefing, own_desk, row

PARTIES = ("DEU", "CHL", "import")
HEADINGS = ("2607", "2608", "7402", "7403", "7408")
CODES = ("260700", "260800", "740200", "740311", "740319", "740321", "740811", "740819")
MONTHS = tuple(f"{year}-{month:02d}" for year in (2023, 2024, 2025) for month in range(1, 13))
WOBBLE = (100, 103, 98, 101, 97, 104, 99, 102, 96, 105, 100, 98, 103)  # per cent; 13 do not make a year
Changes = Mapping[tuple[str, str], float]


def table(changes: Changes, months: tuple[str, ...] = MONTHS) -> list[str]:
    """Return a row for each code and month; `changes` are factors by code and month."""
    return [
        row(PARTIES, month, code, round(usual(at, place) * changes.get((code, month), 1)))
        for at, month in enumerate(months)
        for place, code in enumerate(CODES)
    ]


def usual(at: int, place: int) -> int:
    """Return the dollars of an ordinary month of the code at `place`."""
    return 200_000 * (place + 1) * WOBBLE[(at + 5 * place) % len(WOBBLE)]


def lab_desk(folder: Path, changes: Changes, more: str = "", months: tuple[str, ...] = MONTHS) -> DeskParts:
    """Return a desk with the briefing `copper` on that table; `more` are lines of its file."""
    return own_desk(folder, table(changes, months), {"copper": briefing(PARTIES, HEADINGS, more)})
