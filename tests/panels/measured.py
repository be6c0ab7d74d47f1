"""`python -m tests.panels.measured --seeds 30` prints what an engine and the newsroom's rules pick in many panels.

Each panel is made, written, given to `tradebrief movements --input`, and the picks are graded. The tables are Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.panels.grading import OUTCOMES, Grade, grade
from tests.panels.making import DIFFICULTIES, Wanted, make
from tests.panels.newsroom import RULES, picks
from tests.panels.writing import write

FIRST = (10, 20)
HOUSE = Path(__file__).parents[2]
ENGINE = "tradebrief"
PERIODS = (("2025-12", False), ("2025-06", True), ("2025-09", False), ("2026-02", True))


@dataclass
class Measured:
    """The grades of each way of picking at 10 and at 20, and how long the engine took."""

    grades: dict[tuple[str, int], Grade] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    panels: int = 0
    silent: int = 0  # panels in which the engine picked nothing
    missed: Counter[tuple[str, str]] = field(default_factory=Counter)  # truths, by case and the gate that stopped them

    def add(self, way: str, picked: list[Any], truth: Mapping[str, Any]) -> None:
        """Grade one panel's picks."""
        for first in FIRST:
            self.grades[way, first] = self.grades.get((way, first), Grade()) + grade(picked, truth, first)


def wants(seeds: range, series: int, *, quiet: bool, months: int = 0, lumpy: bool = False) -> Iterator[Wanted]:
    """Yield a panel for each seed: `months`, or 60 to 132 in turn; four reference months in turn, two of them lunar."""
    for seed in seeds:
        period, lunar = PERIODS[seed % len(PERIODS)]
        length = months or (96, 120, 60, 132, 84)[seed % 5]
        yield Wanted(seed, series, length, period, lunar, quiet=quiet, lumpy=lumpy)


def engine_picks(folder: Path, period: str) -> list[Any] | None:
    """Return what `tradebrief movements --input` picks; None where this program cannot do that yet."""
    done = _asked(folder, period, "--out", "picks.json")
    if done.returncode == 2 and "No such option" in done.stderr:
        return None
    if done.returncode:
        raise SystemExit(done.stderr)
    found: list[Any] = json.loads((folder / "picks.json").read_text(encoding="utf-8"))
    return found


def _asked(folder: Path, period: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator.cli", "movements", "--input", "panel.csv", "--period", period]
    command += ["--meta", "meta.json", "--previous", "previous.csv", *arguments]
    here = {**os.environ, "PYTHONPATH": str(HOUSE)}  # this checkout, whatever else is installed
    return subprocess.run(command, cwd=folder, env=here, capture_output=True, text=True, check=False)


def gates_of(folder: Path, period: str, cases: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield for each series that was missed its case and the first gate that stopped it."""
    if cases:
        words = [word for series in cases for word in ("--why", series)]
        for verdict in json.loads(_asked(folder, period, "--json", *words).stdout):
            yield cases[verdict["series"]], verdict["stopped"]


def measure(wanted: Wanted, into: Measured, *, why: bool = False) -> None:
    """Make one panel and grade every way of picking on it; with `why`, ask what stopped the truths that were missed."""
    with TemporaryDirectory() as place:
        write(make(wanted), folder := Path(place))
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        start = time.monotonic()
        if (picked := engine_picks(folder, wanted.period)) is not None:
            into.seconds.append(time.monotonic() - start)
            into.add(ENGINE, picked, truth)
            into.panels += 1
            into.silent += not picked
            told = {pick["series"] for pick in picked}
            lost = {mark["series"]: mark["case"] for mark in truth["truths"] if mark["series"] not in told}
            into.missed.update(gates_of(folder, wanted.period, lost) if why else ())
        for rule in RULES:
            into.add(rule, picks(rule, folder), truth)


def tables(measured: Measured) -> Iterator[str]:
    """Yield the lines of the Markdown tables."""
    yield "| | precision | recall | " + " | ".join(OUTCOMES) + " | kind named |"
    yield "|---|" + "---:|" * (len(OUTCOMES) + 3)
    for (way, first), found in measured.grades.items():
        counts = " | ".join(str(found.outcomes[one]) for one in OUTCOMES)
        parts = f"{_per_cent(found.precision)} | {_per_cent(found.recall())}"
        yield f"| {way}, first {first} | {parts} | {counts} | {found.kinds} |"
    yield ""
    yield from _by_case(measured)
    yield ""
    yield from _by_kind(measured)
    yield ""
    yield from _by_decoy(measured)


def by_gate(measured: Measured) -> Iterator[str]:
    """Yield how many truths of each case each gate stopped."""
    gates = sorted({gate for _, gate in measured.missed})
    yield "| missed, stopped by | " + " | ".join(gates) + " |"
    yield "|---|" + "---:|" * len(gates)
    for case in sorted({case for case, _ in measured.missed}):
        yield f"| {case} | " + " | ".join(str(measured.missed[case, gate]) for gate in gates) + " |"


def _by_case(measured: Measured) -> Iterator[str]:
    ways = _ways(measured)
    planted = measured.grades[ways[0], FIRST[0]].planted
    yield f"| truth found in the first {_both(map(str, FIRST))} | planted | " + " | ".join(ways) + " |"
    yield "|---|" + "---:|" * (len(ways) + 1)
    rows = [(case, case, "") for case in sorted({case for case, _ in planted})]
    for name, case, how in [*rows, *((how, "", how) for how in DIFFICULTIES)]:
        count = sum(n for (its, hard), n in planted.items() if case in ("", its) and how in ("", hard))
        found = [_both(_per_cent(measured.grades[way, first].recall(case, how)) for first in FIRST) for way in ways]
        yield f"| {name} | {count} | " + " | ".join(found) + " |"


def _by_kind(measured: Measured) -> Iterator[str]:
    """Yield how many picks of each kind are right: what is wrong has no case and no difficulty, but a kind."""
    ten, twenty = (measured.grades.get((ENGINE, first), Grade()) for first in FIRST)
    yield f"| told as, in the first {_both(map(str, FIRST))} | picks | right |"
    yield "|---|---:|---:|"
    for kind in sorted(twenty.told):
        right = _both(_per_cent(one.precision_of(kind)) for one in (ten, twenty))
        yield f"| {kind} | {ten.told[kind]} / {twenty.told[kind]} | {right} |"


def _ways(measured: Measured) -> list[str]:
    return list(dict.fromkeys(way for way, _ in measured.grades))


def _both(parts: Iterable[str]) -> str:
    return " / ".join(parts)


def _by_decoy(measured: Measured) -> Iterator[str]:
    ways = {way: found for (way, first), found in measured.grades.items() if first == FIRST[-1]}
    decoys = next(iter(ways.values())).decoys
    yield f"| decoy told in the first {FIRST[-1]} | planted | " + " | ".join(ways) + " |"
    yield "|---|" + "---:|" * (len(ways) + 1)
    for case in sorted(decoys):
        yield f"| {case} | {decoys[case]} | " + " | ".join(str(one.fooled[case]) for one in ways.values()) + " |"


def _per_cent(part: float | None) -> str:
    return "" if part is None else f"{100 * part:.0f} %"


def main() -> None:
    """Print the tables for panels with truths, then for quiet ones."""
    asked = argparse.ArgumentParser(prog="python -m tests.panels.measured", description=__doc__)
    asked.add_argument("--seeds", type=int, default=30)
    asked.add_argument("--start", type=int, default=1)
    asked.add_argument("--series", type=int, default=300)
    asked.add_argument("--quiet", action="store_true", help="panels with nothing planted: every pick is one too many")
    asked.add_argument("--months", type=int, default=0, help="of every panel; 24 at least")
    asked.add_argument("--lumpy", action="store_true", help="most lines trade in some months only")
    asked.add_argument("--why", action="store_true", help="also which gates stop the truths that are missed")
    given = asked.parse_args()
    measured = Measured()
    seeds = range(given.start, given.start + given.seeds)
    for wanted in wants(seeds, given.series, quiet=given.quiet, months=given.months, lumpy=given.lumpy):
        measure(wanted, measured, why=given.why)
    sys.stdout.write("\n".join(tables(measured)) + "\n")
    if given.why:
        sys.stdout.write("\n".join(["", *by_gate(measured)]) + "\n")
    if measured.seconds:
        sys.stdout.write(f"\n{measured.silent} of {measured.panels} panels without a pick.")
        sys.stdout.write(f"\n{ENGINE}: {max(measured.seconds):.1f} seconds at most.\n")


if __name__ == "__main__":
    main()
