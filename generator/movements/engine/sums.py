"""Sums over months, exact to the source's last decimal: one that lacks a month is no sum."""

from __future__ import annotations

import numpy as np

from generator.movements.engine.panel import FEBRUARY, JANUARY, Panel
from generator.movements.engine.unit_values import Floats


def window(panel: Panel, values: Floats, length: int) -> Floats:
    """Return, in each row, the sum of that row and of the `length` - 1 before it; NaN where one is missing.

    January and February that were published together are one number: a sum has both or is NaN.
    """
    filled = _summable(panel, values)
    sums = np.full_like(filled, np.nan)
    if len(filled) >= length:
        parts = np.lib.stride_tricks.sliding_window_view(filled, length, axis=0)
        sums[length - 1 :] = np.round(parts.sum(axis=-1), panel.decimals)
    for feb in np.flatnonzero(panel.combined):
        sums[feb - 1 : feb] = np.nan  # ends between the two
        sums[feb + length - 1 : feb + length] = values[feb] if length == 1 else np.nan  # begins between the two
    return sums


def year_to_date(panel: Panel, values: Floats, at: int) -> Floats:
    """Return the sums from the beginning of the year up to row `at`."""
    length = panel.to_date(at)
    return window(panel, values, length)[at] if at + 1 >= length else np.full(values.shape[1], np.nan)


def _summable(panel: Panel, values: Floats) -> Floats:
    """Return the values with nothing for a January that its February holds."""
    filled = values.copy()
    for feb in np.flatnonzero(panel.combined):
        if feb:
            filled[feb - 1] = np.where(np.isnan(filled[feb]), np.nan, 0)
    return filled


def stepped(panel: Panel, values: Floats) -> Floats:
    """Return the steps by which a year is compared: each month, but January and February as one where they are.

    A lunar panel has the sum of the two in February and NaN in January.
    """
    if not panel.is_lunar:
        return values
    found, both = values.copy(), window(panel, values, 2)
    for at in range(len(values)):
        if panel.month(at) == FEBRUARY:
            found[at] = values[at] if panel.combined[at] else both[at]
        elif panel.month(at) == JANUARY:
            found[at] = np.nan
    return found
