"""Figures: what a briefing looks at, as of one vintage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from generator.trade.codes import Flow, roots, summable
from generator.trade.currency import DOLLAR, unit_of
from generator.trade.editions import TOTAL
from generator.trade.observation import Observation
from generator.trade.period import Period
from generator.trade.release import Vintage

_TOGETHER = (1, 2, 3)  # months that are printed as one figure: a month, January and February, a quarter


@dataclass(frozen=True)
class Selection:
    """Which figures a briefing looks at: `codes` in the order of the briefing, all of one reporter, partner, flow."""

    source: str
    reporter: str
    partner: str
    flow: Flow
    codes: tuple[str, ...]

    @cached_property
    def top_codes(self) -> tuple[str, ...]:
        """The codes that lie within no other one: together they are the whole, and nothing is counted twice."""
        return roots(self.codes)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The codes within which no other one lies: the lines that a monthly briefing tells one by one."""
        above = {code[:digits] for code in self.codes for digits in range(len(code))}
        above |= {TOTAL} if len(self.codes) > 1 else set()
        return tuple(code for code in self.codes if code not in above)


@dataclass(frozen=True)
class Figures:
    """A checked table for one period with its history, as of one vintage.

    `cells` maps (code, period) to the observation that counts (the newest release wins), customs' figures only.
    `relayed` holds statements that were passed on: background, never a base, record, rank or drawn line.
    A heading or chapter that no release prints, but is complete about, is the sum of its lines (`Observation.parts`).
    `covered` has, by code, the periods for which a release says that an absent line means no trade. `opposite` is the
    same trade in the other direction, where the briefing shows the balance. `broken` has, by code, the periods whose
    figures were left aside since the code counted other goods or was valued otherwise (`trade.breaks`), with the
    editions, or the valuations, of then and now. `gaps` has, by code, the periods in which a complete release
    leaves out a large line, and `open_sums` those in which a heading that no release prints has lines,
    one of which gives no number. In the month `year_start` (1 is January) a year to date begins.
    """

    selection: Selection
    period: Period
    vintage: Vintage
    cells: Mapping[tuple[str, Period], Observation]
    relayed: tuple[Observation, ...] = ()
    covered: Mapping[str, frozenset[Period]] = field(default_factory=dict)
    opposite: Figures | None = None
    broken: Mapping[str, Mapping[Period, tuple[str, str]]] = field(default_factory=dict)
    gaps: Mapping[str, frozenset[Period]] = field(default_factory=dict)
    open_sums: Mapping[str, frozenset[Period]] = field(default_factory=dict)
    year_start: int = 1

    @property
    def to_date(self) -> Period:
        """The year to the end of the period."""
        return self.period.year_to_date(self.year_start)

    def at(self, code: str, period: Period) -> Observation | None:
        """Return the observation of `code` in `period`, or None where no release has one."""
        return self.cells.get((code, period))

    def series(self, code: str) -> Mapping[tuple[int, int], Observation]:
        """Return the observations of `code` by first month and length of their period."""
        return self._series.get(code, {})

    @cached_property
    def _series(self) -> dict[str, dict[tuple[int, int], Observation]]:
        series: dict[str, dict[tuple[int, int], Observation]] = {}
        for (code, period), cell in self.cells.items():
            series.setdefault(code, {})[period.first, period.months] = cell
        return series

    def summable_codes(self, period: Period) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the codes that are added up over `period`, and those that have no figure of it: no total has them."""
        return summable(self.selection.codes, lambda code: self.over([code], period) is not None, self._is_sum)

    def _is_sum(self, code: str) -> bool:
        """Say whether no release prints a heading, and some period has the sum of its lines."""
        cells = self.series(code).values()
        return bool(cells) and all(cell.parts for cell in cells)

    def value(self, code: str, period: Period) -> Decimal | None:
        """Return the value, 0 where a complete release has no row, None where it is not known."""
        cell = self.at(code, period)
        if cell is not None:
            return cell.value
        return Decimal(0) if period in self.covered.get(code, ()) else None

    def over(self, codes: Iterable[str], span: Period) -> tuple[Observation, ...] | None:
        """Return the cells of `codes` in every month of `span`, by code, then month; None where one is not known.

        A month in which a complete release has no row for a code has no cell, and adds nothing. A cell of the whole
        span stands for its months.
        """
        cells: list[Observation] = []
        for code in codes:
            parts = self.parts(code, span)
            if parts is None:
                return None
            cells += [part for part in parts if not isinstance(part, Period)]
        return tuple(cells)

    def parts(self, code: str, span: Period) -> Sequence[Observation | Period] | None:
        """Return the cells that add up to `span`, for a month without trade the month; None where one is not known.

        A cell of all of it stands alone; else months go before what was printed of two or three of them together.
        """
        cells = self.series(code)
        span_cell = cells.get(span)
        if span_cell is not None:
            return [span_cell] if span_cell.value is not None else None
        parts: list[Observation | Period] = []
        month, end = span.first, span.first + span.months
        while month < end:
            cell, length = cells.get((month, 1)), 1
            if cell is None or cell.value is None:
                period = self._without_cell(code, month, end)
                if period is None:
                    return [span] if self.value(code, span) is not None else None
                cell, length = cells.get(period), period.months
            parts.append(Period(month, length) if cell is None else cell)
            month += length
        return parts

    def _without_cell(self, code: str, month: int, end: int) -> Period | None:
        """Return the month that has no figure of its own, or it and the next ones where only they together have one."""
        ends = (Period(month, length) for length in _TOGETHER if month + length <= end)
        return next((period for period in ends if self.value(code, period) is not None), None)

    @cached_property
    def currency(self) -> str:
        """The ISO 4217 code of its money: that of its newest figure; US dollars where it has none."""
        cells = (*self.cells.values(), *self.relayed)
        return max(cells, key=lambda cell: cell.period).currency if cells else DOLLAR

    @cached_property
    def valuation(self) -> str:
        """How its values are meant, by what its cells say: "CIF", "FOB", "CIF and FOB"; "" where nobody says."""
        return " and ".join(sorted({cell.valuation for cell in self.cells.values() if cell.valuation}))

    @cached_property
    def unit(self) -> str:
        """The unit of its money: "usd", "cny"."""
        return unit_of(self.currency)

    def periods(self) -> tuple[Period, ...]:
        """Return the periods that have any figure, oldest first."""
        return self._periods

    @cached_property
    def _periods(self) -> tuple[Period, ...]:
        return tuple(sorted({period for _, period in self.cells}))


@dataclass(frozen=True)
class Revision:
    """A figure that was known and is another one now, in the currency of its source.

    `was` and `now` are None where the publisher withholds it, 0 where there was no trade; `cell` is the newer cell,
    None where a complete release has no row any more.
    """

    code: str
    period: Period
    was: Decimal | None
    now: Decimal | None
    cell: Observation | None

    @property
    def per_cent(self) -> Decimal | None:
        """The change in per cent of the earlier value; None where there was none."""
        if not self.was or self.now is None:
            return None
        return 100 * (self.now - self.was) / self.was


def revisions(older: Figures, newer: Figures) -> tuple[Revision, ...]:
    """Return what `newer` says otherwise than `older`, by code in the selection's order, then period.

    A figure that was not known before is no revision, nor is one that a later release leaves out though its line is
    believed to be traded (`Figures.gaps`).
    """
    places_known = {*older.cells, *((code, when) for code, periods in older.covered.items() for when in periods)}
    place = {code: number for number, code in enumerate(older.selection.codes)}
    revised = []
    for code, when in sorted(places_known, key=lambda key: (place[key[0]], key[1])):
        was, now = older.value(code, when), newer.value(code, when)
        if was != now and when not in newer.gaps.get(code, ()):
            revised.append(Revision(code, when, was, now, newer.at(code, when)))
    return tuple(revised)
