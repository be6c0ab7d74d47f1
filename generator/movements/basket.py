"""Basket: the lines of a selection side by side, and what may be said of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from generator.movements.flows import LEAST
from generator.movements.order import Places
from generator.movements.readings import Reading, total
from generator.movements.records import TOTAL
from generator.movements.series import Series, series_of
from generator.trade.currency import rough_worth
from generator.trade.figures import Figures
from generator.trade.observation import Observation
from generator.trade.period import Period


@dataclass(frozen=True)
class Basket:
    """The selection's series in `period` against `base`, a year before.

    `leaves` are the codes that lie within no other selected code, so that nothing is summed twice; `lines` those that
    contain no other one. `monthly` says that the figures are months, from which every period is added up.
    Less than `least` is no trade to speak of, in the currency of the figures.
    """

    period: Period
    base: Period
    series: Mapping[str, Series]
    leaves: tuple[str, ...]
    lines: tuple[str, ...]
    monthly: bool = False
    least: Decimal = LEAST
    _places: dict[Period, Places] = field(default_factory=dict, init=False, repr=False, compare=False)
    _counts: dict[tuple[Period, ...], int] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, figures: Figures) -> Basket:
        """Return the basket of the figures' selection."""
        chosen, period = figures.selection, figures.period
        monthly = period.frequency != "annual"
        least = rough_worth(LEAST, figures.unit)
        return cls(period, period.year_before(), series_of(figures), chosen.whole, chosen.lines, monthly, least)

    def against(self, period: Period, base: Period | None = None) -> Basket:
        """Return the same lines in another period against `base`, by default a year before."""
        return replace(self, period=period, base=base or period.year_before())

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The terms of the total: the leaves that have a figure now, in months those that ever had one.

        A year is summed over what was published of it; in months a gap would make the total a smaller one unseen.
        """
        if self.monthly:
            return tuple(code for code in self.leaves if self.series[code].cells or self.series[code].readings)
        return tuple(code for code in self.leaves if self.series[code].at(self.period) is not None)

    @property
    def peers(self) -> tuple[str, ...]:
        """The codes that are ranked and may cancel each other out: in months the lines, in years the leaves."""
        return self.lines if self.monthly else self.leaves

    def missing(self, series: Series, *periods: Period) -> str:
        """Return `missing PERIOD` for the first of `periods`, or of its months, without a figure, else nothing.

        `hs_break` where the code counted other goods then, `valuation_break` where it was valued otherwise.
        """
        lost = next((period for period in periods if series.at(period) is None), None)
        if lost is None:
            return ""
        if why := series.why_broken(lost):
            return why
        return f"missing {series.gap(lost) if self.monthly else lost}"

    def count(self, series: Series, *periods: Period) -> int:
        """Return how many figures the sums of `series` over `periods` stand on, implied zeros among them."""
        if series.code != TOTAL:
            return sum(len(series.terms(period)) for period in periods)
        if periods not in self._counts:
            parts = [self.series[code] for code in self.members]
            self._counts[periods] = sum(len(part.terms(period)) for part in parts for period in periods)
        return self._counts[periods]

    def counterpart(self, series: Series, others: Mapping[str, Series]) -> Series | None:
        """Return the same line among `others`, of the total the sum of its members; None where one has no figure."""
        codes = self.members if series.code == TOTAL else (series.code,)
        found = [others[code] for code in codes if code in others and others[code].readings]
        if not found or len(found) < len(codes):
            return None
        return Series.sum_of(TOTAL, found) if series.code == TOTAL else found[0]

    def why_not(self, series: Series) -> str:
        """Return why a line cannot be compared with the base, empty where it can."""
        if series.code == TOTAL:
            return self.incomparable
        if gap := self.missing(series, self.period, self.base):
            return gap
        marks = series.marks(self.period, self.base)
        return next((mark for mark in ("bound", "partial") if mark in marks), "")

    def pair(self, series: Series) -> tuple[Reading, Reading] | None:
        """Return the readings now and a year before, or None where they may not be compared."""
        now, base = series.at(self.period), series.at(self.base)
        return None if self.why_not(series) or now is None or base is None else (now, base)

    @cached_property
    def moves(self) -> Decimal:
        """The changes of all peers added up without their signs."""
        pairs = (self.pair(self.series[code]) for code in self.peers)
        return total(abs(both[0] - both[1]) for both in pairs if both).value

    def places(self, period: Period) -> Places:
        """Return where the peers stand among each other in `period`."""
        if period not in self._places:
            self._places[period] = Places.of([self.series[code] for code in self.peers], period)
        return self._places[period]

    @cached_property
    def cells_of_ranks(self) -> tuple[Observation, ...]:
        """The cells of all peers, in the period and in the base."""
        return self.places(self.period).cells + self.places(self.base).cells

    @cached_property
    def traded_at_both(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """The levels now and a year before of the peers that have trade in both."""
        every = (self.series[code] for code in self.peers)
        ends = [
            (now.value, base.value) for one in every if (now := one.at(self.period)) and (base := one.at(self.base))
        ]
        return tuple(pair for pair in ends if min(pair) > 0)

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
        if gap := self.missing(self.whole, *((self.period, self.base) if self.monthly else ())):
            return gap
        if self.whole.at(self.base) is None:
            return self.whole.why_broken(self.base) or "no_base_for_all"
        return next((mark for mark in ("bound", "partial") if mark in marks), "")

    @cached_property
    def whole_base(self) -> Reading | None:
        """The total of the base period, known only where the total can be compared."""
        return None if self.incomparable else self.whole.at(self.base)
