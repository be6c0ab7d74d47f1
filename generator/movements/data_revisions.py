"""What the previous edition of the data said otherwise, and where that undoes what was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from generator.movements.arrays import Floats, Truths
from generator.movements.counterparts import values_aligned
from generator.movements.panel import Panel
from generator.movements.panel_frame import Frame, MetricColumn, yearly_steps

LEAST, OF_WHOLE = 0.01, 0.0002  # of the figure, of the group's total in that period
CLAIM = 0.005  # a growth of less is told as "little changed", which has no sign


@dataclass(frozen=True)
class DataRevisions:
    """Of every series: the net of its reported revisions, the row of the largest, and whether one undoes a claim.

    `corrects` is where the growth of the previous edition's newest period has another sign now.
    """

    net: Floats
    largest: np.ndarray
    old: Floats
    new: Floats
    told: Truths
    corrects: Truths


def revisions_of(frame: Frame, previous: Panel) -> DataRevisions:
    """Return the revisions of each series against the previous edition of the data."""
    panel = frame.panel
    old = values_aligned(panel, frame.at, previous)
    last = len(old) - 1
    new = panel.value[: last + 1]
    change = np.round(new - old, panel.decimals)
    large = _large(old, new, panel.whole[: last + 1], panel.decimals)
    net = np.where(large, change, 0).sum(axis=0)
    columns, corrects = np.arange(len(net)), _undone(panel, old, new, last, change)
    of_claim = np.zeros_like(large)
    of_claim[[max(last - panel.year, 0), last]] = corrects & ~large.any(axis=0)
    largest = np.where(large | of_claim, np.abs(change), -1).argmax(axis=0)
    net = np.where(of_claim.any(axis=0), change[largest, columns], net)
    told = large.any(axis=0) & (net != 0)
    return DataRevisions(net, largest, old[largest, columns], new[largest, columns], told, corrects)


def is_revised(frame: Frame) -> Truths:
    """Say of which series one of the two ends that are compared was revised since, by what is told of a revision."""
    panel, found = frame.panel, np.zeros(frame.now.shape, dtype=bool)
    if panel.previous is None or not len(old := values_aligned(panel, frame.at, panel.previous)):
        return found
    then, now = yearly_steps(panel.until(len(old) - 1), old), frame.steps[: len(old)]
    large = _large(then, now, frame.whole[: len(old)], panel.decimals)
    ends = [row for row in (frame.base, frame.at) if 0 <= row < len(old)]
    return np.asarray(large[ends].any(axis=0), dtype=bool)


def _large(old: Floats, new: Floats, whole: Floats, decimals: int) -> Truths:
    """Say which figures were revised by 1 per cent of themselves and 0.02 per cent of the whole."""
    change = np.round(new - old, decimals)
    large = (np.abs(change) >= LEAST * np.abs(old)) & (change != 0)
    return np.asarray(large & (np.abs(change) >= OF_WHOLE * whole[:, np.newaxis]), dtype=bool)


def revision(frame: Frame) -> Mapping[str, MetricColumn]:
    """Return `revision`: what all periods in both editions of the data came to be more, or less, in money."""
    panel, nothing = frame.panel, np.full(frame.now.shape, np.nan)
    if panel.previous is None:
        return {"revision": MetricColumn(nothing, np.full(nothing.shape, "no_previous"))}
    old = values_aligned(panel, frame.at, panel.previous)
    change = panel.value[: len(old)] - old
    is_new = np.isnan(change).all(axis=0)
    net = np.where(is_new, np.nan, np.round(np.nansum(change, axis=0), panel.decimals))
    return {"revision": MetricColumn(net, np.where(is_new, "not there before", ""))}


def _undone(panel: Panel, old: Floats, new: Floats, last: int, change: Floats) -> Truths:
    """Return whose growth in the previous edition's newest period changed its sign."""
    base = last - panel.year
    if base < 0:
        return np.zeros(new.shape[1], dtype=bool)
    until = panel.until(last)
    then, now = (yearly_steps(until, values) for values in (old, new))
    with np.errstate(divide="ignore", invalid="ignore"):
        before, after = then[last] / then[base] - 1, now[last] / now[base] - 1
    touched = (np.nan_to_num(change[last]) != 0) | (np.nan_to_num(change[base]) != 0)
    claims = (np.abs(before) >= CLAIM) & (np.abs(after) >= CLAIM)
    return np.asarray(touched & claims & (np.sign(before) != np.sign(after)), dtype=bool)
