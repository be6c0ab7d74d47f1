"""Seasonal adjustment: factors that are estimated once a year and then stand; movements.md of the design, section 3.

Ours and not official. A series at a time, for the few that are candidates; who is eligible is known of all at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generator.movements.engine.decompositions import YEAR, by_stl, by_x13
from generator.movements.engine.holidays import holiday, holiday_effect
from generator.movements.engine.unit_values import Floats, Truths
from generator.trade.period import Period

FEWEST, STABLE = 36, 84  # months: under the first no factors, under the second unstable ones
LEAST_STRENGTH = 0.40


@dataclass(frozen=True)
class Eligibility:
    """Which series can be adjusted: on the rows from `start` to `end`, a December, or the `reason` why not.

    The rows of a series are its months in a row with trade, under one meaning of its code.
    """

    start: NDArray[np.intp]
    end: int
    reason: NDArray[np.str_]

    @property
    def n(self) -> NDArray[np.intp]:
        """How many months the factors would stand on."""
        return self.end + 1 - self.start


def eligible(value: Floats, broken: Truths, intermittent: Truths, first: Period, t: int) -> Eligibility:
    """Return which series can be adjusted in row `t`, by the months up to the December before it.

    `broken` marks the rows from which a code has other goods than before; `first` is the period of row 0. A February
    that stands for two months must be NaN in `value`.
    """
    if first.months != 1:
        nobody = np.full(value.shape[1], "frequency")
        return Eligibility(np.zeros(value.shape[1], dtype=np.intp), -1, nobody)
    end = t - (first.first + t) % YEAR - 1
    past = slice(0, max(end + 1, 0))
    start = _start(value[past], broken[past])
    tests = {"intermittent": intermittent, **_cuts(value[past], start, end + 1 - start < FEWEST)}
    tests["hs_break"] |= broken[max(end + 1, 0) : t + 1].any(axis=0)
    return Eligibility(start, end, np.select(list(tests.values()), list(tests), ""))


def _start(past: Floats, broken: Truths) -> NDArray[np.intp]:
    """Return the row after the last gap or empty month, or of the last break."""
    rows = np.arange(len(past))[:, np.newaxis]
    after = np.where(past > 0, 0, rows + 1).max(axis=0, initial=0)
    start: NDArray[np.intp] = np.maximum(after, np.where(broken, rows, 0).max(axis=0, initial=0))
    return start


def _cuts(past: Floats, start: NDArray[np.intp], short: Truths) -> dict[str, Truths]:
    """Return what cut short those series that are too short: nothing, where there was no trade before."""
    rows = np.arange(len(past))[:, np.newaxis]
    before = ((past > 0) & (rows < start)).any(axis=0)
    cut = np.vstack([np.zeros((1, past.shape[1])), past])[start, np.arange(past.shape[1])]
    return {
        "short_history": short & ~before,
        "missing": short & np.isnan(cut),
        "not_positive": short & (cut <= 0),
        "hs_break": short,
    }


@dataclass(frozen=True)
class Factors:
    """The factors of one series from row `start` to the December after `end`, as logarithms, and how they came about.

    `method` and `version` made them from `n` months; `strength` is Hyndman's F, `lunar` what a whole holiday adds.
    With a `reason` the factors are all 0: adjusted is raw.
    """

    start: int
    log: Floats
    n: int
    method: str
    version: str
    strength: float
    lunar: float
    flags: tuple[str, ...] = ()
    reason: str = ""

    def adjusted(self, value: Floats) -> Floats:
        """Return the series adjusted, NaN in rows without a factor and in months without trade."""
        found = np.full(len(value), np.nan)
        rows = slice(self.start, min(len(value), self.start + len(self.log)))
        month = np.where(value[rows] > 0, value[rows], np.nan)
        found[rows] = month / np.exp(self.log[: len(month)])
        return found

    def sa_mom(self, value: Floats) -> Floats:
        """Return the growth on the month before in per cent, adjusted; row for row, NaN where there is none."""
        found = self.adjusted(value)
        return np.concatenate([[np.nan], 100 * (found[1:] / found[:-1] - 1)])


def factors(
    value: Floats, start: int, end: int, first: Period, days: Mapping[int, date], program: Path | None
) -> Factors:
    """Return the factors of an eligible series from its months `start` to `end`.

    `days` are New Year's Days by year, none where neither side keeps the holiday. `program` is X-13ARIMA-SEATS;
    without it, or where it finds no model, STL.
    """
    n, begun = end + 1 - start, first.step(start)
    logs = np.log(value[start : end + 1])
    shares = holiday(begun, n + YEAR, days) if days else np.zeros(n + YEAR)
    lunar = holiday_effect(logs, shares[:n])
    plain = logs - lunar * shares[:n]
    found = (by_x13(plain, begun, program) if program else None) or by_stl(plain)
    reason = "" if found.strength >= LEAST_STRENGTH else "no_seasonality"
    log = np.zeros(n + YEAR) if reason else found.seasonal + lunar * shares
    flags = ("sa_unstable",) if n < STABLE else ()
    return Factors(start, log, n, found.method, found.version, found.strength, lunar, flags, reason)
