"""A program that kills `run --once` at each of its calls to the system while it tells two operators of late editions.

`python -m tests.crash.operators WORK folder|smtp [EVERY]` kills a run at every EVERY-th call that it makes after it
took the desk's lock, lets the next two end, and says what the operators had: `fsync 13: whole`.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from tests.crash.mailroom import ROOMS, Mailroom, Point
from tests.desk.clock_desk import SETTINGS, START, ClockDesk, made

OPERATORS = ("chief@example.org", "ops@example.org")
_TOLD = ("run", "--once")


def prepare(folder: Path) -> ClockDesk:
    """Return a desk of two operators that were not told yet of two late editions."""
    desk = made(folder, START, SETTINGS.replace("[ops@example.org]", json.dumps(OPERATORS)))
    assert 0 == desk.desk.run("status").code
    with closing(sqlite3.connect(folder / "state" / "state.sqlite")) as db, db:
        for month in ("2000-01", "2000-02"):
            row = (START.isoformat(), "salt", month, "late", "nothing came")
            db.execute("INSERT INTO alerts (at, briefing, period, word, said) VALUES (?, ?, ?, ?, ?)", row)
    return desk


def trials(work: Path, transport: str, every: int) -> Iterator[str]:
    """Yield a line for each trial."""
    prepare(ready := work / "ready")
    with ROOMS[transport](ready) as room:
        points = list(replace(room, verb=_TOLD).points())
    for number, point in enumerate(points[::every]):
        yield f"{point.call} {point.number}: {_killed(transport, work / f'trial-{number}', ready, point)}"


def _killed(transport: str, folder: Path, ready: Path, point: Point) -> str:
    """Return what is wrong after a kill at `point` and two runs more, or "whole"."""
    shutil.copytree(ready, folder, symlinks=True)
    try:
        with ROOMS[transport](folder) as found:
            room = replace(found, verb=_TOLD)
            was_killed = room.befall("signal=KILL", point).returncode < 0
            faults = [done.stderr[-300:] for done in (room.send(), room.send()) if done.returncode]
            return "; ".join([*faults, *_faults(room, was_killed=was_killed)]) or "whole"
    finally:
        shutil.rmtree(folder)


def _faults(room: Mailroom, *, was_killed: bool) -> Iterator[str]:
    """Yield whom the late editions reached twice, or in silence not at all, and letters that are not settled."""
    with closing(sqlite3.connect(room.folder / "state" / "state.sqlite")) as db:
        rows = db.execute(_LETTERS).fetchall()
    states = dict(rows)
    arrived = room.arrived()
    for address in OPERATORS:
        of_late, every = states.get(address, "no letter"), Counter(state for to, state in rows if to == address)
        if arrived[address] > every.total() - every["queued"]:
            yield f"doubled: {address}"
        if of_late != "sent" and not (of_late == "uncertain" and room.lanes and was_killed):
            yield f"{address}: {of_late}"
        if arrived[address] < every["sent"]:
            yield f"lost in silence: {address}"


# the letter that tells the first alert
_LETTERS = """SELECT address, outbox.state FROM outbox JOIN mailings USING (mailing)
    WHERE kind = 'alert' ORDER BY CAST(period AS INTEGER) DESC"""


def main(work: str, transport: str, every: str = "1") -> None:
    """Print a line for each trial."""
    for line in trials(Path(work), transport, int(every)):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
