"""Newest: the last period of each trade in a batch, apart from the periods before it, which are its past.

A table that carries its history is judged as a whole, and its newest period as if it had come alone: among thirty-six
months one that slipped is too little to be seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from generator.store.engine import engine
from generator.trade.period import Period
from generator.trade.release import Batch, Coverage, LargeBatch

BEFORE = "before"  # what the periods before are called as a release: the newest one is no past of its own
_TOLD = """
    CREATE TEMP TABLE told AS
    SELECT *, first = max(first) OVER (PARTITION BY reporter, flow, months) AS is_last
    FROM read_parquet($file, hive_partitioning = false) WHERE standing = 'customs'"""


@dataclass(frozen=True)
class Apart:
    """Two Parquet files: the rows of the newest periods, and those of the periods before."""

    newest: Path
    before: Path


def apart(file: Path, room: Path) -> Apart | None:
    """Return the rows of `file` in two files in `room`; None where no trade has a period before its newest."""
    found = Apart(room / "newest.parquet", room / "before.parquet")
    with engine().cursor() as scan:
        scan.execute(_TOLD, {"file": str(file)})
        if not scan.execute("SELECT 1 FROM told WHERE NOT is_last LIMIT 1").fetchall():
            return None
        told = scan.table("told")
        told.filter("is_last").project("* EXCLUDE (is_last)").write_parquet(str(found.newest))
        before = told.filter("NOT is_last").project(f"* EXCLUDE (is_last) REPLACE ('{BEFORE}' AS release)")
        before.write_parquet(str(found.before))
    return found


def alone(batch: Batch | LargeBatch, newest: Path) -> Batch | LargeBatch:
    """Return what `batch` says of itself, of the periods in the file `newest` alone."""
    with engine().cursor() as scan:
        query = "SELECT DISTINCT reporter, flow, first, months FROM read_parquet($file, hive_partitioning = false)"
        rows = scan.execute(query, {"file": str(newest)}).fetchall()
    periods = {(reporter, flow, Period(first, months)) for reporter, flow, first, months in rows}
    told = (
        replace(one, periods=tuple(when for when in one.periods if (one.reporter, one.flow.value, when) in periods))
        for one in batch.coverage
    )
    return replace(batch, coverage=tuple(filter(_has_periods, told)), repeated=0)


def _has_periods(one: Coverage) -> bool:
    return bool(one.periods)
