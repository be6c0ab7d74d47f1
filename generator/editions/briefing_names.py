"""Briefings as a person names them on a command line: one, a member of a matrix, or all of its members."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from generator.errors import SettingsError
from generator.intake.side_figures import beside_of, sources_of_names
from generator.settings.desk import Desk
from generator.settings.desk_settings import BESIDE
from generator.settings.value_types import nearest
from generator.store import FigureStore, Release

_ALL = ".*"


def briefings_named(desk: Desk, store: FigureStore, given: str | None) -> tuple[str, ...]:
    """Return the briefings that `given` names: NAME, NAME.KEY, or NAME and NAME.* for all members of a matrix.

    None means the desk's only file of briefings. An edition that was made of a briefing which is no longer there is
    still known by its name. Raises SettingsError where nothing goes by it, or where one must be named.
    """
    matrices = desk.matrices
    if given is None:
        return _the_only(desk)
    if (name := given.removesuffix(_ALL)) in matrices:
        return matrices[name]
    if given in desk.briefings or any(note.briefing == given for note in store.editions()):
        return (given,)
    desk.refuse_broken(given)
    known = (*desk.briefings, *matrices)
    file = f"briefings/{given}.yaml"
    raise SettingsError(file, "there is no such briefing.", nearest(given, known))


def in_hand(desk: Desk, store: FigureStore, names: Iterable[str]) -> list[str]:
    """Return briefings in the order in which somebody last worked on them: wrote the file, or took in its figures.

    What was written within a minute was written together, and goes by name.
    """
    recorded = {one.source: one.recorded.timestamp() for one in sorted(store.releases(), key=_recorded)}

    def last(name: str) -> int:
        source = desk.briefings[name].figures.source
        return int(max(_written(desk, name), recorded.get(source, 0)) // 60)

    return sorted(names, key=lambda name: (-last(name), name))


def build_of(desk: Desk, store: FigureStore, source: str) -> str:
    """Return the command that makes something of new figures of `source`: the briefing of it in hand, or a new one.

    Of names there is no edition: `pull` takes them in. Prices and rates stand beside the figures of a briefing.
    """
    if source in sources_of_names(desk):
        return f"tradebrief pull --source {source}"
    settings = desk.settings.sources.get(source)
    if settings and settings.kind in BESIDE:
        return _beside_of(desk, store, source)
    every = desk.briefings.items()
    names = [name for name, one in every if one.figures.source == source]
    names = names or [name for name, one in every if one.figures.mirror == source]
    if names:
        return f"tradebrief build {_whole(desk, in_hand(desk, store, names)[0])}"
    return f"tradebrief new NAME --source {source}"


def _beside_of(desk: Desk, store: FigureStore, source: str) -> str:
    """Return the command that makes something of new prices or rates, or how they come into a briefing."""
    every = in_hand(desk, store, desk.briefings)
    if names := [name for name in every if source in beside_of(desk, name)]:
        return f"tradebrief build {_whole(desk, names[0])}"
    file = f"briefings/{_whole(desk, every[0])}.yaml" if every else "the file of a briefing"
    return f"name a series of it in {file}: context: [{{source: {source}, series: NAME}}]"


def _whole(desk: Desk, name: str) -> str:
    """Return the matrix of which `name` is a member, else the name itself."""
    return next((whole for whole, members in desk.matrices.items() if name in members), name)


def _written(desk: Desk, name: str) -> float:
    file = desk.folder / "briefings" / f"{_whole(desk, name)}.yaml"
    return file.stat().st_mtime if file.exists() else 0


def _recorded(release: Release) -> datetime:
    return release.recorded


def editions_named(desk: Desk, text: str) -> tuple[str, ...]:
    """Return the editions that `text` names: itself, or those of all members where NAME is a matrix or NAME.*."""
    name, slash, rest = text.partition("/")
    members = desk.matrices.get(name.removesuffix(_ALL), (name,))
    return tuple(f"{member}{slash}{rest}" for member in members)


def _the_only(desk: Desk) -> tuple[str, ...]:
    matrices = desk.matrices
    of_matrices = {member for members in matrices.values() for member in members}
    names = sorted({*matrices, *desk.briefings, *desk.broken} - of_matrices)
    if len(names) == 1:
        desk.refuse_broken(names[0])
        return matrices.get(names[0], (names[0],))
    listed = ", ".join(names) or "none"
    raise SettingsError(str(desk.folder), f"which briefing? This desk has {listed}.", "Name one.")
