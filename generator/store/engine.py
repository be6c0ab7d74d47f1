"""DuckDB in memory, one for the process: it starts in ten milliseconds, which a build would pay for every question."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


@cache
def engine() -> duckdb.DuckDBPyConnection:
    """Return the connection; each question takes a cursor of it. No extension is ever fetched: Parquet is built in."""
    import duckdb

    offline: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    made = duckdb.connect(":memory:", config=offline)
    made.execute("SET GLOBAL parquet_metadata_cache = true")  # a release's file never changes
    return made
