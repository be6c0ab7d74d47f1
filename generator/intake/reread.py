"""Reading kept files of a source again under its present settings."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from generator.errors import FiguresDoubtful, SourceChanged
from generator.intake.file_intake import IntakeResult, SetAside, enter, examine_file, read_document
from generator.intake.questions import is_service
from generator.settings.desk import Desk
from generator.sources import changed_settings
from generator.sources.faults import shown
from generator.store import FigureStore, Release
from generator.trade.period import Period

_CHANGED = "{0} of {1} changed in desk.yaml since its {2} were read. Read them again: {3}"
_STANDS = "What was read of it before still counts."


def files_of(store: FigureStore, source: str) -> tuple[Release, ...]:
    """Return the releases of `source` that came from files and still count, in order."""
    return tuple(release for release in _counted(store, source) if not release.address)


def changed_keys(desk: Desk, store: FigureStore, source: str) -> tuple[str, ...]:
    """Return the settings of `source` that changed since its files, or the answers of a database, were read.

    Answers of other services describe themselves, so settings do not matter for them.
    """
    layout, is_database = desk.layouts[source], desk.settings.sources[source].kind == "sql"
    statements = store.releases.statements()
    counted = [release for release in _counted(store, source) if release.name not in statements]
    releases = [release for release in counted if is_database or not release.address]
    keys = (key for release in releases for key in changed_settings(layout, store.releases.layout(release.name)))
    return tuple(dict.fromkeys(keys))


def change_in_words(desk: Desk, store: FigureStore, source: str) -> str:
    """Return a sentence on the changed settings with the command to read again; "" if none changed."""
    keys = changed_keys(desk, store, source)
    if not keys:
        return ""
    what = "files" if files_of(store, source) else "answers"
    return _CHANGED.format(", ".join(keys), source, what, reread_command(desk, store, source))


def reread_command(desk: Desk, store: FigureStore, source: str) -> str:
    """Return the command that reads the kept files of `source` again, or asks a service again."""
    if is_service(desk.settings.sources[source]) and not files_of(store, source):
        return f"tradebrief pull --source {source}"
    return f"tradebrief ingest --again --source {source}"


def reread(
    desk: Desk, store: FigureStore, source: str, now: datetime, *, accept: str = "", dry_run: bool = False
) -> Iterator[IntakeResult | SetAside]:
    """Read each kept file of `source` again and yield its outcome. If one cannot be read now, its old reading stays.

    Each keeps its day of release, its period and its reason of acceptance, unless `accept` gives another reason.
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
    desk: Desk, store: FigureStore, file: Path, release: Release, now: datetime, accept: str, *, dry_run: bool
) -> IntakeResult | SetAside:
    months = store.releases.layout(release.name).get("period")
    day_and_period = (release.released, Period.parse(months) if months else None)
    try:
        if dry_run:
            return examine_file(desk, store, file, release.source, now, *day_and_period)
        with read_document(desk, store, file, release.source, now, *day_and_period) as document:
            return enter(desk, store, [document], now, accept=accept, is_reread=True)[0]
    except SourceChanged as error:
        return SetAside(shown(release.document), f"{error} {_STANDS}", None, exit_code=error.exit_code)
    except FiguresDoubtful as error:
        return SetAside(
            shown(release.document), f"{error.reason} {_STANDS}", Path(error.place), error.remedy, error.exit_code
        )


def _counted(store: FigureStore, source: str) -> tuple[Release, ...]:
    releases = {release.name: release for release in store.releases.all(source)}
    return tuple(releases[name] for name in store.releases.vintage(source).releases)
