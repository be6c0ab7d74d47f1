"""`python -m tests.panels FOLDER --seed 1 --series 300 --months 96` writes a panel with known truth."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.panels.making import Wanted, make
from tests.panels.writing import write


def main() -> None:
    """Write the panel that the command line asks for, and say what is in it."""
    asked = argparse.ArgumentParser(prog="python -m tests.panels", description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--series", type=int, default=300, help="leaves: lines that are no sum of others")
    asked.add_argument("--months", type=int, default=96)
    asked.add_argument("--period", default="2025-12", help="the reference month, which is the newest")
    asked.add_argument("--lunar", action="store_true", help="trade dips around the Lunar New Year")
    asked.add_argument("--partners", action="store_true", help="partners of each subheading as one more level")
    asked.add_argument("--quiet", action="store_true", help="nothing planted")
    asked.add_argument("--lumpy", action="store_true", help="most lines trade in some months only")
    given = asked.parse_args()
    wanted = Wanted(
        given.seed,
        given.series,
        given.months,
        given.period,
        given.lunar,
        given.partners,
        quiet=given.quiet,
        lumpy=given.lumpy,
    )
    panel = make(wanted)
    write(panel, given.folder)
    for word, marks in (("told", panel.truths), ("decoy", panel.decoys)):
        for mark in marks:
            where = f"{mark.level} {mark.series}".ljust(18)
            sys.stdout.write(f"{word:6}{where}{mark.case:24}{mark.direction:5} {mark.difficulty:7}{mark.noises:6.2f}\n")


if __name__ == "__main__":
    main()
