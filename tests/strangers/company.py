"""What stands beside a stranger's own trade: other partners of the reporter, and a world price of one of its lines."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from generator.trade.period import Period
from tests.side_tables import pink_sheet
from tests.strangers import office as offices
from tests.strangers.basket import Basket
from tests.strangers.office import Office, Size, Trade, trade

PARTNERS = ("AUS", "BRA", "CAN", "DEU", "IND", "IDN", "JPN", "KEN", "MEX", "NOR", "VNM", "ZAF")
UNSPECIFIED = "899"  # areas, not elsewhere specified
WORLD_ROW = "W00"
SERIES = "Copper"


def partners(
    chance: random.Random,
    by: Office,
    parties: tuple[str, str, str],
    own: Trade,
    lines: Basket,
    periods: tuple[Period, ...],
    size: Size,
) -> list[str]:
    """Return the rows of other partners for the last thirteen months or two years: some of them, or the World alone.

    The reporter itself may be among them, and an area that nobody names.
    """
    reporter, partner, flow = parties
    recent = periods[-13:]
    names = chance.sample([name for name in PARTNERS if name not in {reporter, partner}], chance.randint(2, 8))
    names += [name for name in (reporter, UNSPECIFIED) if chance.random() < 0.3]
    rows: list[str] = []
    whole = {key: amount for key, amount in own.items() if key[1] in recent}
    for name in names:
        theirs = trade(chance, lines.codes, recent, size)
        rows += offices.rows(chance, by, (name, flow), theirs, lines.certain)
        for key, (cents, kilograms) in theirs.items() if name != reporter else ():
            before = whole.get(key, (0, 0))
            whole[key] = (before[0] + cents, before[1] + kilograms)
    if chance.random() < 0.3:
        return offices.rows(chance, by, (WORLD_ROW, flow), whole, lines.certain)
    return rows


def price(chance: random.Random, periods: Sequence[Period]) -> bytes:
    """Return a sheet of world prices that has the months of the edition, of the year before and of all between."""
    months: dict[str, tuple[float, float, float]] = {}
    level = 10 ** chance.uniform(2, 4.5)
    first = periods[0].first - 12
    for month in range(first, periods[-1].last.first + 1):
        level *= 1 + chance.gauss(0, 0.05)
        months[f"{month // 12}M{month % 12 + 1:02}"] = (round(level, 2), 100.0, 370.0)
    last = periods[-1].last
    after = last.step(1)
    return pink_sheet(months, updated=f"Updated on {_MONTHS[after.first % 12]} 02, {after.first // 12}")


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def context(lines: Basket) -> list[dict[str, Any]]:
    """Return the entry of the briefing that puts the price beside the first line."""
    return [{"source": "pink-sheet", "series": SERIES, "for": [lines.codes[0]]}]
