"""Tables: a panel from a bare table, one row for each series and period; movements.md, section 0.

`series, level, parent, period, value_usd, quantity, quantity_unit, status` in CSV, TSV or Parquet. A period with rows is a
complete release: a series that it lacks was not traded, unless the period has rows that are marked incomplete.
"""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from generator.errors import SourceChanged
from generator.movements.engine.panel import Floats, Panel
from generator.movements.engine.sidecar import Sidecar
from generator.trade.period import Period

if TYPE_CHECKING:
    import duckdb

NEEDED = ("series", "period", "value_usd")
COLUMNS = (*NEEDED, "level", "parent", "quantity", "quantity_unit", "status")
REST = "unallocated"  # the level of what children leave of their parent
LETTERS = "FPXEC"
_NUMBER = r"-?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?"
_MOST_DECIMALS = 6


def read_panel(file: Path, sidecar: Sidecar) -> Panel:
    """Return the panel that the file holds, or raise SourceChanged with the line and what is wrong there."""
    import duckdb

    if not file.is_file():
        msg = f"{file}: there is no such file. Name a table in CSV, TSV or Parquet."
        raise SourceChanged(msg)
    with duckdb.connect(":memory:") as db:
        try:
            return _Reading(db, file, sidecar).panel()
        except duckdb.Error as fault:
            msg = f"{file}: {str(fault).splitlines()[0]} Save it as CSV in UTF-8 with the columns {', '.join(COLUMNS)}."
            raise SourceChanged(msg) from None


def read_previous(file: Path, sidecar: Sidecar) -> Panel:
    """Return the previous edition's table, which has `series, period, value_usd`."""
    return read_panel(file, replace(sidecar, lunar={}, breaks=()))


class _Reading:
    """One table on its way through `db`."""

    def __init__(self, db: duckdb.DuckDBPyConnection, file: Path, sidecar: Sidecar) -> None:
        self._db, self._file, self._sidecar = db, file, sidecar

    def panel(self) -> Panel:
        self._load()
        self._refuse_faults()
        codes, levels, parents = self._series()
        periods = [Period.parse(text) for (text,) in self._rows("SELECT DISTINCT period FROM told ORDER BY 1")]
        combined = [one for one in periods if one.frequency == "combined"]
        single = [one for one in periods if one not in combined] or [one.last for one in combined]
        first, frequency = min(one.split()[0] if one in combined else one for one in periods), single[0].frequency
        first = Period(first.first, single[0].months)
        made = _Matrix(first, max((one.last.first - first.first) // first.months for one in periods) + 1, len(codes))
        self._fill(made, codes, combined)
        panel = Panel(
            frequency=frequency,
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
            lunar=self._sidecar.lunar,
            breaks=self._sidecar.breaks,
        )
        return with_rests(_unfinished(panel))

    def _load(self) -> None:
        """Read every text of the file into `told`, with its line."""
        name = str(self._file)
        if self._file.suffix == ".parquet":
            self._db.execute("CREATE TABLE every AS SELECT row_number() OVER () AS line, * FROM read_parquet($1)", [name])
        else:
            mark = "\t" if ".tsv" in self._file.suffixes else ","
            self._db.execute(
                """CREATE TABLE every AS SELECT row_number() OVER () + 1 AS line, * FROM read_csv($file, header = true,
                delim = $mark, quote = '"', all_varchar = true, strict_mode = true, null_padding = false, auto_detect = false,
                columns = $names)""",
                {"file": name, "mark": mark, "names": dict.fromkeys(self._header(mark), "VARCHAR")},
            )
        has = [row[0] for row in self._rows("DESCRIBE every")]
        if lacking := [one for one in NEEDED if one not in has]:
            raise self._refused(f"has no column {lacking[0]}", f"It needs {', '.join(NEEDED)}; it may have {', '.join(COLUMNS[3:])}.")
        parts = ", ".join(f"coalesce(trim({one}::VARCHAR), '') AS {one}" if one in has else f"'' AS {one}" for one in COLUMNS)
        self._db.execute(f"CREATE TABLE told AS SELECT line, {parts} FROM every")  # noqa: S608 -- names of ours

    def _header(self, mark: str) -> list[str]:
        """Return the names of the columns, without what a spreadsheet puts before them."""
        first = _head(self._file)
        names = first.lstrip("\ufeff").splitlines()[0].split(mark) if first.strip() else []
        if len(set(names)) != len(names):
            raise self._refused("has two columns of one name", "Leave one out.")
        return [name.strip().strip('"') for name in names]

    def _refuse_faults(self) -> None:
        """Refuse the first row that cannot be read, with its line."""
        marks = [*self._sidecar.status, *LETTERS, ""]
        tests = {
            "series = ''": ("it names no series", "Fill it in."),
            r"NOT regexp_full_match(period, '\d{4}(-\d{2}(\.\.\d{4}-\d{2})?|-Q[1-4])?')": (
                "{period} is no period",
                "Write 2025-12, 2026-01..2026-02, 2025-Q4 or 2025.",
            ),
            f"value_usd <> '' AND NOT regexp_full_match(value_usd, '{_NUMBER}')": ("value_usd is {value_usd}", "Write 1234.5."),
            f"quantity <> '' AND NOT regexp_full_match(quantity, '{_NUMBER}')": ("quantity is {quantity}", "Write 1234.5."),
            "starts_with(value_usd, '-')": ("value_usd is {value_usd}, below zero", "Trade has no negative values."),
            "status NOT IN (SELECT unnest($marks))": (
                "status is {status}",
                f"Known are {' '.join(LETTERS)}; the sidecar's `status` may say more.",
            ),
        }
        for test, (problem, remedy) in tests.items():
            query = f"SELECT line, period, value_usd, quantity, status FROM told WHERE {test} ORDER BY line LIMIT 1"  # noqa: S608
            values = {"marks": marks} if "$marks" in test else {}
            for line, *texts in self._db.execute(query, values).fetchall():
                told = dict(zip(("period", "value_usd", "quantity", "status"), texts, strict=True))
                raise self._refused(problem.format(**told), remedy, line)
        twice = "SELECT max(line), series, period FROM told GROUP BY series, period HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
        for line, series, period in self._rows(twice):
            raise self._refused(f"{series} has a second row for {period}", "One row for each series and period.", line)

    def _series(self) -> tuple[tuple[str, ...], tuple[str, ...], np.ndarray]:
        """Return the codes in order, their levels, and the places of their parents."""
        strange = """SELECT max(line), series FROM told GROUP BY series
            HAVING count(DISTINCT level) > 1 OR count(DISTINCT parent) > 1 ORDER BY 1 LIMIT 1"""
        for line, series in self._rows(strange):
            raise self._refused(f"{series} has another level or parent than before", "One of each for a series.", line)
        rows = self._rows("SELECT series, max(level), max(parent) FROM told GROUP BY series ORDER BY series")
        codes = tuple(row[0] for row in rows)
        places = {code: at for at, code in enumerate(codes)}
        parents = np.array([places.get(row[2], -1) for row in rows], dtype=np.intp)
        self._refuse_circle(codes, parents)
        return codes, tuple(row[1] for row in rows), parents

    def _refuse_circle(self, codes: tuple[str, ...], parents: np.ndarray) -> None:
        up = parents.copy()
        for _ in range(len(codes).bit_length() + 1):  # up by 1, 2, 4, … parents
            up = np.where(up >= 0, up[up], -1)
        if (up >= 0).any():
            raise self._refused(f"{codes[int(np.argmax(up >= 0))]} lies within itself", "Mend its parent.")

    def _fill(self, made: _Matrix, codes: tuple[str, ...], combined: list[Period]) -> None:
        places = {code: at for at, code in enumerate(codes)}
        texts = {str(one): made.row(one.last) for one in combined}
        found = self._db.execute("""
            SELECT series, period, TRY_CAST(nullif(value_usd, '') AS DOUBLE) AS value,
                TRY_CAST(nullif(quantity, '') AS DOUBLE) AS quantity, quantity_unit, status FROM told""").fetchnumpy()
        columns = np.array([places[one] for one in found["series"]], dtype=np.intp)
        known = {one: texts.get(one, -1) for one in np.unique(found["period"].astype(str))}
        known |= {one: made.row(Period.parse(one)) for one in known if known[one] < 0}
        rows = np.array([known[one] for one in found["period"]], dtype=np.intp)
        made.put(rows, columns, found, self._sidecar)
        for at in texts.values():
            made.combined[at] = True
            made.released[at - 1 : at] = True
            made.value[at - 1 : at] = np.nan

    def _decimals(self) -> int:
        [(most,)] = self._rows("SELECT max(length(split_part(value_usd, '.', 2))) FROM told")
        return min(int(most or 0), _MOST_DECIMALS)

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._db.execute(query).fetchall()

    def _refused(self, problem: str, remedy: str, line: int | None = None) -> SourceChanged:
        where = f"{self._file}:{line}" if line else str(self._file)
        return SourceChanged(f"{where}: {problem}. {remedy}")


def _head(file: Path) -> str:
    opened = gzip.open if file.suffix == ".gz" else open
    try:
        with opened(file, "rt", encoding="utf-8-sig") as text:
            return str(text.readline())
    except (OSError, UnicodeDecodeError) as fault:
        msg = f"{file}: {fault}. Save it as CSV in UTF-8."
        raise SourceChanged(msg) from None


class _Matrix:
    """The matrices of a panel while they are filled."""

    def __init__(self, first: Period, rows: int, columns: int) -> None:
        self._first = first
        self.value = np.full((rows, columns), np.nan)
        self.quantity = np.full((rows, columns), np.nan)
        self.unit = np.zeros((rows, columns), dtype=np.int16)
        self.units: tuple[str, ...] = ("",)
        self.status = np.zeros((rows, columns), dtype=np.uint8)
        self.released = np.zeros(rows, dtype=bool)
        self.combined = np.zeros(rows, dtype=bool)

    def row(self, period: Period) -> int:
        return (period.first - self._first.first) // self._first.months

    def put(self, rows: np.ndarray, columns: np.ndarray, found: dict[str, Any], sidecar: Sidecar) -> None:
        """Put in every cell; a series without a row in a complete release was not traded."""
        self.released[np.unique(rows)] = True
        marks = {"": 0} | {letter: ord(letter) for letter in LETTERS}
        marks |= {mark: ord(letter) for mark, letter in sidecar.status.items()}
        status = np.array([marks[one] for one in found["status"]], dtype=np.uint8)
        self.value[self.released] = 0.0
        self.value[rows, columns] = _filled(found["value"]) * sidecar.scale
        self.value[rows[status == ord("C")], columns[status == ord("C")]] = np.nan
        self.quantity[rows, columns] = _filled(found["quantity"])
        units, places = np.unique(np.char.lower(found["quantity_unit"].astype(str)), return_inverse=True)
        self.units = ("", *(one for one in units.tolist() if one))
        named = np.array([self.units.index(one) for one in units.tolist()], dtype=np.int16)
        self.unit[rows, columns] = named[places]
        self.status[rows, columns] = status


def _filled(column: Any) -> Floats:  # noqa: ANN401 -- an array, masked or not
    return np.ma.filled(column, np.nan).astype(float)


def _unfinished(panel: Panel) -> Panel:
    """Return the panel without zeros under a parent whose month is not finished: what it lacks may still come."""
    open_ones, value = panel.status == ord("X"), panel.value.copy()
    for column in range(len(panel.codes)):
        above = [open_ones[:, one] for one in panel.ancestors(column)]
        if above and (hidden := np.any(above, axis=0) & (value[:, column] == 0) & (panel.status[:, column] == 0)).any():
            value[hidden, column] = np.nan
    return replace(panel, value=value)


def with_rests(panel: Panel) -> Panel:
    """Return the panel with what children leave of their parents as children of their own, where it is over 1 a child.

    A parent without a row in a period in which its children have some is unknown there.
    """
    value, added = panel.value.copy(), []
    for parent, children in panel.children.items():
        for partner in (False, True):
            these = [one for one in children if bool(panel.is_partner[one]) is partner]
            if not these:
                continue
            total = np.nan_to_num(value[:, these]).sum(axis=1)
            value[(value[:, parent] == 0) & (total > 0), parent] = np.nan
            rest = np.round(value[:, parent] - value[:, these].sum(axis=1), panel.decimals)
            if (np.abs(np.nan_to_num(rest)) > len(these)).any():
                added.append((parent, rest, partner))
    if not added:
        return replace(panel, value=value)
    return _with_columns(replace(panel, value=value), added)


def _with_columns(panel: Panel, added: list[tuple[int, Floats, bool]]) -> Panel:
    nothing = np.zeros((len(panel.value), len(added)))
    return replace(
        panel,
        codes=(*panel.codes, *(f"{panel.codes[at]} {REST}{' by partner' if partner else ''}" for at, _, partner in added)),
        levels=(*panel.levels, *(f"partner {REST}" if partner else REST for _, _, partner in added)),
        parents=np.append(panel.parents, [at for at, _, _ in added]),
        value=np.column_stack([panel.value, *(rest for _, rest, _ in added)]),
        quantity=np.column_stack([panel.quantity, nothing * np.nan]),
        unit=np.column_stack([panel.unit, nothing.astype(panel.unit.dtype)]),
        status=np.column_stack([panel.status, nothing.astype(panel.status.dtype)]),
    )
