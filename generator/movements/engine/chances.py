"""Chances: how likely each surprise is by the panel's own past, and which of them stand out among so many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.movements.engine.seen import Seen
from generator.movements.engine.significance import Q, empirical, survivors
from generator.movements.engine.unit_values import Floats, Truths
from generator.movements.engine.unusual import WEIGHTY

LEAST_MONEY = 5_000_000.0  # or so much money
TRIPLED = 2.0  # its base, more than it was
BROAD = 3.2  # |z| of a sum whose lines moved its way
FAR = 4.0  # |z| of a unit value


@dataclass(frozen=True)
class Chances:
    """Of every series `p`, whether it stands out for its month (`significant`) or for a year as a whole (`slow`)."""

    p: Floats
    significant: Truths
    slow: Truths


def chances(seen: Seen, kind: np.ndarray, drift: Truths, q: float = Q) -> Chances:
    """Return the chances of every series; `kind` is what each would be told as for its month, `drift` who for a year.

    Of several ways to be odd the least chance counts, times how many ways there were (Bonferroni): its month; three in
    a row for a shift; its unit value for a price; the lines within for a sum.
    """
    strange, parts, levels = seen.unusual, seen.amounts, seen.panel.levels
    asked = np.where(_could_be_told(seen), 0.0, np.nan)
    bar = _bar(seen)
    large, was_large = np.abs(seen.metrics["contrib"]) >= bar, np.abs(strange.moved) >= bar

    def chance(z: Floats, null: Floats) -> Floats:
        return empirical(z + asked, null + asked, strange.size, levels, q)

    def of_month(z: Floats, null: Floats) -> Floats:
        """Return the chance of a surprise that is large enough as well: others count as none."""
        return chance(np.where(large, z, z * 0), np.where(was_large, null, null * 0))

    wide = (np.sign(strange.breadth) == np.sign(strange.z)) & (np.abs(strange.z) >= BROAD)
    p = _least(
        of_month(strange.z, strange.null),
        np.where(kind == "shift", of_month(strange.lasting, strange.lasting_null), np.nan),
        np.where((kind == "price") & (np.abs(parts.z) >= FAR), chance(parts.z, parts.null), np.nan),
        np.where(wide, of_month(strange.breadth, strange.breadth_null), np.nan),
    )
    year = chance(np.where(drift, strange.slow, strange.slow * 0), strange.slow_null)
    return Chances(p, survivors(p, levels, q), survivors(year, levels, q))


def _bar(seen: Seen) -> float:
    """Return the least that is told, in percentage points of the aggregate."""
    whole = seen.frame.whole_before
    return min(WEIGHTY, 100 * LEAST_MONEY * seen.panel.dollar / whole) if whole > 0 else WEIGHTY


def _could_be_told(seen: Seen) -> Truths:
    """Say which series are so large that they would be told if they tripled: who cannot be told is not asked.

    By the base alone, which says nothing of the surprise.
    """
    frame = seen.frame
    return np.asarray(TRIPLED * frame.before >= WEIGHTY / 100 * frame.whole_before, dtype=bool)


def _least(*every: Floats) -> Floats:
    """Return the least of several p, times how many there are; NaN where the first is."""
    stacked = np.stack(every)
    count = np.sum(~np.isnan(stacked), axis=0)
    least = np.fmin.reduce(stacked, axis=0) * np.fmax(count, 1)
    return np.where(np.isnan(every[0]), np.nan, np.fmin(least, 1.0))
