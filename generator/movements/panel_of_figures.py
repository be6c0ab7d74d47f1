"""Makes a panel from the checked table of a briefing, with each code under the code that contains it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from generator.movements.lunar_new_year import is_lunar, new_years
from generator.movements.panel import Floats, Panel, Places, Published, Truths
from generator.trade.figures import Figures
from generator.trade.observation import Observation
from generator.trade.period import A_QUARTER, Period
from generator.trade.series_breaks import VALUATIONS

_DECIMALS = 6
_FREQUENCIES = {1: "monthly", A_QUARTER: "quarterly", 12: "annual"}
_LONGEST = 2  # months of the longest period in a monthly panel: January and February combined
_WORST = ("X", "C", "E", "P")  # statuses, gravest first; a sum has the gravest status of its parts


def panel_of(figures: Figures) -> Panel:
    """Return the panel of a monthly table. What a complete release leaves out is 0; any other gap is NaN.

    Periods in which a code counted other goods have been removed before; `marks` has them, and the bounds. A bound has
    a value only in the period of the figures. Raise ValueError if there are no months.
    """
    months = [when for _, when in figures.cells if when.months <= _LONGEST]
    if not months:
        msg = f"there are no months to measure {figures.period} by"
        raise ValueError(msg)
    first, last = min(when.first for when in months), figures.period.last.first
    last = max(last, *(when.last.first for when in months))
    rows = _PanelRows(figures, _known_codes(figures), Period(first, 1), last - first + 1)
    for code, periods in figures.covered.items():
        for when in periods:
            if when.months == 1 and rows.has(code, when):
                rows.value[rows.row(when), rows.places[code]] = 0.0
    for (code, when), cell in figures.cells.items():
        if when.months <= _LONGEST and rows.has(code, when):
            rows.put(code, when, [cell])
            rows.combined[rows.row(when)] |= when.months > 1
    return rows.panel()


def panel_of_longer(figures: Figures, *, is_beside: bool = False) -> Panel:
    """Return the panel of a quarterly or annual table. Published cells are preferred to sums of months.

    It has only codes with a figure of the newest period, and its aggregate is their sum. The aggregate a year before is
    unknown if a top code had a figure then but has none now. With `is_beside` (an opposite or previous panel) it has
    every code with any figure. Raise ValueError if there is no such code.
    """
    period = figures.period
    codes = tuple(code for code in figures.selection.codes if figures.over([code], period) is not None)
    codes = _known_codes(figures) if is_beside else codes
    if not codes:
        msg = f"there is no figure of {period}"
        raise ValueError(msg)
    first = min([period.first, *(when.first for _, when in figures.cells)])
    count = (period.first - first) // period.months + 1
    rows = _PanelRows(figures, codes, period.step(1 - count), count)
    for code in codes:
        for at in range(count):
            when = rows.first.step(at)
            cells = figures.over([code], when)
            if cells is not None:
                rows.put(code, when, cells)
    panel = rows.panel()
    lost = [
        code for code in figures.selection.top_codes if code not in codes and figures.over([code], period.year_before())
    ]
    aggregate = panel.total.copy()
    if lost and count > panel.year:
        aggregate[-1 - panel.year] = np.nan
    return replace(panel, aggregate=aggregate)


def _known_codes(figures: Figures) -> tuple[str, ...]:
    """Return the codes with any figure. Others would make the aggregate unknown."""
    codes_with_data = {code for code, _ in figures.cells} | {code for code, when in figures.covered.items() if when}
    return tuple(code for code in figures.selection.codes if code in codes_with_data)


def _parents(codes: Sequence[str]) -> Places:
    """Return the place of each code's parent: the longest code that it lies within, or TOTAL; -1 for none."""
    places = {code: at for at, code in enumerate(codes)}
    parents = []
    for code in codes:
        within = [code[:digits] for digits in range(len(code) - 1, 0, -1) if code.isdigit() and code[:digits] in places]
        top = ["TOTAL"] if "TOTAL" in places and code != "TOTAL" else []
        parents.append(places[(within + top)[0]] if within or top else -1)
    return np.array(parents, dtype=np.intp)


class _PanelRows:
    """The matrices of periods and codes, while they are being filled."""

    def __init__(self, figures: Figures, codes: Sequence[str], first: Period, count: int) -> None:
        shape = (count, len(codes))
        self.first, self.places = first, {code: at for at, code in enumerate(codes)}
        self._figures = figures
        self.value: Floats = np.full(shape, np.nan)
        self._quantity: Floats = np.full(shape, np.nan)
        self._status = np.zeros(shape, dtype=np.uint8)
        self.combined = np.zeros(count, dtype=bool)
        self._rates: Floats = np.full(shape, np.nan)
        self._bounds = np.zeros(shape, dtype=bool)

    def row(self, when: Period) -> int:
        """Return the row in which a period ends."""
        return (when.last.first - self.first.first) // self.first.months

    def has(self, code: str, when: Period) -> bool:
        """Whether the matrices have a place for a code and a period."""
        is_within = when.first >= self.first.first and self.row(when) < len(self.value)
        return is_within and code in self.places

    def put(self, code: str, when: Period, cells: Sequence[Observation]) -> None:
        """Enter the sum of a code's cells in a period; no cells mean no trade."""
        row, column = self.row(when), self.places[code]
        values = [cell.value for cell in cells if cell.value is not None]
        is_bound = any(cell.is_bound for cell in cells)
        self._bounds[row, column] = is_bound
        if len(values) == len(cells) and (not is_bound or when == self._figures.period):
            self.value[row, column] = float(sum(values))
        if cells and all(cell.quantity is not None and cell.quantity_unit.lower() == "kg" for cell in cells):
            self._quantity[row, column] = float(sum(cell.quantity or 0 for cell in cells))
        statuses = {cell.status for cell in cells}
        status = next((letter for letter in _WORST if letter in statuses), min(statuses, default=""))
        self._status[row, column] = ord(status) if status else 0
        if len(cells) == 1 and cells[0].period == when and cells[0].published_yoy is not None:
            self._rates[row, column] = float(cells[0].published_yoy)

    def panel(self) -> Panel:
        """Return the finished panel."""
        figures = self._figures
        codes = tuple(self.places)
        levels = tuple(f"hs{len(code)}" if code.isdigit() else "total" for code in codes)
        lunar = new_years() if is_lunar(figures.selection) else {}
        published = None
        if not np.isnan(self._rates).all():
            published = Published(self.first, self.places, self._rates)
        return Panel(
            frequency=_FREQUENCIES[self.first.months],
            first=self.first,
            codes=codes,
            levels=levels,
            parents=_parents(codes),
            value=self.value,
            quantity=self._quantity,
            unit=(~np.isnan(self._quantity)).astype(np.int16),
            units=("", "kg"),
            status=self._status,
            released=np.any(~np.isnan(self.value), axis=1),
            combined=self.combined,
            decimals=_DECIMALS,
            currency=figures.unit,
            lunar=lunar,
            year_start=figures.year_start,
            published=published,
            marks={"bound": self._bounds, **self._breaks()},
            flow=figures.selection.flow,
        )

    def _breaks(self) -> Mapping[str, Truths]:
        """Return the rows in which each code had other goods, or another valuation, than in the figures' period."""
        marks = {name: np.zeros(self.value.shape, dtype=bool) for name in ("hs_break", "valuation_break")}
        for code, periods in self._figures.broken.items():
            if code not in self.places:
                continue
            for when, (_, now) in periods.items():
                name = "valuation_break" if now in VALUATIONS else "hs_break"
                for row in self._rows_of(when):
                    marks[name][row, self.places[code]] = True
        return marks

    def _rows_of(self, when: Period) -> Iterator[int]:
        """Yield the rows that overlap a period."""
        first = max((when.first - self.first.first) // self.first.months, 0)
        yield from range(first, min(self.row(when) + 1, len(self.value)))
