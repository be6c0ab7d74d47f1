"""Turns: two commands, one after the other and again, each time as a new process; what is compared is the ratio."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence
from statistics import median


def ratio(name: str, ours: Sequence[str], theirs: Sequence[str], *, rounds: int, before: Callable[[], None]) -> float:
    """Return the median of the rounds' ratios of wall-clock seconds, ours over theirs, and print every round.

    `before` runs ahead of each command, outside of its time.
    """
    ratios = []
    for turn in range(1, rounds + 1):
        mine, other = _seconds(ours, before), _seconds(theirs, before)
        ratios.append(mine / other)
        print(f"{name} {turn}/{rounds}: {mine:.2f} s / {other:.2f} s = {ratios[-1]:.2f}")
    print(f"{name}: median {median(ratios):.2f}, from {min(ratios):.2f} to {max(ratios):.2f}")
    return median(ratios)


def _seconds(command: Sequence[str], before: Callable[[], None]) -> float:
    before()
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start
