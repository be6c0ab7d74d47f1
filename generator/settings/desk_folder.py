"""Where the desk lies, and which of its files are settings."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.errors import SettingsError

DESK = "desk.yaml"
BEFORE = "before.json"  # what the edition before left behind, kept with the files of a revision
CORRECTION = "correction.json"  # what a correction mends, and why: kept likewise
OUTBOX = "outbox"  # letters of the transport that sends nothing
KINDS = {"briefings": (".yaml",), "commentary": (".md",), "templates": (".j2",), "styles": (".css", ".svg", ".png")}
TEXTS = {"", ".txt", ".text", ".markdown", ".mdown", ".mkd", ".mdx", ".rst", ".rtf", ".odt", ".doc", ".docx"}
LARGEST = 4 * 1024 * 1024  # bytes of one file: a logo, not a film
LARGEST_DESK = 32 * 1024 * 1024


def find_desk(start: Path, option: str | None, env: Mapping[str, str]) -> Path:
    """Return the desk: the `option` of a verb, else the environment's, else the nearest folder upwards from `start`."""
    named = option or env.get("TRADEBRIEF_DESK")
    if named:
        folder = start / named
        if not (folder / DESK).is_file():
            where = "--desk" if option else "TRADEBRIEF_DESK"
            raise SettingsError(where, f"{folder} has no {DESK}.", f"Make a desk: tradebrief init {folder}")
        return folder.resolve()
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / DESK).is_file():
            return folder
    raise SettingsError(str(start), f"there is no {DESK} here or above.", "Make a desk: tradebrief init DIR")


def gather(folder: Path) -> dict[str, bytes]:
    """Return the settings of the desk in `folder`, by file name relative to it; no secret, no figure, no state.

    A link that leads out of the desk, a file that is too large, a briefing that ends in .yml and an editor's text that
    ends in anything but .md are refused.
    """
    contents: dict[str, bytes] = {}
    for path in (folder / DESK, *_files(folder)):
        name = path.relative_to(folder).as_posix()
        contents[name] = _content(path, name, folder)
        if sum(map(len, contents.values())) > LARGEST_DESK:
            raise SettingsError(name, f"the desk's settings are larger than {LARGEST_DESK} bytes together.")
    return contents


def _files(folder: Path) -> Iterator[Path]:
    for kind, endings in KINDS.items():
        _refuse_stranger(folder / kind, folder)
        for above, folders, names in os.walk(folder / kind, followlinks=False):
            for name in folders:
                _refuse_stranger(Path(above, name), folder)
            folders[:] = sorted(name for name in folders if not name.startswith(".") and kind != "briefings")
            for path in (Path(above, name) for name in sorted(names)):
                if _is_setting(path, endings, folder):
                    yield path


def is_left_aside(path: Path) -> bool:
    """Say whether a file of templates/ or styles/ is of a kind that no edition is made of."""
    return path.is_file() and not _is_hidden(path) and path.suffix not in KINDS[path.parent.name]


def _is_hidden(path: Path) -> bool:
    return path.name.startswith(".") or path.name.endswith("~")


def _is_setting(path: Path, endings: tuple[str, ...], folder: Path) -> bool:
    where = path.relative_to(folder).as_posix()
    if path.suffix == ".yml" and endings == KINDS["briefings"]:
        raise SettingsError(where, "a briefing's file ends in .yaml.", f"Rename it to {path.stem}.yaml.")
    if where.startswith("commentary/") and _is_for_readers(path):
        remedy = f"Rename it to {path.stem}.md, or move it elsewhere."
        raise SettingsError(where, "an editor's file ends in .md.", remedy)
    return not _is_hidden(path) and path.suffix in endings


def _is_for_readers(path: Path) -> bool:
    """Say whether a person wrote a text for an edition under another ending than .md."""
    ending = path.suffix.lower()
    return not path.name.startswith(".") and (ending in TEXTS or (ending == ".md" and path.suffix != ".md"))


def _refuse_stranger(path: Path, folder: Path) -> None:
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        where = path.relative_to(folder).as_posix()
        raise SettingsError(where, "this link leads out of the desk.", "Put the file itself here.")


def _content(path: Path, name: str, folder: Path) -> bytes:
    _refuse_stranger(path, folder)
    try:
        if not path.is_file():
            raise SettingsError(name, "this is not a file." if path.exists() else "this is not there.")
        size = path.stat().st_size
        if size > LARGEST:
            raise SettingsError(name, f"the file has {size} bytes; {LARGEST} are the most.")
        return path.read_bytes()
    except OSError as fault:
        raise SettingsError(name, f"this cannot be read: {fault.strerror}.") from None
