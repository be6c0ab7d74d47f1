"""The lab: what a briefing's thresholds let stand out of every month that is known, before anybody trusts them.

It replays what stands against its own past, of all codes within the briefing; the lines of the text are not replayed.
"""

from __future__ import annotations

from pathlib import Path

from generator.editions.lab.lab_data import as_data
from generator.editions.lab.lab_page import page
from generator.editions.lab.lab_rules import Tried, tried
from generator.editions.lab.lab_run import Lab, Progress, lab
from generator.editions.out_file import hand_over
from generator.settings.desk import Desk
from generator.settings.output_shapes import LabFile
from generator.store import FigureStore

__all__ = ["Lab", "LabFile", "Tried", "as_data", "lab", "place_of", "shown", "tried"]


def place_of(store: FigureStore, name: str, out: Path | None) -> Path:
    """Return where the page of a briefing's lab stands: `out`, or the desk's own place."""
    return out or store.folder / "lab" / f"{name}.html"


def shown(
    desk: Desk,
    store: FigureStore,
    name: str,
    since: str | None,
    against: Tried | None,
    place: Path,
    progress: Progress,
) -> LabFile:
    """Return what the lab of briefing `name` found, as data; its page is written to `place`, whole or not at all."""
    made = lab(desk, store, name, since, against, progress)
    found = as_data(made, str(place))
    hand_over(place, page(desk, store, made, found, progress))
    return found
