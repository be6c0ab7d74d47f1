"""Shapes: as what a movement is told: a spike, a shift, a drift, a season that failed, a matter of price, an offset."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.movements.engine.amounts import Amounts, has_parted
from generator.movements.engine.measures import Frame
from generator.movements.engine.unit_values import Floats, Truths
from generator.movements.engine.unusual import LEAST_DRIFT, Unusual

BEYOND = 2.0  # S, of three months in a row
MONTH_Z = 3.0  # of a month that is odd by itself
DRIFT_Z = 3.5  # of a year: twelve months of one spread each
PEAK, PEAK_YEARS = 1.3, 3  # times the year's mean, in so many years
OF_PRICE = 0.6  # of the change, as a logarithm
FLAT, ODD = 2.5, 4.0  # z of the value; z of the unit value


@dataclass(frozen=True)
class Shapes:
    """Of every series its `kind` if it is told for its month, and whether it drifts or hides an offset."""

    kind: np.ndarray
    drift: Truths
    offset: Truths


def shapes(frame: Frame, strange: Unusual, parts: Amounts, r12_yoy: Floats) -> Shapes:
    """Return the shapes of the changes at the frame's row."""
    both = (frame.now > 0) & (frame.before > 0)
    change = np.log(np.where(both, frame.now, 1.0)) - np.log(np.where(both, frame.before, 1.0))
    by_price = np.abs(parts.log_uv) >= OF_PRICE * np.abs(change)
    by_price &= (np.sign(parts.log_uv) == np.sign(change)) & (np.abs(change) > 0)
    kind = np.select(
        [_failed_season(frame, strange), by_price, _shifted(strange)], ["missed_season", "price", "shift"], "spike"
    )
    drift = (np.abs(strange.slow) >= DRIFT_Z) & (np.abs(r12_yoy) >= LEAST_DRIFT) & _no_month(strange)
    drift &= np.sign(strange.slow) == np.sign(r12_yoy)
    offset = (np.abs(strange.z) < FLAT) & (np.abs(parts.z) >= ODD)
    offset &= has_parted(parts.log_uv, parts.log_quantity)
    return Shapes(kind, drift, offset)


def _shifted(strange: Unusual) -> Truths:
    """Return where the last three months lie on one side, beyond 2 S."""
    n = strange.month.n
    return np.abs(strange.lasting) * (1 + 2 / np.fmax(n, 1)) > BEYOND


def _no_month(strange: Unusual) -> Truths:
    """Return where no month of the last year was a surprise by itself."""
    recent = np.abs(strange.null[-11:]) if len(strange.null) else np.empty((0, len(strange.z)))
    return ~(np.abs(strange.z) >= MONTH_Z) & ~(recent >= MONTH_Z).any(axis=0)


def _failed_season(frame: Frame, strange: Unusual) -> Truths:
    """Return where a month that was a peak in each of three earlier years is none now, and fell."""
    rows = [frame.at - count * frame.year for count in range(PEAK_YEARS + 1)]
    if min(rows) - frame.year + 1 < 0 or frame.year == 1:
        return np.zeros(frame.now.shape, dtype=bool)
    value = frame.panel.value
    peaks = [value[row] > PEAK * value[row - frame.year + 1 : row + 1].mean(axis=0) for row in rows]
    return np.asarray(np.all(peaks[1:], axis=0) & ~peaks[0] & (strange.z < 0), dtype=bool)
