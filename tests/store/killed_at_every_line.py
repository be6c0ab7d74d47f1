"""A program that takes in a release again and again, killed at another line of the store each time.

`python -m tests.store.killed_at_every_line FOLDER STEP [large]` prints, per kill point, what a store opened afterwards
holds (`before` or `complete`), and what it holds once the release was taken in again.
"""

import os
import signal
import sys
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import duckdb as _loaded_before_the_first_fork  # noqa: F401 -- each child then starts at once

from generator.store import FigureStore
from tests.store.releases_by_hand import Values, millions, take_in, take_in_large

OLD: Values = {("74", "2025"): 10, ("76", "2025"): 5}
NEW: Values = {("74", "2025"): 11}
TAKE_IN = take_in_large if "large" in sys.argv else take_in
STATES = {10: "before", 11: "complete"}


def _take_in_until(folder: Path, point: int) -> int:
    """Return how many lines of the store ran; at line `point` the process is gone."""
    lines = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:  # noqa: ANN401 -- a trace function returns itself
        nonlocal lines
        if "generator/store" not in frame.f_code.co_filename:
            return None
        lines += event == "line"
        if lines == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    with FigureStore(folder) as store:
        sys.settrace(trace)
        TAKE_IN(store, date(2026, 2, 20), NEW)
        sys.settrace(None)
    return lines


def _killed(folder: Path, point: int) -> None:
    if pid := os.fork():
        os.waitpid(pid, 0)
    else:
        _take_in_until(folder, point)
        os._exit(1)


def _held(folder: Path) -> str:
    with FigureStore(folder) as store:
        seen = millions(store, store.releases.vintage("customs"))
        faults = store.check()
    return f"torn: {seen} {faults}" if faults or seen[("76", "2025")] != 5 else STATES[seen[("74", "2025")] or 0]


def _fresh(folder: Path) -> Path:
    with FigureStore(folder) as store:
        take_in(store, date(2026, 1, 20), OLD)
    return folder


def main(root: Path, step: int) -> None:
    """Print a line per kill point: every `step`th line, and each of the last ones, where the release becomes known."""
    lines = _take_in_until(_fresh(root / "alive"), -1)
    for point in sorted({*range(1, lines, step), *range(lines - 5, lines + 1)}):
        folder = _fresh(root / str(point))
        _killed(folder, point)
        after = _held(folder)
        _take_in_until(folder, -1)
        sys.stdout.write(f"{after}, then {_held(folder)}\n")


main(Path(sys.argv[1]), int(sys.argv[2]))
