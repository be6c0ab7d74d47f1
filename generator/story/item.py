"""Item: one line, several together or the total, with its claims over one span and a year before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.story.amounts import Amount, Claim, way_of
from generator.story.label import Label
from generator.story.plan import Text
from generator.trade.period import Period


@dataclass(frozen=True)
class Item:
    """What a sentence or a row may say of `codes` over `span`.

    `label` is None for several lines together. `growth` is None where a rate would mislead (`low`) or is not known.
    `broken` says that there are figures a year before which cannot be compared (trade.breaks).
    """

    codes: tuple[str, ...]
    span: Period
    label: Label | None
    amount: Amount | None
    base_amount: Amount | None
    now: Claim | None
    base: Claim | None
    growth: Claim | None = None
    contribution: Claim | None = None
    low: bool = False
    comparable: bool = False
    broken: bool = False

    @property
    def code(self) -> str:
        """The line's own code."""
        return self.codes[0]

    @property
    def name(self) -> Text:
        """What its row, bar or curve is called; nothing for several lines together."""
        return self.label.text() if self.label else Text("")

    @property
    def points(self) -> Decimal:
        """The contribution as a number; nothing where it is not known."""
        return self.contribution.value if self.contribution else Decimal(0)

    @property
    def change(self) -> Decimal:
        """What it gained on a year before, in its currency; nothing where that is not known."""
        return self.amount.value - self.base_amount.value if self.amount and self.base_amount else Decimal(0)

    @property
    def way(self) -> str | None:
        """`up`, `down`, or None where neither holds under every reading."""
        if not self.comparable or self.amount is None or self.base_amount is None:
            return None
        return way_of(self.amount.reading - self.base_amount.reading)

    @property
    def began(self) -> bool:
        """Whether trade is recorded now and none was a year before."""
        return self._is(now=True, base=False)

    @property
    def ended(self) -> bool:
        """Whether no trade is recorded now and some was a year before."""
        return self._is(now=False, base=True)

    def _is(self, *, now: bool, base: bool) -> bool:
        if self.amount is None or self.base_amount is None:
            return False
        return (self.amount.value > 0, self.base_amount.value > 0) == (now, base)
