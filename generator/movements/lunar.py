"""The Lunar New Year: the months in which it moves trade, and the days on which it fell.

It falls between 21 January and 20 February, so January and February alone compare holidays, not trade.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files

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
