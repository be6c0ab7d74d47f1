"""Of figures: a panel from a checked table of months, each code within the ones that contain it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from generator.movements.engine.panel import Panel, Places, Published
from generator.movements.engine.unit_values import Floats
from generator.movements.lunar import is_lunar, new_years
from generator.trade.figures import Figures
from generator.trade.observation import Observation
from generator.trade.period import Period

_DECIMALS = 6


def panel_of(figures: Figures) -> Panel:
    """Return the panel of a monthly table: what a complete release leaves out is no trade, any other gap is NaN.

    Periods in which a code counted other goods were left aside (trade.breaks). ValueError where there is no month.
    """
    codes, cells = figures.selection.codes, figures.cells
    months = [when for _, when in cells if when.months <= 2]  # noqa: PLR2004 -- January and February together
    if not months:
        msg = f"there are no months to measure {figures.period} by"
        raise ValueError(msg)
    first, last = min(when.first for when in months), figures.period.last.first
    made = _Rows(codes, first, max(last, *(when.last.first for when in months)))
    made.fill(cells, figures.covered)
    return Panel(
        frequency="monthly",
        first=Period(first, 1),
        codes=codes,
        levels=tuple(f"hs{len(code)}" if code.isdigit() else "total" for code in codes),
        parents=_parents(codes),
        value=made.value,
        quantity=made.quantity,
        unit=(~np.isnan(made.quantity)).astype(np.int16),
        units=("", "kg"),
        status=made.status,
        released=np.any(~np.isnan(made.value), axis=1),
        combined=made.combined,
        decimals=_DECIMALS,
        currency=figures.unit,
        lunar=new_years() if is_lunar(figures.selection) else {},
        year_start=figures.year_start,
        published=made.published(),
    )


def _parents(codes: Sequence[str]) -> Places:
    """Return the place of the longest code that each lies within; TOTAL contains all."""
    places = {code: at for at, code in enumerate(codes)}
    found = []
    for code in codes:
        within = [code[:digits] for digits in range(len(code) - 1, 0, -1) if code.isdigit() and code[:digits] in places]
        top = ["TOTAL"] if "TOTAL" in places and code != "TOTAL" else []
        found.append(places[(within + top)[0]] if within or top else -1)
    return np.array(found, dtype=np.intp)


class _Rows:
    """The matrices of months and codes while they are filled."""

    def __init__(self, codes: Sequence[str], first: int, last: int) -> None:
        shape = (last - first + 1, len(codes))
        self._first, self._places = first, {code: at for at, code in enumerate(codes)}
        self.value: Floats = np.full(shape, np.nan)
        self.quantity: Floats = np.full(shape, np.nan)
        self.status = np.zeros(shape, dtype=np.uint8)
        self.combined = np.zeros(shape[0], dtype=bool)
        self._rates: Floats = np.full(shape, np.nan)

    def fill(self, cells: Mapping[tuple[str, Period], Observation], covered: Mapping[str, frozenset[Period]]) -> None:
        """Put in what complete releases left out, then every cell; two months together stand in the second."""
        for code, periods in covered.items():
            for when in periods:
                if when.months == 1 and self._has(code, when):
                    self.value[when.first - self._first, self._places[code]] = 0.0
        for (code, when), cell in cells.items():
            if when.months <= 2 and self._has(code, when):  # noqa: PLR2004 -- January and February together
                self._put(when.last.first - self._first, self._places[code], cell)
                self.combined[when.last.first - self._first] |= when.months > 1

    def _has(self, code: str, when: Period) -> bool:
        """Say whether the matrices have the place; a code that the period's nomenclature lacks is no line of them."""
        is_within = when.first - self._first >= 0 and when.last.first - self._first < len(self.value)
        return is_within and code in self._places

    def _put(self, row: int, column: int, cell: Observation) -> None:
        is_known = cell.value is not None and not cell.is_bound
        self.value[row, column] = float(cell.value) if is_known and cell.value is not None else np.nan
        if cell.quantity is not None and cell.quantity_unit.lower() == "kg":
            self.quantity[row, column] = float(cell.quantity)
        self.status[row, column] = ord(cell.status) if cell.status else 0
        if cell.published_yoy is not None:
            self._rates[row, column] = float(cell.published_yoy)

    def published(self) -> Published | None:
        """Return the growths that the source prints itself, None where it prints none."""
        return None if np.isnan(self._rates).all() else Published(Period(self._first, 1), self._places, self._rates)
