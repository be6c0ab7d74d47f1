"""The texts of a large table in DuckDB, one row each with its line, as the csv module reads them.

DuckDB reads a file itself where its readings cannot differ from those of the csv module: every record is one line.
Otherwise the csv module reads, a record at a time, and DuckDB takes in what it read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator.sources.batch import ragged, refused
from generator.sources.forms import records
from generator.sources.large.unpacked import Text
from generator.sources.layout import TableLayout
from generator.sources.table import header_of, wanted
from generator.sources.valued import valued, valued_in_sql
from generator.trade.release import Refusal

if TYPE_CHECKING:
    import duckdb

Row = tuple[int, tuple[str, ...]]
_LONGEST = csv.field_size_limit()
_BY_ITSELF = """
    CREATE TABLE every AS SELECT {columns} FROM read_csv($file, columns = $names, force_not_null = $kept,
        auto_detect = false, header = true, delim = $mark, quote = '"', escape = '"', strict_mode = true,
        null_padding = false, ignore_errors = false, max_line_size = $longest)"""
_AS_READ = """
    CREATE TABLE wanted AS SELECT * FROM read_csv($file, columns = $names, force_not_null = $kept,
        auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', parallel = false)"""


def texts(db: duckdb.DuckDBPyConnection, layout: TableLayout, text: Text, document: str) -> tuple[Refusal, ...]:
    """Make `wanted` in `db`: the line of each row that is not passed over, and a column for each of our fields.

    Return the rows that have more or fewer fields than the header; LayoutFault as sources.table raises it.
    """
    with text.path.open(encoding="utf-8", newline="") as lines:
        found = records(lines, layout.delimiter)
        first = next(found, (0, ()))
        header = header_of(iter([first]), layout)
        if text.simple and first[0] == 1 and _by_itself(db, layout, text, header):
            return ()
        return _as_read(db, layout, wanted(found, header, layout), header, text.path.with_name("rows.csv"), document)


def _by_itself(db: duckdb.DuckDBPyConnection, layout: TableLayout, text: Text, header: tuple[str, ...]) -> bool:
    """Let DuckDB read the file; False, and nothing made, where a record is not one line or not as the header."""
    import duckdb

    names = {f"c{place}": "VARCHAR" for place in range(len(header))}
    fields = {field: f"c{header.index(column)}" for field, column in layout.columns.items()}
    only = {name: f"c{header.index(name)}" for name in layout.only}
    columns = ", ".join(dict.fromkeys((*fields.values(), *only.values())))
    if layout.valued:
        columns += f", {valued_in_sql(layout, header, lambda name: f'c{header.index(name)}')} AS valuation"
        fields["valuation"] = "valuation"
    values = {"file": str(text.path), "names": names, "kept": list(names), "mark": layout.delimiter}
    try:
        db.execute(_BY_ITSELF.format(columns=columns), values | {"longest": _LONGEST})
    except duckdb.Error:
        return False
    if count(db, "every") != text.lines - 1:
        db.execute("DROP TABLE every")
        return False
    where = " AND ".join(f"{only[name]} IN ({_known(db, only[name], layout.only[name])})" for name in only)
    told = ", ".join(f"{column} AS {field}" for field, column in fields.items())
    db.execute(f"CREATE VIEW wanted AS SELECT rowid + 2 AS line, {told} FROM every WHERE {where or 'true'}")  # noqa: S608
    return True


def _known(db: duckdb.DuckDBPyConnection, column: str, words: tuple[str, ...]) -> str:
    """Return the texts of a column that are one of `words` but for blanks around them, as SQL writes them."""
    found = db.execute(f"SELECT DISTINCT {column} FROM every").fetchall()  # noqa: S608 -- a name of ours
    return ", ".join(["NULL", *(literal(text) for (text,) in found if text.strip() in words)])


def _as_read(
    db: duckdb.DuckDBPyConnection,
    layout: TableLayout,
    rows: Iterator[Row],
    header: tuple[str, ...],
    path: Path,
    document: str,
) -> tuple[Refusal, ...]:
    """Write what the csv module reads to `path`, and let DuckDB take that in."""
    places = [header.index(column) for column in layout.columns.values()]
    refusals, meant = [], valued(layout, header)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for line, fields in rows:
            if len(fields) == len(header):
                told = (meant(fields),) if meant else ()
                writer.writerow([line, *(fields[place] for place in places), *told])
            else:
                refusals.append(refused(layout, document, line, ragged(fields, header, layout.delimiter)))
    names = {"line": "INTEGER"} | dict.fromkeys(layout.fields, "VARCHAR")
    db.execute(_AS_READ, {"file": str(path), "names": names, "kept": list(layout.fields)})
    path.unlink()
    return tuple(refusals)


def count(db: duckdb.DuckDBPyConnection, table: str) -> int:
    """Return how many rows `table` has."""
    [(rows,)] = db.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608 -- a name of ours
    return int(rows)


def literal(text: str) -> str:
    """Return `text` as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
