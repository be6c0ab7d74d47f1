"""A desk's own templates and styles: which are changed copies, and whose original has changed since.

The first line of a copy says what it is a copy of, so that the desk can move and its state can be lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from generator import __version__
from generator.errors import SettingsError
from generator.page.edition_look import packaged
from generator.page.logo import PICTURES, check_picture
from generator.settings.desk_folder import DESK, KINDS, gather, is_left_aside
from generator.settings.desk_parts import digest
from generator.settings.desk_settings import HOUSES
from generator.store.durable import write_durably

ROOMS = ("templates", "styles")
_ROOMS = tuple(f"{room}/" for room in ROOMS)
_HOUSE = re.compile(rf"^styles/(?:{'|'.join(HOUSES)})-")
_COMMENTS = {".j2": ("{#", "#}"), ".css": ("/*", "*/"), ".svg": ("<!--", "-->")}
_NOTE = re.compile(rb"^[^\n]*copy of (\S+) of tradebrief \S+ \(([0-9a-f]{64})\)")


@dataclass(frozen=True)
class OwnFile:
    """A file of templates/ or styles/: `ours` until the desk has a copy, then `copied`, `changed` or `behind`.

    `behind`: the packaged file is another one now than the copy was taken from. `own`: we have none of that name.
    """

    name: str
    state: str


def files(folder: Path) -> tuple[OwnFile, ...]:
    """Return every packaged file and every file of the desk's own look, by name."""
    ours = originals()
    own_files = _own_files(folder)
    return tuple(OwnFile(name, _state(ours.get(name), own_files.get(name))) for name in sorted(ours | own_files))


def originals() -> dict[str, bytes]:
    """Return the packaged templates and styles, by their name in a desk."""
    return {f"{room}/{name}": raw for room in ROOMS for name, raw in packaged(room).items()}


def copy(folder: Path, named: str, *, force: bool = False) -> Path:
    """Copy the packaged file that is `named` into the desk; return where it lies now.

    A file that is there already stays, unless `force`: then it is kept beside the new one, its name ending in ~.
    """
    name, raw = _original(named)
    path = folder / name
    if path.exists() and not force:
        remedy = "Change it there, or take ours again with --force: yours is kept beside it."
        raise SettingsError(name, "the desk has this file already.", remedy)
    if path.exists():
        path.replace(path.with_name(f"{path.name}~"))
    write_durably(path, noted(name, raw))
    return path


def noted(name: str, raw: bytes) -> bytes:
    """Return a packaged file with the line that says what it is a copy of."""
    start, end = _COMMENTS[Path(name).suffix]
    return f"{start} copy of {name} of tradebrief {__version__} ({digest(raw)}) {end}\n".encode() + raw


def used(files: Mapping[str, bytes], logo: str = "") -> dict[str, bytes]:
    """Return the desk's own templates and styles that an edition is made of, by name.

    Such a file has the name of a packaged one, belongs to a house style, is the logo, or is named in one that is used.
    """
    ours = originals()
    own_files = {name: raw for name, raw in files.items() if name.startswith(_ROOMS)}
    names = {*ours, f"styles/{logo}"}
    used_files = {name: raw for name, raw in own_files.items() if name in names or _HOUSE.sub("styles/", name) in ours}
    speak = [files.get(DESK, b""), *ours.values(), *used_files.values()]
    # a file that is used may itself name others, which are looked for in the next round
    while speak:
        more = {name: raw for name, raw in own_files.items() if name not in used_files and _is_in(name, speak)}
        used_files |= more
        speak = list(more.values())
    return dict(sorted(used_files.items()))


def _is_in(name: str, texts: Iterable[bytes]) -> bool:
    bare = name.partition("/")[2].encode()
    return any(bare in text for text in texts)


def problems(folder: Path) -> Iterator[str]:
    """Yield what is wrong with a desk's own look, one line each."""
    settings = gather(folder)
    own_files = _own_files(folder)
    for room in ROOMS:
        for path in sorted((folder / room).glob("*")):
            if is_left_aside(path):
                yield f"{room}/{path.name} is used by nothing: {room}/ holds {', '.join(KINDS[room])} files"
    for file in files(folder):
        if file.state == "behind":
            yield f"{file.name} is a copy of an older file of ours"
        elif file.state == "own" and not _is_named(file.name, settings):
            near = get_close_matches(file.name, originals(), 1)
            yield f"{file.name} is used by nothing" + (f"; nearest: {near[0]}" if near else "")
    for name, raw in used(own_files | {DESK: settings.get(DESK, b"")}).items():
        if Path(name).suffix in PICTURES:
            try:
                check_picture(name, raw)
            except SettingsError as error:
                yield str(error)


def _original(named: str) -> tuple[str, bytes]:
    ours = originals()
    name = next((name for name in ours if named in {name, name.partition("/")[2]}), None)
    if name is None:
        near = get_close_matches(named, [*ours, *(name.partition("/")[2] for name in ours)], 1)
        remedy = f"Nearest: {near[0]}." if near else "`tradebrief look list` names them."
        raise SettingsError(named, "no template or style of ours has this name.", remedy)
    return name, ours[name]


def _own_files(folder: Path) -> dict[str, bytes]:
    return {name: raw for name, raw in gather(folder).items() if name.startswith(_ROOMS)}


def _state(ours: bytes | None, content: bytes | None) -> str:
    if content is None:
        return "ours"
    if ours is None:
        return "own"
    note = _NOTE.match(content)
    if note is None:
        return "changed"
    if note[2].decode() != digest(ours):
        return "behind"
    return "copied" if content.partition(b"\n")[2] == ours else "changed"


def _is_named(name: str, settings: Mapping[str, bytes]) -> bool:
    """Say whether another file of the desk speaks of this one: a template, a style, or desk.yaml of its logo."""
    bare = name.partition("/")[2].encode()
    return any(bare in raw for file, raw in settings.items() if file != name)
