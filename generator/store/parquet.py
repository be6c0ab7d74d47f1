"""Parquet: one immutable file per release, sorted by series, with the columns of trade.columns. DuckDB reads it.

Money is DECIMAL(38, 9): exact, and readable by any tool that reads Parquet.
"""

from __future__ import annotations

import atexit
import csv
import io
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, Any

from generator.errors import GeneratorError
from generator.trade.columns import BY_SERIES, COLUMNS, row_of
from generator.trade.release import Batch

if TYPE_CHECKING:
    import duckdb


_MEMORY = "640MiB"  # DuckDB's limit; a query that needs more writes temporary files
_KINDS = {"text": "VARCHAR", "count": "INTEGER", "money": "DECIMAL(38, 9)", "day": "DATE"}
_COPY = """
    COPY (SELECT * FROM read_csv($file, columns = $columns, force_not_null = $texts, auto_detect = false,
        header = true, delim = ',', quote = '"', escape = '"', new_line = '\\n', parallel = false))
    TO '{target}' (FORMAT parquet, COMPRESSION zstd)"""
# The columns that make up a release's content. A figure's place in the file is not content.
_SELDOM = ("valuation", "published_yoy_printed")  # columns added later: content only where they have a value
_ASIDE = {"release", "raw", "line", "quantity_line", "published"}
_CONTENT = tuple(name for name in COLUMNS if name not in {*_ASIDE, *_SELDOM})
_MONEY = tuple(name for name, kind in COLUMNS.items() if kind == "money")


@cache
def engine() -> duckdb.DuckDBPyConnection:
    """Return the DuckDB connection. Each query uses its own cursor. No extension is fetched: Parquet is built in."""
    import duckdb

    spilt = Path(gettempdir(), f"tradebrief-{os.getpid()}")
    atexit.register(_remove_spilled, spilt, os.getpid())
    config: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": _MEMORY,
        "temp_directory": str(spilt),
    }
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("SET GLOBAL parquet_metadata_cache = true")  # a release's file never changes
    return connection


def _remove_spilled(spilt: Path, owner: int) -> None:
    """Remove DuckDB's temporary files, unless this process was forked from `owner`."""
    if os.getpid() == owner:
        shutil.rmtree(spilt, ignore_errors=True)


def parquet_path(folder: Path, release: str) -> Path:
    """Return the path of the figures of `release`: `gacc-press.2026-01-27.ab12….parquet` in `folder`."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+/[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9a-f]{12}(-[0-9a-f]{8})?", release):
        msg = f"{release!r} cannot name a file. A source's name has letters, digits, - and _."
        raise GeneratorError(msg)
    return folder / f"{release.replace('/', '.')}.parquet"


def as_parquet(batch: Batch) -> bytes:
    """Return the batch's observations as a Parquet file. Equal batches give equal bytes, whatever their order."""
    sheet = sheet_of(COLUMNS, map(itemgetter(*COLUMNS), _rows(batch)))
    return parquet_of(sheet, {name: _KINDS[kind] for name, kind in COLUMNS.items()})


def sheet_of(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV with a header row, the form that `parquet_of` takes."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return sheet.getvalue()


def parquet_of(sheet: str, types: Mapping[str, str]) -> bytes:
    """Return a CSV sheet with a header row as Parquet. `types` are DuckDB's, by column. An empty text is not null."""
    with TemporaryDirectory(prefix="tradebrief-") as place, engine().cursor() as page:
        rows = Path(place, "rows.csv")
        parquet = Path(place, "rows.parquet")
        rows.write_text(sheet, encoding="utf-8", newline="")
        texts = [name for name, kind in types.items() if kind == "VARCHAR"]
        target = str(parquet).replace("'", "''")
        page.execute(_COPY.format(target=target), {"file": str(rows), "columns": dict(types), "texts": texts})
        return parquet.read_bytes()


def content_of(batch: Batch) -> str:
    """Return a digest of the batch's content. Answers with the same figures have the same digest."""
    content = itemgetter(*_CONTENT)
    rows = [[*map(str, content(row)), *(row[name] for name in _SELDOM if row[name])] for row in _rows(batch)]
    scopes = [
        [scope.reporter, scope.partner, scope.flow, scope.codes, list(map(str, scope.periods))]
        for scope in batch.coverage
    ]
    return sha256(json.dumps([rows, scopes]).encode()).hexdigest()


def _rows(batch: Batch) -> list[dict[str, Any]]:
    """Return a row for each observation, sorted by series. Money is text without an exponent."""
    rows = sorted(map(row_of, batch.observations), key=itemgetter(*BY_SERIES))
    for row in rows:
        row.update({name: f"{row[name]:f}" for name in _MONEY if row[name] is not None})
    return rows
