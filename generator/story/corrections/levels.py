"""Stood: the levels of the last edition's text that are others now, by more than a reader lets pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.story.amounts import Amount
from generator.story.corrections.correction import Correction, is_ours, named
from generator.story.last import LastEdition, Level
from generator.story.month import Month
from generator.story.sizes import LITTLE
from generator.story.words.corrections import Stood


@dataclass(frozen=True)
class Wrong:
    """A printed level, with what it is now, and by how many per cent it was wrong."""

    stood: Stood
    error: Decimal


def wrong(month: Month, last: LastEdition) -> Iterator[Wrong]:
    """Yield the levels that are off by more than a unit of their last digit, and by more than what is little."""
    for of in last.levels:
        amount = month.amount(of.codes, of.period) if is_ours(month, of.codes) else None
        if amount is None or not amount.value or not amount.is_exact or not _is_wrong(of, amount):
            continue
        if (now := month.level(amount)) is not None:
            error = abs(100 * (amount.value / of.value - 1))
            yield Wrong(Stood(of, month.account.stood(last.document, of), now), error)


def _is_wrong(of: Level, amount: Amount) -> bool:
    off = [end - of.value for end in (amount.reading.low, amount.reading.high)]
    least = max(of.step, of.value * LITTLE / 100)
    return amount.unit == of.unit and (min(off) > least or max(off) < -least)


def alone(month: Month, one: Wrong) -> Correction:
    """Return the correction of a level beside which no rate is corrected."""
    of = one.stood.of
    said = month.words.correction_of_level(named(month, of.codes), one.stood)
    return Correction(of.codes, of.period, said, one.error, is_turned=False)
