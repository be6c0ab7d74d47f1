"""Years of a desk under the clock, and what was wrong: `… FOLDER SEED [ZONE] [YEARS] [NAMES]`."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from generator.service.tick import Entry
from tests import program, workers
from tests.clock.settings import BRIEFINGS
from tests.clock.world import World, world
from tests.kept_faces import lend

ZONES = ("Europe/Zurich", "America/New_York", "Pacific/Auckland", "Asia/Karachi", "Asia/Shanghai")
CALM = timedelta(days=60)  # at the end, in which all that waits can be finished


def lived(one: World, years: int) -> list[str]:
    """Let years go by, and two calm months; return what is wrong in the end."""
    end = one.true + timedelta(days=365.25 * years)
    one.live(end)
    one.live(max(end, one.true) + CALM, quietly=True)  # a downtime may reach beyond the end
    return one.seen.faults_in_the_end(one.desk)


def told(one: World) -> str:
    """Return how much happened."""
    seen = one.seen
    made = f"{len(seen.made)} editions ({one.maker.really} really built)"
    kept = f"{made}, {len(seen.letters)} letters, {len(seen.lifted)} holds lifted"
    return f"{one.ticks} looks, {one.crashes.happened} crashes, {one.jumps} jumps, {one.downtimes} downtimes, {kept}"


def _shown(entry: Entry) -> None:
    sys.stderr.write(f"{entry.at:%Y-%m-%d %H:%M} {entry.briefing}/{entry.period} {entry.word}: {entry.said}\n")


def main(folder: str, seed: str, zone: str = "", years: str = "2", names: str = ",".join(BRIEFINGS)) -> None:
    """Print what happened, what was wrong, and the diary on the other output."""
    lend()
    zone = zone or ZONES[int(seed) % len(ZONES)]
    with world(Path(folder) / "desk", int(seed), zone, int(years), names.split(",")) as one:
        one.seen.tell = _shown
        faults = lived(one, int(years))
        sys.stdout.write(f"seed {seed}, {zone}, {told(one)}: {'; '.join(faults) or 'whole'}\n")
        is_whole = not faults
    program.end()
    workers.end()
    if not is_whole:
        raise SystemExit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
