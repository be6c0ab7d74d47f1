"""Floor: the smallest base for which a rate means something; under it "rose from almost nothing" is the sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from generator.movements.readings import HUNDRED, Reading


@dataclass(frozen=True)
class Floor:
    """Where a base is low, or the new level is over `ratio` times the base.

    A base is low under `value` (in the currency of the figures), under `of_group` per cent of the group's base, or
    under `of_median` per cent of the line's own median positive period.
    """

    value: Decimal
    of_group: Decimal
    of_median: Decimal
    ratio: Decimal

    def times(self, months: int) -> Floor:
        """Return the floor of a sum of so many months."""
        return replace(self, value=self.value * months, of_median=self.of_median * months)

    def is_low(self, base: Reading, now: Reading, group: Reading | None, own: Iterable[Decimal]) -> bool:
        """Say whether the rate from `base` to `now` would mislead under any reading of the two.

        `group` is the group's base, None where it is not known; `own` are the line's levels.
        """
        positive = [level for level in own if level > 0]
        bars = (
            self.value,
            self.of_group / HUNDRED * group.high if group else Decimal(0),
            self.of_median / HUNDRED * median(positive) if positive else Decimal(0),
        )
        return base.low < max(bars) or now.high > self.ratio * base.low
