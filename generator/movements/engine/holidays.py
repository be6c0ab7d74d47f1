"""The Lunar New Year as a number: the part of its days in each month, and what that part is worth to a series.

After the treatment of X-13's `genhol`: days around the holiday are counted by month, and each month's mean is taken
off, so that what every year has is left to the seasonal factors.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from generator.movements.engine.unit_values import Floats
from generator.movements.lunar import new_years
from generator.trade.period import Period

BEFORE, AFTER = 4, 12  # days around New Year's Day in which trade is quiet
DAYS = BEFORE + 1 + AFTER
YEAR = 12


def holiday_shares(new_year: date) -> Floats:
    """Return the parts of the seventeen days that fall into January to December; they add up to one."""
    days = [new_year + timedelta(days) for days in range(-BEFORE, AFTER + 1)]
    return np.bincount([day.month - 1 for day in days], minlength=YEAR) / DAYS


def holiday(first: Period, count: int, days: Mapping[int, date]) -> Floats:
    """Return the share of each of `count` months from `first`, less the mean share of that month of the year.

    `days` come before the New Year's Days that are known of 2000 to 2040; a year beyond counts as an average one.
    """
    known = {**new_years(), **days}
    shares = {year: holiday_shares(day) for year, day in known.items()}
    mean: Floats = np.mean(list(shares.values()), axis=0)
    months = [divmod(first.first + place, YEAR) for place in range(count)]
    return np.array([shares.get(year, mean)[month] - mean[month] for year, month in months])


def holiday_effect(logs: Floats, shares: Floats) -> float:
    """Return what a whole holiday adds to the logarithm of a month, 0 where the months do not tell.

    By least squares on the changes from month to month, less the mean change of each month of the year: trend and
    season have then gone from both sides.
    """
    y, x = (_unseasonal(np.diff(line)) for line in (logs, shares))
    size = float(x @ x)
    return float(x @ y) / size if size > 0 else 0.0


def _unseasonal(steps: Floats) -> Floats:
    month = np.arange(len(steps)) % YEAR
    means: Floats = np.bincount(month, steps, YEAR) / np.bincount(month, minlength=YEAR).clip(1)
    return steps - means[month]
