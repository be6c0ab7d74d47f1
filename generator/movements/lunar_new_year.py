"""The Lunar New Year: its days, and the months in which it moves trade.

It falls between 21 January and 20 February, so January and February alone compare holidays, not trade.
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
    """Say whether reporter or partner keeps the holiday."""
    return not LUNAR.isdisjoint((selection.reporter, selection.partner))


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
