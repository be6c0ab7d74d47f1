"""What is left of a month without its season and its holiday, of the series of which somebody asks."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import SettingsError
from generator.movements.lunar_new_year import new_years
from generator.movements.metric_values import row
from generator.movements.panel import CodeBreak, Floats
from generator.movements.seasonal_adjustment import (
    NOT_INSTALLED,
    Decomposition,
    by_stl,
    by_x13,
    eligible,
    factors,
    find_x13,
    holiday,
    holiday_effect,
    holiday_shares,
)
from generator.trade.period import Period
from tests.movements.panels import NEW_YEARS, calm, made, newest, said, summed

FIRST = Period.parse("2018-01")
SEASON = np.array([0.2, -0.4, 0.2, 0.1, -0.1, 0.1, -0.1, 0.1, -0.1, 0.1, -0.1, 0.0])
PROGRAM = find_x13()
needs_x13 = pytest.mark.skipif(PROGRAM is None, reason="X-13ARIMA-SEATS is not here")
ASKS = {"series": {"74": {"notable": {"metric": "sa_mom", "abs_gte": 5}}}}


@pytest.fixture
def _stl(monkeypatch: pytest.MonkeyPatch) -> None:
    """Adjust by STL alone, whose patterns without noise are exact."""
    monkeypatch.setattr("generator.movements.seasonal_adjustment.find_x13", lambda: None)


def grown(n: int, *, noise: float = 0.0, season: float = 1.0, lunar: float = 0.0) -> Floats:
    """Return months that grow by one per cent, with a season, a holiday and noise."""
    logs = np.log(1e6) + np.log(1.01) * np.arange(n) + season * np.resize(SEASON, n)
    logs += lunar * holiday(FIRST, n, {}) + np.random.default_rng(7).normal(0, noise, n)
    return np.asarray(np.exp(logs))


@pytest.mark.usefixtures("_stl")
def test_what_grows_by_one_per_cent_does_so_in_every_month() -> None:
    """February has a third less than January: 1 per cent more, adjusted; a quarter on the one before 1.01 cubed."""
    found = newest(made({"74": grown(98)}, "2026-02"))
    assert -44.6 == pytest.approx(said(found, "mom"), abs=0.1)
    assert 1.0 == pytest.approx(said(found, "sa_mom"), abs=1e-4)
    assert 100 * (1.01**3 - 1) == pytest.approx(said(found, "r3_prev"), abs=1e-4)
    assert ("sa_unstable",) == row(newest(made({"74": grown(72)})), 0).metric("sa_mom").flags


@pytest.mark.usefixtures("_stl")
def test_a_month_that_the_season_does_not_explain_is_a_surprise() -> None:
    """A tenth more than its season and trend: S is 0.05, n is 36, of ln 1.1 to begin with."""
    value = grown(98)
    value[-1] *= 1.1
    found = newest(made({"74": value}, "2026-02"))
    assert 11.1 == pytest.approx(said(found, "sa_mom"), abs=1e-4)
    assert np.log(1.1) / (0.05 * (1 + 2 / 36)) == pytest.approx(said(found, "z_sa"), abs=1e-4)


@pytest.mark.usefixtures("_stl")
@pytest.mark.parametrize(
    ("values", "end", "why"),
    [
        (grown(40), "2025-12", "short_history"),
        (calm("74", 1e6, 96, 0.1), "2025-12", "no_seasonality"),
        (grown(96) * (np.arange(96) != 70), "2025-12", "not_positive"),
        (grown(96)[::12], "2025", "frequency"),
        (np.append(grown(95), 0), "2025-12", "no_trade"),
        (np.append(grown(95), np.nan), "2025-12", "missing 2025-12"),
    ],
)
def test_every_null_has_a_reason(values: Floats, end: str, why: str) -> None:
    """Too short, without a season, with months without trade, of years; or now without trade."""
    found = newest(made({"74": values}, end))
    assert [why] * 3 == [said(found, name) for name in ("sa_mom", "z_sa", "r3_prev")]


@pytest.mark.usefixtures("_stl")
@pytest.mark.parametrize("feb", [97, 61])
def test_months_together_are_not_split(feb: int) -> None:
    """A February of this year, or of a year in the middle, that has its January."""
    value = grown(98)
    value[[feb - 1, feb]] = np.nan, 2e6
    combined = [str(Period.parse("2026-02").step(feb - 97))]
    assert "combined" == said(newest(made({"74": value}, "2026-02", combined=combined)), "sa_mom")


@pytest.mark.usefixtures("_stl")
def test_a_holiday_that_moves_is_taken_out_with_the_season() -> None:
    """A holiday takes 60 per cent off a month that has all of it: in February, and in the projected year."""
    value = grown(98, lunar=np.log(0.4))
    panel = made({"74": value}, "2026-02", lunar=new_years())
    assert 1.0 == pytest.approx(said(newest(panel), "sa_mom"), abs=1e-4)
    assert 20 < abs(float(said(newest(made({"74": value}, "2026-02")), "sa_mom")))


@pytest.mark.usefixtures("_stl")
def test_only_what_could_be_told_is_adjusted() -> None:
    """A line of a ten-thousandth of the whole is not, unless a threshold names it."""
    columns = summed({"7403": grown(96), "2603": 1e4 * grown(96)})
    assert "small" == said(newest(made(columns)), "sa_mom", "7403")
    rules = {"series": {"7403": {"notable": {"metric": "sa_mom", "abs_gte": 5}}}}
    assert 1.0 == pytest.approx(said(newest(made(columns), rules), "sa_mom", "7403"), abs=1e-4)


@pytest.mark.usefixtures("_stl")
def test_a_threshold_on_an_adjusted_month_lets_through_what_passes() -> None:
    """A tenth beyond its season; a break, or a package that is not there, leaves it unknown."""
    value = grown(98)
    value[-1] *= 1.1
    assert newest(made({"74": value}, "2026-02"), ASKS).passed[0]
    split = CodeBreak("74", ("74", "75"), Period.parse("2026-01"))
    assert "hs_break" == said(newest(made({"74": value}, "2026-02", breaks=[split]), ASKS), "sa_mom")


@pytest.mark.usefixtures("_stl")
def test_a_package_that_is_not_installed_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the line that installs it is named where it is called."""
    monkeypatch.setitem(sys.modules, "statsmodels", None)
    assert NOT_INSTALLED == said(newest(made({"74": grown(96)})), "sa_mom")
    with pytest.raises(SettingsError, match=r"pip install 'tradebrief\[seasonal\]'"):
        by_stl(np.log(grown(36)))


@pytest.mark.parametrize(("at", "end"), [(47, 35), (48, 47), (59, 47), (60, 59)])
def test_factors_stand_on_the_december_before(at: int, end: int) -> None:
    """December 2021 has those of December 2020; January 2022 has new ones, which hold until December."""
    nothing = np.zeros((72, 1), dtype=bool)
    assert end == eligible(np.ones((72, 1)), nothing, nothing[0], FIRST, at).end


@pytest.mark.parametrize(
    ("value", "broken", "start", "reason"),
    [
        ([1] * 60, None, 0, ""),
        ([1] * 12 + [np.nan] + [1] * 47, None, 13, "missing"),
        ([1] * 12 + [0] + [1] * 47, None, 13, "not_positive"),
        ([1] * 10 + [0] + [1] * 49, None, 11, ""),
        ([np.nan] * 13 + [1] * 47, None, 13, "short_history"),
        ([1] * 60, 12, 12, ""),
        ([1] * 60, 13, 13, "hs_break"),
        ([1] * 60, 57, 0, "hs_break"),
        ([1] * 60, 58, 0, ""),
    ],
)
def test_the_last_months_in_a_row_must_be_36(value: list[float], broken: int | None, start: int, reason: str) -> None:
    """In October 2022, from the months up to December 2021: what cuts them short is the reason."""
    breaks = np.zeros((60, 1), dtype=bool)
    breaks[broken if broken is not None else [], 0] = True
    found = eligible(np.array(value, dtype=float)[:, np.newaxis], breaks, np.array([False]), FIRST, 57)
    assert (start, reason) == (found.start[0], found.reason[0])


def test_factors_stay_when_months_are_added_and_are_raw_without_a_season() -> None:
    """What the reader was told of March stands in December; noise alone is not adjusted."""
    value = grown(72, noise=0.05)
    made_once = factors(value[:60], FIRST, {}, None)
    assert made_once.adjusted(value[:63]).tolist() == made_once.adjusted(value)[:63].tolist()
    noise = grown(60, season=0, noise=0.1)
    raw = factors(noise, FIRST, {}, None)
    assert "no_seasonality" == raw.reason
    assert noise == pytest.approx(raw.adjusted(noise))


def test_stl_stands_in_where_x13_fails() -> None:
    """A program that ends badly, or that is not there, costs nothing but its name in the record."""
    value = grown(60)
    plain = factors(value, FIRST, {}, None)
    for program in (Path("/bin/false"), Path("/bin/true"), Path("/nowhere/x13as")):
        assert by_x13(np.log(value), FIRST, program) is None
        assert plain.method == factors(value, FIRST, {}, program).method != ""


@needs_x13
def test_x13_finds_the_season_and_projects_it() -> None:
    """Within twice the noise, a year beyond the series, in any currency."""
    logs: Floats = np.log(grown(84, noise=0.05))
    assert PROGRAM is not None
    one, other = by_x13(logs, FIRST, PROGRAM), by_x13(logs + np.log(1000), FIRST, PROGRAM)
    assert one is not None
    assert other is not None
    assert np.resize(SEASON - SEASON.mean(), 96) == pytest.approx(one.seasonal - one.seasonal.mean(), abs=0.1)
    assert one.method.startswith("X-13ARIMA-SEATS, 1.1 build ")
    assert one.seasonal == pytest.approx(other.seasonal, abs=1e-6)


@pytest.mark.parametrize("n", [36, 84])
def test_stl_finds_the_season_and_repeats_its_last_year(n: int) -> None:
    """Exactly, where there is no noise."""
    logs = np.asarray(20 + 0.003 * np.arange(n) + np.resize(SEASON - SEASON.mean(), n), dtype=np.float64)
    found = by_stl(logs)
    assert np.resize(SEASON - SEASON.mean(), n + 12) == pytest.approx(found.seasonal, abs=1e-6)
    assert found.method.startswith("STL, statsmodels ")


@pytest.mark.parametrize(("noise", "strength"), [(1.0, 0.8), (3.0, 4 / 13), (0.0, 1.0)])
def test_strength_is_the_part_that_comes_back(noise: float, strength: float) -> None:
    """A season of variance 4 and an irregular of 1 apart: 1 - 1/5; of 9: 1 - 9/13. Projections are no part."""
    seasonal, irregular = np.array([2.0, -2, 2, -2] * 2 + [9] * 4), noise * np.array([1.0, 1, -1, -1])
    assert strength == pytest.approx(Decomposition(seasonal, np.resize(irregular, 8), "").strength)


def test_the_package_is_loaded_when_it_is_needed() -> None:
    """Who adjusts nothing does not wait for it."""
    code = "import sys, generator.movements.seasonal_adjustment; sys.exit('statsmodels' in sys.modules)"
    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode


@pytest.mark.parametrize(
    ("day", "days"), [(date(2025, 1, 29), [7, 10, 0]), (date(2024, 2, 10), [0, 17, 0]), (date(2026, 2, 17), [0, 16, 1])]
)
def test_the_seventeen_days_fall_into_months(day: date, days: list[int]) -> None:
    """From four days before to twelve after: 25 January to 10 February 2025."""
    assert [*(count / 17 for count in days), *[0] * 9] == pytest.approx(holiday_shares(day).tolist())


def test_what_every_year_has_is_taken_off() -> None:
    """Over the years that are known each month's shares add up to nothing; the day of a table comes first."""
    shares = holiday(Period.parse("2000-01"), 41 * 12, {}).reshape(41, 12)
    assert np.zeros(12) == pytest.approx(shares.sum(axis=0), abs=1e-9)
    assert np.zeros((41, 9)) == pytest.approx(shares[:, 3:])
    assert np.zeros(3) == pytest.approx(holiday(Period.parse("2041-01"), 3, {}))
    known, own = (holiday(Period.parse("2025-01"), 2, days) for days in ({}, {2025: date(2025, 2, 12)}))
    assert [-7 / 17, 7 / 17] == pytest.approx((own - known).tolist(), abs=0.02)  # the means move by a part of 41


@given(
    st.floats(-1, 1), st.floats(-0.05, 0.05), st.lists(st.floats(-1, 1), min_size=12, max_size=12), st.integers(36, 120)
)
def test_an_effect_is_found_beside_trend_and_season(effect: float, drift: float, season: list[float], n: int) -> None:
    """Logarithms that rise by `drift` and have a season: what was put in comes out."""
    shares = holiday(Period.parse("2000-01"), n, NEW_YEARS)
    logs = 10 + drift * np.arange(n) + np.resize(season, n) + effect * shares
    assert effect == pytest.approx(holiday_effect(logs, shares), abs=1e-8)
