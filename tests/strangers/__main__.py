"""`python -m tests.strangers --seed 1 --count 1000` builds the editions of strangers and says which are held.

A held edition is a line with its seed and what it is of, then the findings. `--only quarter` builds those with a trait
(`--only quarter --only zh`: with both); `--keep FOLDER` leaves each held desk there as a folder of its seed's name, to
`ingest` and `build` as a person would. The exit code is 1 where any is held.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import count, islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from tests.strangers.building import ROADS, Outcome, build, kind_of
from tests.strangers.drawing import stranger

_SHOWN = 3  # findings of an edition


def seeds(first: int, traits: frozenset[str]) -> Iterator[int]:
    """Yield the seeds from `first` on whose strangers have all of `traits`."""
    return (seed for seed in count(first) if not traits or traits <= stranger(seed).traits)


def main() -> int:
    """Build what the command line asks for; return 1 where an edition is held."""
    given = _asked().parse_args()
    chosen = islice(seeds(given.seed, frozenset(given.only)), given.count)
    work = partial(build, road=given.road, keep=given.keep)
    made, held = list[Outcome](), Counter[str]()
    with ProcessPoolExecutor(given.jobs, mp_context=get_context("spawn")) as jobs:
        for one in jobs.map(work, chosen):
            made.append(one)
            held.update({kind_of(finding) for finding in one.findings})
            _tell(one)
    refused = sum(bool(one.findings) for one in made)
    for kind, times in held.most_common():
        _say(f"{times:5}  {kind}")
    seconds = [one.seconds for one in made if one.road == "data"]
    _say(f"held: {refused} of {len(made)}; {median(seconds or [0]):.2f} s of a processor for an edition by its data")
    return int(refused > 0)


def _asked() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="python -m tests.strangers", description=__doc__)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--count", type=int, default=1000)
    asked.add_argument("--only", action="append", default=[], metavar="TRAIT", help="such as quarter, odd names, World")
    asked.add_argument("--road", choices=list(ROADS), help="all by this road; else one of twenty with its pages")
    asked.add_argument("--jobs", type=int, default=2)
    asked.add_argument("--keep", type=Path, metavar="FOLDER")
    return asked


def _tell(one: Outcome) -> None:
    if one.findings:
        drawn = stranger(one.seed)
        _say(f"seed {one.seed}, {drawn.period}, by its {one.road}: {', '.join(sorted(drawn.traits))}")
        for finding in one.findings[:_SHOWN]:
            _say(f"    {finding}")
        if len(one.findings) > _SHOWN:
            _say(f"    and {len(one.findings) - _SHOWN} more")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
