"""A program that kills `send` at each of its calls to the system, and its recovery at a random one.

`python -m tests.crash.kills STARTER WORK folder|smtp [EVERY] [SEED]` takes a finished starter desk. For every EVERY-th
call that a `send` makes after it took the lock (write, fsync, rename, send, close …) it kills a run there, kills the
next run at a call drawn by SEED, lets the third one end, and says what 25 readers had: `fsync 13, rename 4: whole`.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.crash.mailroom import ROOMS, Mailroom, Point, prepare

WORKERS = 2


def killed(transport: str, folder: Path, ready: Path, point: Point, then: Point) -> str:
    """Return what is wrong after a kill at `point` and another at `then`, or "whole"."""
    shutil.copytree(ready, folder, symlinks=True)
    try:
        with ROOMS[transport](folder) as room:
            kills = sum(_killed(room, one) for one in (point, then))
            return room.finish() or room.verdict(kills)
    finally:
        shutil.rmtree(folder)


def trials(starter: Path, work: Path, transport: str, every: int, seed: int) -> Iterator[str]:
    """Yield a line for each trial."""
    ready = work / "ready"
    prepare(ready, starter)
    with ROOMS[transport](ready) as room:
        points = list(room.points())
    draw = random.Random(seed)  # noqa: S311 -- repeatable, not secret
    pairs = [(point, draw.choice(points)) for point in points[::every]]

    def one(number: int) -> str:
        point, then = pairs[number]
        found = killed(transport, work / f"trial-{number}", ready, point, then)
        return f"{point.call} {point.number}, {then.call} {then.number}: {found}"

    with ThreadPoolExecutor(WORKERS) as pool:
        yield from pool.map(one, range(len(pairs)))


def _killed(room: Mailroom, point: Point) -> bool:
    """Say whether a run was killed at that point; it was not where it made fewer calls."""
    return room.befall("signal=KILL", point).returncode < 0


def main(starter: str, work: str, transport: str, every: str = "1", seed: str = "1") -> None:
    """Print a line for each trial."""
    for line in trials(Path(starter), Path(work), transport, int(every), int(seed)):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
