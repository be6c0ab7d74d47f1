"""Checks: what the program needs on this machine, each with its remedy; desk_checks.py looks at the desk itself."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from packaging.requirements import Requirement

import generator
from generator.charts.faces import characters_without_a_glyph
from generator.editions.edition_sheet import LIBRARIES
from generator.settings.value_types import LANGUAGES

_PIN = re.compile(r"^[a-z0-9-]+==[^\\\n]+", re.MULTILINE)  # `numpy==2.4.6 ; python_full_version < '3.12' \`
_YEARS = (2025, 2100)  # a clock outside these is wrong


@dataclass(frozen=True)
class Check:
    """One line of `doctor`: what was looked at, whether it is well, what was seen, and the remedy where it is not.

    `looked` is false where another fault stands in the way.
    """

    name: str
    well: bool
    seen: str
    remedy: str = ""
    looked: bool = True


def checks() -> Iterator[Check]:
    """Return every check of the machine, one after another."""
    yield tried("python", _python, "Install Python 3.11 or newer.")
    yield tried("libraries", _libraries, "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")
    yield tried("drawing", _drawing, "pip install --force-reinstall vl-convert-python altair")
    yield tried("faces", _faces, "pip install fontpkg-source-serif-4 fontpkg-source-sans-3")
    yield tried(
        "versions", _versions, "pip install --require-hashes -r requirements.lock; other versions, other bytes."
    )
    yield tried("glyphs", _glyphs, "Install tradebrief anew: its faces lack signs of its own words.")
    yield tried("clock", _clock, "Set the clock.")


def tried(name: str, look: Callable[[], str], remedy: str) -> Check:
    """Return the check of what `look` sees; whatever it raises is what is wrong."""
    try:
        return Check(name, well=True, seen=look())
    except Exception as error:  # noqa: BLE001 -- whatever a check meets is what it was to find
        seen = next(iter(str(error).splitlines()), type(error).__name__)
        return Check(name, well=False, seen=seen, remedy=remedy)


def unseen(name: str, why: str) -> Check:
    """Return the check that could not be made, and why."""
    return Check(name, well=False, seen=f"not looked at, {why}", looked=False)


def _python() -> str:
    return well(sys.version.split()[0], holds=sys.version_info >= (3, 11))


def _libraries() -> str:
    import weasyprint

    return f"weasyprint {weasyprint.__version__}"


def _drawing() -> str:
    import vl_convert  # noqa: F401 -- only whether it loads

    return f"vl-convert {version('vl-convert-python')}"


def _faces() -> str:
    packages = ("fontpkg-source-serif-4", "fontpkg-source-sans-3")
    return ", ".join(f"{package} {version(package)}" for package in packages)


def _versions() -> str:
    """Say which versions are installed; a checkout has a lock to compare them with."""
    lock = Path(generator.__file__).parents[1] / "requirements.lock"
    pins = pinned(lock.read_text(encoding="utf-8")) if lock.is_file() else {}
    here = {name: version(name) for name in LIBRARIES}
    other = [f"{name} {found}, locked {pins[name]}" for name, found in here.items() if pins.get(name, found) != found]
    return well("; ".join(other) or ", ".join(f"{name} {found}" for name, found in here.items()), holds=not other)


def pinned(lock: str) -> dict[str, str]:
    """Return the version of each package that a lock has for this Python; an older one may have another (PEP 508)."""
    rows = [Requirement(found.group()) for found in _PIN.finditer(lock)]
    mine = (row for row in rows if row.marker is None or row.marker.evaluate())
    return {row.name: one.version for row in mine for one in row.specifier}


def _glyphs() -> str:
    """Say whether the faces have every sign of each language's own words."""
    lacking = {language: characters_without_a_glyph(_own_words(language), language) for language in LANGUAGES}
    found = [f"{language}: {signs}" for language, signs in lacking.items() if signs]
    return well("; ".join(found) or f"every sign of {', '.join(LANGUAGES)}", holds=not found)


def _own_words(language: str) -> str:
    return files(f"generator.story.languages.{language}").joinpath("lexicon.yaml").read_text(encoding="utf-8")


def _clock() -> str:
    year = datetime.now(UTC).year
    return well(f"the year {year}", holds=_YEARS[0] <= year < _YEARS[1])


def well(seen: str, *, holds: bool) -> str:
    """Return what was seen, or raise it where it does not hold."""
    if not holds:
        raise ValueError(seen)
    return seen
