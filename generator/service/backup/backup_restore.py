"""Restoring: a backup becomes a desk in a folder of its own, which sends nothing until a person says so."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from tarfile import TarInfo

from generator.editions.edition_sheet import PLACED_BY
from generator.errors import IntegrityError, SettingsError
from generator.readers.publication import point
from generator.service.backup import backup_manifest
from generator.service.backup.backup_contents import PRIVATE
from generator.service.backup.backup_manifest import Held
from generator.service.backup.backup_reader import look_through
from generator.settings.desk import gather, read_desk
from generator.settings.desk_folder import DESK
from generator.settings.desk_settings import DeskSettings
from generator.settings.wiring import open_desk
from generator.store.aside import made_aside, put_in_place
from generator.store.durable import named_faults

_OWN = 0o700


@dataclass(frozen=True)
class Restored:
    """A desk that came out of a backup: what the backup held, and the settings of places that were made to fit."""

    folder: Path
    held: Held
    moved: tuple[str, ...]


def restore(
    file: Path, into: Path, env: Mapping[str, str], now: datetime, tell: Callable[[str], None] = lambda _: None
) -> Restored:
    """Make the desk of the backup `file` in `into`, whole or not at all; it sends nothing until `confirm`.

    `env` sets what it sets over the files of a desk, but for where output and state lie.
    Raises SettingsError where `into` holds anything, IntegrityError where the backup is not what it says of itself.
    """
    into, env = into.resolve(), {key: value for key, value in env.items() if key not in PLACED_BY}
    _refuse_occupied(into)
    with named_faults(into):
        into.parent.mkdir(parents=True, exist_ok=True)
    with made_aside(into) as aside, named_faults(into):
        folder = aside / "desk"
        folder.mkdir()
        held = look_through(file, tell, _Unpacking(folder).keep)
        _settle(folder, held)
        moved = tuple(_moved(folder, env))
        _note(folder, env, f"{file.name}, taken {held.taken}", now)
        os.sync()  # thousands of files at once
        put_in_place(folder, into)
    return Restored(into, held, moved)


class _Unpacking:
    """Files that are written below `folder`, each root of a backup at its place in a desk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, info: TarInfo, pieces: Iterator[bytes]) -> None:
        """Write one file: nothing is written over, and no link is followed, since there is none."""
        path = self._folder / _place(info.name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
        except (FileExistsError, NotADirectoryError) as fault:
            msg = f"{info.name!r} stands in the backup twice. Nothing was restored from it."
            raise IntegrityError(msg) from fault
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            os.fchmod(file.fileno(), 0o600 if _is_private(info.name) else info.mode & 0o755 | 0o600)
        os.utime(path, (info.mtime, info.mtime))


def _place(name: str) -> PurePosixPath:
    """Return where a file of a backup lies in the restored desk."""
    root, _, rest = name.partition("/")
    return PurePosixPath(rest) if root == backup_manifest.DESK else PurePosixPath(root, rest)


def _is_private(name: str) -> bool:
    root, below = name.split("/")[:2]
    return root == backup_manifest.STATE or (root == backup_manifest.DESK and below in PRIVATE)


def _settle(folder: Path, held: Held) -> None:
    """Make the folders that were empty, and close those that are their owner's."""
    for name in held.folders:
        (folder / _place(name)).mkdir(parents=True, exist_ok=True)
    for private in (*PRIVATE, backup_manifest.STATE):
        if (folder / private).is_dir():
            (folder / private).chmod(_OWN)
    (folder / backup_manifest.STATE).mkdir(mode=_OWN, exist_ok=True)


def _moved(folder: Path, env: Mapping[str, str]) -> Iterator[str]:
    """Put output and state where desk.yaml has them, or let it name them where they lie; yield what it named before.

    Where a desk lies decides no byte of an edition.
    """
    for key in (backup_manifest.OUTPUT, backup_manifest.STATE):
        was = getattr(_settings(folder, env), key)
        place = PurePosixPath(was)
        if place == PurePosixPath(key):
            continue
        if place.parts and not place.is_absolute() and ".." not in place.parts and not (folder / place).exists():
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            if (folder / key).exists():
                (folder / key).rename(folder / place)
        else:
            _write_place(folder, key, env)
            yield f"{key}: {key} (was {was})"


def _write_place(folder: Path, key: str, env: Mapping[str, str]) -> None:
    line = re.compile(rf"^{key}:.*$".encode(), re.MULTILINE)
    (folder / DESK).write_bytes(line.sub(f"{key}: {key}".encode(), (folder / DESK).read_bytes(), count=1))
    if getattr(_settings(folder, env), key) != key:
        problem = f"{key} cannot be made to lie in the restored desk."
        raise SettingsError(DESK, problem, f"Write it in one line, {key}: {key}, and take another backup.")


def _settings(folder: Path, env: Mapping[str, str]) -> DeskSettings:
    return read_desk(gather(folder), env).settings


def _note(folder: Path, env: Mapping[str, str], backup: str, now: datetime) -> None:
    """Note in the state that the desk sends nothing yet, and point at what was published last."""
    desk = open_desk(folder, env)
    with desk.store:
        with desk.store.together():
            desk.store.restored.note(backup, now)
            desk.store.add_to_log("restored", {"backup": backup}, now)
        for name in {note.briefing for note in desk.store.editions()}:
            if (desk.shelf.root / name).is_dir():
                point(desk.store, desk.shelf, name)


def _refuse_occupied(into: Path) -> None:
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise SettingsError(str(into), "this is not an empty folder.", "Name one that is empty, or not there yet.")
