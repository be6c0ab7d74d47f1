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
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.month import NAME, NOW, PERIOD, opened, silent
from generator.audit import audit, audit_files
from generator.desk.edition import look_of, make, sheet, tell
from generator.desk.moved import moved
from generator.desk.periods import figures_for
from generator.desk.publish import build
from generator.desk.revisions import newest

ROUNDS = 7


def main() -> None:
    """Print the median seconds of story, gate and build, and the share of the first two in the third."""
    with tempfile.TemporaryDirectory() as place:
        desk = opened(Path(place, "desk"))
        look = look_of(desk)
        figures = figures_for(desk, NAME, PERIOD, None)
        made_of = sheet(desk, NAME, figures, moved(desk, NAME, figures), newest(desk, NAME, PERIOD) + 1, look)
        files = make(desk, made_of, look, silent)
        timed: dict[str, list[float]] = {"story": [], "gate": [], "build": [], "files": []}
        for _ in range(ROUNDS):
            timed["story"].append(_seconds(partial(tell, desk, made_of)))
            timed["gate"].append(_seconds(partial(audit, files, desk.store.raw)))
            timed["build"].append(_seconds(partial(build, desk, NAME, PERIOD, NOW, silent, anew=True)))
            timed["files"].append(_seconds(partial(audit_files, files)))
            shutil.rmtree(desk.shelf.root)
    _print(timed)


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
