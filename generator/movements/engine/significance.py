"""Significance among many: an empirical null of surprises, and the bar of Benjamini and Hochberg within each level.

p = (1 + how many of the null are as large) / (1 + N), N being every |z| of the last three years in the same level and
size band. Bands are tenths, or fewer: with a null too small for a single surprise to pass, none would ever be told.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from generator.movements.engine.surprise import BANDS, bands
from generator.movements.engine.unit_values import Floats, Truths

Q = 0.10  # of the told ones, so many may be noise


def empirical(z: Floats, null: Floats, size: Floats, levels: Sequence[str], q: float = Q) -> Floats:
    """Return p of each |z|; `null` are the z of the rows before, (rows, series). NaN where z is.

    Series are compared with those of their level and of like size: sums have lighter tails than what they are made of.
    """
    p, named = np.full(z.shape, np.nan), np.asarray(levels)
    for level in np.unique(named):
        here = np.flatnonzero(named == level)
        of_band = bands(size[here], _how_many(null[:, here], z[here], q))
        for one in np.unique(of_band):
            columns = here[of_band == one]
            p[columns] = _tail(z[columns], null[:, columns])
    return p


def _tail(z: Floats, null: Floats) -> Floats:
    known = np.abs(null)
    known = np.sort(known[~np.isnan(known)])
    larger = len(known) - np.searchsorted(known, np.abs(z), side="left")
    return np.where(np.isnan(z), np.nan, (1 + larger) / (1 + len(known)))


def _how_many(null: Floats, z: Floats, q: float) -> int:
    """Return into how many bands of size a level goes so that one surprise alone can still survive in it."""
    values, asked = int(np.sum(~np.isnan(null))), int(np.sum(~np.isnan(z)))
    return int(np.clip(values * q / (2 * max(asked, 1)), 1, BANDS))


def survivors(p: Floats, levels: Sequence[str], q: float = Q, *, dependent: bool = False) -> Truths:
    """Return which p survive at rate `q`, level by level: by Benjamini and Hochberg, or Yekutieli where `dependent`."""
    found = np.zeros(p.shape, dtype=bool)
    named = np.asarray(levels)
    for level in np.unique(named):
        here = np.flatnonzero((named == level) & ~np.isnan(p))
        m = len(here)
        rate = q / np.sum(1 / np.arange(1, m + 1)) if dependent and m else q
        order = here[np.argsort(p[here], kind="stable")]
        passed = np.flatnonzero(p[order] <= rate * np.arange(1, m + 1) / max(m, 1))
        if len(passed):
            found[order[: passed[-1] + 1]] = True
    return found
