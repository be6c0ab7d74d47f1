"""What a desk keeps of its drawings, so that the same is not drawn twice (generator/charts/kept.py).

An edition that is made again to be compared with what was recorded uses none of it: it is drawn anew.
"""

from __future__ import annotations

import json
import platform
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from generator.charts import harfbuzz
from generator.page import Kept, expect
from generator.settings.opened import digest

if TYPE_CHECKING:
    from generator.editions.edition_files import Sheet
    from generator.page import Look
    from generator.settings.opened import OpenDesk

FOLDER = "drawn"  # of the desk's state
_LIBRARIES = ("lxml", "pillow")  # that decide a drawing's bytes beside those of a manifest


def expect_first(desk: OpenDesk) -> None:
    """Have the worker that waits load what draws, where nothing was drawn for the desk so far."""
    if not (desk.state / FOLDER).is_dir():
        expect(draws=True)


def keeping(desk: OpenDesk, sheet: Sheet, look: Look) -> Look:
    """Return the look with what was drawn before, and tell the worker that waits whether it will have to draw."""
    kept = Kept(desk.state / FOLDER, _drawn_by(sheet))
    expect(draws=not kept.has("edition", _drawn_of(desk, sheet)))
    return replace(look, kept=kept)


def note_drawn(desk: OpenDesk, sheet: Sheet, look: Look) -> None:
    """Note that the pictures of this sheet were drawn."""
    look.kept.of("edition", _drawn_of(desk, sheet), bytes)


def _drawn_by(sheet: Sheet) -> str:
    own = {name: sheet.versions[name] for name in ("code", "faces", "libraries")}
    others = {"harfbuzz": harfbuzz.version(), **{library: version(library) for library in _LIBRARIES}}
    return digest(json.dumps([own, others, platform.python_version()], sort_keys=True).encode())


def _drawn_of(desk: OpenDesk, sheet: Sheet) -> tuple[Any, ...]:
    """Return what decides most of an edition's pictures: only when to load depends on it."""
    settings, figures = desk.desk.settings, sheet.figures
    releases = (*figures.vintage.releases, *sheet.context, *sheet.mirror)
    return sheet.name, str(figures.period), releases, tuple(settings.languages), settings.style
