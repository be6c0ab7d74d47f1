"""Mirror: the partner's account of a flow beside the reporter's, and when the gap between them is unlike itself.

The gap is not expected to be zero: freight and insurance, timing and transit stand in it. A note to the editor.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from generator.movements.engine.aligned import aligned
from generator.movements.engine.known import Known
from generator.movements.engine.measures import Frame
from generator.movements.engine.panel import FEBRUARY, Panel
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
    panel, other = frame.panel, frame.panel.mirror
    if other is None:
        return None
    theirs = _padded(aligned(panel, frame.at, _finished(other)), len(panel.value))
    together = _together(panel, other)
    either = panel.combined | together | (panel.is_lunar & _is_february(panel))
    theirs, ours = _joined(theirs, together, either), _joined(_finished(panel).value, panel.combined, either)
    if frame.null:
        ours[frame.at] = np.nan
    found = mirror(theirs, ours, frame.at)
    there = (found.reason == MISSING) & ~np.isnan(ours[frame.at])
    reason = np.where(there, THERE.format(frame.period(frame.at)), found.reason)
    unknown = np.isnan(theirs).all(axis=0)
    return Mirror(found.gap, found.usual, found.spread, found.n, np.where(unknown, NO_REPORT, reason))


def _finished(panel: Panel) -> Panel:
    """Return the panel without what is not finished: a series with the mark, and those that it lies in."""
    unfinished = panel.status == ord("X")
    for column in np.flatnonzero(unfinished.any(axis=0)).tolist():
        for above in panel.ancestors(column):
            unfinished[:, above] |= unfinished[:, column]
    return panel if not unfinished.any() else replace(panel, value=np.where(unfinished, np.nan, panel.value))


def _padded(values: Floats, rows: int) -> Floats:
    """Return the values with rows of nothing known behind them: the partner reports later."""
    return np.vstack([values, np.full((rows - len(values), values.shape[1]), np.nan)])


def _together(panel: Panel, other: Panel) -> Truths:
    """Return in which rows of the panel the other one has January and February together."""
    rows = np.flatnonzero(other.combined) + panel.row(other.first)
    return np.isin(np.arange(len(panel.value)), rows)


def _is_february(panel: Panel) -> Truths:
    return np.array([panel.month(row) == FEBRUARY for row in range(len(panel.value))], dtype=bool)


def _joined(values: Floats, own: Truths, either: Truths) -> Floats:
    """Return the values with the sum of January and February in each February of `either`, and NaN before it."""
    found = values.copy()
    for feb in np.flatnonzero(either).tolist():
        if not own[feb]:
            found[feb] = values[feb] + values[feb - 1] if feb else np.nan
        found[max(feb - 1, 0) : feb] = np.nan
    return found


def _median(past: Floats, n: NDArray[np.intp]) -> Floats:
    """Return the median of each series' known periods, NaN where they are too few."""
    enough = n >= FEWEST
    found = np.full(past.shape[1], np.nan)
    if enough.any():
        found[enough] = np.nanmedian(past[:, enough], axis=0)
    return found
