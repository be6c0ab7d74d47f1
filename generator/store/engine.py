"""DuckDB in memory, one for the process: it starts in ten milliseconds, which a build would pay for every question."""

from __future__ import annotations

import atexit
import os
import shutil
from functools import cache
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

_MEMORY = "640MiB"  # what it may hold; more of a question goes to the disk until it is answered


@cache
def engine() -> duckdb.DuckDBPyConnection:
    """Return the connection; each question takes a cursor of it. No extension is ever fetched: Parquet is built in."""
    import duckdb

    spilt = Path(gettempdir(), f"tradebrief-{os.getpid()}")
    atexit.register(_clear, spilt, os.getpid())
    config: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": _MEMORY,
        "temp_directory": str(spilt),
    }
    made = duckdb.connect(":memory:", config=config)
    made.execute("SET GLOBAL parquet_metadata_cache = true")  # a release's file never changes
    return made


def _clear(spilt: Path, owner: int) -> None:
    """Remove what went to the disk, unless this is a process that was forked off its owner."""
    if os.getpid() == owner:
        shutil.rmtree(spilt, ignore_errors=True)
