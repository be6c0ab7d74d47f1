"""Context: prices and exchange rates, which stand beside trade figures and never among them.

A series is what one source prints under one name in one unit: the price of copper, the rate of the yuan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.trade.observation import Cell
from generator.trade.period import Period
from generator.trade.release import Coverage, Refusal, Vintage


@dataclass(frozen=True)
class ContextFigure:
    """What a series was in one period: the average that its publisher printed, None where it printed a gap.

    `unit` is the publisher's own (`$/mt`), or `CNY per USD` of a rate. `cell` has the row and, as its column, the name
    of a column or the cell of a sheet (`Monthly Prices!BM800`).
    """

    name: str
    unit: str
    period: Period
    value: Decimal | None
    cell: Cell

    @property
    def half_unit(self) -> Decimal:
        """Half of the last printed digit: 0.005 for "12951.35"."""
        exponent = self.value.as_tuple().exponent if self.value is not None else 0
        return Decimal(5).scaleb(int(exponent) - 1)


@dataclass(frozen=True)
class ContextBatch:
    """One release of context series as published; what a Batch of trade figures has besides stays empty."""

    source: str
    released: date
    document: str
    raw: str
    period: Period
    observations: tuple[ContextFigure, ...]
    refusals: tuple[Refusal, ...] = ()
    layout: str = ""
    covers: str = "listed"
    coverage: tuple[Coverage, ...] = ()
    address: str = ""

    @property
    def release(self) -> str:
        """The release's name: source, day, first digits of the digests of bytes and layout."""
        return f"{self.source}/{self.released.isoformat()}/{self.raw[:12]}-{self.layout[:8]}"

    @property
    def count(self) -> int:
        """How many figures it has."""
        return len(self.observations)

    @property
    def parties(self) -> tuple[tuple[str, str, str], ...]:
        """Of which reporter, partner and flow it has figures: none."""
        return ()


@dataclass(frozen=True)
class Context:
    """One series as a vintage knew it: its figures by period, the newest release first asked; gaps are left out."""

    source: str
    name: str
    unit: str
    vintage: Vintage
    figures: Mapping[Period, ContextFigure]

    def at(self, period: Period) -> ContextFigure | None:
        """Return the figure of `period`, or None where no release prints one."""
        return self.figures.get(period)

    def over(self, span: Period) -> tuple[ContextFigure, ...]:
        """Return the figure of `span`, or those of its months, oldest first; none where one is missing."""
        if (own := self.at(span)) is not None:
            return (own,)
        found = tuple(figure for month in span.split() if (figure := self.at(month)) is not None)
        return found if len(found) == span.months else ()
