"""Undone: one thing of the last edition's text that is another one now, as the sentence that corrects it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.story.amounts import Amount
from generator.story.item import Item
from generator.story.month import Month
from generator.story.plan import Text
from generator.trade.period import Period


@dataclass(frozen=True)
class Correction:
    """One thing that is another one now, as its sentence; `error` is by how many per cent, points or months.

    `is_turned` says that what was told as a rise is a fall, or that a record or a run is none.
    """

    codes: tuple[str, ...]
    period: Period
    said: Text
    error: Decimal
    is_turned: bool


def is_ours(month: Month, codes: tuple[str, ...]) -> bool:
    """Say whether `codes` are the whole or a line of the edition."""
    return codes == month.whole or codes in {(code,) for code in month.figures.selection.codes}


def named(month: Month, codes: tuple[str, ...]) -> Item | None:
    """Return the line that a sentence names, None for the total."""
    return None if codes == month.whole else month.item(codes[0])


def levels(month: Month, now: Amount, other: Amount) -> Item:
    """Return a line's level in one month with that of another one in place of its base."""
    label = month.brief.label(now.codes[0]) if len(now.codes) == 1 else None
    return Item(now.codes, now.span, label, now, other, month.level(now), month.level(other))
