"""Texts: a bare table as DuckDB reads it, every cell a text with its line, and the first that cannot be read."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

NEEDED = ("series", "period", "value_usd")
COLUMNS = (*NEEDED, "level", "parent", "quantity", "quantity_unit", "status")
LETTERS = "FPXEC"  # final, provisional, incomplete, estimated, confidential
_NUMBER = r"-?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?"
_PERIOD = r"\d{4}(-\d{2}(\.\.\d{4}-\d{2})?|-Q[1-4])?"
_CSV = """
    CREATE TABLE every AS SELECT row_number() OVER () + 1 AS line, * FROM read_csv($file, header = true, delim = $mark,
        quote = '"', strict_mode = true, null_padding = false, auto_detect = false, columns = $names)"""
_SECOND = "SELECT max(line), series, period FROM told GROUP BY series, period HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
_OTHER = """
    SELECT max(line), series FROM told GROUP BY series
    HAVING count(DISTINCT level) > 1 OR count(DISTINCT parent) > 1 ORDER BY 1 LIMIT 1"""

Fault = tuple[int, str, str]  # line (0: none), problem, remedy


def load(db: duckdb.DuckDBPyConnection, file: Path) -> Iterator[Fault]:
    """Make `told` in `db`: the texts of the file with their lines; yield what is wrong with its header."""
    if file.suffix == ".parquet":
        db.execute("CREATE TABLE every AS SELECT row_number() OVER () AS line, * FROM read_parquet($1)", [str(file)])
    else:
        mark = "\t" if ".tsv" in file.suffixes else ","
        names = _header(file, mark)
        if len(set(names)) != len(names):
            yield 1, "two columns have one name", "Leave one out."
        kinds = dict.fromkeys(names, "VARCHAR") or {"": "VARCHAR"}
        db.execute(_CSV, {"file": str(file), "mark": mark, "names": kinds})
    has = [row[0] for row in db.execute("DESCRIBE every").fetchall()]
    for lacking in [one for one in NEEDED if one not in has]:
        yield 1, f"it has no column {lacking}", f"It needs {', '.join(NEEDED)}; it may have {', '.join(COLUMNS[3:])}."
    texts = {one: f"coalesce(trim({one}::VARCHAR), '')" if one in has else "''" for one in COLUMNS}
    parts = ", ".join(f"{text} AS {one}" for one, text in texts.items())
    db.execute(f"CREATE TABLE told AS SELECT line, {parts} FROM every")  # noqa: S608 -- names of ours


def _header(file: Path, mark: str) -> list[str]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8-sig") as text:
        first = str(text.readline()).strip()
    return [name.strip().strip('"') for name in first.split(mark)] if first else []


def faults(db: duckdb.DuckDBPyConnection, marks: Sequence[str]) -> Iterator[Fault]:
    """Yield what cannot be read in `told`, of each kind of fault the first; `marks` are the known texts of `status`."""
    known = {"marks": [*marks, *LETTERS, ""]}
    for test, problem, remedy in _tests():
        query = f"SELECT * FROM told WHERE {test} ORDER BY line LIMIT 1"  # noqa: S608 -- texts of ours
        found = db.execute(query, known if "$marks" in test else {})
        names = [column[0] for column in found.description or ()]
        for row in found.fetchall():
            cells: dict[str, Any] = dict(zip(names, row, strict=True))
            yield cells["line"], problem.format(**cells), remedy
    for line, series, period in db.execute(_SECOND).fetchall():
        yield line, f"{series} has a second row for {period}", "Leave one row for each series and period."
    for line, series in db.execute(_OTHER).fetchall():
        yield line, f"{series} has another level or parent than before", "Give a series one of each."


def _tests() -> Iterator[tuple[str, str, str]]:
    """Yield conditions of SQL with what is wrong where they hold, and what helps."""
    number = "NOT regexp_full_match({0}, '" + _NUMBER + "')"
    yield "series = ''", "it names no series", "Fill it in."
    yield (
        f"NOT regexp_full_match(period, '{_PERIOD}')",
        "{period} is no period",
        "Write 2025-12, 2026-01..2026-02, 2025-Q4 or 2025.",
    )
    yield f"value_usd <> '' AND {number.format('value_usd')}", "value_usd is {value_usd}", "Write it as 1234.5."
    yield f"quantity <> '' AND {number.format('quantity')}", "quantity is {quantity}", "Write it as 1234.5."
    yield "starts_with(value_usd, '-')", "value_usd is {value_usd}, below zero", "Trade has no negative values."
    yield (
        "status NOT IN (SELECT unnest($marks))",
        "status is {status}",
        f"Known are {' '.join(LETTERS)}; `status` of the sidecar may say more.",
    )
