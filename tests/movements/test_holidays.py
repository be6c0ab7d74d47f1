"""The Lunar New Year in a series: where its days fall, and what they are worth."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.movements.lunar_new_year import holiday, holiday_effect, holiday_shares, new_years
from generator.trade.period import Period

JANUARY_2000 = Period.parse("2000-01")


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (date(2023, 1, 22), [14, 3, 0]),
        (date(2025, 1, 29), [7, 10, 0]),
        (date(2024, 2, 10), [0, 17, 0]),
        (date(2026, 2, 17), [0, 16, 1]),
        (date(2015, 2, 19), [0, 14, 3]),
    ],
)
def test_the_seventeen_days_fall_into_months(day: date, days: list[int]) -> None:
    """From four days before to twelve after: 25 January to 10 February 2025."""
    assert [*(count / 17 for count in days), *[0] * 9] == pytest.approx(holiday_shares(day).tolist())


def test_what_every_year_has_is_taken_off() -> None:
    """Over the years that are known each month's shares add up to nothing, and so do those of each year."""
    shares = holiday(JANUARY_2000, 41 * 12, {}).reshape(41, 12)
    assert np.zeros(12) == pytest.approx(shares.sum(axis=0), abs=1e-9)
    assert np.zeros(41) == pytest.approx(shares.sum(axis=1), abs=1e-9)
    assert np.zeros((41, 9)) == pytest.approx(shares[:, 3:])


def test_a_series_may_begin_in_any_month() -> None:
    """From November on, the third month is January."""
    assert holiday(Period.parse("2024-11"), 5, {})[2:] == pytest.approx(holiday(Period.parse("2025-01"), 3, {}))


def test_a_year_without_a_known_day_is_an_average_one() -> None:
    """Beyond 2040 nothing is said; a table that brings its day says it."""
    assert np.zeros(3) == pytest.approx(holiday(Period.parse("2041-01"), 3, {}))
    brought = {2041: date(2041, 2, 12)}  # all its days in February, as in 2024
    like = holiday(Period.parse("2024-01"), 3, brought)
    assert like.tolist() == holiday(Period.parse("2041-01"), 3, brought).tolist() != [0, 0, 0]


def test_the_day_of_a_table_comes_first() -> None:
    """It is the source's own calendar: all seventeen days in February 2025, and none in January."""
    known, own = (holiday(Period.parse("2025-01"), 2, days) for days in ({}, {2025: date(2025, 2, 12)}))
    assert [-7 / 17, 7 / 17] == pytest.approx((own - known).tolist(), abs=0.02)  # the means move by a part of 41


@given(
    st.floats(-1, 1), st.floats(-0.05, 0.05), st.lists(st.floats(-1, 1), min_size=12, max_size=12), st.integers(36, 120)
)
def test_an_effect_is_found_beside_trend_and_season(effect: float, drift: float, season: list[float], n: int) -> None:
    """Logarithms that rise by `drift` and have a season: what was put in comes out."""
    shares = holiday(JANUARY_2000, n, new_years())
    logs = 10 + drift * np.arange(n) + np.resize(season, n) + effect * shares
    assert effect == pytest.approx(holiday_effect(logs, shares), abs=1e-8)


def test_without_a_holiday_there_is_no_effect() -> None:
    """Nothing to divide by."""
    assert 0.0 == holiday_effect(np.arange(36.0), np.zeros(36))
