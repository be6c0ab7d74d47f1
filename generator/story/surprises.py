"""Surprises: how odd a line's change is in its own past, and so how strong a word it may have."""

from __future__ import annotations

from decimal import Decimal

from generator.movements.surprise import MOST, surprise
from generator.story import sizes
from generator.story.facts import Claim
from generator.story.item import Item
from generator.story.month import Month
from generator.story.sizes import Size
from generator.trade.currency import rough_worth

_YEAR = 12  # months; where January and February are one step, a year has one less
_PLAIN = ("slight", "plain")


def size(month: Month, item: Item) -> Size:
    """Return the class of a line's change, with the claim of its surprise where the class needs one."""
    if item.growth is None:
        return Size("plain")
    found = _surprise(month, item) if sizes.asks(item.growth) else None
    name = sizes.size_of(item.growth, (found.low, found.high) if found else None)
    return Size(name, found if name not in _PLAIN else None)


def _surprise(month: Month, item: Item) -> Claim | None:
    """Return the surprise of a line's change in the month, None where it is not known."""
    if item.span != month.period or not month.is_step:
        return None
    year = _YEAR - month.is_lunar
    levels = month.past(item.codes, year + MOST + 1)
    if not levels:
        return None
    found = surprise([level.reading for level in levels], year, rough_worth(Decimal(1), levels[0].unit))
    return month.ledger.surprise(found, levels) if found else None
