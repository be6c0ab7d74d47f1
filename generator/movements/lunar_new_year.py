"""The Lunar New Year: its days, and the months in which it affects trade.

It falls between 21 January and 20 February. Comparing January or February alone would compare holidays, not trade.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files

from generator.movements.panel import FEBRUARY, JANUARY, MARCH
from generator.trade.codes import LUNAR
from generator.trade.figures import Selection
from generator.trade.period import Period


def is_lunar(selection: Selection) -> bool:
    """Whether reporter or partner keeps the holiday."""
    return not LUNAR.isdisjoint((selection.reporter, selection.partner))


@cache
def new_years() -> dict[int, date]:
    """Return the Lunar New Year's Day of each year from 2000 to 2040."""
    text = files("generator.movements").joinpath("defaults", "lunar_new_year.json").read_text(encoding="utf-8")
    return {int(year): date.fromisoformat(day) for year, day in json.loads(text).items()}


def misleads(period: Period) -> bool:
    """Whether the period has only one of January and February, so that the holiday may fall in or out of it."""
    months = {month.first % 12 for month in period.split()}
    return len(months & {JANUARY, FEBRUARY}) == 1


def follows(period: Period) -> bool:
    """Whether the period ends in January to March, so that the holiday distorts month-on-month changes."""
    return period.last.first % 12 in (JANUARY, FEBRUARY, MARCH)
