"""Parquet: the rows of a file as texts, read by DuckDB; a place is the number of the record, from 1."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from generator.sources.cell_text import as_text
from generator.sources.faults import LayoutFault, quoted
from generator.sources.table_layout import TableLayout

if TYPE_CHECKING:
    import duckdb

MOST = 1024 * 2**20  # bytes that the columns may come to
ROWS = 10_000_000
LONGEST = 10_000  # characters of one text
_PIECE = 10_000  # rows
_FILE = "read_parquet($file, hive_partitioning = false)"
_SIZES = "SELECT max(num_rows), max(num_row_groups) FROM parquet_file_metadata($file)"
_UNPACKED = "SELECT coalesce(sum(total_uncompressed_size), 0) FROM parquet_metadata($file)"
_PLAIN = ("VARCHAR", "DATE", "TIMESTAMP", "BOOLEAN", "FLOAT", "DOUBLE", "DECIMAL")
_AGAIN = "Fetch it again."


def rows_of_parquet(layout: TableLayout, raw: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the header and every row of a Parquet file, or raise LayoutFault."""
    import duckdb

    if not raw.startswith(b"PAR1"):
        raise LayoutFault(problem="the file is no Parquet, as declared.", remedy=_AGAIN)
    with TemporaryDirectory(prefix="tradebrief-") as place, _engine().cursor() as page:
        file = Path(place, "table.parquet")
        file.write_bytes(raw)
        try:
            yield from _rows(page, {"file": str(file)}, layout)
        except (duckdb.Error, OverflowError, UnicodeDecodeError) as fault:
            first = str(fault).splitlines()[0].replace(str(file), "it")
            problem = f"this is no Parquet that can be read: {quoted(first)}."
            raise LayoutFault(problem, remedy=_AGAIN) from None


def _rows(page: duckdb.DuckDBPyConnection, of: dict[str, str], layout: TableLayout) -> Iterator[tuple[int, Any]]:
    (count, _), (size,) = _one(page, _SIZES, of), _one(page, _UNPACKED, of)
    if count > ROWS or size > MOST:
        problem = f"the file has {count:,} rows and comes to {size >> 20:,} MiB; at most {ROWS:,} and {MOST >> 20:,}."
        raise LayoutFault(problem, remedy="Split it by year.")
    columns = page.execute(f"DESCRIBE SELECT * FROM {_FILE}", of).fetchall()  # noqa: S608 -- no text from outside
    if nested := next((name for name, kind, *_ in columns if not _is_plain(kind)), None):
        raise LayoutFault(problem=f"column {quoted(nested)} holds no plain texts, numbers or days.", remedy=_AGAIN)
    long = "SELECT max(greatest(0, strlen(columns(*)::VARCHAR))) FROM "
    if any((most or 0) > LONGEST for most in _one(page, f"{long}{_FILE}", of)):
        raise LayoutFault(problem=f"a text has more than {LONGEST:,} characters.", remedy=_AGAIN)
    yield 0, tuple(name for name, *_ in columns)
    single = [f'"{name.replace(chr(34), chr(34) * 2)}"' for name, kind, *_ in columns if kind == "FLOAT"]
    exact = ", ".join(f"{name}::VARCHAR::DOUBLE AS {name}" for name in single)  # 0.1 and not 0.10000000149
    result = page.execute(f"SELECT * {f'REPLACE ({exact})' if exact else ''} FROM {_FILE}", of)  # noqa: S608 -- quoted
    number = 0
    while piece := result.fetchmany(_PIECE):
        for number, row in enumerate(piece, start=number + 1):  # noqa: B020 -- it goes on where the last piece ended
            yield number, tuple(as_text(part, layout.decimal_mark) for part in row)


def _one(page: duckdb.DuckDBPyConnection, query: str, of: dict[str, str]) -> tuple[Any, ...]:
    return page.execute(query, of).fetchone() or ()


def _is_plain(kind: str) -> bool:
    if kind.endswith(("]", "WITH TIME ZONE")):  # of a moment only its own zone knows the day
        return False
    return kind.startswith(_PLAIN) or kind.endswith(("INT", "INTEGER"))


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """Return a connection of this room; no extension is ever fetched: Parquet is built in."""
    import duckdb

    offline: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    return duckdb.connect(":memory:", config=offline)
