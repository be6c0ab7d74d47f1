"""Series: one code, or a sum of codes, followed through the periods of one length, with the cells it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.movements.readings import NOTHING, Reading, total
from generator.trade.figures import Figures, Observation, Standing
from generator.trade.period import Period

# How IMTS marks a figure, and the flag of docs/movements.md that it earns.
STATUS_FLAGS = {"P": "provisional", "X": "partial", "E": "estimated", "C": "confidential"}


@dataclass(frozen=True)
class Series:
    """Readings and cells by period; a period without a reading is missing, which is not zero.

    A period that a complete release covers without a row reads as nothing and has no cell.
    """

    code: str
    readings: Mapping[Period, Reading]
    cells: Mapping[Period, tuple[Observation, ...]]

    @classmethod
    def of(cls, code: str, cells: Mapping[Period, Observation], covered: Iterable[Period] = ()) -> Series:
        """Return the series of one code from its cells, and the periods that a complete release covers."""
        readings = {period: NOTHING for period in covered if period not in cells}
        found = ((period, Reading.of(cell)) for period, cell in cells.items())
        readings |= {period: reading for period, reading in found if reading is not None}
        return cls(code, readings, {period: (cell,) for period, cell in cells.items()})

    @classmethod
    def sum_of(cls, code: str, parts: Iterable[Series]) -> Series:
        """Return the sum of `parts`, missing wherever one of them is."""
        parts = tuple(parts)
        periods = set.intersection(*(set(part.readings) for part in parts)) if parts else set()
        return cls(
            code,
            {period: total(part.readings[period] for part in parts) for period in periods},
            {period: tuple(cell for part in parts for cell in part.cells.get(period, ())) for period in periods},
        )

    def at(self, period: Period) -> Reading | None:
        """Return the reading of `period`, or None where it is missing."""
        return self.readings.get(period)

    def inputs(self, *periods: Period) -> tuple[Observation, ...]:
        """Return the cells of `periods`, in that order."""
        return tuple(cell for period in periods for cell in self.cells.get(period, ()))

    def cell(self, period: Period) -> Observation | None:
        """Return the one cell of `period`; None where there is none, or a sum of several."""
        cells = self.cells.get(period, ())
        return cells[0] if len(cells) == 1 else None

    def marks(self, *periods: Period) -> tuple[str, ...]:
        """Return the flags that the cells of `periods` earn by their status and qualifier."""
        cells = self.inputs(*periods)
        found = {STATUS_FLAGS[cell.status] for cell in cells if cell.status in STATUS_FLAGS}
        return tuple(sorted(found | ({"bound"} if any(cell.is_bound for cell in cells) else set())))

    def before(self, period: Period) -> tuple[tuple[Period, Reading], ...]:
        """Return the earlier periods that have a reading, newest first."""
        return tuple(sorted(((when, seen) for when, seen in self.readings.items() if when < period), reverse=True))


def series_of(figures: Figures) -> dict[str, Series]:
    """Return the series of every selected code, in order, up to the figures' period, relayed statements left aside."""
    cells: dict[str, dict[Period, Observation]] = {code: {} for code in figures.selection.codes}
    for (code, period), cell in figures.cells.items():
        if code in cells and cell.standing is Standing.CUSTOMS and _comparable(period, figures.period):
            cells[code][period] = cell
    covered = [period for period in figures.covered if _comparable(period, figures.period)]
    return {code: Series.of(code, row, covered) for code, row in cells.items()}


def _comparable(period: Period, reference: Period) -> bool:
    return period.frequency == reference.frequency and period.months == reference.months and period <= reference
