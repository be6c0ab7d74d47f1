"""A bare table in CSV, TSV or Parquet as DuckDB reads it: every cell a text with its line, and the first fault."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any

from generator.trade.period import Period

if TYPE_CHECKING:
    import duckdb


Fault = tuple[int, str, str]  # row, the header being 1 (0: none); problem; remedy


def mark_of(file: Path) -> str:
    """Return what stands between two cells."""
    return "\t" if ".tsv" in file.suffixes else ","


def header(file: Path) -> list[str]:
    """Return the names of the columns; none of an empty file."""
    with _opened(file, errors="surrogateescape") as text:
        first = text.readline().strip("\r\n")
    return [name.strip() for name in next(csv.reader([first], delimiter=mark_of(file)), [])]


def is_foreign(row: list[str]) -> bool:
    """Say whether a row has bytes that are no UTF-8."""
    return any("\udc80" <= sign <= "\udcff" for cell in row for sign in cell)


def uneven_rows(file: Path) -> Iterator[Fault]:
    """Yield the first row that cannot be read: another encoding, a mark that is not closed, a cell too many."""
    wide, at = 0, 0
    with _opened(file, errors="surrogateescape") as text:
        rows = csv.reader(_without_nul(text), delimiter=mark_of(file), strict=True)
        try:
            for at, row in enumerate(filter(None, rows), 1):
                wide = wide or len(row)
                if is_foreign(row):
                    yield at, "it is not UTF-8", "Save it as UTF-8."
                if len(row) != wide:
                    yield at, f"it has {len(row)} cells, and the header {wide}", "Fix the row."
        except csv.Error as fault:
            yield at + 1, f"it cannot be read: {fault}", "Close the quotation mark."


def line_of(file: Path, row: int) -> int:
    """Return the line of the file in which its row `row` begins, the header being row 1: blank lines are no rows."""
    at, before = 0, 0
    with _opened(file, errors="surrogateescape") as text, suppress(csv.Error):
        rows = csv.reader(_without_nul(text), delimiter=mark_of(file))
        for cells in rows:
            at += bool(cells)
            if at == row:
                break
            before = rows.line_num
    return before + 1


def write_even(file: Path, into: Path) -> None:
    """Write the table with one kind of line end."""
    with _opened(file) as text, into.open("w", encoding="utf-8", newline="") as out:
        rows = csv.reader(_without_nul(text), delimiter=mark_of(file))
        csv.writer(out, delimiter=mark_of(file), lineterminator="\n").writerows(row for row in rows if row)


@contextmanager
def _opened(file: Path, errors: str = "strict") -> Iterator[IO[Any]]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8-sig", errors=errors, newline=None) as text:
        yield text


def _without_nul(text: IO[Any]) -> Iterator[str]:
    """Yield the lines without a NUL, at which the reader of rows would end."""
    return (line.replace("\0", "\ufffd") for line in text)


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
_MOST_VALUE = "1e18"  # in any currency


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
        yield from _missing_columns(names, mark_of(file))
        yield from _load_text(db, file, names)
    has = [row[0] for row in db.execute("DESCRIBE every").fetchall()]
    yield from _missing_columns(has)
    texts = {one: f"coalesce(trim({one}::VARCHAR), '')" if one in has else "''" for one in COLUMNS}
    parts = ", ".join(f"{text} AS {one}" for one, text in texts.items())
    db.execute(f"CREATE TABLE told AS SELECT line, {parts} FROM every")  # noqa: S608 -- names of ours


def _missing_columns(has: Sequence[str], mark: str = "") -> Iterator[Fault]:
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
        yield from uneven_rows(file)
        with TemporaryDirectory(prefix="tradebrief-") as folder:
            write_even(file, copy := Path(folder) / "even.csv")
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
        yield f"abs(TRY_CAST({column} AS DOUBLE)) > {_MOST_VALUE}", f"{column} is {{{column}}}", "No trade is so large."
    yield "regexp_matches(series, '[\\x00-\\x1f]')", "the series has a control sign in its name", "Leave it out."
    yield "starts_with(value_usd, '-')", "value_usd is {value_usd}, below zero", "Trade has no negative values."
    yield (
        "status NOT IN (SELECT unnest($marks))",
        "status is {status}",
        f"Known are {' '.join(LETTERS)}; `status` of the sidecar may say more.",
    )


MOST_GAP = 120  # months without a row: a period that was mistyped
_WORDS = {"monthly": "a month", "quarterly": "a quarter", "annual": "a year"}


def unfit(periods: Mapping[Period, int]) -> Iterator[Fault]:
    """Yield what is wrong with periods, by the line of each: of several lengths, twice over, or decades apart."""
    yield from _of_several_lengths(periods)
    for one, line in periods.items():
        if one.frequency == "combined":
            yield from _together(one, line, periods)
    yield from _far_apart(periods)


def _of_several_lengths(periods: Mapping[Period, int]) -> Iterator[Fault]:
    plain = ["monthly" if one.frequency == "combined" else one.frequency for one in periods]
    most = max(sorted(set(plain)), key=plain.count)
    for (one, line), frequency in zip(periods.items(), plain, strict=True):
        if frequency != most:
            remedy = "Give months, quarters or years a table of their own."
            yield line, f"{one} is {_WORDS[frequency]}, and most rows are of {_WORDS[most]}", remedy


def _together(one: Period, line: int, periods: Mapping[Period, int]) -> Iterator[Fault]:
    """Yield what is wrong with months that stand together: they are January and February, and stand nowhere else."""
    if one.months != 2 or one.first % 12 != 0:  # noqa: PLR2004 -- two months, from January on
        yield line, f"{one} is not January and February", "Other months cannot be split: leave the row out."
    if also := [month for month in one.split() if month in periods]:
        yield line, f"{one} stands beside {also[0]}", "Leave the months, or their sum."


def _far_apart(periods: Mapping[Period, int]) -> Iterator[Fault]:
    """Yield a period that lies years from the others: on the side with fewer of them."""
    ordered = sorted(periods)
    for at, (one, after) in enumerate(pairwise(ordered), 1):
        if after.first - one.last.first > MOST_GAP:
            lonely = one if at <= len(ordered) - at else after
            yield periods[lonely], f"there is no row between {one} and {after}", f"Fix {lonely}, or leave it out."
