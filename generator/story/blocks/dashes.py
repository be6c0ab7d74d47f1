"""Dashes: why a cell of a month's table has no figure, and the notes that tell a reader so.

A figure is not known, or it cannot be told: it stands on a bound, on a month between whose years a holiday moves, on
trade that is no more, or on figures so rounded that no print of it holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from generator.story.amounts import Amount
from generator.story.item import Item
from generator.story.month import Month
from generator.story.plan import Row, Text

DASH = "–"
Why = tuple[str, ...]  # the reason of each cell, were it a dash, from the name on
_REASONS = ("missing", "bound", "lunar", "ended", "rounded")  # in the order in which they are told


def of_period(month: Month, item: Item) -> Why:
    """Return why the cells of a row would be dashes: name, code, both levels, rate and contribution."""
    return "", "", _level(item.amount), _level(item.base_amount), _rate(item), _points(month, item)


def of_longer(item: Item) -> Why:
    """Return the same of level and rate over the longer span."""
    return _level(item.amount), _rate(item)


def notes(month: Month, rows: Sequence[Row], why: Sequence[Why], gone: Collection[int] = ()) -> Iterator[Text]:
    """Yield what a dash of `rows` stands for, a note for each reason; the columns `gone` are not shown."""
    cells = [cell for row, own in zip(rows, why, strict=True) for cell in enumerate(zip(row.cells, own, strict=True))]
    found = {reason for at, (cell, reason) in cells if cell.words == DASH and at not in gone}
    yield from (month.words.dash_note(reason) for reason in _REASONS if reason in found)


def _level(amount: Amount | None) -> str:
    if amount is None:
        return "missing"
    return "rounded" if amount.is_exact else "bound"


def _rate(item: Item) -> str:
    if item.amount is None or item.base_amount is None:
        return "missing"
    if not (item.amount.is_exact and item.base_amount.is_exact):
        return "bound"
    if not item.comparable:
        return "lunar"
    return "ended" if item.ended else "rounded"


def _points(month: Month, item: Item) -> str:
    """Return why a contribution is not there: it stands on the total of a year before, too."""
    if not item.comparable:
        return _rate(item)
    whole = month.total(item.span.year_before())
    if whole is None:
        return "missing"
    return "rounded" if whole.is_exact else "bound"
