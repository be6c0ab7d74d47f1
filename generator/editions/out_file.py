"""The file of `--out`: its place is checked before any work, and it is written completely or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from generator.errors import SettingsError
from generator.settings.desk import Desk
from generator.settings.desk_folder import DESK, KINDS
from generator.store import FigureStore
from generator.store.durable import write_durably

OPTION = "--out"
_OF_DESK = (DESK, *KINDS, "inbox", "secrets", "outbox", "bounces")


def refuse_place(path: Path | None, option: str = OPTION) -> None:
    """Refuse a place where no file can be written: it is a folder, or its folder is missing or not writable."""
    if path is None:
        return
    where = f"{option} {path}"
    if path.is_dir():
        raise SettingsError(where, "it is a folder.", "Name a file in it.")
    folder = path.parent
    if folder.exists() and not folder.is_dir():
        raise SettingsError(where, f"{folder} is a file, not a folder.", "Name another place.")
    if not folder.is_dir():
        problem, remedy = f"the folder {folder} is not there.", f"Make it first: mkdir -p {folder}. Or name another."
        raise SettingsError(where, problem, remedy)
    if not os.access(folder, os.W_OK):
        raise SettingsError(where, f"this user may not write in {folder}.", "Give the rights, or name another place.")


def refuse_what_is_read(path: Path | None, files: Mapping[str, Path | None]) -> None:
    """Refuse a place that is one of the `files` that are read (by option), even under another name."""
    if path is None or not path.is_file():
        return
    for option, file in files.items():
        if file is not None and file.is_file() and path.samefile(file):
            where, problem = f"{OPTION} {path}", f"it is the file that {option} reads."
            raise SettingsError(where, problem, "Name another file.")


def refuse_of_desk(path: Path | None, desk: Desk, store: FigureStore, option: str = OPTION) -> None:
    """Refuse a place that a desk reads itself: its settings, inbox, secrets, mail folders or state.

    Links are followed.
    """
    if path is None:
        return
    for name, place in (*((folder, desk.folder / folder) for folder in _OF_DESK), ("state", store.folder)):
        if path.resolve().is_relative_to(place.resolve()):
            where, problem = f"{option} {path}", f"the desk reads {name}{'' if name == DESK else '/'} itself."
            raise SettingsError(where, problem, "Name a file elsewhere.")


def hand_over(path: Path, content: bytes) -> None:
    """Write `content` to a file in one step: if the program is killed, the old file stays as it was.

    A pipe or a device is written to directly. A link is followed.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
    else:
        write_durably(path.resolve(), content)
