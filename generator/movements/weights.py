"""Quantity and average value per tonne: what was weighed, and what a kilogram of it was worth at the border.

The average moves with the mix of goods as well, so it is no price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generator.movements.basket import Basket
from generator.movements.changes import incomparable
from generator.movements.metrics import Maker
from generator.movements.readings import Reading, growth, quotient
from generator.movements.records import Metric
from generator.movements.series import Series
from generator.trade.observation import Observation
from generator.trade.period import Period

TONNE = Decimal(1000)
SUSPECT = Decimal(5)  # an average five times as high, or a fifth, is a wrong quantity (UN compilers' manual, 15.19)


def weights_of(series: Series, ends: tuple[Period, ...]) -> Series:
    """Return the series in kilograms over the months of `ends`; a month whose unit is no weight is missing."""
    terms = [term for end in ends for term in series.terms(end)]
    cells = {term: cell.weight for term in terms for cell in series.cells.get(term, ())}
    empty = [term for term in terms if not series.cells.get(term)]
    return Series.of(series.code, {term: cell for term, cell in cells.items() if cell is not None}, empty)


def weighed(series: Series, weight: Series, basket: Basket) -> Mapping[str, Metric]:
    """Return the metrics of this module for one line, by name."""
    scales = Scales(series, weight, basket)
    return {
        "quantity": scales.quantity(),
        "quantity_yoy": scales.quantity_growth(),
        "uv": scales.average(),
        "uv_yoy": scales.average_growth(),
    }


@dataclass(frozen=True)
class Scales:
    """One line's value beside its weight, now and a year before."""

    value: Series
    weight: Series
    basket: Basket

    @property
    def ends(self) -> tuple[Period, Period]:
        """The period and its base."""
        return self.basket.period, self.basket.base

    def quantity(self) -> Metric:
        """Return the weight in kilograms."""
        make, (now, _) = Maker("quantity", self.basket.period), self.ends
        if (found := self.weight.at(now)) is None:
            return make.null(self._lost(now), *self._flags)
        flags = self._flags + (("estimated",) if "estimated" in self.weight.marks(now) else ())
        return make.known(found, self.weight.inputs(now), n=self.basket.count(self.value, now), flags=flags)

    def quantity_growth(self) -> Metric:
        """Return the growth of the weight in per cent."""
        make, (now, base) = Maker("quantity_yoy", *self.ends), (self.weight.at(end) for end in self.ends)
        if (reason := self._incomparable) or now is None or base is None:
            return make.null(reason)
        if (found := growth(now, base)) is None:
            return make.null("zero_base" if now.value else "no_trade")
        return make.known(
            found, self.weight.inputs(*self.ends), n=self.basket.count(self.value, *self.ends), flags=self._flags
        )

    def average(self) -> Metric:
        """Return the average value per tonne."""
        make, (now, _) = Maker("uv", self.basket.period), self.ends
        if (reason := self._unsound(now)) or (found := self._average(now)) is None:
            return make.null(reason or "no_quantity")
        return make.known(found, self._cells(now), n=2 * self.basket.count(self.value, now))

    def average_growth(self) -> Metric:
        """Return the growth of the average value in per cent."""
        make, (now, base) = Maker("uv_yoy", *self.ends), (self._average(end) for end in self.ends)
        if reason := self._incomparable or self._unsound(*self.ends):
            return make.null(reason)
        if now is None or base is None or (found := growth(now, base)) is None:
            return make.null("no_quantity")
        return make.known(found, self._cells(*self.ends), n=2 * self.basket.count(self.value, *self.ends))

    def _average(self, period: Period) -> Reading | None:
        value, weight = self.value.at(period), self.weight.at(period)
        found = quotient(value, weight) if value and weight else None
        return found and Reading(TONNE * found.low, TONNE * found.value, TONNE * found.high)

    def _cells(self, *periods: Period) -> tuple[Observation, ...]:
        return tuple(cell for end in periods for cell in (*self.value.inputs(end), *self.weight.inputs(end)))

    def _lost(self, period: Period) -> str:
        """Why there is no weight in `period`, empty where there is one."""
        if self.weight.at(period) is not None:
            return ""
        if gap := self.basket.missing(self.value, period):
            return gap
        return "no_quantity" if any(cell.quantity is None for cell in self.value.inputs(period)) else "unit"

    @cached_property
    def _incomparable(self) -> str:
        reasons = (incomparable(self.value, self.basket), *map(self._lost, self.ends), self._changed and "unit")
        return next((reason for reason in reasons if reason), "")

    def _unsound(self, *periods: Period) -> str:
        """Why no average is taken: the quantity is more often wrong than the value."""
        marks = {*self.value.marks(*periods), *self.weight.marks(*periods)}
        estimated = "estimated" if "estimated" in marks else ""
        reasons = (*map(self._lost, periods), self._changed and "unit", estimated, *self._flags)
        return next((reason for reason in reasons if reason), "")

    @cached_property
    def _changed(self) -> bool:
        """Whether the quantity was counted in another unit a year before."""
        units = [{cell.cell.multiplier for cell in self.weight.inputs(end)} for end in self.ends]
        lost = [self._lost(end) == "unit" for end in self.ends]
        return lost[0] != lost[1] or (all(units) and units[0] != units[1])

    @cached_property
    def _flags(self) -> tuple[str, ...]:
        """Return `unit_change`, or `quantity_suspect` where the average value went up fivefold or fell to a fifth."""
        if self._changed:
            return ("unit_change",)
        now, base = (self._average(end) for end in self.ends)
        if not now or not base or min(now.value, base.value) <= 0:
            return ()
        far = now.value > SUSPECT * base.value or base.value > SUSPECT * now.value
        return ("quantity_suspect",) if far else ()
