"""Months counted from year 0, and the days on which the Lunar New Year empties of them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

NEW_YEARS = {
    2014: date(2014, 1, 31),
    2015: date(2015, 2, 19),
    2016: date(2016, 2, 8),
    2017: date(2017, 1, 28),
    2018: date(2018, 2, 16),
    2019: date(2019, 2, 5),
    2020: date(2020, 1, 25),
    2021: date(2021, 2, 12),
    2022: date(2022, 2, 1),
    2023: date(2023, 1, 22),
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
}
FACTORIES_CLOSED = range(-3, 13)  # days around New Year's Day: the last shipments before, the late return after


def month(text: str) -> int:
    """Return the number of `2025-12`."""
    return int(text[:4]) * 12 + int(text[5:]) - 1


def written(number: int) -> str:
    """Return a month's number as `2025-12`."""
    return f"{number // 12}-{number % 12 + 1:02}"


def holiday_share(number: int) -> float:
    """Return the part of a month's days (0 to 1) on which factories are closed for the Lunar New Year."""
    year, at = divmod(number, 12)
    if (day := NEW_YEARS.get(year)) is None:
        return 0.0
    closed = sum((day + timedelta(step)).month == at + 1 for step in FACTORIES_CLOSED)
    return closed / calendar.monthrange(year, at + 1)[1]


def holidays(first: int, count: int) -> Matrix:
    """Return `holiday_share` of each of `count` months."""
    return np.array([holiday_share(first + at) for at in range(count)])
