"""A program that kills `send` at each of its calls to the system, and its recovery at a random one.

`python -m tests.crash.kills STARTER WORK [EVERY] [SEED]` takes a finished starter desk. For every EVERY-th call that a
`send` makes after it took the lock (write, fsync, rename, send, close …) it kills a run there, kills the next run at a
call drawn by SEED, lets the third one end, and says what 25 readers had then: `fsync 13, rename 4: whole`.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from tests.crash.mailroom import Mailroom, Point, prepare

WORKERS = 2


def killed(room: Mailroom, ready: Path, point: Point, then: Point) -> str:
    """Return what is wrong after a kill at `point` and another at `then`, or "whole"."""
    shutil.copytree(ready, room.folder, symlinks=True)
    try:
        kills = sum(_killed(room, one) for one in (point, then))
        return room.finish() or room.verdict(kills)
    finally:
        shutil.rmtree(room.folder)


def trials(starter: Path, work: Path, every: int, seed: int, room: Mailroom) -> Iterator[str]:
    """Yield a line for each trial."""
    ready = work / "ready"
    prepare(ready, starter)
    points = list(replace(room, folder=ready).points())
    chosen = points[:: every or 1]
    draw = random.Random(seed)  # noqa: S311 -- repeatable, not secret
    seconds = [draw.choice(points) for _ in chosen]
    with ThreadPoolExecutor(WORKERS) as pool:
        yield from pool.map(lambda number: _line(work, ready, number, chosen, seconds, room), range(len(chosen)))


def _line(
    work: Path, ready: Path, number: int, chosen: Sequence[Point], seconds: Sequence[Point], room: Mailroom
) -> str:
    point, then = chosen[number], seconds[number]
    found = killed(replace(room, folder=work / f"trial-{number}"), ready, point, then)
    return f"{point.call} {point.number}, {then.call} {then.number}: {found}"


def _killed(room: Mailroom, point: Point) -> bool:
    """Say whether a run was killed at that point; it was not where it made fewer calls."""
    return room.befall("signal=KILL", point).returncode < 0


def main(starter: str, work: str, every: str = "1", seed: str = "1") -> None:
    """Print a line for each trial, and the counts at the end."""
    for line in trials(Path(starter), Path(work), int(every), int(seed), Mailroom(Path(work))):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
