"""The lab: what a briefing's thresholds let stand out of every month that is known, before anybody trusts them.

It replays what stands against its own past, of all codes within the briefing; the lines of the text are not replayed.
"""

from __future__ import annotations

from pathlib import Path

from generator.desk.handed import hand_over
from generator.desk.lab.made import Lab, Progress, lab
from generator.desk.lab.page import page
from generator.desk.lab.rules import Tried, tried
from generator.desk.lab.told import as_data
from generator.desk.opened import OpenDesk
from generator.desk.shapes import LabFile
from generator.page import ready

__all__ = ["Lab", "LabFile", "Tried", "as_data", "lab", "place_of", "shown", "tried"]


def place_of(desk: OpenDesk, name: str, out: Path | None) -> Path:
    """Return where the page of a briefing's lab stands: `out`, or the desk's own place."""
    return out or desk.state / "lab" / f"{name}.html"


def shown(
    desk: OpenDesk, name: str, since: str | None, against: Tried | None, place: Path, progress: Progress
) -> LabFile:
    """Return what the lab of briefing `name` found, as data; its page is written to `place`, whole or not at all."""
    with ready(draws=True):
        made = lab(desk, name, since, against, progress)
        found = as_data(made, str(place))
        hand_over(place, page(desk, made, found, progress))
    return found
