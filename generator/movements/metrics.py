"""How a metric is made: a reading with its cells, or a null with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from generator.movements.readings import Reading
from generator.movements.records import Metric
from generator.movements.vocabulary import UNITS
from generator.trade.observation import Observation
from generator.trade.period import Period


@dataclass(frozen=True)
class Maker:
    """Makes the metric `name` for `period`, against `compare_period` where it compares."""

    name: str
    period: Period
    compare_period: Period | None = None

    def null(self, reason: str, *flags: str) -> Metric:
        """Return the metric without a value, and why."""
        return Metric(UNITS[self.name], self.period, self.compare_period, reason=reason, flags=flags)

    def known(
        self, found: Reading, inputs: Iterable[Observation], *, n: int | None = None, flags: tuple[str, ...] = ()
    ) -> Metric:
        """Return the metric with a value; `n` is the number of cells unless zeros without a cell count as well."""
        cells = tuple(inputs)
        return Metric(
            unit=UNITS[self.name],
            period=self.period,
            compare_period=self.compare_period,
            value=found.value,
            low=found.low,
            high=found.high,
            n=len(cells) if n is None else n,
            flags=flags,
            qualifier=found.qualifier,
            inputs=cells,
        )

    def count(self, number: int, inputs: Iterable[Observation], *, n: int, flags: tuple[str, ...] = ()) -> Metric:
        """Return a metric that counts, and is certain."""
        exact = Decimal(number)
        return self.known(Reading(exact, exact, exact), inputs, n=n, flags=flags)
