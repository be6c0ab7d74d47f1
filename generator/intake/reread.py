"""Reading kept files of a source again under its present settings."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from generator.errors import FiguresDoubtful, SourceChanged
from generator.intake.file_intake import IntakeResult, SetAside, enter, looked_at, understood
from generator.intake.questions import answers
from generator.settings.desk import Desk
from generator.sources import changed_settings
from generator.sources.faults import shown
from generator.store import FigureStore, Release
from generator.trade.period import Period

_CHANGED = "{0} of {1} changed in desk.yaml since its {2} were read. Read them again: {3}"
_STANDS = "What was read of it before still counts."


def files_of(store: FigureStore, source: str) -> tuple[Release, ...]:
    """Return the files of `source` that count, in the order in which they do; answers of a source are none."""
    return tuple(one for one in _counted(store, source) if not one.address)


def changed(desk: Desk, store: FigureStore, source: str) -> tuple[str, ...]:
    """Return the keys of `source` that say otherwise now than when its files were read; of a database, its answers.

    Whoever else answers says itself what its answers are.
    """
    layout, is_database = desk.layouts[source], desk.settings.sources[source].kind == "sql"
    read = [store.releases.layout(one.name) for one in _counted(store, source) if is_database or not one.address]
    return tuple(dict.fromkeys(key for one in read for key in changed_settings(layout, one)))


def said_of_change(desk: Desk, store: FigureStore, source: str) -> str:
    """Return one sentence on what changed, and the command that reads again; "" where nothing did."""
    keys = changed(desk, store, source)
    if not keys:
        return ""
    what = "files" if files_of(store, source) else "answers"
    return _CHANGED.format(", ".join(keys), source, what, command(desk, store, source))


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
    folder = store.folder / "reading-again"
    for release in files_of(store, source):
        shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
        folder.mkdir(parents=True)
        try:
            store.raw.lend(release.raw, folder / release.document)
            file = folder / release.document
            yield _read(desk, store, file, release, now, accept or release.accepted, dry_run=dry_run)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _read(
    desk: Desk, store: FigureStore, file: Path, one: Release, now: datetime, accept: str, *, dry_run: bool
) -> IntakeResult | SetAside:
    months = store.releases.layout(one.name).get("period")
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
    known = {release.name: release for release in store.releases.all(source)}
    return tuple(known[name] for name in store.releases.vintage(source).releases)
