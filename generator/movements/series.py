"""Series: one code, or a sum of codes, followed through periods and the sums of its months, with its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from generator.movements.readings import NOTHING, Reading, total
from generator.trade.figures import Figures
from generator.trade.observation import Observation, Standing
from generator.trade.period import Period
from generator.trade.valuations import VALUATIONS

# How IMTS marks a figure, and the flag of docs/movements.md that it earns.
STATUS_FLAGS = {"P": "provisional", "X": "partial", "E": "estimated", "C": "confidential"}


@dataclass(frozen=True)
class Series:
    """Readings and cells by published period; a period without a reading is missing, which is not zero.

    A period that a complete release covers without a row reads as nothing and has no cell. A longer period without a
    cell of its own is the sum of its months, or of published sums of them (January and February). In `broken` periods
    the code counted other goods, or was valued otherwise (trade.breaks), as their reason says: what was published then
    is none of the series.
    """

    code: str
    readings: Mapping[Period, Reading]
    cells: Mapping[Period, tuple[Observation, ...]]
    broken: Mapping[Period, str] = field(default_factory=dict)
    _terms: dict[Period, tuple[Period, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _inputs: dict[tuple[Period, ...], tuple[Observation, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _sums: dict[Period, Reading | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        code: str,
        cells: Mapping[Period, Observation],
        covered: Iterable[Period] = (),
        broken: Mapping[Period, str] | None = None,
    ) -> Series:
        """Return the series of one code from its cells, and the periods that a complete release covers."""
        readings = {period: NOTHING for period in covered if period not in cells}
        found = ((period, Reading.of(cell)) for period, cell in cells.items())
        readings |= {period: reading for period, reading in found if reading is not None}
        return cls(code, readings, {period: (cell,) for period, cell in cells.items()}, broken or {})

    @classmethod
    def sum_of(cls, code: str, parts: Iterable[Series]) -> Series:
        """Return the sum of `parts`, missing wherever one of them is."""
        parts = tuple(parts)
        sums = {
            period: [reading for part in parts if (reading := part.at(period)) is not None]
            for period in {period for part in parts for period in part.readings}
        }
        readings = {period: total(known) for period, known in sums.items() if len(known) == len(parts)}
        cells = {period: tuple(cell for part in parts for cell in part.inputs(period)) for period in readings}
        return cls(code, readings, cells, {period: why for part in parts for period, why in part.broken.items()})

    def at(self, period: Period) -> Reading | None:
        """Return the reading of `period`, or None where it or one of its months is missing."""
        if (own := self._own(period)) is not None:
            return own
        if period not in self._sums:
            terms = self.terms(period)
            self._sums[period] = total(self.readings[term] for term in terms) if terms else None
        return self._sums[period]

    def _own(self, period: Period) -> Reading | None:
        return self.readings.get(period) if period.months == 1 or period in self.cells else None

    def terms(self, period: Period) -> tuple[Period, ...]:
        """Return the published periods that add up to `period`, itself if it has a cell; none where one is missing."""
        if period not in self._terms:
            self._terms[period] = self._found(period)
        return self._terms[period]

    def _found(self, period: Period) -> tuple[Period, ...]:
        if self._own(period) is not None:
            return (period,)
        if period.months == 1 or period in self.cells:
            return ()
        terms, rest = self._walk(period)
        if rest is None:
            return terms
        return (period,) if period in self.readings else ()

    def _walk(self, period: Period) -> tuple[tuple[Period, ...], Period | None]:
        """Return the months of `period`, and published sums of months, and what is left from the first gap on."""
        terms: list[Period] = []
        first, end = period.first, period.first + period.months
        while first < end:
            steps = (Period(first, months) for months in self._lengths if first + months <= end)
            step = next((one for one in steps if one in self.readings and one != period), None)
            if step is None:
                return tuple(terms), Period(first, end - first)
            terms.append(step)
            first += step.months
        return tuple(terms), None

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted({period.months for period in self.readings}))

    def why_broken(self, period: Period | None = None) -> str:
        """Return the reason why a month of `period` (None: of any) has no figure that can be compared, "" for none.

        It is `hs_break` where the code counted other goods then, `valuation_break` where it was valued otherwise.
        """
        found = (
            why
            for one, why in sorted(self.broken.items())
            if period is None or (one.first <= period.last.first and period.first <= one.last.first)
        )
        return next(found, "")

    def gap(self, period: Period) -> Period:
        """Return the first month of `period` that is missing."""
        rest = self._walk(period)[1]
        return Period((rest or period).first, 1)

    def inputs(self, *periods: Period) -> tuple[Observation, ...]:
        """Return the cells of `periods`, or of the months they are sums of, in that order."""
        if periods not in self._inputs:
            terms = (term for period in periods for term in (self.terms(period) or (period,)))
            self._inputs[periods] = tuple(cell for term in terms for cell in self.cells.get(term, ()))
        return self._inputs[periods]

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
        """Return the earlier periods of the same length that have a reading, newest first."""
        same = ((when, seen) for when, seen in self.readings.items() if when.months == period.months)
        return tuple(sorted(((when, seen) for when, seen in same if when < period), reverse=True))

    def levels(self, months: int) -> Iterable[Reading]:
        """Return the readings of all periods of so many months."""
        return (seen for when, seen in self.readings.items() if when.months == months)


def series_of(figures: Figures) -> dict[str, Series]:
    """Return the series of every selected code, in order, up to the figures' period, relayed statements left aside."""
    cells: dict[str, dict[Period, Observation]] = {code: {} for code in figures.selection.codes}
    end = figures.period.last
    for (code, period), cell in figures.cells.items():
        if code in cells and cell.standing is Standing.CUSTOMS and period.last <= end:
            cells[code][period] = cell
    return {code: Series.of(code, row, _covered(figures, code), _broken(figures, code)) for code, row in cells.items()}


def _broken(figures: Figures, code: str) -> dict[Period, str]:
    pairs = figures.broken.get(code, {})
    return {period: "valuation_break" if now in VALUATIONS else "hs_break" for period, (_, now) in pairs.items()}


def _covered(figures: Figures, code: str) -> list[Period]:
    return [period for period in figures.covered.get(code, ()) if period.last <= figures.period.last]
