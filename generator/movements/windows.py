"""Windows: the same lines in the month, against the month before, in the year so far, in three and in twelve months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.movements import lunar
from generator.movements.basket import Basket
from generator.movements.records import TOTAL
from generator.movements.series import Series
from generator.movements.weights import weights_of
from generator.trade.figures import Figures
from generator.trade.period import Period


@dataclass(frozen=True)
class Windows:
    """`month` is the reference, one month or January and February together; `lunar` says that the holiday is kept.

    `to_date` is the year up to its end.
    """

    month: Basket
    lunar: bool
    to_date: Period

    @classmethod
    def of(cls, month: Basket, figures: Figures) -> Windows:
        """Return the windows around `month`."""
        return cls(month, lunar.is_lunar(figures.selection), figures.to_date)

    @property
    def period(self) -> Period:
        """The reference."""
        return self.month.period

    @cached_property
    def previous(self) -> Basket:
        """The month against the one before."""
        return self.month.against(self.period, self.period.step(-1))

    @cached_property
    def year_to_date(self) -> Basket:
        """The year to the month."""
        return self.month.against(self.to_date)

    @cached_property
    def quarter(self) -> Basket:
        """The three months up to the month."""
        return self.month.against(Period(self.period.last.first - 2, 3))

    @cached_property
    def year(self) -> Basket:
        """The twelve months up to the month."""
        return self.month.against(self.period.twelve_months())

    @cached_property
    def weights(self) -> Mapping[str, Series]:
        """The weight of every line, and of the total, now and a year before."""
        ends = self.period, self.month.base
        found = {code: weights_of(series, ends) for code, series in self.month.series.items()}
        return found | {TOTAL: Series.sum_of(TOTAL, (found[code] for code in self.month.members))}

    def misleads(self, period: Period) -> bool:
        """Say whether the Lunar New Year keeps `period` from being compared with the year before."""
        return self.lunar and lunar.misleads(period)
