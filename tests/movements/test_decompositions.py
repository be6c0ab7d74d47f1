"""Seasonal patterns out of made-up months whose pattern is known."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from generator.errors import SettingsError
from generator.movements.arrays import Floats
from generator.movements.seasonal_adjustment import LEAST_STRENGTH
from generator.movements.seasonal_factors import Decomposition, by_stl, by_x13, find_x13
from generator.trade.period import Period

FIRST = Period.parse("2018-03")
SEASON = 0.3 * np.sin(2 * np.pi * np.arange(12) / 12)  # adds up to nothing
PROGRAM = find_x13()
needs_x13 = pytest.mark.skipif(PROGRAM is None, reason="X-13ARIMA-SEATS is not here")


def noisy(n: int, size: float = 0.05) -> Floats:
    """Return the logarithms of months that grow by 0.3 per cent, with the season and some noise."""
    noise = np.random.default_rng(20181001).normal(0, size, n)
    return 20 + 0.003 * np.arange(n) + np.resize(SEASON, n) + noise


def x13(logs: Floats) -> Decomposition | None:
    """Return what the program finds."""
    assert PROGRAM is not None
    return by_x13(logs, FIRST, PROGRAM)


@needs_x13
@pytest.mark.parametrize("n", [36, 84])
def test_x13_finds_the_season_and_projects_it(n: int) -> None:
    """Within twice the noise, a year beyond the series; the factors average one, so their logarithms less than 0."""
    found = x13(noisy(n))
    assert found is not None
    assert ("X-13ARIMA-SEATS", n + 12, n) == (found.method, len(found.seasonal), len(found.irregular))
    assert np.resize(SEASON, n + 12) == pytest.approx(found.seasonal - found.seasonal.mean(), abs=0.1)
    assert 1.0 == pytest.approx(np.exp(found.seasonal).mean(), abs=0.01)
    assert found.version.startswith("1.1 build ")
    assert found.strength > 0.8


@needs_x13
def test_x13_reads_the_same_of_any_currency() -> None:
    """A thousand times as much has the same factors."""
    one, other = x13(noisy(60)), x13(noisy(60) + np.log(1000))
    assert one is not None
    assert other is not None
    assert one.seasonal == pytest.approx(other.seasonal, abs=1e-6)


@needs_x13
def test_x13_repeats_a_season_that_never_changes() -> None:
    """Within a fifth of a per cent: its averages are of levels, not of logarithms. The projected year is the same."""
    found = x13(noisy(84, size=0))
    assert found is not None
    assert np.resize(SEASON, 96) == pytest.approx(found.seasonal - found.seasonal.mean(), abs=2e-3)
    assert found.seasonal[84:] == pytest.approx(found.seasonal[72:84], abs=2e-3)


@pytest.mark.parametrize("program", ["false", "true"])
def test_a_program_that_is_another_finds_nothing(program: str, tmp_path: Path) -> None:
    """One that fails, one that writes no table, one that is not there."""
    assert by_x13(noisy(36), FIRST, Path("/bin") / program) is None
    assert by_x13(noisy(36), FIRST, tmp_path / "x13as") is None


def test_the_program_is_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One's own comes before the one of a package."""
    program = tmp_path / "x13as"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program == find_x13()


@pytest.mark.parametrize("n", [36, 84])
def test_stl_finds_the_season_and_repeats_its_last_year(n: int) -> None:
    """Exactly, where there is no noise."""
    found = by_stl(noisy(n, size=0))
    assert np.resize(SEASON, n + 12) == pytest.approx(found.seasonal, abs=1e-6)
    assert ("STL", True) == (found.method, found.version.startswith("statsmodels "))
    assert 1.0 == pytest.approx(found.strength)


def test_the_last_year_is_the_one_that_is_repeated() -> None:
    """A season that grew is projected as large as it is now."""
    growing = 20 + np.resize(SEASON, 120) * np.linspace(0.5, 2, 120)
    found = by_stl(growing).seasonal
    assert found[108:120].tolist() == found[120:].tolist()
    assert found[120:].max() > 2 * found[:12].max()


@pytest.mark.parametrize(("noise", "strength"), [(1.0, 0.8), (3.0, 4 / 13), (0.0, 1.0)])
def test_strength_is_the_part_that_comes_back(noise: float, strength: float) -> None:
    """A season of variance 4 and an irregular of 1 apart: 1 - 1/5; of 9: 1 - 9/13. Projections are no part."""
    seasonal, irregular = np.array([2.0, -2, 2, -2] * 2 + [9] * 4), noise * np.array([1.0, 1, -1, -1])
    assert strength == pytest.approx(Decomposition(seasonal, np.resize(irregular, 8), "", "").strength)


def test_a_straight_line_has_no_season() -> None:
    """Nothing varies about its trend."""
    assert 0.0 == Decomposition(np.zeros(24), np.zeros(12), "", "").strength


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the line that installs it."""
    monkeypatch.setitem(sys.modules, "statsmodels", None)
    with pytest.raises(SettingsError, match=r"pip install 'tradebrief\[seasonal\]'"):
        by_stl(noisy(36))


def test_the_package_is_loaded_when_it_is_needed() -> None:
    """Who adjusts nothing does not wait for it."""
    code = "import sys, generator.movements.seasonal_adjustment; sys.exit('statsmodels' in sys.modules)"
    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode


@pytest.mark.parametrize(("n", "most"), [(36, 12), (48, 4), (84, 4)])
def test_noise_is_seldom_taken_for_a_season(n: int, most: int) -> None:
    """Of 40 series without one; a line through the three or four years of each month finds one in 32 and 18 of them."""
    chance = np.random.default_rng(3)
    found = [by_stl(20 + 0.003 * np.arange(n) + chance.normal(0, 0.15, n)).strength for _ in range(40)]
    assert np.count_nonzero(np.array(found) >= LEAST_STRENGTH) <= most
