"""Put aside: files in quarantine that have figures of a period that is missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from generator.errors import GeneratorError
from generator.intake.file_intake import understood
from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.trade.figures import Selection
from generator.trade.period import Period
from generator.trade.release import Batch

REASON = ".reason.txt"
_MOST, _LARGEST = 50, 4 * 2**20  # files that are looked into, the newest, and bytes of each: somebody waits
_SAID = "a file that has {0} was set aside: {1} (why: {2})."


def put_aside(desk: Desk, store: FigureStore, chosen: Selection, wanted: Period) -> str:
    """Return where a file lies that was set aside and has a figure of `wanted`, or of a month of it; "" for none."""
    months = (*wanted.split(), wanted)
    for file in _files(desk, chosen.source):
        found = [month for month in months if month in _periods(desk, store, file, chosen)]
        if found:
            return _SAID.format(found[0], file, f"{file.name}{REASON}")
    return ""


def _files(desk: Desk, source: str) -> Iterator[Path]:
    reasons = (desk.folder / "inbox" / source / "quarantine").glob(f"*{REASON}")
    files = [reason.with_name(reason.name.removesuffix(REASON)) for reason in reasons]
    there = [file for file in files if file.is_file() and file.stat().st_size <= _LARGEST]
    yield from sorted(there, key=lambda file: (-file.stat().st_mtime, file.name))[:_MOST]


def _periods(desk: Desk, store: FigureStore, file: Path, chosen: Selection) -> frozenset[Period]:
    """Return the periods of which a file has figures of the chosen trade; none where it cannot be read."""
    then = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    try:
        with understood(desk, store, file, chosen.source, then, then.date()) as found:
            rows = found.batch.observations if isinstance(found.batch, Batch) else ()
    except GeneratorError:
        return frozenset()
    trade = (chosen.reporter, chosen.partner, chosen.flow)
    return frozenset(one.period for one in rows if (one.reporter, one.partner, one.flow) == trade)
