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
    yield _tried("clock", _clock, "Set the clock.")
    if folder is not None:
        yield from _of_desk(folder, env)


def _of_desk(folder: Path, env: Mapping[str, str]) -> Iterator[Check]:
    yield _tried("settings", lambda: _settings(folder, env), "Mend the line that is named.")
    yield _tried("look", lambda: _look(folder), "docs/look.md says what to do with each.")
    yield _tried("disk", lambda: _disk(folder), "Free 200 MiB on this disk.")
    yield _tried("permissions", lambda: _permissions(folder), f"chown or chmod {folder}.")
    yield _tried("secrets", lambda: _secrets(folder / "secrets"), f"chmod 600 what lies in {folder / 'secrets'}.")
    yield _tried("store", lambda: _store(folder, env), "Mend the settings first, or restore a backup of state/.")


def _tried(name: str, look: Callable[[], str], remedy: str) -> Check:
    try:
        return Check(name, well=True, seen=look())
    except Exception as error:  # noqa: BLE001 -- whatever a check meets is what it was to find
        seen = next(iter(str(error).splitlines()), type(error).__name__)
        return Check(name, well=False, seen=seen, remedy=remedy)


def _libraries() -> str:
    import weasyprint

    return f"weasyprint {weasyprint.__version__}"


def _drawing() -> str:
    import vl_convert  # noqa: F401 -- only whether it loads

    return f"vl-convert {version('vl-convert-python')}"


def _faces() -> str:
    packages = ("fontpkg-source-serif-4", "fontpkg-source-sans-3")
    return ", ".join(f"{package} {version(package)}" for package in packages)


def _clock() -> str:
    year = datetime.now(UTC).year
    return _well(f"the year {year}", holds=_YEARS[0] <= year < _YEARS[1])


def _settings(folder: Path, env: Mapping[str, str]) -> str:
    found = faults(gather(folder), env)
    return _well("; ".join(map(str, found)) or "read", holds=not found)


def _look(folder: Path) -> str:
    from generator.desk.own_look import problems

    found = list(problems(folder))
    return _well("; ".join(found) or "templates and styles as they should be", holds=not found)


def _disk(folder: Path) -> str:
    free = shutil.disk_usage(folder).free
    return _well(f"{free // 2**20} MiB free", holds=free > _ROOM)


def _permissions(folder: Path) -> str:
    may = os.access(folder, os.W_OK | os.X_OK)
    return _well("can be written" if may else "cannot be written", holds=may)


def _secrets(folder: Path) -> str:
    modes = {path.name: path.stat().st_mode & 0o777 for path in sorted(folder.glob("*"))}
    open_ones = [f"{name} has mode {mode:04o}" for name, mode in modes.items() if mode & 0o077]
    return _well("; ".join(open_ones) or f"{len(modes)}, for their owner alone", holds=not open_ones)


def _well(seen: str, *, holds: bool) -> str:
    if not holds:
        raise ValueError(seen)
    return seen


def _store(folder: Path, env: Mapping[str, str]) -> str:
    from generator.desk.wiring import open_desk

    with open_desk(folder, env).store as store:
        problems = store.check()
        return _well("; ".join(problems) or f"{len(store.releases())} releases as recorded", holds=not problems)
