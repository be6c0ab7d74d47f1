"""Story and gate of one edition, warm, in the build that they are part of (`make bench-proof`).

The monthly sample in one language, in a process in which every part has run before. What they take in a build is the
seconds of its story and what a build with its audit takes longer than one without, in turns: data and files are audited
while another process makes the pages. What the two take of a processor is held against what a build takes of all
processors. Told and audited one after the other, in one process that has the finished files, they take longer than in a
build; that is printed, too.

Seconds say little from one machine to another. The yardstick is what a fresh Python takes to import the six packages
that a naive script of the same edition needs, in turns with the rest: 1.01 s where "a quarter of a second" was asked
for, so that story and gate may take 0.25 of it, as they may on a machine that imports in two seconds.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple
from unittest.mock import patch

from benchmarks.month import NAME, NOW, PERIOD, opened, silent
from generator.audit import audit
from generator.editions import build as build_module
from generator.editions.build import build
from generator.editions.edition_files import make
from generator.editions.edition_names import newest
from generator.editions.edition_sheet import look_of, sheet_of
from generator.editions.edition_text import compose
from generator.intake.period_choice import figures_for

ROUNDS = 11
Timed = dict[str, list["Took"]]
SIX = "import jinja2, weasyprint, pandas, altair, vl_convert, schedule"


class Took(NamedTuple):
    """What some work took: seconds of the clock, and of a processor."""

    seconds: float
    worked: float


def main() -> None:
    """Print what story and gate take in a build and of it, and what they take one after the other."""
    with tempfile.TemporaryDirectory() as place:
        desk = opened(Path(place, "desk"))
        look = look_of(desk.desk, desk.store)
        figures = figures_for(desk.desk, desk.store, NAME, PERIOD, None)
        made_of = sheet_of(
            desk.desk,
            desk.store,
            NAME,
            figures,
            look,
            newest(desk.store, desk.shelf, NAME, PERIOD) + 1,
        )
        files = make(desk.desk, desk.store, made_of, look, silent)
        edition = partial(build, *desk, NAME, PERIOD, NOW, silent, anew=True)
        timed: Timed = defaultdict(list)
        for turn in range(ROUNDS):
            timed["story"].append(_took(partial(compose, desk.desk, desk.store, made_of)))
            timed["gate"].append(_took(partial(audit, files, desk.store.raw.read)))
            for is_audited in (True, False) if turn % 2 else (False, True):
                with nullcontext() if is_audited else _without_gate():
                    timed["build" if is_audited else "build without its gate"].append(_took(edition))
                shutil.rmtree(desk.shelf.root)
            timed["yardstick"].append(_took(_import_six))
    _print(timed)


@contextmanager
def _without_gate() -> Iterator[None]:
    """Have builds pass whatever they make."""
    with patch.object(build_module, "audit_data", _passed), patch.object(build_module, "audit_files", _passed):
        yield


def _passed(*_: object) -> tuple[()]:
    return ()


def _import_six() -> None:
    subprocess.run([sys.executable, "-c", SIX], check=True)


def _took(work: Callable[[], object]) -> Took:
    """Return the seconds of `work`, and those of a processor: of this process and of all that it waited for."""
    start, before = time.perf_counter(), os.times()
    work()
    seconds, after = time.perf_counter() - start, os.times()
    return Took(seconds, sum(after[:4]) - sum(before[:4]))


def _print(timed: Timed) -> None:
    for name, took in timed.items():
        seconds = [one.seconds for one in took]
        print(f"{name}: median {median(seconds):.3f} s, from {min(seconds):.3f} to {max(seconds):.3f}")
    builds = zip(timed["build"], timed["build without its gate"], strict=True)
    added = median(judged.seconds - passed.seconds for judged, passed in builds)
    whole, yardstick = (median(one.seconds for one in timed[name]) for name in ("build", "yardstick"))
    both = median(one.seconds for one in timed["story"]) + added
    print(f"the gate makes a build longer by {added:.3f} s, the median of the differences")
    print(f"story and gate in a build: {both:.3f} s, {both / whole:.0%} of it, {both / yardstick:.2f} of the yardstick")
    turns = list(zip(timed["story"], timed["gate"], strict=True))
    worked = median(story.worked + gate.worked for story, gate in turns)
    of_all = median(one.worked for one in timed["build"])
    print(f"of a processor: {worked:.3f} s, {worked / of_all:.0%} of what a build takes of all ({of_all:.2f} s)")
    print("asked for: 20% of the build at most, and 0.25 of the yardstick")
    after = median(story.seconds + gate.seconds for story, gate in turns)
    print(f"one after the other: {after:.3f} s, {after / yardstick:.2f} of the yardstick")


if __name__ == "__main__":
    main()
