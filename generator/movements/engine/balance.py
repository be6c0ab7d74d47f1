"""Balance: exports less imports of each series, where the panel brings the same trade in the other direction."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from generator.movements.engine.known import Known
from generator.movements.engine.measures import Frame
from generator.movements.engine.sides import sides
from generator.movements.engine.unit_values import Floats
from generator.trade.codes import Flow

BALANCES = ("balance", "balance_abs")
NO_OTHER = "no other flow"
THERE = "missing {} of the other flow"


def balance(frame: Frame) -> Mapping[str, Known]:
    """Return `balance`, exports less imports of the period in money, and `balance_abs`, its change on a year before.

    A deficit is below zero, and there is no per cent of it. Why a series has no figure of its own, others say.
    """
    panel, nothing = frame.panel, np.full(frame.now.shape, np.nan)
    if panel.opposite is None:
        return dict.fromkeys(BALANCES, Known(nothing, np.full(nothing.shape, NO_OTHER)))
    own, other = sides(frame, panel.opposite)
    level = np.round(own - other if panel.flow is Flow.EXPORT else other - own, panel.decimals)
    before = level[frame.base] if frame.base >= 0 else nothing
    lacking = [_lacking(frame, own, other, row) for row in (frame.at, frame.base)]
    found = zip(BALANCES, (level[frame.at], level[frame.at] - before), (lacking[:1], lacking), strict=True)
    none = np.isnan(other).all(axis=0)
    return {
        name: Known(np.round(value, panel.decimals), np.where(none, NO_OTHER, _first(ends)))
        for name, value, ends in found
    }


def _lacking(frame: Frame, own: Floats, other: Floats, row: int) -> np.ndarray:
    """Return why the other flow has no figure in a row in which the series has one; "" elsewhere."""
    if row < 0:
        return np.full(own.shape[1], "")
    return np.where(np.isnan(other[row]) & ~np.isnan(own[row]), THERE.format(frame.period(row)), "")


def _first(ends: list[np.ndarray]) -> np.ndarray:
    """Return the first reason of each series."""
    return np.where(ends[0] == "", ends[-1], ends[0])
