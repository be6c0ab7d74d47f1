"""Reading kept files of a source again under its present settings."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from generator.errors import FiguresDoubtful, SourceChanged
from generator.intake.fetching import answers
from generator.intake.file_intake import IntakeResult, SetAside, enter, looked_at, understood
from generator.settings.desk import Desk
from generator.sources import read_otherwise
from generator.sources.faults import shown
from generator.store import FigureStore, Release
from generator.trade.period import Period

_CHANGED = "{0} of {1} changed in desk.yaml since its {2} were read. {3}"
_STANDS = "What was read of it before still counts."


def files_of(store: FigureStore, source: str) -> tuple[Release, ...]:
    """Return the files of `source` that count, in the order in which they do; answers of a source are none."""
    return tuple(one for one in _counted(store, source) if not one.address)


def changed(desk: Desk, store: FigureStore, source: str) -> tuple[str, ...]:
    """Return the keys of `source` that say otherwise now than when its files were read; of a database, its answers.

    Whoever else answers says itself what its answers are.
    """
    layout, is_database = desk.layouts[source], desk.settings.sources[source].kind == "sql"
    read = [store.layout(one.name) for one in _counted(store, source) if is_database or not one.address]
    return tuple(dict.fromkeys(key for one in read for key in read_otherwise(layout, one)))


def said_of_change(desk: Desk, store: FigureStore, source: str) -> str:
    """Return one sentence on what changed, and the command that reads again; "" where nothing did."""
    keys = changed(desk, store, source)
    what = "files" if files_of(store, source) else "answers"
    return (
        _CHANGED.format(", ".join(keys), source, what, f"Read them again: {command(desk, store, source)}")
        if keys
        else ""
    )


def command(desk: Desk, store: FigureStore, source: str) -> str:
    """Return the command that reads again what `source` gave: its kept files, or its answers, asked once more."""
    if answers(desk.settings.sources[source]) and not files_of(store, source):
        return f"tradebrief pull --source {source}"
    return f"tradebrief ingest --again --source {source}"


def reread(
    desk: Desk, store: FigureStore, source: str, now: datetime, *, accept: str = "", dry_run: bool = False
) -> Iterator[IntakeResult | SetAside]:
    """Yield what became of each kept file of `source`; one that cannot be read now keeps its earlier reading.

    Each has the day, the period and the reason that it was taken in with, unless `accept` gives another reason.
    """
    for one in files_of(store, source):
        with _lent(store, one) as file:
            yield _read(desk, store, file, one, now, accept or one.accepted, dry_run=dry_run)


def _read(
    desk: Desk, store: FigureStore, file: Path, one: Release, now: datetime, accept: str, *, dry_run: bool
) -> IntakeResult | SetAside:
    months = store.layout(one.name).get("period")
    said = (one.released, Period.parse(months) if months else None)
    try:
        if dry_run:
            return looked_at(desk, store, file, one.source, now, *said)
        with understood(desk, store, file, one.source, now, *said) as found:
            return enter(desk, store, [found], now, accept=accept, again=True)[0]
    except SourceChanged as error:
        return SetAside(shown(one.document), f"{error} {_STANDS}", None, exit_code=error.exit_code)
    except FiguresDoubtful as error:
        return SetAside(
            shown(one.document), f"{error.reason} {_STANDS}", Path(error.place), error.remedy, error.exit_code
        )


def _counted(store: FigureStore, source: str) -> tuple[Release, ...]:
    known = {one.name: one for one in store.releases(source)}
    return tuple(known[name] for name in store.vintage(source).releases)


@contextmanager
def _lent(store: FigureStore, one: Release) -> Iterator[Path]:
    """Give the kept bytes of a release as a file that has its name, for as long as the block lasts."""
    room = store.folder / "reading-again"
    shutil.rmtree(room, ignore_errors=True)  # of a run that was killed
    room.mkdir(parents=True)
    try:
        store.lend(one.raw, room / one.document)
        yield room / one.document
    finally:
        shutil.rmtree(room, ignore_errors=True)
