"""Adjusted: what is left of a month when season and holiday are gone, for the few series of which somebody asks.

A series is adjusted when it is asked for, and then kept. Factors stand on the months up to the December before.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from generator.errors import SettingsError
from generator.movements.engine.decompositions import find_x13
from generator.movements.engine.families import Families
from generator.movements.engine.measures import Frame
from generator.movements.engine.seasonal import Eligibility, Factors, eligible, factors
from generator.movements.engine.surprise import SOME, usual
from generator.movements.engine.unit_values import Floats, Truths

METRICS = ("sa_mom", "z_sa", "r3_prev")
NOT_INSTALLED = "[seasonal] is not installed"
QUARTER = 3  # months


@dataclass(frozen=True)
class Adjusted:
    """The adjusted metrics of one series, null with their reasons; how the factors were made, and how sure they are."""

    values: Mapping[str, float]
    reasons: Mapping[str, str]
    flags: tuple[str, ...] = ()
    method: str = ""
    n: int = 0

    @classmethod
    def null(cls, reason: str) -> Adjusted:
        """Return the metrics of a series that cannot be adjusted."""
        return cls(dict.fromkeys(METRICS, np.nan), dict.fromkeys(METRICS, reason))


@dataclass
class Adjustments:
    """The series of a frame as they are adjusted; only those in `asked` are, for the others it would not matter."""

    frame: Frame
    families: Families
    intermittent: Truths
    asked: Truths
    _found: dict[int, Adjusted] = field(default_factory=dict, init=False)

    def of(self, at: int) -> Adjusted:
        """Return the metrics of the series in column `at`."""
        if at not in self._found:
            self._found[at] = self._made(at)
        return self._found[at]

    def over(self, columns: Iterable[int]) -> dict[str, Floats]:
        """Return every metric of the series in `columns`, NaN for all others.

        A program of its own runs on every core; what it says does not depend on the order.
        """
        these = list(columns)
        if these and not self.why_none():
            self._eligible  # noqa: B018 -- once, before there are threads
            with ThreadPoolExecutor(os.cpu_count() if self._program else 1) as pool:
                list(pool.map(self.of, these))
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

    def _made(self, at: int) -> Adjusted:
        if reason := self.why_not(at):
            together = reason == "missing" and bool(self.frame.panel.combined.any())
            return Adjusted.null("combined" if together else reason)
        if not self.asked[at]:
            return Adjusted.null("small")
        panel, known = self.frame.panel, self._eligible
        value = self._value[:, at]
        try:
            made = factors(value, int(known.start[at]), known.end, panel.first, panel.lunar, self._program)
        except SettingsError:
            return Adjusted.null(NOT_INSTALLED)
        return Adjusted.null(made.reason) if made.reason else self._measured(made, value)

    def _measured(self, made: Factors, value: Floats) -> Adjusted:
        sa = made.adjusted(value)
        values = {"sa_mom": float(made.sa_mom(value)[-1]), "z_sa": _surprise(sa), "r3_prev": _of_quarters(sa)}
        reach = {"sa_mom": 2, "z_sa": 2, "r3_prev": 2 * QUARTER}
        reasons = {name: self._gap(value, reach[name]) if np.isnan(one) else "" for name, one in values.items()}
        return Adjusted(values, reasons, made.flags, f"{made.method}, {made.version}", made.n)

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
