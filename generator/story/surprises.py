"""Surprises: how odd a line's change is in its own past, and so how strong a word it may have."""

from __future__ import annotations

from decimal import Decimal
from itertools import islice

from generator.movements.surprise import MOST, surprise
from generator.story import sizes
from generator.story.amounts import Amount
from generator.story.item import Item
from generator.story.month import Month, Surprise
from generator.story.sizes import Size
from generator.trade.currency import rough_worth

_YEAR = 12  # months; where January and February are one step, a year has one less
_PLAIN = ("slight", "plain")


def size(month: Month, item: Item) -> Size:
    """Return the class of a line's change, with the claim of its surprise where the class needs one."""
    if item.growth is None:
        return Size("plain")
    found = _found(month, item) if sizes.asks(item.growth) else None
    name = sizes.size_of(item.growth, (found[0].low, found[0].high) if found else None)
    return Size(name, month.ledger.surprise(*found) if found and name not in _PLAIN else None)


def _found(month: Month, item: Item) -> Surprise | None:
    """Return the surprise of a line's change in the month, None where it is not known."""
    if item.span != month.period or not month.is_step:
        return None
    if item.codes not in month.surprises:
        month.surprises[item.codes] = _worked_out(month, item.codes)
    return month.surprises[item.codes]


def _worked_out(month: Month, codes: tuple[str, ...]) -> Surprise | None:
    year = _YEAR - month.is_lunar
    levels: list[Amount] = []
    for when in islice(month.steps_back(), year + MOST + 1):
        if (one := month.amount(codes, when)) is None:
            break
        levels.append(one)
    if not levels or not all(one.is_exact for one in levels):
        return None
    dollar = rough_worth(Decimal(1), levels[0].unit)
    found = surprise([one.reading for one in levels], year, dollar)
    return (found, tuple(levels)) if found else None
