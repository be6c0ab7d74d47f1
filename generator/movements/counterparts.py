"""Compares a panel with others of the same series: the previous data, the opposite flow, the partner's report.

The gap to the partner's report is not expected to be zero, because of freight and insurance, timing and transit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from generator.movements.comparability import with_families
from generator.movements.panel import FEBRUARY, Floats, Panel, Places, Truths
from generator.movements.panel_frame import Frame, MetricColumn, yearly_steps
from generator.movements.surprise_statistic import NORMAL, medians
from generator.trade.codes import Flow


def values_aligned(panel: Panel, at: int, other_panel: Panel) -> Floats:
    """Return the values of `other_panel` in the panel's rows and columns, families included.

    The rows end at `at` or with the last row of `other_panel`; there is always at least one, which may be NaN.
    """
    finished = replace(other_panel, breaks=panel.breaks)
    finished = with_families(finished, finished.row(panel.period(at))).panel
    last = max(min(panel.row(finished.period(len(finished.value) - 1)), len(panel.value) - 1), 0)
    aligned = np.full((last + 1, len(panel.codes)), np.nan)
    shift = panel.row(finished.first)
    rows = [row for row in range(len(finished.value)) if 0 <= row + shift <= last]
    for column, code in enumerate(panel.codes):
        other_column = finished.places.get(code)
        if other_column is not None:
            aligned[[row + shift for row in rows], column] = finished.value[rows, other_column]
    return aligned


def both_sides(frame: Frame, other_panel: Panel) -> tuple[Floats, Floats]:
    """Return the panel's own values and those of `other_panel`, in the panel's rows and columns.

    If either side combines January and February, or the panel is lunar, February has their sum and January is NaN. An
    unfinished period of either side is NaN on that side.
    """
    panel = frame.panel
    theirs = values_aligned(panel, frame.at, _finished(other_panel))
    later = np.full((len(panel.value) - len(theirs), theirs.shape[1]), np.nan)  # not reported yet
    together = np.isin(np.arange(len(panel.value)), np.flatnonzero(other_panel.combined) + panel.row(other_panel.first))
    is_february = np.array([panel.month(row) == FEBRUARY for row in range(len(panel.value))], dtype=bool)
    either = panel.combined | together | (panel.is_lunar & is_february)
    return (
        _with_pairs(_finished(panel).value, panel.combined, either),
        _with_pairs(np.vstack([theirs, later]), together, either),
    )


def _finished(panel: Panel) -> Panel:
    """Return the panel with NaN for unfinished series, those with the status X, and for their ancestors."""
    unfinished = panel.status == ord("X")
    for column in np.flatnonzero(unfinished.any(axis=0)).tolist():
        for above in panel.ancestors(column):
            unfinished[:, above] |= unfinished[:, column]
    return panel if not unfinished.any() else replace(panel, value=np.where(unfinished, np.nan, panel.value))


def _with_pairs(values: Floats, combined: Truths, either: Truths) -> Floats:
    """Return the values with the sum of January and February in each February of `either`, and NaN in its January."""
    paired = values.copy()
    for feb in np.flatnonzero(either).tolist():
        if not combined[feb]:
            paired[feb] = values[feb] + values[feb - 1] if feb else np.nan
        paired[max(feb - 1, 0) : feb] = np.nan
    return paired


BALANCES = ("balance", "balance_abs")
NO_OTHER = "no other flow"


def balance(frame: Frame) -> Mapping[str, MetricColumn]:
    """Return `balance`, exports less imports of the period, and `balance_abs`, its change on a year before, in money.

    A deficit is negative. Reasons cover only gaps of the opposite flow; the panel's own gaps have theirs elsewhere.
    """
    panel = frame.panel
    nothing = np.full(frame.now.shape, np.nan)
    if panel.opposite is None:
        return dict.fromkeys(BALANCES, MetricColumn(nothing, np.full(nothing.shape, NO_OTHER)))
    ours, theirs = both_sides(frame, panel.opposite)
    exports_less_imports = ours - theirs if panel.flow is Flow.EXPORT else theirs - ours
    level = np.round(exports_less_imports, panel.decimals)
    before = level[frame.base] if frame.base >= 0 else nothing
    change = np.round(level[frame.at] - before, panel.decimals)
    unknown = {NO_OTHER: np.isnan(theirs).all(axis=0)}
    lacking = {
        f"missing {frame.period(row)} of the other flow": np.isnan(theirs[row]) & ~np.isnan(ours[row])
        for row in (frame.at, frame.base)
        if row >= 0
    }
    reasons = [_first_reason(unknown | dict([*lacking.items()][:count])) for count in (1, 2)]
    return {
        "balance": MetricColumn(level[frame.at], reasons[0]),
        "balance_abs": MetricColumn(change, reasons[1]),
    }


def _first_reason(tests: Mapping[str, Truths]) -> np.ndarray:
    return np.select(list(tests.values()), list(tests), "")


HISTORY = 36  # periods before the reference period
FEWEST = 6  # least number of them for a usual gap
LEAST_GAP, SPREADS = 0.25, 3.0  # least difference from the usual gap, in logarithms and in spreads, for a flag
NO_REPORT = "no partner's report"


@dataclass(frozen=True)
class MirrorGaps:
    """The gaps of every series to the partner's report, at one period."""

    metric: MetricColumn  # log of the partner's value over the reporter's
    usual: Floats  # median gap of the periods before; NaN if there are too few
    n: Places  # number of those periods
    is_flagged: Truths  # whether the gap is unusual


def mirror_gaps(frame: Frame) -> MirrorGaps | None:
    """Return the gaps of a panel to its partner's report (`panel.mirror`); None if it has none.

    See `both_sides` for January, February and unfinished periods. A January alone has no gap in a lunar panel.
    """
    if frame.panel.mirror is None:
        return None
    ours, theirs = both_sides(frame, frame.panel.mirror)
    if frame.null:
        ours[frame.at] = np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        gaps = np.where((theirs > 0) & (ours > 0), np.log(theirs) - np.log(ours), np.nan)
    gap, past = gaps[frame.at], gaps[max(0, frame.at - HISTORY) : frame.at]
    n = np.count_nonzero(~np.isnan(past), axis=0)
    usual = np.where(n >= FEWEST, medians(past), np.nan)
    spread = NORMAL * medians(np.abs(past - usual))
    reason = _first_reason(
        {
            NO_REPORT: np.isnan(theirs).all(axis=0),
            f"missing {frame.period(frame.at)} at the partner": np.isnan(theirs[frame.at]) & ~np.isnan(ours[frame.at]),
            "": np.isnan(ours[frame.at]),
            "no_trade": np.isnan(gap),
        }
    )
    return MirrorGaps(
        MetricColumn(gap, reason), usual, n, np.abs(gap - usual) > np.maximum(LEAST_GAP, SPREADS * spread)
    )


LEAST, OF_WHOLE = 0.01, 0.0002  # least revision worth reporting: as fraction of the figure, and of the aggregate
CLAIM = 0.005  # smaller growth is reported as "little changed", without a sign


@dataclass(frozen=True)
class DataRevisions:
    """The revisions of every series against the previous data."""

    net: Floats  # sum of its large revisions
    largest: np.ndarray  # row of the largest
    old: Floats  # value in that row before
    new: Floats  # value in that row now
    is_reported: Truths  # whether it has large revisions that do not cancel out
    corrects: Truths  # whether the growth of the previous data's newest period changed its sign


def revisions_of(frame: Frame, previous: Panel) -> DataRevisions:
    """Return the revisions of each series against the previous data."""
    panel = frame.panel
    old = values_aligned(panel, frame.at, previous)
    last = len(old) - 1
    new = panel.value[: last + 1]
    change = np.round(new - old, panel.decimals)
    large = _is_large(old, new, panel.total[: last + 1], panel.decimals)
    net = np.where(large, change, 0).sum(axis=0)
    columns, corrects = np.arange(len(net)), _has_another_sign(panel, old, new, last, change)
    of_claim = np.zeros_like(large)
    of_claim[[max(last - panel.year, 0), last]] = corrects & ~large.any(axis=0)
    largest = np.where(large | of_claim, np.abs(change), -1).argmax(axis=0)
    net = np.where(of_claim.any(axis=0), change[largest, columns], net)
    is_reported = large.any(axis=0) & (net != 0)
    return DataRevisions(net, largest, old[largest, columns], new[largest, columns], is_reported, corrects)


def is_revised(frame: Frame) -> Truths:
    """Whether either of the two compared values of each series has a large revision against the previous data."""
    panel = frame.panel
    if panel.previous is None:
        return np.zeros(frame.now.shape, dtype=bool)
    old = values_aligned(panel, frame.at, panel.previous)
    steps = yearly_steps(panel.until(len(old) - 1), old)
    large = _is_large(steps, frame.steps[: len(old)], frame.total[: len(old)], panel.decimals)
    ends = [row for row in (frame.base, frame.at) if 0 <= row < len(old)]
    return np.asarray(large[ends].any(axis=0), dtype=bool)


def _is_large(old: Floats, new: Floats, aggregate: Floats, decimals: int) -> Truths:
    """Whether each figure was revised by at least 1 per cent of itself and 0.02 per cent of the aggregate."""
    change = np.round(new - old, decimals)
    large = (np.abs(change) >= LEAST * np.abs(old)) & (change != 0)
    return np.asarray(large & (np.abs(change) >= OF_WHOLE * aggregate[:, np.newaxis]), dtype=bool)


def revision(frame: Frame) -> Mapping[str, MetricColumn]:
    """Return `revision`: the net change, in money, of all periods that the previous data have as well."""
    panel = frame.panel
    nothing = np.full(frame.now.shape, np.nan)
    if panel.previous is None:
        return {"revision": MetricColumn(nothing, np.full(nothing.shape, "no_previous"))}
    old = values_aligned(panel, frame.at, panel.previous)
    change = panel.value[: len(old)] - old
    net = np.round(np.nansum(change, axis=0), panel.decimals)
    return {"revision": MetricColumn.null_where({"not there before": np.isnan(change).all(axis=0)}, net)}


def _has_another_sign(panel: Panel, old: Floats, new: Floats, last: int, change: Floats) -> Truths:
    """Return the series whose growth in the previous data's newest period changed its sign."""
    base = last - panel.year
    if base < 0:
        return np.zeros(new.shape[1], dtype=bool)
    until = panel.until(last)
    old_steps, new_steps = (yearly_steps(until, values) for values in (old, new))
    with np.errstate(divide="ignore", invalid="ignore"):
        old_growth, new_growth = old_steps[last] / old_steps[base] - 1, new_steps[last] / new_steps[base] - 1
    touched = (np.nan_to_num(change[last]) != 0) | (np.nan_to_num(change[base]) != 0)
    claims = (np.abs(old_growth) >= CLAIM) & (np.abs(new_growth) >= CLAIM)
    return np.asarray(touched & claims & (np.sign(old_growth) != np.sign(new_growth)), dtype=bool)
