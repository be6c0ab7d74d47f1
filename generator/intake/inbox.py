"""Files of the inbox that no source takes in, and quarantined files of a missing period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

from generator.errors import GeneratorError
from generator.intake.file_intake import read_document
from generator.settings.desk import Desk
from generator.sources.faults import shown
from generator.store import FigureStore
from generator.trade.figures import Selection
from generator.trade.period import Period
from generator.trade.release import Batch

_KEPT = ("processing", "done", "quarantine")  # what became of files, beside those that wait
_REASON = ".reason.txt"
_MOST, _LARGEST = 50, 4 * 2**20  # files that are looked into, the newest, and bytes of each: somebody waits
_SAID = "a file that has {0} was set aside: {1} (why: {2})."


def strays(desk: Desk) -> tuple[str, ...]:
    """Return what to say of each folder that has strays: the first, how many more, and where they belong."""
    return tuple(message for _, message in strays_by_file(desk))


def strays_by_file(desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield the first stray of each folder, from the desk's folder on, and what to say of all in it."""
    inbox = desk.folder / "inbox"
    for folder, group in groupby(_strays(desk, inbox), key=lambda file: file.parent):
        files = list(group)
        first, other_count = shown(files[0].relative_to(desk.folder).as_posix()), len(files) - 1
        lies, them = (f"and {other_count} more lie", "them") if other_count else ("lies", "it")
        name = folder.relative_to(inbox).parts[0] if folder != inbox else ""
        near = sorted(desk.layouts, key=lambda source: -SequenceMatcher(None, name, source).ratio())
        where = " or ".join(f"inbox/{source}/" for source in near)
        yield first, f"{first} {lies} in no source's folder. Put {them} into {where}."


def _strays(desk: Desk, inbox: Path) -> Iterator[Path]:
    for file in sorted(inbox.rglob("*"), key=lambda file: (file.parent, file)):
        parts = file.relative_to(inbox).parts
        waits = len(parts) == len(("SOURCE", "FILE")) and parts[0] in desk.layouts
        is_thing = file.is_file() or file.is_symlink()  # a link to a folder is looked into by nobody
        is_kept = len(parts) > 1 and parts[1] in _KEPT
        if not waits and not is_kept and not any(part.startswith(".") for part in parts) and is_thing:
            yield file


def put_aside(desk: Desk, store: FigureStore, chosen: Selection, period: Period) -> str:
    """Return where a file lies that was set aside and has a figure of `period`, or of a month of it; "" for none."""
    months = (*period.split(), period)
    reasons = (desk.folder / "inbox" / chosen.source / "quarantine").glob(f"*{_REASON}")
    files = [reason.with_name(reason.name.removesuffix(_REASON)) for reason in reasons]
    readable = [file for file in files if file.is_file() and file.stat().st_size <= _LARGEST]
    for file in sorted(readable, key=lambda file: (-file.stat().st_mtime, file.name))[:_MOST]:
        periods = _periods(desk, store, file, chosen)
        matches = [month for month in months if month in periods]
        if matches:
            return _SAID.format(matches[0], file, f"{file.name}{_REASON}")
    return ""


def _periods(desk: Desk, store: FigureStore, file: Path, chosen: Selection) -> frozenset[Period]:
    """Return the periods of which a file has figures of the chosen trade; none where it cannot be read."""
    moment = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    try:
        with read_document(desk, store, file, chosen.source, moment, moment.date()) as document:
            rows = document.batch.observations if isinstance(document.batch, Batch) else ()
    except GeneratorError:
        return frozenset()
    trade = (chosen.reporter, chosen.partner, chosen.flow)
    return frozenset(row.period for row in rows if (row.reporter, row.partner, row.flow) == trade)
