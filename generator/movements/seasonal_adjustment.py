"""What is left of a month when season and holiday are gone, for the few series in which a threshold turns on it.

Ours and not official. Factors are estimated from the months up to the December before, and then stand for a year.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generator.errors import SettingsError
from generator.movements.arrays import Floats, Truths
from generator.movements.comparability import Families
from generator.movements.lunar_new_year import holiday, holiday_effect
from generator.movements.panel_frame import Frame
from generator.movements.seasonal_factors import YEAR, by_stl, by_x13, find_x13
from generator.movements.surprise_statistic import SOME, usual
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


METRICS = ("sa_mom", "z_sa", "r3_prev")
NOT_INSTALLED = "[seasonal] is not installed"
QUARTER = 3  # months


@dataclass(frozen=True)
class AdjustedMetrics:
    """The adjusted metrics of one series, null with their reasons; how the factors were made, and how sure they are."""

    values: Mapping[str, float]
    reasons: Mapping[str, str]
    flags: tuple[str, ...] = ()
    method: str = ""
    n: int = 0

    @classmethod
    def null(cls, reason: str) -> AdjustedMetrics:
        """Return the metrics of a series that cannot be adjusted."""
        return cls(dict.fromkeys(METRICS, np.nan), dict.fromkeys(METRICS, reason))


@dataclass
class Adjustments:
    """The series of a frame as they are adjusted; only those in `asked` are, for the others it would not matter."""

    frame: Frame
    families: Families
    intermittent: Truths
    asked: Truths
    _found: dict[int, AdjustedMetrics] = field(default_factory=dict, init=False)

    def of(self, at: int) -> AdjustedMetrics:
        """Return the metrics of the series in column `at`."""
        if at not in self._found:
            self._found[at] = self._made(at)
        return self._found[at]

    def over(self, columns: Iterable[int]) -> dict[str, Floats]:
        """Return every metric of the series in `columns`, NaN for all others."""
        these = list(columns)
        found = {name: np.full(self.asked.shape, np.nan) for name in METRICS}
        for name, values in found.items():
            values[these] = [self.of(at).values[name] for at in these]
        return found

    def why_none(self) -> str:
        """Return why no series at all can be adjusted, empty where some may be."""
        if self.frame.panel.frequency != "monthly":
            return "frequency"
        has_stl = importlib.util.find_spec("statsmodels") is not None
        return "" if has_stl or self._program else NOT_INSTALLED

    def why_not(self, at: int) -> str:
        """Return why the series in column `at` cannot be adjusted, so far as is known without trying."""
        return self.why_none() or str(self._eligible.reason[at])

    @cached_property
    def _program(self) -> Path | None:
        return find_x13()

    @cached_property
    def _value(self) -> Floats:
        """The months that stand alone: a February that has its January as well is none."""
        panel = self.frame.panel
        return np.where(panel.combined[:, np.newaxis], np.nan, panel.value)

    @cached_property
    def _eligible(self) -> Eligibility:
        panel, broken = self.frame.panel, np.zeros(self._value.shape, dtype=bool)
        for one in panel.breaks:
            row = max(panel.row(one.effective), 0)
            if row <= self.frame.at:
                broken[row] |= np.isin(panel.codes, [one.old, *one.new])
        broken[:, len(self.families.broken) :] = False  # families have the same goods throughout
        return eligible(self._value, broken, self.intermittent, panel.first, self.frame.at)

    def _made(self, at: int) -> AdjustedMetrics:
        if reason := self.why_not(at):
            together = reason == "missing" and bool(self.frame.panel.combined.any())
            return AdjustedMetrics.null("combined" if together else reason)
        if not self.asked[at]:
            return AdjustedMetrics.null("small")
        panel, known = self.frame.panel, self._eligible
        value = self._value[:, at]
        try:
            made = factors(value, int(known.start[at]), known.end, panel.first, panel.lunar, self._program)
        except SettingsError:
            return AdjustedMetrics.null(NOT_INSTALLED)
        return AdjustedMetrics.null(made.reason) if made.reason else self._measured(made, value)

    def _measured(self, made: Factors, value: Floats) -> AdjustedMetrics:
        sa = made.adjusted(value)
        values = {"sa_mom": float(made.sa_mom(value)[-1]), "z_sa": _surprise(sa), "r3_prev": _of_quarters(sa)}
        reach = {"sa_mom": 2, "z_sa": 2, "r3_prev": 2 * QUARTER}
        reasons = {name: self._gap(value, reach[name]) if np.isnan(one) else "" for name, one in values.items()}
        return AdjustedMetrics(values, reasons, made.flags, f"{made.method}, {made.version}", made.n)

    def _gap(self, value: Floats, months: int) -> str:
        """Return what is wrong with the last months: one is missing, or has no trade; else too few lie before."""
        first = len(value) - months
        rows = [row for row in range(first, len(value)) if not value[row] > 0]
        if not rows:
            return "short_history"
        panel = self.frame.panel
        if panel.combined[max(rows[0] - 1, 0) : rows[0] + 2].any():
            return "combined"
        return f"missing {panel.period(rows[0])}" if np.isnan(value[rows[0]]) else "no_trade"


def _surprise(sa: Floats) -> float:
    """Return how far the last change from month to month lies outside of the 36 before it; NaN with under twelve."""
    with np.errstate(divide="ignore", invalid="ignore"):
        y = np.diff(np.log(sa))[:, np.newaxis]
    if not len(y):
        return float("nan")
    m, spread, n = usual(y[:-1])
    return float((y[-1, 0] - m[0]) / (spread[0] * (1 + 2 / n[0]))) if n[0] >= SOME else float("nan")


def _of_quarters(sa: Floats) -> float:
    """Return the growth of the last three months on the three before them, per cent."""
    now, before = sa[-QUARTER:].sum(), sa[-2 * QUARTER : -QUARTER].sum()
    return float(100 * (now / before - 1))
