"""Write the files that start `tradebrief run` under systemd, cron or in a container, for one desk.

Nothing is installed: a person reads the files, and puts them where they belong.
"""

from __future__ import annotations

import os
import pwd
import re
import shlex
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

import generator
from generator import __version__
from generator.charts.scripts import SCRIPTS
from generator.errors import SettingsError
from generator.settings.desk import DeskSettings, gather, read_desk
from generator.settings.desk_folder import DESK
from generator.store.durable import write_durably

_QUOTED = '\\"'  # signs that a quotation keeps by a backslash before them
OURS = "tradebrief"  # what the program is called, and the user of a desk that belongs to root
USER = "--user"
_USER = re.compile(r"[a-z_][a-z0-9_-]{0,31}")  # useradd(8)
_HOMES = tuple(map(Path, ("/home", "/root", "/run/user")))  # systemd.exec(5), ProtectHome=
_PASSING = tuple(map(Path, ("/tmp", "/var/tmp")))  # noqa: S108 -- PrivateTmp= names them
_ROOT = 0
LOCK = "requirements.lock"
_EXTRAS = {"sdmx": "sdmx", "sql": "sql"}  # of a kind of source


def unit_argument(word: object) -> str:
    """Return an argument of a command in a unit; its program is a word, since no variable can name that."""
    return unit_word(word).replace("$", "$$")


def unit_word(word: object) -> str:
    """Return a program, or one path of a list, in a unit (systemd.syntax(7), "Quoting")."""
    quoted = str(word).translate({ord(sign): "\\" + sign for sign in _QUOTED})
    return f'"{unit_path(quoted)}"'


def unit_path(path: object) -> str:
    """Return a path that has a line of a unit to itself: nothing but its specifiers is read there (systemd.unit(5))."""
    return str(path).replace("%", "%%")


def cron_command(words: Sequence[object]) -> str:
    """Return a command of a crontab: in words of the shell, what crontab(5) reads itself kept from it.

    It ends a command at a percent sign, and takes the backslash before one, or before another, away.
    """
    return shlex.join(map(str, words)).replace("\\", "\\\\").replace("%", "\\%")


def refuse_lines(path: object, where: str) -> None:
    """Refuse a path that no file of lines can hold."""
    if any(ord(sign) < ord(" ") for sign in str(path)):
        raise SettingsError(where, f"{str(path)!r} has a sign that no line can hold.", "Rename the folder.")


@dataclass(frozen=True)
class ServicePlace:
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
        account = _user_named(self.user)
        create = () if account else (f"useradd --system --shell /usr/sbin/nologin {self.user}",)
        foreign = account is None or account.pw_uid != self.owner.st_uid
        return (*create, *(f"chown -R {self.user}: {shlex.quote(str(self.desk))}" for _ in range(foreign)))


def place_of(folder: Path, settings: DeskSettings, user: str | None) -> ServicePlace:
    """Return the place of the desk in `folder` whose runs are those of `user`, else of whom the folder belongs to.

    Raises SettingsError where that would be root, where the program has no path of its own, and where a folder in which
    it writes is not there.
    """
    desk, *places = (folder.resolve(), *((folder / path).resolve() for path in (settings.state, settings.output)))
    writable = (desk, *(path for path in dict.fromkeys(places) if not path.is_relative_to(desk)))
    for path in writable:
        refuse_lines(path, str(folder))
        if not path.is_dir():
            remedy = f"mkdir -p {path}, or build an edition first."
            raise SettingsError(DESK, f"it writes into {path}, which is not there.", remedy)
    return ServicePlace(desk, writable, _program(), _user(user, desk))


def _program() -> Path:
    """Return the path of the program that runs here: beside its Python, where every installer puts it."""
    for path in (Path(sys.executable).with_name(OURS), Path(sys.argv[0]).absolute()):
        if path.name == "tradebrief" and path.is_file():
            refuse_lines(path, OURS)
            return path
    raise SettingsError(OURS, "it has no program of its own here.", "Install it: pip install tradebrief")


def _user(name: str | None, desk: Path) -> str:
    user = _owner(desk.stat().st_uid) if name is None else name
    if not _USER.fullmatch(user):
        raise SettingsError(USER, f"{user!r} is not the name of a user.", "Small letters, digits and hyphens.")
    account = _user_named(user)
    if user == "root" or (account and account.pw_uid == _ROOT):
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


def service_files(
    folder: Path, env: Mapping[str, str], kind: str, user: str | None = None
) -> tuple[dict[str, str], str]:
    """Return the files, by name, that have `kind` run the desk in `folder` as `user`, and what a person does with them.

    The settings alone are read: root, who asks for the files, must leave no file of its own in somebody's desk.
    Raises SettingsError where root would run it, or where a container's one volume does not hold the desk.
    """
    settings = read_desk(gather(folder), env).settings
    place = place_of(folder, settings, user)
    match kind:
        case "systemd":
            templates = {"service": ".service", "timer": ".timer", "clock": "-clock.service"}
            units = {f"{place.unit}{ending}": _filled(template, place) for template, ending in templates.items()}
            return units, f"put them into /etc/systemd/system, then systemctl enable --now {place.unit}.timer"
        case "cron":
            name = f"{place.unit}.cron"
            crontab = f"crontab -u {place.user}"
            step = f"{crontab} {name}, or add its lines to a crontab that is there: {crontab} -e"
            return {name: _filled("crontab", place)}, step
        case "container":
            return _container(settings, place)
    where = "service"
    problem = f"{kind!r} starts nothing that is known."
    raise SettingsError(where, problem, "Write one of systemd, cron, container.")


def write_files(folder: Path, named: Mapping[str, str]) -> tuple[Path, ...]:
    """Write each file into `folder`, and return where it lies.

    Raises SettingsError where one of another content is there.
    """
    for name, text in named.items():
        file = folder / name
        if file.exists() and file.read_text(encoding="utf-8") != text:
            problem = "another file of this name is there, and somebody may have changed it."
            raise SettingsError(str(file), problem, "Take it away, or name another folder.")
    for name, text in named.items():
        write_durably(folder / name, text.encode())
    return tuple(folder / name for name in named)


def context_of_build() -> dict[str, str]:
    """Return what a container is built from beside its Containerfile, and can be written here: the locked packages."""
    package = Path(generator.__file__).parent
    candidates = (package / f"_{LOCK}", package.parent / LOCK)  # in a wheel, in a checkout
    return {LOCK: next(path for path in candidates if path.is_file()).read_text(encoding="utf-8")}


def debian_packages() -> tuple[str, ...]:
    """Return the Debian packages that the program needs beside Python."""
    return tuple(
        files("generator.service").joinpath("unit_files", "debian-packages.txt").read_text(encoding="utf-8").split()
    )


def wheel_name() -> str:
    """Return the name of this version's wheel, which a container is built from."""
    return f"tradebrief-{__version__}-py3-none-any.whl"


def _container(settings: DeskSettings, place: ServicePlace) -> tuple[dict[str, str], str]:
    """Return the Containerfile, and what to do with it; SettingsError where a folder lies outside the desk."""
    for path in place.writable[1:]:
        problem = f"it writes into {path}, and a container has the desk's folder alone."
        raise SettingsError(DESK, problem, "Have output: and state: in the desk.")
    owner = place.owner
    wheel = wheel_name()
    fonts: list[str] = []
    for language in settings.languages:
        fonts += [face.source[0] for face in SCRIPTS.get(language, ())]
    kinds = {source.kind for source in settings.sources.values()}
    as_user = ""
    if owner.st_uid:
        as_user = f"--user {owner.st_uid}:{owner.st_gid}"
    variables = {
        "wheel": wheel,
        "packages": sorted({*debian_packages(), *fonts, "python3-venv"}),
        "extras": sorted(extra for kind, extra in _EXTRAS.items() if kind in kinds),
        "as_user": as_user,
    }
    step = f"put {wheel} beside it, and do what its head says"
    return {"Containerfile": _filled("Containerfile", place, variables)}, step


def _filled(template: str, place: ServicePlace, variables: Mapping[str, Any] | None = None) -> str:
    """Return a template with what it asks for; a name that nobody knows is a fault of ours."""
    templates = Environment(  # noqa: S701 -- no page: units and crontabs are quoted by filters of their own
        loader=PackageLoader("generator.service", "unit_files/templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters |= {
        "word": unit_word,
        "argument": unit_argument,
        "path": unit_path,
        "command": cron_command,
        "shell": shlex.quote,
    }
    return templates.get_template(f"{template}.j2").render(place=place, **(variables or {}))
