"""Sides: the values of a panel beside those of another one that counts the same series, row by row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.movements.engine.aligned import aligned
from generator.movements.engine.measures import Frame
from generator.movements.engine.panel import FEBRUARY, Panel
from generator.movements.engine.unit_values import Floats, Truths


def sides(frame: Frame, other: Panel) -> tuple[Floats, Floats]:
    """Return the panel's own values and those of `other`, in the panel's rows and columns.

    January and February are one where either side, or the Lunar New Year, has them together: their sum stands in
    February, and January is NaN before it. So is a period that a side has not finished.
    """
    panel = frame.panel
    theirs = _padded(aligned(panel, frame.at, _finished(other)), len(panel.value))
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
