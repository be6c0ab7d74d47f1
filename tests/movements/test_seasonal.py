"""Which series can be adjusted, from which months, and what then is left of a month."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from generator.movements.arrays import Floats
from generator.movements.lunar_new_year import holiday, new_years
from generator.movements.seasonal_adjustment import Eligibility, Factors, eligible, factors
from generator.movements.seasonal_factors import find_x13
from generator.trade.period import Period

FIRST = Period.parse("2018-01")
SEASON = np.array([0.2, -0.4, 0.2, 0.1, -0.1, 0.1, -0.1, 0.1, -0.1, 0.1, -0.1, 0.0])
PROGRAM = find_x13()


def asked(value: list[float] | Floats, t: int, *, broken: int | None = None, intermittent: bool = False) -> Eligibility:
    """Return the eligibility of one series in row `t`, whose code has other goods from row `broken` on."""
    column = np.array(value, dtype=float)[:, np.newaxis]
    breaks = np.zeros_like(column, dtype=bool)
    if broken is not None:
        breaks[broken] = True
    return eligible(column, breaks, np.array([intermittent]), FIRST, t)


def grown(n: int, *, noise: float = 0.0, season: float = 1.0, lunar: float = 0.0) -> Floats:
    """Return months that grow by one per cent, with a season, a holiday and noise."""
    logs = np.log(1000) + np.log(1.01) * np.arange(n) + season * np.resize(SEASON, n)
    logs += lunar * holiday(FIRST, n, {}) + np.random.default_rng(7).normal(0, noise, n)
    return np.asarray(np.exp(logs))


def adjusted(value: Floats, t: int, days: dict[int, date] | None = None, program: Path | None = None) -> Factors:
    """Return the factors of a series that has all it needs."""
    found = asked(value, t)
    assert "" == found.reason[0]
    return factors(value, int(found.start[0]), found.end, FIRST, days or {}, program)


@pytest.mark.parametrize(("t", "end"), [(47, 35), (48, 47), (49, 47), (59, 47), (60, 59)])
def test_factors_stand_on_the_december_before(t: int, end: int) -> None:
    """December 2021 has those of December 2020; January 2022 has new ones, which hold until December."""
    assert end == asked(np.ones(72), t).end


@pytest.mark.parametrize(
    ("value", "broken", "start", "reason"),
    [
        ([1] * 60, None, 0, ""),
        ([1] * 12 + [np.nan] + [1] * 47, None, 13, "missing"),
        ([1] * 12 + [0] + [1] * 47, None, 13, "not_positive"),
        ([1] * 10 + [0] + [1] * 49, None, 11, ""),
        ([np.nan] * 13 + [1] * 47, None, 13, "short_history"),
        ([0] * 12 + [1] * 48, None, 12, ""),
        ([1] * 60, 12, 12, ""),
        ([1] * 60, 13, 13, "hs_break"),
        ([1] * 60, 48, 0, "hs_break"),
        ([1] * 60, 57, 0, "hs_break"),
        ([1] * 60, 58, 0, ""),
        ([1] * 47 + [0] + [1] * 12, None, 48, "not_positive"),
    ],
)
def test_the_last_months_in_a_row_must_be_36(value: list[float], broken: int | None, start: int, reason: str) -> None:
    """In October 2022, from the months up to December 2021: what cuts them short is the reason."""
    found = asked(value, 57, broken=broken)
    assert (start, reason) == (found.start[0], found.reason[0])
    assert 48 - start == found.n[0]


def test_who_comes_and_goes_is_not_adjusted() -> None:
    """Its months say nothing of a season."""
    assert ["intermittent"] == asked(np.ones(60), 59, intermittent=True).reason.tolist()


def test_the_first_year_has_no_december_before() -> None:
    """A short history, and no fault."""
    assert ["short_history"] == asked(np.ones(12), 11).reason.tolist()


def test_only_months_have_a_season_here() -> None:
    """Quarters and years do not."""
    found = eligible(
        np.ones((60, 2)), np.zeros((60, 2), dtype=bool), np.zeros(2, dtype=bool), Period.parse("2010-Q1"), 59
    )
    assert ["frequency", "frequency"] == found.reason.tolist()


def test_growth_is_left_when_the_season_is_gone() -> None:
    """One per cent a month in every month, those of the projected year included; the record says how."""
    value = grown(72)
    found = adjusted(value, 71)
    assert np.full(71, 1.0) == pytest.approx(found.sa_mom(value)[1:], abs=1e-6)
    assert ("STL", 60, ("sa_unstable",), "") == (found.method, found.n, found.flags, found.reason)
    assert found.version.startswith("statsmodels ")


def test_growth_is_left_when_the_holiday_is_gone() -> None:
    """A holiday takes 60 per cent off a month that has all of it, and moves; also in the projected year."""
    value = grown(73, lunar=np.log(0.4))
    found = adjusted(value, 72, new_years())
    assert np.log(0.4) == pytest.approx(found.lunar)
    assert np.full(72, 1.0) == pytest.approx(found.sa_mom(value)[1:], abs=1e-6)
    assert 20 < np.abs(adjusted(value, 72).sa_mom(value)[49:]).max()


def test_a_holiday_is_that_of_the_month_also_where_a_series_begins_late() -> None:
    """Its first month is August."""
    value = grown(84, lunar=np.log(0.4))
    value[:7] = np.nan
    found = adjusted(value, 83, new_years())
    assert 7 == found.start
    assert np.log(0.4) == pytest.approx(found.lunar)
    assert np.full(76, 1.0) == pytest.approx(found.sa_mom(value)[8:], abs=1e-6)


def test_a_series_without_a_season_stays_raw() -> None:
    """Noise alone: adjusted is raw, and the record says why."""
    value = grown(72, season=0, noise=0.1)
    found = adjusted(value, 71)
    assert ("no_seasonality", True) == (found.reason, found.strength < 0.4)
    assert value == pytest.approx(found.adjusted(value))


def test_seven_years_are_stable() -> None:
    """84 months; 83 cannot be, since the last is a December, but what is shorter is flagged."""
    assert ((), ("sa_unstable",)) == (adjusted(grown(96), 84).flags, adjusted(grown(96), 83).flags)


def test_factors_stay_when_months_are_added() -> None:
    """What the reader was told of March stands in April, and in December."""
    value = grown(72, noise=0.05)
    march, december = adjusted(value[:63], 62), adjusted(value, 71)
    assert march.log.tolist() == december.log.tolist()
    assert march.sa_mom(value[:63])[1:].tolist() == december.sa_mom(value)[1:63].tolist()


def test_factors_end_with_the_projected_year() -> None:
    """The next January waits for new ones; before the start and without trade there is none either."""
    value = grown(74)
    value[[0, 70]] = 0
    found = factors(value, 1, 59, FIRST, {}, None).adjusted(value)
    assert [0, 70, 72, 73] == np.flatnonzero(np.isnan(found)).tolist()


@pytest.mark.skipif(PROGRAM is None, reason="X-13ARIMA-SEATS is not here")
def test_x13_comes_first() -> None:
    """A noise of 3 per cent is left of a season of 40: one of 4.2 from month to month."""
    value = grown(108, noise=0.03, lunar=-0.5)
    found = adjusted(value, 107, new_years(), PROGRAM)
    assert ("X-13ARIMA-SEATS", (), "") == (found.method, found.flags, found.reason)
    assert 6 > np.std(found.sa_mom(value)[1:])


def test_stl_stands_in_where_x13_fails() -> None:
    """A program that ends badly costs nothing but its name in the record."""
    value = grown(72)
    found = adjusted(value, 71, program=Path("/bin/false"))
    assert ("STL", adjusted(value, 71).log.tolist()) == (found.method, found.log.tolist())
