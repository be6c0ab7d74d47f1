"""Figures: a checked table for one period with its history, as of one vintage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from generator.trade.codes import Flow, area, roots, summable
from generator.trade.currency import DOLLAR, unit_of
from generator.trade.editions import TOTAL
from generator.trade.observation import Observation
from generator.trade.period import Period
from generator.trade.release import Vintage

_TOGETHER = (1, 2, 3)  # lengths of a printed figure, in months: a month, January and February, a quarter


@dataclass(frozen=True)
class Selection:
    """Which figures a briefing covers."""

    source: str
    reporter: str
    partner: str
    flow: Flow
    codes: tuple[str, ...]  # in the order of the briefing

    @cached_property
    def top_codes(self) -> tuple[str, ...]:
        """The codes that lie within no other one. Their sum is the total, and counts nothing twice."""
        return roots(self.codes)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The codes that hold no other one: the lines that a monthly briefing describes one by one."""
        above: set[str] = set()
        for code in self.codes:
            above.update(code[:digits] for digits in range(len(code)))
        if len(self.codes) > 1:
            above.add(TOTAL)
        return tuple(code for code in self.codes if code not in above)


@dataclass(frozen=True)
class Figures:
    """A checked table for one period with its history, as of one vintage."""

    selection: Selection
    period: Period
    vintage: Vintage
    # by code and period, from the newest release; customs' figures only, or sums of lines (`Observation.parts`)
    cells: Mapping[tuple[str, Period], Observation]
    # statements that somebody passed on: background only, never a base, a record, a rank or a point of a chart
    relayed: tuple[Observation, ...] = ()
    # by code, the periods for which a release says that an absent line means no trade
    covered: Mapping[str, frozenset[Period]] = field(default_factory=dict)
    opposite: Figures | None = None  # the same trade in the other direction, where the briefing shows the balance
    market: Market | None = None  # the reporter's trade with all partners, where the briefing tells whose market it is
    # by code, the periods that cannot be compared with now (`trade.series_breaks`), with the two editions of the HS or
    # the two valuations: then and now
    broken: Mapping[str, Mapping[Period, tuple[str, str]]] = field(default_factory=dict)
    # by code, the periods in which a complete release leaves out a large line
    gaps: Mapping[str, frozenset[Period]] = field(default_factory=dict)
    # by code, the periods without a sum: no release prints the heading, and one of its lines has no number
    open_sums: Mapping[str, frozenset[Period]] = field(default_factory=dict)
    year_start: int = 1  # the month in which a year to date begins; 1 is January

    @property
    def to_date(self) -> Period:
        """The year to date, up to the end of the period."""
        return self.period.year_to_date(self.year_start)

    def at(self, code: str, period: Period) -> Observation | None:
        """Return the observation of `code` in `period`, or None where no release has one."""
        return self.cells.get((code, period))

    def series(self, code: str) -> Mapping[tuple[int, int], Observation]:
        """Return the observations of `code` by the first month and the length of their period."""
        return self._series.get(code, {})

    @cached_property
    def _series(self) -> dict[str, dict[tuple[int, int], Observation]]:
        series: dict[str, dict[tuple[int, int], Observation]] = {}
        for (code, period), cell in self.cells.items():
            series.setdefault(code, {})[period.first, period.months] = cell
        return series

    def summable_codes(self, period: Period) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the codes to add up over `period`, and the codes without a figure, which no total includes."""
        return summable(self.selection.codes, lambda code: self.over([code], period) is not None, self._is_sum)

    def _is_sum(self, code: str) -> bool:
        """Return whether every figure of a heading is the sum of its lines: no release prints the heading itself."""
        cells = self.series(code).values()
        return bool(cells) and all(cell.parts for cell in cells)

    def value(self, code: str, period: Period) -> Decimal | None:
        """Return the value: 0 where a complete release has no row, None where it is unknown."""
        cell = self.at(code, period)
        if cell is not None:
            return cell.value
        return Decimal(0) if period in self.covered.get(code, ()) else None

    def over(self, codes: Iterable[str], span: Period) -> tuple[Observation, ...] | None:
        """Return the cells of `codes` in every month of `span`, by code, then month, or None where a month is unknown.

        A month without a row in a complete release has no cell and adds nothing. A cell of the whole span replaces
        those of its months.
        """
        cells: list[Observation] = []
        for code in codes:
            parts = self.parts(code, span)
            if parts is None:
                return None
            cells += [part for part in parts if not isinstance(part, Period)]
        return tuple(cells)

    def parts(self, code: str, span: Period) -> Sequence[Observation | Period] | None:
        """Return the cells that add up to `span`, or None where a figure is unknown.

        A month without trade is returned as a Period instead of a cell. A cell of the whole span is returned alone.
        Otherwise single months are preferred to figures printed for two or three months together.
        """
        cells = self.series(code)
        span_cell = cells.get(span)
        if span_cell is not None:
            return None if span_cell.value is None else [span_cell]
        parts: list[Observation | Period] = []
        month = span.first
        end = span.first + span.months
        while month < end:
            cell = cells.get((month, 1))
            if cell is not None and cell.value is not None:
                parts.append(cell)
                month += 1
                continue
            period = self._without_cell(code, month, end)
            if period is None:
                return None if self.value(code, span) is None else [span]
            parts.append(cells.get(period, period))
            month += period.months
        return parts

    def _without_cell(self, code: str, month: int, end: int) -> Period | None:
        """Return the shortest period from `month` on with a known value, or None.

        `month` has no figure of its own: it may have had no trade, or be printed only together with the next one or
        two.
        """
        ends = (Period(month, length) for length in _TOGETHER if month + length <= end)
        return next((period for period in ends if self.value(code, period) is not None), None)

    @cached_property
    def currency(self) -> str:
        """The ISO 4217 code of the newest figure's currency, or USD without figures."""
        cells = (*self.cells.values(), *self.relayed)
        return max(cells, key=lambda cell: cell.period).currency if cells else DOLLAR

    @cached_property
    def valuation(self) -> str:
        """The valuations that the cells state: "CIF", "FOB", "CIF and FOB", or "" if none states one."""
        return " and ".join(sorted({cell.valuation for cell in self.cells.values() if cell.valuation}))

    @cached_property
    def unit(self) -> str:
        """The unit of the currency: "usd", "cny"."""
        return unit_of(self.currency)

    def periods(self) -> tuple[Period, ...]:
        """Return the periods that have a figure, oldest first."""
        return self._periods

    @cached_property
    def _periods(self) -> tuple[Period, ...]:
        return tuple(sorted({period for _, period in self.cells}))


@dataclass(frozen=True)
class Market:
    """A reporter's trade in the codes of a briefing with all partners: what the briefing's partner has a share in.

    Its cells are those of the periods that an edition compares, from the releases of the edition itself.
    """

    world: Figures | None  # with the World as partner; None where no release has a row of it
    # by code, each partner with a figure, the briefing's own and the reporter itself included
    partners: Mapping[str, Figures]
    # by code, the periods for which the releases have every partner
    complete: Mapping[str, frozenset[Period]]

    @cached_property
    def suppliers(self) -> Mapping[str, Figures]:
        """The partners that have a rank: neither the reporter itself nor areas that are not specified."""
        return {
            partner: figures
            for partner, figures in self.partners.items()
            if partner != figures.selection.reporter and area(partner).has_rank
        }

    def has_every_partner(self, codes: Iterable[str], span: Period) -> bool:
        """Return whether the releases have every partner in each month of a span."""
        return all(self._is_complete(self.complete.get(code, frozenset()), span) for code in codes)

    @staticmethod
    def _is_complete(periods: frozenset[Period], span: Period) -> bool:
        months: set[int] = set()
        for period in periods:
            months.update(range(period.first, period.first + period.months))
        return span in periods or months >= set(range(span.first, span.first + span.months))


@dataclass(frozen=True)
class Revision:
    """A figure that was known and has another value now, in the currency of its source."""

    code: str
    period: Period
    was: Decimal | None  # None where the publisher withheld it, 0 where there was no trade
    now: Decimal | None  # None where the publisher withholds it, 0 where there is no trade
    cell: Observation | None  # the newer cell, or None where a complete release no longer has the row

    @property
    def per_cent(self) -> Decimal | None:
        """The change in per cent of the earlier value, or None without an earlier value or without a new one."""
        if not self.was or self.now is None:
            return None
        return 100 * (self.now - self.was) / self.was


def revisions(older: Figures, newer: Figures) -> tuple[Revision, ...]:
    """Return the revisions from `older` to `newer`, by code in the selection's order, then period.

    A figure that was unknown before is not a revision. Nor is a figure that a later release leaves out although its
    line is presumably still traded (`Figures.gaps`).
    """
    known = set(older.cells)
    for code, periods in older.covered.items():
        known.update((code, period) for period in periods)
    place = {code: number for number, code in enumerate(older.selection.codes)}
    revised = []
    for code, when in sorted(known, key=lambda key: (place[key[0]], key[1])):
        was = older.value(code, when)
        now = newer.value(code, when)
        if was != now and when not in newer.gaps.get(code, ()):
            revised.append(Revision(code, when, was, now, newer.at(code, when)))
    return tuple(revised)
