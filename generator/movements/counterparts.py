"""What another panel has of the same series: the edition before, the other flow, the partner's report.

The gap to the partner's report is not expected to be zero: freight and insurance, timing and transit stand in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from generator.movements.arrays import Floats, Truths
from generator.movements.comparability import with_families
from generator.movements.panel import FEBRUARY, Panel
from generator.movements.panel_frame import Frame, MetricColumn
from generator.trade.codes import Flow


def values_aligned(panel: Panel, at: int, other: Panel) -> Floats:
    """Return what `other` has in the panel's columns, families among them, and in its rows up to `at`, or its last.

    One that ends before the panel begins has nothing in its first row.
    """
    known = replace(other, breaks=panel.breaks)
    known = with_families(known, known.row(panel.period(at))).panel
    last = max(min(panel.row(known.period(len(known.value) - 1)), len(panel.value) - 1), 0)
    found = np.full((last + 1, len(panel.codes)), np.nan)
    shift = panel.row(known.first)
    rows = [row for row in range(len(known.value)) if 0 <= row + shift <= last]
    for column, code in enumerate(panel.codes):
        if (there := known.places.get(code)) is not None:
            found[[row + shift for row in rows], column] = known.value[rows, there]
    return found


def both_sides(frame: Frame, other: Panel) -> tuple[Floats, Floats]:
    """Return the panel's own values and those of `other`, in the panel's rows and columns.

    January and February are one where either side, or the Lunar New Year, has them together: their sum stands in
    February, and January is NaN before it. So is a period that a side has not finished.
    """
    panel = frame.panel
    theirs = _padded(values_aligned(panel, frame.at, _finished(other)), len(panel.value))
    together = _together(panel, other)
    either = panel.combined | together | (panel.is_lunar & _is_february(panel))
    return _joined(_finished(panel).value, panel.combined, either), _joined(theirs, together, either)


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


BALANCES = ("balance", "balance_abs")
NO_OTHER = "no other flow"
OTHER_MISSING = "missing {} of the other flow"


def balance(frame: Frame) -> Mapping[str, MetricColumn]:
    """Return `balance`, exports less imports of the period in money, and `balance_abs`, its change on a year before.

    A deficit is below zero, and there is no per cent of it. Why a series has no figure of its own, others say.
    """
    panel, nothing = frame.panel, np.full(frame.now.shape, np.nan)
    if panel.opposite is None:
        return dict.fromkeys(BALANCES, MetricColumn(nothing, np.full(nothing.shape, NO_OTHER)))
    own, other = both_sides(frame, panel.opposite)
    level = np.round(own - other if panel.flow is Flow.EXPORT else other - own, panel.decimals)
    before = level[frame.base] if frame.base >= 0 else nothing
    lacking = [_lacking(frame, own, other, row) for row in (frame.at, frame.base)]
    found = zip(BALANCES, (level[frame.at], level[frame.at] - before), (lacking[:1], lacking), strict=True)
    none = np.isnan(other).all(axis=0)
    return {
        name: MetricColumn(np.round(value, panel.decimals), np.where(none, NO_OTHER, _first(ends)))
        for name, value, ends in found
    }


def _lacking(frame: Frame, own: Floats, other: Floats, row: int) -> np.ndarray:
    """Return why the other flow has no figure in a row in which the series has one; "" elsewhere."""
    if row < 0:
        return np.full(own.shape[1], "")
    return np.where(np.isnan(other[row]) & ~np.isnan(own[row]), OTHER_MISSING.format(frame.period(row)), "")


def _first(ends: list[np.ndarray]) -> np.ndarray:
    """Return the first reason of each series."""
    return np.where(ends[0] == "", ends[-1], ends[0])


HISTORY = 36  # periods before the reference period
FEWEST = 6  # of them, to say what is usual
LEAST = 0.25  # in logarithms
SPREADS = 3.0
NORMAL = 1.4826  # median absolute deviation to standard deviation
MISSING = "missing"
NO_REPORT = "no partner's report"
PARTNER_MISSING = "missing {} at the partner"


def log_gap(theirs: Floats, ours: Floats) -> Floats:
    """Return D, the logarithm of what the partner counted over what the reporter did; NaN without trade in both.

    Of exports that is the partner's imports over the reporter's exports.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((theirs > 0) & (ours > 0), np.log(theirs) - np.log(ours), np.nan)


@dataclass(frozen=True)
class MirrorGaps:
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
    def metric(self) -> MetricColumn:
        """The gaps; one without a history is a gap all the same. Why the reporter has no figure, others say."""
        said = np.isnan(self.gap) & (self.reason != MISSING)
        return MetricColumn(self.gap, np.where(said, self.reason, ""))


def mirror(theirs: Floats, ours: Floats, t: int) -> MirrorGaps:
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
    return MirrorGaps(gaps[t], usual, spread, n, np.select(list(tests.values()), list(tests), ""))


def mirror_gaps(frame: Frame) -> MirrorGaps | None:
    """Return the gaps of a panel to the partner's report that it brings; None where it brings none.

    January and February are one where either side, or the Lunar New Year, has them together; a January alone has no gap
    where the holiday matters. A period that either side has not finished is missing.
    """
    if frame.panel.mirror is None:
        return None
    ours, theirs = both_sides(frame, frame.panel.mirror)
    if frame.null:
        ours[frame.at] = np.nan
    found = mirror(theirs, ours, frame.at)
    there = (found.reason == MISSING) & ~np.isnan(ours[frame.at])
    reason = np.where(there, PARTNER_MISSING.format(frame.period(frame.at)), found.reason)
    unknown = np.isnan(theirs).all(axis=0)
    return MirrorGaps(found.gap, found.usual, found.spread, found.n, np.where(unknown, NO_REPORT, reason))


def _median(past: Floats, n: NDArray[np.intp]) -> Floats:
    """Return the median of each series' known periods, NaN where they are too few."""
    enough = n >= FEWEST
    found = np.full(past.shape[1], np.nan)
    if enough.any():
        found[enough] = np.nanmedian(past[:, enough], axis=0)
    return found
