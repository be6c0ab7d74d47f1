"""The month that is timed: the December of the monthly sample, on a desk of its own with its figures taken in."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from generator.intake.file_intake import take_in
from generator.service.starter_desk import init
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk

NAME, PERIOD, NOW = "pakistan-minerals-monthly", "2025-12", datetime(2026, 1, 21, tzinfo=UTC)
HOUSE = Path(__file__).parents[1]
FACES = HOUSE / ".desk" / "state" / "faces"  # cut by `make briefing`


def fresh(place: Path) -> None:
    """Make the sample desk in `place`, anew if it is there, with faces that are cut already, as far as they are."""
    shutil.rmtree(place, ignore_errors=True)
    init(place, sample=True)
    if FACES.is_dir():
        shutil.copytree(FACES, place / "state" / "faces")


def opened(place: Path) -> DeskParts:
    """Return such a desk with its figures taken in."""
    fresh(place)
    desk = open_desk(place, {})
    for source in desk.desk.settings.sources:
        list(take_in(desk.desk, desk.store, source, NOW))
    return desk


def silent(_: str) -> None:
    """Say nothing of progress."""
