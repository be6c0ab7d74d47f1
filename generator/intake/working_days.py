"""Working days: Monday to Friday without public holidays, and the weekends that a country works in their place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

_WEEKEND = 5  # Saturday; Monday is 0


def working_day(after: date, count: int, countries: Sequence[str] = ()) -> date:
    """Return the `count`-th day after `after` on which all of `countries` work; of none, Monday to Friday.

    Holidays are those of the `holidays` package; days that follow the moon or a decree are known a year or two ahead,
    and estimated beyond.
    """
    day = after
    while count:
        day += timedelta(1)
        count -= _is_worked(day, countries)
    return day


def _is_worked(day: date, countries: Sequence[str]) -> bool:
    if not countries:
        return day.weekday() < _WEEKEND
    return all(_holidays(country).is_working_day(day) for country in countries)


@cache
def _holidays(country: str) -> Any:  # noqa: ANN401 -- the library says no more
    from holidays import country_holidays

    return country_holidays(country)
