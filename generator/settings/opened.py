"""OpenDesk: a desk with its real parts: settings, store, shelf, look and lock; built in `wiring.py` alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from generator.delivery import Shelf
from generator.errors import DeskBusy, SettingsError
from generator.settings import edition_bytes
from generator.settings.desk import Briefing, Desk
from generator.sources import AnyLayout, SideLayout, TableLayout
from generator.store import FigureStore
from generator.trade.figures import Selection

FINDINGS = "findings.txt"
_PATIENCE = 4.0  # seconds; a second run is told within five


@dataclass(frozen=True)
class OpenDesk:
    """A desk ready for work. `folder` and `state` are where it lies, `layouts` how its sources write."""

    folder: Path
    state: Path
    desk: Desk
    store: FigureStore
    shelf: Shelf
    layouts: dict[str, AnyLayout]

    @property
    def faces(self) -> Path:
        """The folder of the cut faces."""
        return self.state / "faces"

    def held_folder(self, name: str, period: str) -> Path:
        """Return where the files of an edition lie that the audit refused, with FINDINGS among them."""
        return self.state / "held" / name / period

    def selection(self, briefing: Briefing) -> Selection:
        """Return which figures a briefing looks at."""
        figures = briefing.figures
        return Selection(figures.source, figures.reporter, figures.partner, figures.flow, tuple(figures.codes))

    def table(self, source: str) -> TableLayout:
        """Return how a source of trade figures writes its tables; SettingsError where it has prices, rates or names."""
        layout = self.layouts[source]
        if isinstance(layout, SideLayout):
            where, problem = f"source {source}", f"has {layout.kind} and no trade figures."
            raise SettingsError(where, problem, "Name a source of trade figures.")
        return layout

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the desk for one run; DeskBusy where another run holds it."""
        self.state.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.state / "lock", timeout=_PATIENCE):
                self.shelf.sweep()
                edition_bytes.take_in(self.store, self.shelf)
                yield
        except Timeout:
            msg = f"another run holds {self.folder}. Wait until it ends, then run this again."
            raise DeskBusy(msg) from None


def digest(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
