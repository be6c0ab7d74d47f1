"""Growth: what a year's sum grew by in a year, on average over all the years of the data."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from generator.movements.engine.known import Known
from generator.movements.engine.measures import Frame
from generator.movements.engine.unit_values import Floats

FEWEST = 2  # years between the ends
APART = 2.0  # percentage points between the two ends and all years: more, and the ends were odd


def ends(frame: Frame) -> tuple[int, int]:
    """Return the row at which the first whole year of the data ends, by steps of a year from now, and how many."""
    years = (frame.at - frame.year + 1) // frame.year
    return frame.at - years * frame.year, years


def compound(frame: Frame) -> Mapping[str, Known]:
    """Return `cagr`, per cent a year from the first whole year to the last; flagged `endpoint` where the ends mislead.

    That is where the slope through all years is another by more than two points, or cannot be drawn.
    """
    first, years = ends(frame)
    shape = frame.now.shape
    if years < FEWEST:
        return {"cagr": Known(np.full(shape, np.nan), np.full(shape, "short_history"))}
    sums = frame.years[first :: frame.year]
    start, end = sums[0], np.where(frame.partial, np.nan, sums[-1])
    tests = {"missing": np.isnan(start) | np.isnan(end), "zero_base": start <= 0, "no_trade": end <= 0}
    reason = np.select(list(tests.values()), list(tests), "")
    value = 100 * ((end / np.where(reason == "", start, np.nan)) ** (1 / years) - 1)
    odd = np.flatnonzero((reason == "") & ~(np.abs(value - _slope(sums)) <= APART))
    return {"cagr": Known(value, reason, dict.fromkeys(odd.tolist(), ("endpoint",)))}


def _slope(sums: Floats) -> Floats:
    """Return the growth a year, in per cent, of the line through the logarithms of all years; NaN with a gap."""
    years = np.arange(len(sums)) - (len(sums) - 1) / 2
    logs = np.log(np.where(sums > 0, sums, np.nan))
    return np.asarray(100 * np.expm1(years @ logs / (years @ years)), dtype=float)
