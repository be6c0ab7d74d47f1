"""Mirror: the partner's account of a flow beside the reporter's, and when the gap between them is unlike itself.

The gap is not expected to be zero: freight and insurance, timing and transit stand in it. A note to the editor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.movements.engine.unit_values import Floats, Truths

HISTORY = 36  # periods before the reference period
FEWEST = 6  # of them, to say what is usual
LEAST = 0.25  # in logarithms
SPREADS = 3.0
NORMAL = 1.4826  # median absolute deviation to standard deviation


def log_gap(imports: Floats, exports: Floats) -> Floats:
    """Return D, the logarithm of the partner's imports over the reporter's exports; NaN without trade in both."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((imports > 0) & (exports > 0), np.log(imports) - np.log(exports), np.nan)


@dataclass(frozen=True)
class Mirror:
    """The `gap` of each series at one period beside its `usual` median and `spread` over `n` periods before.

    NaN with a `reason`; flagged where the gap is further from the usual than a quarter and three spreads.
    """

    gap: Floats
    usual: Floats
    spread: Floats
    n: NDArray[np.intp]
    reason: NDArray[np.str_]

    @property
    def is_flagged(self) -> Truths:
        """Where the gap is unlike itself."""
        return np.where(self.reason == "", np.abs(self.gap - self.usual), 0.0) > np.maximum(
            LEAST, SPREADS * self.spread
        )


def mirror(imports: Floats, exports: Floats, t: int) -> Mirror:
    """Return the gap between the partner's `imports` and the reporter's `exports` in row `t`, and its history."""
    gaps = log_gap(imports[: t + 1], exports[: t + 1])
    past = gaps[max(0, t - HISTORY) : t]
    n = np.count_nonzero(~np.isnan(past), axis=0)
    usual = _median(past, n)
    spread = NORMAL * _median(np.abs(past - usual), n)
    tests = {
        "missing": np.isnan(imports[t]) | np.isnan(exports[t]),
        "no_trade": np.isnan(gaps[t]),
        "short_history": n < FEWEST,
    }
    return Mirror(gaps[t], usual, spread, n, np.select(list(tests.values()), list(tests), ""))


def _median(past: Floats, n: NDArray[np.intp]) -> Floats:
    """Return the median of each series' known periods, NaN where they are too few."""
    enough = n >= FEWEST
    found = np.full(past.shape[1], np.nan)
    if enough.any():
        found[enough] = np.nanmedian(past[:, enough], axis=0)
    return found
