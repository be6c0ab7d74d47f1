"""Crossing: the one round number of an edition that a month passes for the first time, or stays above."""

from __future__ import annotations

from collections.abc import Sequence

from generator.story import crossings
from generator.story.crossings import TOTAL, Crossing
from generator.story.monthly import history
from generator.story.monthly.item import Item
from generator.story.monthly.month import Month
from generator.story.words.amounts import TWICE


def found(month: Month, total: Item, ranked: Sequence[Item]) -> Crossing | None:
    """Return the crossing of the `total`, else that of the first of the `ranked` lines that has one; None: none has.

    A first time is told before what stays above a number that the last edition told.
    """
    if month.period.months > 1:
        return None
    lines = [(item.code, item) for item in ranked if _has_room(item)]
    rated = [(TOTAL, total)] if total.growth and not month.lost else []
    every = [*rated, *(lines if not month.is_single else [])]
    return next((one for name, item in every if (one := _passed(month, name, item))), None) or next(
        (one for name, item in every if (one := _stayed(month, name, item))), None
    )


def _has_room(item: Item) -> bool:
    """Say whether a line's sentence has room for one more figure: from a doubling on it has three without it."""
    return item.growth is not None and item.growth.value < TWICE


def _passed(month: Month, name: str, item: Item) -> Crossing | None:
    past = history.past(month, item.codes)
    if item.amount is None or not past or past[-1].span.first > crossings.begins(month.figures, item.codes):
        return None
    claim = crossings.passed(month.account, item.amount, past, crossings.MONTHS)
    return crossings.first_time(claim, name, month.brief.last) if claim else None


def _stayed(month: Month, name: str, item: Item) -> Crossing | None:
    before = month.amount(item.codes, month.period.step(-1))
    if item.amount is None or before is None:
        return None
    return crossings.stayed(month.account, month.brief.last, name, item.amount, before)
