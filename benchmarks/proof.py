"""Story and gate of one edition, warm, beside the whole build that they are part of (`make bench-proof`).

The monthly sample in one language: what `tell` writes, what the audit finds in its data and in its finished files read
back. All of it runs in this process, and every part has run before it is timed; the build is `build` itself. A build
audits the data while another process makes the pages, so that it waits for the story and the files alone.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

from generator.audit import audit, audit_files
from generator.desk.edition import look_of, make, sheet, tell
from generator.desk.intake import take_in
from generator.desk.moved import moved
from generator.desk.opened import OpenDesk
from generator.desk.periods import figures_for
from generator.desk.publish import build
from generator.desk.revisions import newest
from generator.desk.starter_desk import init
from generator.desk.wiring import open_desk

NAME, PERIOD, NOW = "pakistan-minerals-monthly", "2025-12", datetime(2026, 1, 21, tzinfo=UTC)
ROUNDS = 7
HOUSE = Path(__file__).parents[1]


def main() -> None:
    """Print the median seconds of story, gate and build, and the share of the first two in the third."""
    with tempfile.TemporaryDirectory() as place:
        desk = _desk(Path(place, "desk"))
        look = look_of(desk)
        figures = figures_for(desk, NAME, PERIOD, None)
        made_of = sheet(desk, NAME, figures, moved(desk, NAME, figures), newest(desk, NAME, PERIOD) + 1, look)
        files = make(desk, made_of, look, _silent)
        timed: dict[str, list[float]] = {"story": [], "gate": [], "build": [], "files": []}
        for _ in range(ROUNDS):
            timed["story"].append(_seconds(partial(tell, desk, made_of)))
            timed["gate"].append(_seconds(partial(audit, files, desk.store.raw)))
            timed["build"].append(_seconds(partial(build, desk, NAME, PERIOD, NOW, _silent, anew=True)))
            timed["files"].append(_seconds(partial(audit_files, files)))
            shutil.rmtree(desk.shelf.root)
    _print(timed)


def _desk(place: Path) -> OpenDesk:
    """Return the sample desk with its figures taken in and its faces cut."""
    init(place, sample=True)
    faces = HOUSE / ".desk" / "state" / "faces"
    if faces.is_dir():
        shutil.copytree(faces, place / "state" / "faces")
    desk = open_desk(place, {})
    for source in desk.desk.settings.sources:
        list(take_in(desk, source, NOW))
    return desk


def _silent(_: str) -> None:
    """Say nothing."""


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _print(timed: dict[str, list[float]]) -> None:
    for name, seconds in timed.items():
        print(f"{name}: median {median(seconds):.3f} s, from {min(seconds):.3f} to {max(seconds):.3f}")
    rounds = list(zip(*timed.values(), strict=True))
    _print_share("story and gate", [(story + gate, whole) for story, gate, whole, _ in rounds])
    _print_share("what a build waits for", [(story + files, whole) for story, _, whole, files in rounds])


def _print_share(name: str, rounds: list[tuple[float, float]]) -> None:
    shares = [mine / whole for mine, whole in rounds]
    print(f"{name}: median {median(mine for mine, _ in rounds):.3f} s, {median(shares):.0%} of the build")


if __name__ == "__main__":
    main()
