"""Balances: exports less imports of one line, where the figures have the same trade in the other direction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import sub

from generator.movements.basket import Basket
from generator.movements.metrics import Maker
from generator.movements.records import Metric
from generator.movements.series import Series, series_of
from generator.trade.codes import Flow
from generator.trade.figures import Figures
from generator.trade.period import Period

NO_OTHER = "no other flow"
DOUBTFUL = ("bound", "partial")


@dataclass(frozen=True)
class Opposite:
    """The other direction of a selection, by code; `is_out` says that the selection's own goods go out."""

    series: Mapping[str, Series]
    is_out: bool

    @classmethod
    def of(cls, figures: Figures) -> Opposite:
        """Return the other direction of the figures, which has no series where they have none."""
        found = series_of(figures.opposite) if figures.opposite is not None else {}
        return cls(found, figures.selection.flow is Flow.EXPORT)

    def balances(self, series: Series, basket: Basket) -> Mapping[str, Metric]:
        """Return `balance`, exports less imports of the period, and `balance_abs`, its change on the base, in money."""
        other, ends = basket.counterpart(series, self.series), (basket.period, basket.base)
        makers = {Maker("balance", ends[0]): ends[:1], Maker("balance_abs", *ends): ends}
        if other is None:
            return {make.name: make.null(NO_OTHER) for make in makers}
        return {make.name: self._metric(make, series, other, basket, periods) for make, periods in makers.items()}

    def _metric(
        self, make: Maker, series: Series, other: Series, basket: Basket, periods: tuple[Period, ...]
    ) -> Metric:
        """Return the balance of the first period, less that of the second where one is named."""
        if reason := next(filter(None, (_lacking(one, series, other, basket) for one in periods)), ""):
            return make.null(reason)
        sides = (series, other) if self.is_out else (other, series)
        nets = [out - into for one in periods if (out := sides[0].at(one)) and (into := sides[1].at(one))]
        n = sum(basket.count(series, one) + len(other.terms(one)) for one in periods)
        return make.known(reduce(sub, nets), (cell for side in sides for cell in side.inputs(*periods)), n=n)


def _lacking(period: Period, series: Series, other: Series, basket: Basket) -> str:
    """Return why there is no balance of the period: the line's own figure first, then the other flow's."""
    if gap := basket.missing(series, period):
        return gap
    if gap := basket.missing(other, period):
        return f"{gap} of the other flow" if gap.startswith("missing") else gap
    marks = (*series.marks(period), *other.marks(period))
    return next((mark for mark in DOUBTFUL if mark in marks), "")
