"""The Lunar New Year: its days, the months in which it moves trade, and the part of its days in each month.

It falls between 21 January and 20 February, so January and February alone compare holidays, not trade. For seasonal
adjustment the days around it are counted by month, less the mean of each month, as X-13's `genhol` does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import numpy as np

from generator.movements.arrays import Floats
from generator.trade.figures import Selection
from generator.trade.period import Period

KEEPS_IT = frozenset(("CHN", "HKG", "MAC", "TWN", "SGP", "VNM"))
LATE = 2, 14  # a holiday after 14 February still empties days of March
JANUARY, FEBRUARY, MARCH = range(3)  # as Period.first counts months


def is_lunar(selection: Selection) -> bool:
    """Say whether reporter or partner keeps the holiday."""
    return not KEEPS_IT.isdisjoint((selection.reporter, selection.partner))


@cache
def new_years() -> dict[int, date]:
    """Return New Year's Day by year, 2000 to 2040."""
    text = files("generator.movements").joinpath("defaults", "lunar_new_year.json").read_text(encoding="utf-8")
    return {int(year): date.fromisoformat(day) for year, day in json.loads(text).items()}


def misleads(period: Period) -> bool:
    """Say whether the period has January without February, or the other way: the holiday may have moved out of it."""
    months = {month.first % 12 for month in period.split()}
    return len(months & {JANUARY, FEBRUARY}) == 1


def follows(period: Period) -> bool:
    """Say whether the holiday may stand in the period or the month before it: no month on month."""
    return period.last.first % 12 in (JANUARY, FEBRUARY, MARCH)


def has_tail(period: Period) -> bool:
    """Say whether the holiday was so late, this year or last, that it reached into March."""
    days = [new_years().get(year) for year in (period.year, period.year - 1)]
    return period.first % 12 == MARCH and any(day and (day.month, day.day) > LATE for day in days)


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
