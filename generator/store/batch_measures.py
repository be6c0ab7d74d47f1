"""A batch that is not recorded yet, measured by its own parts and against what the store knows (intake judges by it).

DuckDB adds everything up; what comes back are a few rows for each reporter, flow and period, and the odd ones among
pairs and lines. Values are doubles here: they judge, and are never printed as a figure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from generator.store.batch_facts import Facts, Few, Group, MeasureLimits, Odd, Same, Sum
from generator.store.parquet import engine
from generator.store.releases import Release
from generator.trade.period import Period
from generator.trade.release import Batch, Coverage, LargeBatch

MONTHS = 13  # of history on either side: the same month a year before is within
SPANS = 3  # or so many periods, where they are longer
ROWS = 500_000  # of history: what a month costs does not grow with it


_PLACE = re.compile(r"\$(\w+)")
_SPAN = "SELECT min(first), max(first), max(months) FROM read_parquet($file) WHERE standing = 'customs'"
BEFORE = "before"  # what the periods before are called as a release: the newest one is no past of its own
_SPLIT = """
    CREATE TEMP TABLE told AS
    SELECT *, first = max(first) OVER (PARTITION BY reporter, flow, months) AS is_last
    FROM read_parquet($file, hive_partitioning = false) WHERE standing = 'customs'"""


def periods_in(file: Path) -> frozenset[Period]:
    """Return the periods of which a Parquet file has figures."""
    with engine().cursor() as scan:
        found = scan.execute("SELECT DISTINCT first, months FROM read_parquet($file)", {"file": str(file)}).fetchall()
    return frozenset(Period(*row) for row in found)


def texts_in(file: Path, column: str) -> tuple[str, ...]:
    """Return the texts that a column of a Parquet file has, each once and in order."""
    with engine().cursor() as scan:
        query = f"SELECT DISTINCT {column} FROM read_parquet($file) ORDER BY ALL"  # noqa: S608 -- a name of ours
        return tuple(text for (text,) in scan.execute(query, {"file": str(file)}).fetchall())


def span_of(batch: Batch | LargeBatch, file: Path) -> tuple[int, int]:
    """Return the first and the last month of which history is wanted for `batch`, whose rows are in `file`."""
    told = [(when.first, when.months) for one in batch.coverage for when in one.periods]
    with engine().cursor() as scan:
        [row] = scan.execute(_SPAN, {"file": str(file)}).fetchall()
    if row[0] is not None:
        told.append((row[0], row[2]))
        told.append((row[1], row[2]))
    reach = max((MONTHS, *(SPANS * months for _, months in told)))
    return min(first for first, _ in told) - reach, max(first for first, _ in told) + reach


def nearest(batch: Batch | LargeBatch, past: Sequence[Release]) -> list[Release]:
    """Return the releases nearest in time to the batch that together have not much more than ROWS rows, in order."""
    chosen, rows = set(), 0
    for one in sorted(past, key=lambda one: (abs(one.period.first - batch.period.first), -one.sequence)):
        if rows < ROWS:
            chosen.add(one.sequence)
            rows += one.rows
    return [one for one in past if one.sequence in chosen]


def is_torn(batch: Batch | LargeBatch, past: Sequence[Release]) -> bool:
    """Say whether rows of a file were set aside that else were every line, as files of its source were before."""
    return bool(batch.refusals) and any(one.covers == "all" for one in past)


def measured(
    batch: Batch | LargeBatch, file: Path, history: Sequence[tuple[str, Path]], limits: MeasureLimits, *, torn: bool
) -> Facts:
    """Return what is to be known of `batch`, whose rows are in `file`.

    `history` are releases of its source by name, in the order in which they count, each with its file. A `torn` file is
    about every code, though it lacks some.
    """
    since, until = span_of(batch, file)
    values = _values(batch, file, history) | asdict(limits) | {"since": since, "until": until}
    values["whole"] = torn or batch.covers == "all"
    with engine().cursor() as scan:
        for statement in _statements():
            scan.execute(statement, {name: values[name] for name in _PLACE.findall(statement)})

        def rows(table: str) -> list[dict[str, Any]]:
            found = scan.execute(f"SELECT * FROM {table}")  # noqa: S608 -- our own
            names = [column[0] for column in found.description or ()]
            return [_with_period(dict(zip(names, row, strict=True))) for row in found.fetchall()]

        near: dict[tuple[str, str, Period], dict[int, tuple[int, float]]] = defaultdict(dict)
        for row in rows("shifts"):
            near[row["reporter"], row["flow"], row["period"]][row["power"]] = (row["lines"], row["usual"])
        return Facts(
            groups=tuple(_group(row, near[row["reporter"], row["flow"], row["period"]]) for row in rows("groups")),
            few=tuple(Few(**row) for row in rows("few")),
            odd=tuple(Odd(**row) for row in rows("odd")),
            sums=tuple(Sum(**row) for row in rows("sums")),
            same=tuple(Same(**row) for row in rows("same")),
            repeated=batch.repeated,
        )


@cache
def _statements() -> tuple[str, ...]:
    return tuple(files("generator.store").joinpath("batch_measures.sql").read_text(encoding="utf-8").split(";\n"))


def _values(batch: Batch | LargeBatch, file: Path, history: Sequence[tuple[str, Path]]) -> dict[str, Any]:
    told = [(one, when) for one in batch.coverage for when in one.periods]
    scopes = {one.codes for one in batch.coverage}
    return {
        "file": str(file),
        "files": [str(file), *(str(path) for _, path in history)],  # the batch's own has every column
        "releases": ["", *(name for name, _ in history)],  # an empty list would have no type
        "all": batch.covers == "all",
        "codes": [""] if () in scopes else sorted({code for codes in scopes for code in codes}),
        "reporters": [one.reporter for one, _ in told],
        "partners": [one.partner for one, _ in told],
        "flows": [one.flow.value for one, _ in told],
        "firsts": [when.first for _, when in told],
        "lengths": [when.months for _, when in told],
    }


def _with_period(row: dict[str, Any]) -> dict[str, Any]:
    first, months = row.pop("first"), row.pop("months")
    other = {"other": Period(row["other"], months)} if "other" in row else {}
    return row | other | {"period": Period(first, months)}


def _group(row: dict[str, Any], near: Mapping[int, tuple[int, float]]) -> Group:
    lists = ("editions", "currencies", "currencies_before", "valuations", "valuations_before")
    return Group(**row | {name: tuple(sorted(row[name])) for name in lists}, near=near)


@dataclass(frozen=True)
class Apart:
    """Two Parquet files: the rows of the newest periods, and those of the periods before."""

    newest: Path
    before: Path


def apart(file: Path, room: Path) -> Apart | None:
    """Return the rows of `file` in two files in `room`; None where no trade has a period before its newest."""
    found = Apart(room / "newest.parquet", room / "before.parquet")
    with engine().cursor() as scan:
        scan.execute(_SPLIT, {"file": str(file)})
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
