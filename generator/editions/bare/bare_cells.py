"""Texts: a bare table as DuckDB reads it, every cell a text with its line, and the first that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from generator.editions.bare.bare_lines import Fault, even, header, is_foreign, mark_of, odd

if TYPE_CHECKING:
    import duckdb

NEEDED = ("series", "period", "value_usd")
COLUMNS = (*NEEDED, "level", "parent", "quantity", "quantity_unit", "status", "published_yoy")
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
NEAR, ALIKE = 0.6, 0.85  # how like a name is to that of a column that is needed, or may be there
MOST = "1e18"  # in any currency


def load(db: duckdb.DuckDBPyConnection, file: Path) -> Iterator[Fault]:
    """Make `told` in `db`: the texts of the file with their lines; yield what is wrong with its header."""
    if file.suffix == ".parquet":
        db.execute("CREATE TABLE every AS SELECT row_number() OVER () AS line, * FROM read_parquet($1)", [str(file)])
    else:
        names = header(file)
        if not any(names):
            yield 0, "its first line is empty", f"It needs {', '.join(NEEDED)}."
        if is_foreign(names):
            yield 1, "it is not UTF-8", "Save it as UTF-8."
        if len(set(names)) != len(names):
            yield 1, "two columns have one name", "Leave one out."
        yield from _lacking(names, mark_of(file))
        yield from _load_text(db, file, names)
    has = [row[0] for row in db.execute("DESCRIBE every").fetchall()]
    yield from _lacking(has)
    texts = {one: f"coalesce(trim({one}::VARCHAR), '')" if one in has else "''" for one in COLUMNS}
    parts = ", ".join(f"{text} AS {one}" for one, text in texts.items())
    db.execute(f"CREATE TABLE told AS SELECT line, {parts} FROM every")  # noqa: S608 -- names of ours


def _lacking(has: Sequence[str], mark: str = "") -> Iterator[Fault]:
    """Yield a column that it needs and does not have, or has by nearly its name; `mark` stands between its cells."""
    for one in NEEDED:
        if one not in has:
            needs = f"It needs {', '.join(NEEDED)}; it may have {', '.join(COLUMNS[3:])}."
            yield 1, f"it has no column {one}", f"{_other_mark(has, mark) or _named_nearly(one, has, NEAR)}{needs}"
    for one in COLUMNS[len(NEEDED) :]:
        if one not in has and (nearly := _named_nearly(one, has, ALIKE)):
            yield 1, f"it has no column {one}", nearly.rstrip()


def _other_mark(has: Sequence[str], mark: str) -> str:
    """Return what to do with a header whose cells stand apart by another mark."""
    known = {";": "semicolons", "\t": "tabs", "|": "bars", ",": "commas"}
    for other, name in known.items():
        if mark and other != mark and len(has) == 1 and other in has[0]:
            ours = "tabs, as its name says" if mark == "\t" else "commas, or, with tabs, as .tsv"
            return f"Its cells stand apart by {name}: save it with {ours}. "
    return ""


def _named_nearly(column: str, has: Sequence[str], alike: float) -> str:
    """Return how to name what is nearly called `column`."""
    plain = {re.sub(r"\W+", "_", one.strip().lower()): one for one in has if one not in COLUMNS}
    nearest = get_close_matches(column, plain, 1, alike)
    return f"Call the column {plain[nearest[0]]!r} {column}. " if nearest else ""


def _load_text(db: duckdb.DuckDBPyConnection, file: Path, names: list[str]) -> Iterator[Fault]:
    """Make `every` of a file in text; what DuckDB cannot read is looked at line by line, or only made even for it."""
    import duckdb

    asked = {"mark": mark_of(file), "names": dict.fromkeys(names, "VARCHAR")}
    try:
        db.execute(_CSV, {"file": str(file), **asked})
    except duckdb.Error:
        yield from odd(file)
        with TemporaryDirectory(prefix="tradebrief-") as folder:
            even(file, copy := Path(folder) / "even.csv")
            db.execute(_CSV, {"file": str(copy), **asked})


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
    for column in ("value_usd", "quantity", "published_yoy"):
        remedy = "Write it as 1234.5; of one that is not known leave the cell empty."
        yield f"{column} <> '' AND {number.format(column)}", f"{column} is {{{column}}}", remedy
    for column in ("value_usd", "quantity"):
        yield f"abs(TRY_CAST({column} AS DOUBLE)) > {MOST}", f"{column} is {{{column}}}", "No trade is so large."
    yield "regexp_matches(series, '[\\x00-\\x1f]')", "the series has a control sign in its name", "Leave it out."
    yield "starts_with(value_usd, '-')", "value_usd is {value_usd}, below zero", "Trade has no negative values."
    yield (
        "status NOT IN (SELECT unnest($marks))",
        "status is {status}",
        f"Known are {' '.join(LETTERS)}; `status` of the sidecar may say more.",
    )
