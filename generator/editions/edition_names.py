"""Finds briefings and editions by the names that a person writes on a command line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from generator.delivery import Shelf
from generator.delivery.shelf import DRAFT, read_folder
from generator.errors import PeriodUnknown, SettingsError
from generator.intake.period_choice import parse_period
from generator.intake.side_figures import side_sources, sources_of_names
from generator.settings.desk import Desk
from generator.settings.source_settings import BESIDE
from generator.settings.value_types import nearest
from generator.store import EditionNote, FigureStore
from generator.trade.period import Period

_ALL = ".*"


def briefings_named(desk: Desk, store: FigureStore, text: str | None) -> tuple[str, ...]:
    """Return the briefings that `text` names: NAME or NAME.KEY for one; NAME or NAME.* for all members of a matrix.

    None means the desk's only briefing or matrix. A deleted briefing that has editions is still found. Raise
    SettingsError if no briefing has the name, or if `text` is None and there are several.
    """
    matrices = desk.matrices
    if text is None:
        return _the_only(desk)
    matrix = text.removesuffix(_ALL)
    if matrix in matrices:
        return matrices[matrix]
    if text in desk.briefings or any(note.briefing == text for note in store.editions.all()):
        return (text,)
    desk.refuse_broken(text)
    names = (*desk.briefings, *matrices)
    file = f"briefings/{text}.yaml"
    raise SettingsError(file, "there is no such briefing.", nearest(text, names))


def in_hand(desk: Desk, store: FigureStore, names: Iterable[str]) -> list[str]:
    """Return the briefings, last used first: by the time of their file or of the newest release of their source.

    Times within the same minute count as equal, and are sorted by name.
    """
    recorded: dict[str, float] = {}
    for release in store.releases.all():
        recorded[release.source] = max(recorded.get(release.source, 0), release.recorded.timestamp())

    def order(name: str) -> tuple[int, str]:
        file = desk.folder / "briefings" / f"{_matrix_of(desk, name)}.yaml"
        written = file.stat().st_mtime if file.exists() else 0
        last = max(written, recorded.get(desk.briefings[name].figures.source, 0))
        return -int(last // 60), name

    return sorted(names, key=order)


def build_of(desk: Desk, store: FigureStore, source: str) -> str:
    """Return the command to run after new figures of `source` arrived: build its last used briefing, or make a new one.

    For a source of names it is `pull`, since names alone make no edition. For prices and rates, which only accompany a
    briefing's figures, it builds a briefing that uses them, or says where to name them.
    """
    if source in sources_of_names(desk):
        return f"tradebrief pull --source {source}"
    settings, briefings = desk.settings.sources.get(source), desk.briefings
    is_context = settings is not None and settings.kind in BESIDE
    if is_context:
        names = [name for name in briefings if source in side_sources(desk, name)]
    else:
        names = [name for name in briefings if briefings[name].figures.source == source]
        names = names or [name for name in briefings if briefings[name].figures.mirror == source]
    if names:
        return f"tradebrief build {_matrix_of(desk, in_hand(desk, store, names)[0])}"
    if not is_context:
        return f"tradebrief new NAME --source {source}"
    file = "the file of a briefing"
    if briefings:
        file = f"briefings/{_matrix_of(desk, in_hand(desk, store, briefings)[0])}.yaml"
    return f"name a series of it in {file}: context: [{{source: {source}, series: NAME}}]"


def _matrix_of(desk: Desk, name: str) -> str:
    """Return the matrix that `name` is a member of, or else the name itself."""
    return next((matrix for matrix, members in desk.matrices.items() if name in members), name)


def editions_named(desk: Desk, text: str) -> tuple[str, ...]:
    """Return the editions that NAME/PERIOD names: one, or those of all members if NAME is a matrix or NAME.*."""
    name, slash, period = text.partition("/")
    members = desk.matrices.get(name.removesuffix(_ALL), (name,))
    return tuple(f"{member}{slash}{period}" for member in members)


def _the_only(desk: Desk) -> tuple[str, ...]:
    matrices = desk.matrices
    of_matrices = {member for members in matrices.values() for member in members}
    names = sorted({*matrices, *desk.briefings, *desk.broken} - of_matrices)
    if len(names) == 1:
        desk.refuse_broken(names[0])
        return matrices.get(names[0], (names[0],))
    listed = ", ".join(names) or "none"
    raise SettingsError(str(desk.folder), f"which briefing? This desk has {listed}.", "Name one.")


_EDITION = re.compile(r"(?P<name>[A-Za-z0-9.-]+)/(?P<period>[^/]+)(?:/r(?P<revision>\d+))?")


class NamedEdition(NamedTuple):
    """A revision of an edition, in the arguments that shelf and ledger take. As text it is NAME/PERIOD/rN."""

    name: str
    period: str
    revision: int

    def __str__(self) -> str:
        """Return the name as a person writes it."""
        return f"{self.name}/{self.period}/r{self.revision}"


def edition_named(store: FigureStore, shelf: Shelf, text: str) -> NamedEdition:
    """Return the edition that `text` names, at its newest revision unless `text` says which."""
    match = _EDITION.fullmatch(text.strip("/"))
    if not match:
        raise SettingsError(text, "this names no edition.", "Write NAME/PERIOD, such as pakistan-minerals/2025.")
    period = str(parse_period(match["period"]))
    revision = int(match["revision"] or newest(store, shelf, match["name"], period))
    named = NamedEdition(match["name"], period, revision)
    if not shelf.place(*named).is_dir() and note_on(store, named) is None:
        editions = ", ".join("/".join(edition) for edition in shelf.editions()) or "none"
        msg = f"there is no edition {text} in {shelf.root}; there: {editions}. `tradebrief build` makes one."
        raise PeriodUnknown(msg)
    return named


def newest(store: FigureStore, shelf: Shelf, name: str, period: str) -> int:
    """Return the number of the newest revision on the shelf or in the state; 0 if there is none."""
    notes = (note.revision for note in store.editions.all() if (note.briefing, str(note.period)) == (name, period))
    return max((*shelf.revisions(name, period), *notes), default=0)


def note_on(store: FigureStore, named: NamedEdition) -> EditionNote | None:
    """Return the state's note on a revision, or None."""
    return store.editions.find(named.name, Period.parse(named.period), named.revision)


def name_of(note: EditionNote) -> NamedEdition:
    """Return the revision that a note is about."""
    return NamedEdition(note.briefing, str(note.period), note.revision)


def manifest_of(store: FigureStore, note: EditionNote) -> Mapping[str, Any]:
    """Return the manifest of a revision as it was recorded."""
    manifest: Mapping[str, Any] = json.loads(store.raw.read(note.manifest_sha256))
    return manifest


_REVISION = re.compile(r"r\d+|draft")


def files_of(store: FigureStore, shelf: Shelf, text: str) -> tuple[str, Mapping[str, bytes]]:
    """Return the full name and the files of the edition, revision or draft that `text` names."""
    name = text.strip("/")
    if name.endswith(f"/{DRAFT}"):
        place = shelf.root / name
        if name.count("/") != 2 or ".." in name or not (place / "edition.json").is_file():  # noqa: PLR2004 -- NAME/PERIOD/draft
            msg = f"there is no draft {text}. `tradebrief build --draft` makes one."
            raise PeriodUnknown(msg)
        return name, read_folder(place)
    named = edition_named(store, shelf, name)
    return str(named), shelf.read(*named)


def other_of(shelf: Shelf, edition: str, text: str | None) -> str:
    """Return the name of the edition to compare `edition`, a full name, with.

    `text` may be a revision (`r1`, `draft`), a period, or a whole name. None means the edition before.
    """
    name, period, last = edition.split("/")
    if text is None:
        return _other_by_default(shelf, name, period, last)
    if "/" in text:
        return text
    return f"{name}/{period}/{text}" if _REVISION.fullmatch(text) else f"{name}/{text}"


def _other_by_default(shelf: Shelf, name: str, period: str, revision: str) -> str:
    current = Period.parse(period)
    periods = [Period.parse(when) for of, when in shelf.editions() if of == name]
    earlier = [when for when in periods if when < current and when.months == current.months]
    if revision == DRAFT and current in periods:
        return f"{name}/{period}"
    if earlier:
        return f"{name}/{max(earlier)}"
    older = [number for number in shelf.revisions(name, period) if f"r{number}" != revision]
    if not older:
        msg = f"{name}/{period}/{revision} is the first edition of {name}: there is nothing to compare it with."
        raise PeriodUnknown(msg)
    return f"{name}/{period}/r{max(older)}"
