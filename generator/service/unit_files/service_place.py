"""The place of a service: where its desk lies, which program it starts, and whose it is."""

from __future__ import annotations

import os
import pwd
import re
import shlex
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.errors import SettingsError
from generator.service.unit_files.shell_quoting import refuse_lines
from generator.settings.desk import DeskSettings
from generator.settings.desk_folder import DESK

OURS = "tradebrief"  # what the program is called, and the user of a desk that belongs to root
USER = "--user"
_USER = re.compile(r"[a-z_][a-z0-9_-]{0,31}")  # useradd(8)
_HOMES = tuple(map(Path, ("/home", "/root", "/run/user")))  # systemd.exec(5), ProtectHome=
_PASSING = tuple(map(Path, ("/tmp", "/var/tmp")))  # noqa: S108 -- PrivateTmp= names them
_ROOT = 0


@dataclass(frozen=True)
class Place:
    """Where a desk lies, the folders in which its runs write, the program that runs, and the user who runs it."""

    desk: Path
    writable: tuple[Path, ...]
    program: Path
    user: str

    @property
    def name(self) -> str:
        """The desk's name in the name of a unit, by its folder."""
        return re.sub(r"[^a-z0-9]+", "-", self.desk.name.lower()).strip("-") or "desk"

    @property
    def unit(self) -> str:
        """What the units, and a container, are called."""
        return f"tradebrief-{self.name}"

    @property
    def in_home(self) -> bool:
        """Whether anything that it needs lies in somebody's home."""
        needed = (*self.writable, self.program, Path(sys.prefix), Path(sys.base_prefix))
        return _lies_in(needed, _HOMES)

    @property
    def in_tmp(self) -> bool:
        """Whether anything that it writes or starts lies where all may write."""
        return _lies_in((*self.writable, self.program), _PASSING)

    @property
    def owner(self) -> os.stat_result:
        """To whom the desk's folder belongs (st_uid, st_gid)."""
        return self.desk.stat()

    @property
    def before(self) -> tuple[str, ...]:
        """What root has to do before this user can run it, as commands; none where all is well."""
        known = _user_named(self.user)
        made = () if known else (f"useradd --system --shell /usr/sbin/nologin {self.user}",)
        foreign = known is None or known.pw_uid != self.owner.st_uid
        return (*made, *(f"chown -R {self.user}: {shlex.quote(str(self.desk))}" for _ in range(foreign)))


def place_of(folder: Path, settings: DeskSettings, user: str | None) -> Place:
    """Return the place of the desk in `folder` whose runs are those of `user`, else of whom the folder belongs to.

    Raises SettingsError where that would be root, where the program has no path of its own, and where a folder in which
    it writes is not there.
    """
    own, *others = (folder.resolve(), *((folder / one).resolve() for one in (settings.state, settings.output)))
    writable = (own, *(one for one in dict.fromkeys(others) if not one.is_relative_to(own)))
    for path in writable:
        refuse_lines(path, str(folder))
        if not path.is_dir():
            remedy = f"mkdir -p {path}, or build an edition first."
            raise SettingsError(DESK, f"it writes into {path}, which is not there.", remedy)
    return Place(own, writable, _program(), _user(user, own))


def _program() -> Path:
    """Return the path of the program that runs here: beside its Python, where every installer puts it."""
    for path in (Path(sys.executable).with_name(OURS), Path(sys.argv[0]).absolute()):
        if path.name == "tradebrief" and path.is_file():
            refuse_lines(path, OURS)
            return path
    raise SettingsError(OURS, "it has no program of its own here.", "Install it: pip install tradebrief")


def _user(given: str | None, desk: Path) -> str:
    user = _owner(desk.stat().st_uid) if given is None else given
    if not _USER.fullmatch(user):
        raise SettingsError(USER, f"{user!r} is no name of a user.", "Small letters, digits and hyphens.")
    known = _user_named(user)
    if user == "root" or (known and known.pw_uid == _ROOT):
        raise SettingsError(USER, "root runs no desk.", f"Name another user: --user {OURS}")
    return user


def _owner(number: int) -> str:
    """Return the name of a user by number; of root, and of one who has none, the name of a user of its own."""
    try:
        return OURS if number == _ROOT else pwd.getpwuid(number).pw_name
    except KeyError:
        return OURS


def _user_named(user: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(user)
    except KeyError:
        return None


def _lies_in(paths: Iterable[Path], folders: tuple[Path, ...]) -> bool:
    return any(path.is_relative_to(folder) for path in paths for folder in folders)
