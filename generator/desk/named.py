"""Briefings as a person names them on a command line: one, a member of a matrix, or all of its members."""

from __future__ import annotations

from generator.desk.beside import sources_of_names
from generator.desk.opened import OpenDesk
from generator.desk.words import nearest
from generator.errors import SettingsError

_ALL = ".*"


def briefings_named(desk: OpenDesk, given: str | None) -> tuple[str, ...]:
    """Return the briefings that `given` names: NAME, NAME.KEY, or NAME and NAME.* for all members of a matrix.

    None means the desk's only file of briefings. An edition that was made of a briefing which is no longer there is
    still known by its name. Raises SettingsError where nothing goes by it, or where one must be named.
    """
    matrices = desk.desk.matrices
    if given is None:
        return _the_only(desk)
    if (name := given.removesuffix(_ALL)) in matrices:
        return matrices[name]
    if given in desk.desk.briefings or any(note.briefing == given for note in desk.store.editions()):
        return (given,)
    known = (*desk.desk.briefings, *matrices)
    file = f"briefings/{given}.yaml"
    raise SettingsError(file, "there is no such briefing.", nearest(given, known))


def build_of(desk: OpenDesk, source: str) -> str:
    """Return the command that makes something of new figures of `source`: the first briefing of it, or a new one.

    Of names there is no edition: `pull` takes them in.
    """
    if source in sources_of_names(desk):
        return f"tradebrief pull --source {source}"
    whole = {member: name for name, members in desk.desk.matrices.items() for member in members}
    names = [whole.get(name, name) for name, one in desk.desk.briefings.items() if one.figures.source == source]
    return f"tradebrief build {names[0]}" if names else f"tradebrief new NAME --source {source}"


def editions_named(desk: OpenDesk, text: str) -> tuple[str, ...]:
    """Return the editions that `text` names: itself, or those of all members where NAME is a matrix or NAME.*."""
    name, slash, rest = text.partition("/")
    members = desk.desk.matrices.get(name.removesuffix(_ALL), (name,))
    return tuple(f"{member}{slash}{rest}" for member in members)


def _the_only(desk: OpenDesk) -> tuple[str, ...]:
    matrices = desk.desk.matrices
    of_matrices = {member for members in matrices.values() for member in members}
    names = sorted({*matrices, *desk.desk.briefings} - of_matrices)
    if len(names) == 1:
        return matrices.get(names[0], (names[0],))
    listed = ", ".join(names) or "none"
    raise SettingsError(str(desk.folder), f"which briefing? This desk has {listed}.", "Name one.")
