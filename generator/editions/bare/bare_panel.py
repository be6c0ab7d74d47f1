"""Tables: a panel from a bare table, one row for each series and period; movements.md, section 0.

`series, level, parent, period, value_usd, quantity, quantity_unit, status` in CSV, TSV or Parquet. A period with rows
is a complete release: a series that it lacks was not traded, unless what it lies in is marked as not finished.
"""

from __future__ import annotations

import csv
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from generator.editions.bare.bare_cells import COLUMNS, LETTERS, faults, load
from generator.editions.bare.bare_lines import Fault, line_of
from generator.editions.bare.bare_mirror import apart
from generator.editions.bare.bare_periods import unfit
from generator.editions.bare.sidecar import Sidecar
from generator.errors import SettingsError, SourceChanged
from generator.movements.arrays import Floats, Places
from generator.movements.panel import Panel, Published, with_rests
from generator.trade.codes import nearest_codes
from generator.trade.period import Period

if TYPE_CHECKING:
    import duckdb

_MOST_DECIMALS = 6
_LEAST = 1e-12  # what is nearer to zero is what a sum of fractions left over


def read_panel(file: Path, sidecar: Sidecar) -> Panel:
    """Return the panel that the file holds, or raise SourceChanged with the line and what is wrong there."""
    import duckdb

    if not file.is_file():
        problem = "it is a folder" if file.is_dir() else "there is no such file"
        msg = f"{file}: {problem}. Name a table in CSV, TSV or Parquet."
        raise SourceChanged(msg)
    try:
        with duckdb.connect(":memory:") as db:
            return with_rests(_unfinished(_Reading(db, file, sidecar).panel()))
    except (duckdb.Error, UnicodeDecodeError, OSError, EOFError, zlib.error, csv.Error) as fault:
        told = str(fault).splitlines()[0].rstrip(".")
        msg = f"{file}: {told}. Save it as CSV in UTF-8 with the columns {', '.join(COLUMNS)}."
        raise SourceChanged(msg) from None


def read_previous(file: Path, sidecar: Sidecar) -> Panel:
    """Return the previous edition's table, which has `series, period, value_usd`."""
    return read_panel(file, replace(sidecar, breaks=(), mirror={}, other_flow={}, notices=()))


@dataclass(frozen=True)
class _Reading:
    """One table on its way through `db`."""

    db: duckdb.DuckDBPyConnection
    file: Path
    sidecar: Sidecar

    def panel(self) -> Panel:
        self._refuse(load(self.db, self.file))
        self._refuse(faults(self.db, [*self.sidecar.status]))
        codes, levels, parents = self._series()
        self._refuse_strangers(codes)
        asked = "SELECT period, min(line) FROM told GROUP BY period ORDER BY 2"
        periods = {self._period(text, line): line for text, line in self._rows(asked)}
        if not periods:
            self._refuse([(1, "it has a header and no rows", "Fill it in.")])
        self._refuse(unfit(periods))
        combined = [one for one in periods if one.frequency == "combined"]
        unit = next((one for one in sorted(periods) if one not in combined), min(periods).last)
        first = Period(min(one.first for one in periods), unit.months)
        made = _Matrix(first, max(one.last.first for one in periods), len(codes))
        made.fill(self._cells(codes), combined, self.sidecar)
        panel = Panel(
            frequency=unit.frequency,
            first=first,
            codes=codes,
            levels=levels,
            parents=parents,
            value=made.value,
            quantity=made.quantity,
            unit=made.unit,
            units=made.units,
            status=made.status,
            released=made.released,
            combined=made.combined,
            decimals=self._decimals(),
            currency=self.sidecar.currency,
            lunar=self.sidecar.lunar,
            breaks=self.sidecar.breaks,
            notices=self.sidecar.notices,
            year_start=self.sidecar.year_start,
            published=made.published(codes),
        )
        return apart(panel, made.rows, self.sidecar)

    def _refuse(self, found: Iterable[Fault]) -> None:
        for row, problem, remedy in found:
            where = f"{self.file}:{self._line(row)}" if row else str(self.file)
            msg = f"{where}: {problem}. {remedy}"
            raise SourceChanged(msg)

    def _refuse_strangers(self, codes: tuple[str, ...]) -> None:
        """Refuse a notice of a series that the table does not have: it would block nothing."""
        for at, one in enumerate(self.sidecar.notices):
            for code in {*one.codes} - {*codes}:
                where = f"{self.sidecar.file}: notices[{at}].series"
                problem = f"names {code}, and the table has no such series."
                raise SettingsError(where, problem, nearest_codes(code, codes) or "Leave it out.")

    def _line(self, row: int) -> int:
        """Return the line of a row; of Parquet, which has none, the row."""
        return row if self.file.suffix == ".parquet" else line_of(self.file, row)

    def _period(self, text: str, line: int) -> Period:
        try:
            return Period.parse(text)
        except ValueError as fault:
            self._refuse([(line, str(fault), "Mend the row.")])
            raise

    def _series(self) -> tuple[tuple[str, ...], tuple[str, ...], Places]:
        """Return the codes in order, their levels, and the places of their parents."""
        rows = self._rows("SELECT series, max(level), max(parent) FROM told GROUP BY series ORDER BY series")
        codes = tuple(row[0] for row in rows)
        places = {code: at for at, code in enumerate(codes)}
        parents = np.array([places.get(row[2], -1) for row in rows], dtype=np.intp)
        up = parents
        for _ in range(len(codes).bit_length() + 1):  # up by 1, 2, 4, … parents
            up = np.where(up >= 0, up[up], -1) if len(up) else up
        self._refuse(self._within_itself(codes[at]) for at in np.flatnonzero(up >= 0))
        return codes, tuple(row[1] for row in rows), parents

    def _within_itself(self, code: str) -> Fault:
        [(line,)] = self.db.execute("SELECT min(line) FROM told WHERE series = $1", [code]).fetchall()
        return line, f"{code} lies within itself", "Mend its parent."

    def _cells(self, codes: tuple[str, ...]) -> dict[str, Any]:
        places = {code: at for at, code in enumerate(codes)}
        found = self.db.execute("""
            SELECT series, period, TRY_CAST(nullif(value_usd, '') AS DOUBLE) AS value,
                TRY_CAST(nullif(quantity, '') AS DOUBLE) AS quantity, lower(quantity_unit) AS unit, status,
                TRY_CAST(nullif(published_yoy, '') AS DOUBLE) AS published
            FROM told""").fetchnumpy()
        return {**found, "column": np.array([places[one] for one in found["series"]], dtype=np.intp)}

    def _decimals(self) -> int:
        [(most,)] = self._rows("SELECT max(length(split_part(value_usd, '.', 2))) FROM told")
        return min(int(most or 0), _MOST_DECIMALS)

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.db.execute(query).fetchall()


class _Matrix:
    """The matrices of a panel while they are filled."""

    def __init__(self, first: Period, last: int, columns: int) -> None:
        self._first = first
        shape = ((last - first.first) // first.months + 1, columns)
        self.value, self.quantity = np.full(shape, np.nan), np.full(shape, np.nan)
        self.unit, self.status = np.zeros(shape, dtype=np.int16), np.zeros(shape, dtype=np.uint8)
        self._rates = np.full(shape, np.nan)
        self.units: tuple[str, ...] = ("",)
        self.rows = np.zeros(shape, dtype=bool)  # what stands in the table
        self.released, self.combined = np.zeros(shape[0], dtype=bool), np.zeros(shape[0], dtype=bool)

    def fill(self, cells: dict[str, Any], combined: Sequence[Period], sidecar: Sidecar) -> None:
        """Put in every cell; a series without a row in a complete release was not traded."""
        at, columns = self._places(cells["period"]), cells["column"]
        marks = {"": 0} | {letter: ord(letter) for letter in LETTERS}
        marks |= {mark: ord(letter) for mark, letter in sidecar.status.items()}
        status = np.array([marks[one] for one in cells["status"]], dtype=np.uint8)
        self.rows[at, columns] = True
        self.released[np.unique(at)] = True
        self.value[self.released] = 0.0
        self.value[at, columns] = _filled(cells["value"]) * sidecar.scale
        self.value[at[status == ord("C")], columns[status == ord("C")]] = np.nan
        self.quantity[at, columns] = _filled(cells["quantity"])
        self.status[at, columns] = status
        self._rates[at, columns] = _filled(cells["published"])
        self._measure(at, columns, cells["unit"].astype(str))
        for one in combined:
            row = self._row(one.last)
            self.combined[row] = self.released[row - 1] = True
            self.value[row - 1] = np.nan  # a sum of two months says nothing of the first

    def published(self, codes: Sequence[str]) -> Published | None:
        """Return the growths that the source prints itself, None where it prints none."""
        places = {code: at for at, code in enumerate(codes)}
        return None if np.isnan(self._rates).all() else Published(self._first, places, self._rates)

    def _places(self, periods: Any) -> Places:  # noqa: ANN401 -- an array of texts
        texts, inverse = np.unique(periods.astype(str), return_inverse=True)
        rows = np.array([self._row(Period.parse(one), ends=True) for one in texts.tolist()], dtype=np.intp)
        return rows[inverse]

    def _row(self, period: Period, *, ends: bool = False) -> int:
        """Return the row of a period; months that were published together stand in the last one's."""
        last = period.last if ends and period.frequency == "combined" else period
        return (last.first - self._first.first) // self._first.months

    def _measure(self, at: Places, columns: Places, units: Any) -> None:  # noqa: ANN401 -- an array of texts
        names, inverse = np.unique(units, return_inverse=True)
        self.units = ("", *(one for one in names.tolist() if one))
        self.unit[at, columns] = np.array([self.units.index(one) for one in names.tolist()], dtype=np.int16)[inverse]


def _filled(column: Any) -> Floats:  # noqa: ANN401 -- an array, masked or not
    found = np.array(np.ma.filled(column, np.nan), dtype=float)
    found[np.abs(found) < _LEAST] = 0.0
    return found


def _unfinished(panel: Panel) -> Panel:
    """Return the panel without zeros under a parent whose month is not finished: what it lacks may still come."""
    unfinished, value = panel.status == ord("X"), panel.value.copy()
    for column in range(len(panel.codes)):
        above = [unfinished[:, one] for one in panel.ancestors(column)]
        if above:
            value[np.any(above, axis=0) & (value[:, column] == 0) & (panel.status[:, column] == 0), column] = np.nan
    return replace(panel, value=value)
