"""Mirror: the partner's account of a flow beside the reporter's, and when the gap between them is unlike itself.

The gap is not expected to be zero: freight and insurance, timing and transit stand in it. A note to the editor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.movements.engine.known import Known
from generator.movements.engine.measures import Frame
from generator.movements.engine.sides import sides
from generator.movements.engine.unit_values import Floats, Truths

HISTORY = 36  # periods before the reference period
FEWEST = 6  # of them, to say what is usual
LEAST = 0.25  # in logarithms
SPREADS = 3.0
NORMAL = 1.4826  # median absolute deviation to standard deviation
MISSING = "missing"
NO_REPORT = "no partner's report"
THERE = "missing {} at the partner"


def log_gap(theirs: Floats, ours: Floats) -> Floats:
    """Return D, the logarithm of what the partner counted over what the reporter did; NaN without trade in both.

    Of exports that is the partner's imports over the reporter's exports.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((theirs > 0) & (ours > 0), np.log(theirs) - np.log(ours), np.nan)


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
    def bar(self) -> Floats:
        """How far from the usual a gap is still like itself."""
        return np.maximum(LEAST, SPREADS * self.spread)

    @property
    def is_flagged(self) -> Truths:
        """Where the gap is unlike itself."""
        return np.where(self.reason == "", np.abs(self.gap - self.usual), 0.0) > self.bar

    @property
    def metric(self) -> Known:
        """The gaps; one without a history is a gap all the same. Why the reporter has no figure, others say."""
        said = np.isnan(self.gap) & (self.reason != MISSING)
        return Known(self.gap, np.where(said, self.reason, ""))


def mirror(theirs: Floats, ours: Floats, t: int) -> Mirror:
    """Return the gap between the partner's report and the reporter's own in row `t`, and its history."""
    gaps = log_gap(theirs[: t + 1], ours[: t + 1])
    past = gaps[max(0, t - HISTORY) : t]
    n = np.count_nonzero(~np.isnan(past), axis=0)
    usual = _median(past, n)
    spread = NORMAL * _median(np.abs(past - usual), n)
    tests = {
        MISSING: np.isnan(theirs[t]) | np.isnan(ours[t]),
        "no_trade": np.isnan(gaps[t]),
        "short_history": n < FEWEST,
    }
    return Mirror(gaps[t], usual, spread, n, np.select(list(tests.values()), list(tests), ""))


def mirrored(frame: Frame) -> Mirror | None:
    """Return the gaps of a panel to the partner's report that it brings; None where it brings none.

    January and February are one where either side, or the Lunar New Year, has them together; a January alone has no gap
    where the holiday matters. A period that either side has not finished is missing.
    """
    if frame.panel.mirror is None:
        return None
    ours, theirs = sides(frame, frame.panel.mirror)
    if frame.null:
        ours[frame.at] = np.nan
    found = mirror(theirs, ours, frame.at)
    there = (found.reason == MISSING) & ~np.isnan(ours[frame.at])
    reason = np.where(there, THERE.format(frame.period(frame.at)), found.reason)
    unknown = np.isnan(theirs).all(axis=0)
    return Mirror(found.gap, found.usual, found.spread, found.n, np.where(unknown, NO_REPORT, reason))


def _median(past: Floats, n: NDArray[np.intp]) -> Floats:
    """Return the median of each series' known periods, NaN where they are too few."""
    enough = n >= FEWEST
    found = np.full(past.shape[1], np.nan)
    if enough.any():
        found[enough] = np.nanmedian(past[:, enough], axis=0)
    return found
