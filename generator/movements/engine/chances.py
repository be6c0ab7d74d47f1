"""Chances: how likely each surprise is by the panel's own past, and which of them stand out among so many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from generator.movements.engine.seen import TRIPLED, Seen
from generator.movements.engine.significance import Chance, Q, chance, survivors
from generator.movements.engine.unit_values import Floats, Truths
from generator.movements.engine.unusual import WEIGHTY

LEAST_MONEY = 5_000_000.0  # or so much money
SHARES = {"month": 0.5, "shift": 0.1, "price": 0.1, "broad": 0.1, "drift": 0.1, "offset": 0.1}
OF_MONTH = ("month", "shift", "price", "broad")
BROAD = 3.2  # |z| of a sum whose lines moved its way
FAR = 4.0  # |z| of a unit value


@dataclass(frozen=True)
class Chances:
    """Of every series `p`, and whether it stands out: for its month, for a year as a whole, for an offset.

    `noise` is how many stories as odd as its month chance alone has in a month.
    """

    p: Floats
    noise: Floats
    significant: Truths
    slow: Truths
    hidden: Truths


def chances(seen: Seen, kind: np.ndarray, drift: Truths, hidden: Truths, q: float = Q) -> Chances:
    """Return the chances of every series; `kind` is what each would be told as for its month.

    `drift` would be told for a year, `hidden` for an offset. There are several ways to be odd, and each has a share of
    the noise that is allowed: a month one half; three in a row, a unit value, the lines within, a year and an offset a
    tenth. A way that no series goes in this panel leaves its share to the others.
    """
    ways = _ways(seen, kind, drift, hidden)
    shares = {name: SHARES[name] for name, one in ways.items() if (one.p < 1).any()}
    of = {name: one.noise * sum(shares.values()) / SHARES[name] for name, one in ways.items()}
    month = np.where(np.isnan(of["month"]), np.nan, np.fmin.reduce([of[name] for name in OF_MONTH]))
    every = np.fmin.reduce([month, of["drift"], of["offset"]])
    sure = int(np.sum(seen.happened & seen.passed & seen.usable))
    told = survivors(every, seen.panel.parents, sure, q)
    bar = np.max(every[told], initial=0.0)
    p = _least(*(ways[name].p for name in OF_MONTH))
    return Chances(p, month, *(told & (one <= bar) for one in (month, of["drift"], of["offset"])))


def _ways(seen: Seen, kind: np.ndarray, drift: Truths, hidden: Truths) -> Mapping[str, Chance]:
    """Return the chance of every series by each of the ways to be odd."""
    strange, parts, panel = seen.unusual, seen.amounts, seen.panel
    asked = np.where(_could_be_told(seen), 0.0, np.nan)
    large, was_large = np.abs(seen.metrics["contrib"]) >= _bar(seen), np.abs(strange.moved) >= _bar(seen)

    def way(found: Truths, z: Floats, null: Floats, plain: Floats | None = None) -> Chance:
        """Return the chance of a surprise; those that would not be told so are none."""
        every = null if plain is None else plain
        return chance(np.where(found, z, z * 0) + asked, null + asked, every + asked, panel.levels, panel.parents)

    def of_month(found: Truths, z: Floats, null: Floats) -> Chance:
        """Return the chance of a surprise that is large enough as well."""
        return way(found & large, z, np.where(was_large, null, null * 0), null)

    wide = (np.sign(strange.breadth) == np.sign(strange.z)) & (np.abs(strange.z) >= BROAD)
    return {
        "month": of_month(large, strange.z, strange.null),
        "shift": of_month(kind == "shift", strange.lasting, strange.lasting_null),
        "price": way((kind == "price") & (np.abs(parts.z) >= FAR), parts.z, parts.null),
        "broad": of_month(wide, strange.breadth, strange.breadth_null),
        "drift": way(drift, strange.slow, strange.slow_null),
        "offset": way(hidden, parts.z, parts.parted).or_less(way(hidden, parts.z, parts.null)),
    }


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
    count = np.sum(stacked < 1, axis=0)
    least = np.fmin.reduce(stacked, axis=0) * np.fmax(count, 1)
    return np.where(np.isnan(every[0]), np.nan, np.fmin(least, 1.0))
