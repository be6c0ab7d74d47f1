"""Service files: what starts `tradebrief run` by itself, written for one desk from the templates beside this page.

Nothing is installed: a person reads the files, and puts them where they belong.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

import generator
from generator import __version__
from generator.charts.scripts import SCRIPTS
from generator.errors import SettingsError
from generator.service.unit_files.service_place import Place, place_of
from generator.service.unit_files.shell_quoting import cron_command, unit_argument, unit_path, unit_word
from generator.settings.desk import DeskSettings, gather, read_desk
from generator.settings.desk_folder import DESK
from generator.store.durable import write_durably

LOCK = "requirements.lock"
_EXTRAS = {"sdmx": "sdmx", "sql": "sql"}  # of a kind of source


class Kind(StrEnum):
    """What starts it."""

    systemd = "systemd"
    cron = "cron"
    container = "container"


def service_files(
    folder: Path, env: Mapping[str, str], kind: Kind, user: str | None = None
) -> tuple[dict[str, str], str]:
    """Return the files, by name, that have `kind` run the desk in `folder` as `user`, and what a person does with them.

    The settings alone are read: root, who asks for the files, must leave no file of its own in somebody's desk.
    Raises SettingsError where root would run it, or where a container's one volume does not hold the desk.
    """
    settings = read_desk(gather(folder), env).settings
    place = place_of(folder, settings, user)
    match kind:
        case Kind.systemd:
            return _units(place)
        case Kind.cron:
            return _crontab(place)
        case Kind.container:
            return _container(settings, place)


def write_files(folder: Path, named: Mapping[str, str]) -> tuple[Path, ...]:
    """Write each file into `folder`, and return where it lies.

    Raises SettingsError where one of another content is there.
    """
    for name, text in named.items():
        if (file := folder / name).exists() and file.read_text(encoding="utf-8") != text:
            problem = "another file of this name is there, and somebody may have changed it."
            raise SettingsError(str(file), problem, "Take it away, or name another folder.")
    for name, text in named.items():
        write_durably(folder / name, text.encode())
    return tuple(folder / name for name in named)


def context_of_build() -> dict[str, str]:
    """Return what a container is built from beside its Containerfile, and can be written here: the locked packages."""
    package = Path(generator.__file__).parent
    known = (package / f"_{LOCK}", package.parent / LOCK)  # in a wheel, in a checkout
    return {LOCK: next(path for path in known if path.is_file()).read_text(encoding="utf-8")}


def debian_packages() -> tuple[str, ...]:
    """Return the Debian packages that the program needs beside Python."""
    return tuple(files(__name__).joinpath("debian-packages.txt").read_text(encoding="utf-8").split())


def wheel_name() -> str:
    """Return the name of this version's wheel, which a container is built from."""
    return f"tradebrief-{__version__}-py3-none-any.whl"


def _units(place: Place) -> tuple[dict[str, str], str]:
    named = {f"{place.unit}.service": "service", f"{place.unit}.timer": "timer", f"{place.unit}-clock.service": "clock"}
    made = {name: _filled(template, place) for name, template in named.items()}
    return made, f"put them into /etc/systemd/system, then systemctl enable --now {place.unit}.timer"


def _crontab(place: Place) -> tuple[dict[str, str], str]:
    name = f"{place.unit}.cron"
    step = f"crontab -u {place.user} {name}, or add its lines to a crontab that is there: crontab -u {place.user} -e"
    return {name: _filled("crontab", place)}, step


def _container(settings: DeskSettings, place: Place) -> tuple[dict[str, str], str]:
    _refuse_outside(place)
    owner, wheel = place.owner, wheel_name()
    fonts = [face.source[0] for language in settings.languages for face in SCRIPTS.get(language, ())]
    known = {
        "wheel": wheel,
        "packages": sorted({*debian_packages(), *fonts, "python3-venv"}),
        "extras": sorted({_EXTRAS[one.kind] for one in settings.sources.values() if one.kind in _EXTRAS}),
        "as_user": f"--user {owner.st_uid}:{owner.st_gid}" if owner.st_uid else "",
    }
    return {
        "Containerfile": _filled("Containerfile", place, known)
    }, f"put {wheel} beside it, and do what its head says"


def _refuse_outside(place: Place) -> None:
    for path in place.writable[1:]:
        problem = f"it writes into {path}, and a container has the desk's folder alone."
        raise SettingsError(DESK, problem, "Have output: and state: in the desk.")


def _filled(template: str, place: Place, known: Mapping[str, Any] | None = None) -> str:
    """Return a template with what it asks for; a name that nobody knows is a fault of ours."""
    templates = Environment(  # noqa: S701 -- no page: units and crontabs are quoted by filters of their own
        loader=PackageLoader(__name__), undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    templates.filters |= {
        "word": unit_word,
        "argument": unit_argument,
        "path": unit_path,
        "command": cron_command,
        "shell": shlex.quote,
    }
    return templates.get_template(f"{template}.j2").render(place=place, **(known or {}))
