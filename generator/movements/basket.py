"""Basket: the lines of a selection side by side, and what may be said of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.movements.readings import Reading
from generator.movements.records import TOTAL
from generator.movements.series import Series, series_of
from generator.trade.figures import Figures
from generator.trade.period import Period


@dataclass(frozen=True)
class Basket:
    """The selection's series in `period` against `base`, a year before.

    `leaves` are the codes that lie within no other selected code, so that nothing is summed twice; `lines` those that
    contain no other one.
    """

    period: Period
    base: Period
    series: Mapping[str, Series]
    leaves: tuple[str, ...]
    lines: tuple[str, ...]

    @classmethod
    def of(cls, figures: Figures) -> Basket:
        """Return the basket of the figures' selection."""
        chosen = figures.selection
        return cls(figures.period, figures.period.year_before(), series_of(figures), chosen.whole, chosen.lines)

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The leaves that have a figure now: the terms of the total."""
        return tuple(code for code in self.leaves if self.series[code].at(self.period) is not None)

    @property
    def told(self) -> tuple[str, ...]:
        """The lines that have a figure now or a year before."""
        return tuple(code for code in self.lines if any(self.series[code].at(end) for end in (self.period, self.base)))

    @cached_property
    def whole(self) -> Series:
        """The sum of the members, in every period in which all of them have a figure."""
        return Series.sum_of(TOTAL, (self.series[code] for code in self.members))

    @cached_property
    def incomparable(self) -> str:
        """Why the total has no growth, and its parts no contribution; empty where they have."""
        lost = [
            code for code in self.leaves if code not in self.members and self.series[code].at(self.base) is not None
        ]
        marks = self.whole.marks(self.period, self.base)
        if not self.members or lost:
            return f"missing {self.period}"
        if self.whole.at(self.base) is None:
            return "no_base_for_all"
        return next((mark for mark in ("bound", "partial") if mark in marks), "")

    @cached_property
    def whole_base(self) -> Reading | None:
        """The total of the base period, known only where the total can be compared."""
        return None if self.incomparable else self.whole.at(self.base)
