"""Checks: what the program needs here, each with its remedy: the body of `doctor`."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from generator.desk.settings import faults, gather
from generator.errors import GeneratorError

_ROOM = 200 * 2**20  # bytes: three editions, their faces and a release
_YEARS = (2025, 2100)  # a clock outside these is wrong


@dataclass(frozen=True)
class Check:
    """One line of `doctor`: what was looked at, whether it is well, what was seen, and the remedy."""

    name: str
    well: bool
    seen: str
    remedy: str = ""


def checks(folder: Path | None, env: Mapping[str, str]) -> Iterator[Check]:
    """Return every check, one after another; those of a desk only where there is one."""
    yield Check("python", sys.version_info >= (3, 11), sys.version.split()[0], "Install Python 3.11 or newer.")
    yield _tried("libraries", _libraries, "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")
    yield _tried("drawing", _drawing, "pip install --force-reinstall vl-convert-python altair")
    yield _tried("faces", _faces, "pip install fontpkg-source-serif-4 fontpkg-source-sans-3")
    yield _clock()
    if folder is not None:
        yield from _of_desk(folder, env)


def _of_desk(folder: Path, env: Mapping[str, str]) -> Iterator[Check]:
    found = faults(gather(folder), env)
    yield Check("settings", not found, "; ".join(map(str, found)) or "read", "Mend the line that is named.")
    free = shutil.disk_usage(folder).free
    yield Check("disk", free > _ROOM, f"{free // 2**20} MiB free", "Free 200 MiB on this disk.")
    well = os.access(folder, os.W_OK | os.X_OK)
    yield Check("permissions", well, "can be written" if well else "cannot be written", f"chown or chmod {folder}.")
    yield from (_private(path) for path in sorted((folder / "secrets").glob("*")))
    if not found:
        yield _tried("store", lambda: _store(folder, env), "Restore a backup of state/.")


def _tried(name: str, look: Callable[[], str], remedy: str) -> Check:
    try:
        return Check(name, well=True, seen=look())
    except (GeneratorError, ImportError, OSError, ValueError) as error:
        return Check(name, well=False, seen=str(error).splitlines()[0], remedy=remedy)


def _libraries() -> str:
    import weasyprint

    return f"weasyprint {weasyprint.__version__}"


def _drawing() -> str:
    import vl_convert  # noqa: F401 -- only whether it loads

    return f"vl-convert {version('vl-convert-python')}"


def _faces() -> str:
    packages = ("fontpkg-source-serif-4", "fontpkg-source-sans-3")
    return ", ".join(f"{package} {version(package)}" for package in packages)


def _clock() -> Check:
    year = datetime.now(UTC).year
    return Check("clock", _YEARS[0] <= year < _YEARS[1], f"the year {year}", "Set the clock.")


def _private(path: Path) -> Check:
    mode = path.stat().st_mode & 0o777
    return Check(f"secrets/{path.name}", not mode & 0o077, f"mode {mode:04o}", f"chmod 600 {path}")


def _store(folder: Path, env: Mapping[str, str]) -> str:
    from generator.desk.wiring import open_desk

    desk = open_desk(folder, env)
    if problems := desk.store.check():
        raise ValueError(problems[0])
    return f"{len(desk.store.releases())} releases, all bytes as recorded"
