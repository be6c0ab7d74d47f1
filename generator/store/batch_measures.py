"""Measure a batch before it is recorded: its own parts, and how it compares with what the store knows.

intake.plausibility judges a batch by these measures. DuckDB does the sums. The result is a few rows for each reporter,
flow and period, plus the odd pairs and lines. Values are doubles here: they serve to judge, and are never published.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from generator.store.parquet import engine
from generator.store.releases import Release
from generator.trade.period import Period
from generator.trade.release import Batch, Coverage, LargeBatch

MONTHS = 13  # how many months of history to read before and after the batch: enough for the same month a year earlier
SPANS = 3  # how many periods of history to read, where that many are longer than MONTHS
ROWS = 500_000  # about how many rows of history to read at most, so that a month's cost does not grow with the store
BEFORE = "before"  # the release name given to a batch's own earlier periods when its newest one is measured alone
_PARAMETER = re.compile(r"\$(\w+)")
_ROWS_OF = "FROM read_parquet($file, hive_partitioning = false)"
_SPAN = f"SELECT min(first), max(first), max(months) {_ROWS_OF} WHERE standing = 'customs'"
_SPLIT = f"""
    CREATE TEMP TABLE split AS
    SELECT *, first = max(first) OVER (PARTITION BY reporter, flow, months) AS is_last {_ROWS_OF}
    WHERE standing = 'customs'"""


@dataclass(frozen=True)
class Group:
    """One reporter, flow and period of a batch. A line's usual size is the median of its known values."""

    reporter: str
    flow: str
    period: Period
    lines: int  # rows
    known: int  # lines with a value that also have a usual size
    usual: float  # sum of the usual sizes of the known lines
    now: float  # sum of the values of the known lines in this batch
    rest_usual: float  # `usual` without the largest line
    rest_now: float  # `now` without the largest line
    near: Mapping[int, tuple[int, float]]  # by power of ten: lines that moved by about that factor, their usual value
    unit_values: int  # lines that have a usual unit value
    unit_shift: float  # the median movement of unit values, in powers of ten
    established: int  # lines that are normally present
    established_usual: float  # their usual value
    gone: int  # established lines that are missing
    gone_usual: float  # their usual value
    complete: bool  # whether a missing line means no trade
    zeros: int  # lines with the value 0
    withheld: int  # lines without a value
    positive_before: int  # lines whose usual size is above 0
    unwithheld: int  # lines with the value 0 that were withheld before
    units: int  # lines whose unit of quantity differs from the earlier one
    units_known: int  # lines whose unit of quantity is known now and earlier
    editions: tuple[str, ...]
    edition_before: str
    edition_since: int  # first month, counted from year 0, of the newest period in `edition_before`
    edition_span: int  # that period's length in months
    currencies: tuple[str, ...]
    currencies_before: tuple[str, ...]
    valuations: tuple[str, ...]
    valuations_before: tuple[str, ...]


@dataclass(frozen=True)
class SparsePair:
    """A pair and period with only `lines` rows, where it usually has `usual`."""

    reporter: str
    partner: str
    flow: str
    period: Period
    lines: int
    usual: float


@dataclass(frozen=True)
class OddLine:
    """A line that differs from its usual value, or from its usual unit value where `of` is "unit value".

    `times` is the ratio of the two.
    """

    reporter: str
    partner: str
    flow: str
    code: str
    period: Period
    of: str
    times: float


@dataclass(frozen=True)
class PrintedTotal:
    """A printed total and the sum of its parts, both as published, which differ by more than rounding allows."""

    reporter: str
    partner: str
    flow: str
    code: str
    period: Period
    of: str  # "lines" (of a heading) or "partners" (of the world)
    printed: float
    summed: float
    slack: float  # the difference that rounding allows
    parts: int
    withheld: int  # parts without a value
    complete: bool  # whether the release claims to have every part


@dataclass(frozen=True)
class RepeatedPair:
    """A pair and period whose `lines` figures are all equal to those of the period `other`.

    `within` is true where both periods are in the batch itself: that may be an office's own rounding. Figures that
    repeat an earlier release point to a stale copy.
    """

    reporter: str
    partner: str
    flow: str
    period: Period
    other: Period
    lines: int
    within: bool = False


@dataclass(frozen=True)
class Facts:
    """The measures of one batch."""

    groups: tuple[Group, ...]
    sparse_pairs: tuple[SparsePair, ...] = ()
    odd_lines: tuple[OddLine, ...] = ()
    totals: tuple[PrintedTotal, ...] = ()
    repeated_pairs: tuple[RepeatedPair, ...] = ()
    repeated: int = 0  # rows that were the same as another row
    newest: Facts | None = None  # the newest periods measured against the earlier ones; None where there are none


def periods_in(file: Path) -> frozenset[Period]:
    """Return the periods for which a Parquet file has figures."""
    return frozenset(Period(*row) for row in _query(file, f"SELECT DISTINCT first, months {_ROWS_OF}"))


def texts_in(file: Path, column: str) -> tuple[str, ...]:
    """Return the distinct texts in a column of a Parquet file, in order."""
    query = f"SELECT DISTINCT {column} {_ROWS_OF} ORDER BY ALL"
    return tuple(text for (text,) in _query(file, query))


def _query(file: Path, query: str) -> list[tuple[Any, ...]]:
    with engine().cursor() as scan:
        return scan.execute(query, {"file": str(file)}).fetchall()


def span_of(batch: Batch | LargeBatch, file: Path) -> tuple[int, int]:
    """Return the first and the last month of the history that `measure` needs for `batch`, whose rows are in `file`."""
    spans = [(when.first, when.months) for scope in batch.coverage for when in scope.periods]
    [(first, last, months)] = _query(file, _SPAN)
    if first is not None:
        spans += [(first, months), (last, months)]
    reach = max((MONTHS, *(SPANS * months for _, months in spans)))
    return min(first for first, _ in spans) - reach, max(first for first, _ in spans) + reach


def nearest(batch: Batch | LargeBatch, past: Sequence[Release]) -> list[Release]:
    """Return the releases nearest in time to the batch, in order, stopping once they have ROWS rows together."""
    first = batch.period.first
    by_distance = sorted(past, key=lambda release: (abs(release.period.first - first), -release.sequence))
    chosen = set()
    rows = 0
    for release in by_distance:
        if rows < ROWS:
            chosen.add(release.sequence)
            rows += release.rows
    return [release for release in past if release.sequence in chosen]


def measure(
    batch: Batch | LargeBatch,
    file: Path,
    history: Sequence[tuple[str, Path]],
    limits: Mapping[str, float],
    *,
    is_whole: bool,
) -> Facts:
    """Return the measures of `batch`, whose rows are in `file`.

    `history` has the earlier releases of its source as name and file, in the order in which they count. `limits` are
    the thresholds from which a pair, a line or a sum is reported (settings.tolerances). `is_whole` says that the batch
    is about every code.
    """
    since, until = span_of(batch, file)
    values = _values(batch, file, history) | {**limits, "since": since, "until": until, "whole": is_whole}
    with engine().cursor() as scan:
        for statement in _statements():
            scan.execute(statement, {name: values[name] for name in _PARAMETER.findall(statement)})

        def rows(table: str) -> list[dict[str, Any]]:
            result = scan.execute(f"SELECT * FROM {table}")  # noqa: S608 -- our own
            names = [column[0] for column in result.description or ()]
            return [_with_period(dict(zip(names, row, strict=True))) for row in result.fetchall()]

        near: dict[tuple[str, str, Period], dict[int, tuple[int, float]]] = defaultdict(dict)
        for row in rows("shifts"):
            near[row["reporter"], row["flow"], row["period"]][row["power"]] = (row["lines"], row["usual"])
        groups: list[Group] = []
        for row in rows("groups"):
            texts = {name: tuple(sorted(text)) for name, text in row.items() if isinstance(text, list)}
            groups.append(Group(**row | texts, near=near[row["reporter"], row["flow"], row["period"]]))
        return Facts(
            groups=tuple(groups),
            sparse_pairs=tuple(SparsePair(**row) for row in rows("few")),
            odd_lines=tuple(OddLine(**row) for row in rows("odd")),
            totals=tuple(PrintedTotal(**row) for row in rows("sums")),
            repeated_pairs=tuple(RepeatedPair(**row) for row in rows("same")),
            repeated=batch.repeated,
        )


@cache
def _statements() -> tuple[str, ...]:
    return tuple(files("generator.store").joinpath("batch_measures.sql").read_text(encoding="utf-8").split(";\n"))


def _values(batch: Batch | LargeBatch, file: Path, history: Sequence[tuple[str, Path]]) -> dict[str, Any]:
    covered = [(scope, when) for scope in batch.coverage for when in scope.periods]
    codes: set[str] = set()
    for scope in batch.coverage:
        codes.update(scope.codes)
    is_of_all_codes = any(scope.codes == () for scope in batch.coverage)
    return {
        "file": str(file),
        "files": [str(file), *(str(path) for _, path in history)],  # the batch's own file has every column
        "releases": ["", *(name for name, _ in history)],  # DuckDB could not tell the type of an empty list
        "all": batch.covers == "all",
        "codes": [""] if is_of_all_codes else sorted(codes),
        "reporters": [scope.reporter for scope, _ in covered],
        "partners": [scope.partner for scope, _ in covered],
        "flows": [scope.flow.value for scope, _ in covered],
        "firsts": [when.first for _, when in covered],
        "lengths": [when.months for _, when in covered],
    }


def _with_period(row: dict[str, Any]) -> dict[str, Any]:
    first = row.pop("first")
    months = row.pop("months")
    if "other" in row:
        row["other"] = Period(row["other"], months)
    return row | {"period": Period(first, months)}


def split(file: Path, folder: Path) -> tuple[Path, Path] | None:
    """Return two files in `folder`: the rows of the newest periods of `file`, and the rows of the earlier periods.

    Return None where no trade has more than one period.
    """
    newest = folder / "newest.parquet"
    before = folder / "before.parquet"
    with engine().cursor() as scan:
        scan.execute(_SPLIT, {"file": str(file)})
        if not scan.execute("SELECT 1 FROM split WHERE NOT is_last LIMIT 1").fetchall():
            return None
        rows = scan.table("split")
        rows.filter("is_last").project("* EXCLUDE (is_last)").write_parquet(str(newest))
        earlier = rows.filter("NOT is_last").project(f"* EXCLUDE (is_last) REPLACE ('{BEFORE}' AS release)")
        earlier.write_parquet(str(before))
    return newest, before


def of_periods_in(file: Path, batch: Batch | LargeBatch) -> Batch | LargeBatch:
    """Return `batch` with its coverage cut to the periods that are in `file`."""
    rows = _query(file, f"SELECT DISTINCT reporter, flow, first, months {_ROWS_OF}")
    periods = {(reporter, flow, Period(first, months)) for reporter, flow, first, months in rows}
    coverage: list[Coverage] = []
    for scope in batch.coverage:
        within = tuple(period for period in scope.periods if (scope.reporter, scope.flow.value, period) in periods)
        if within:
            coverage.append(replace(scope, periods=within))
    return replace(batch, coverage=tuple(coverage), repeated=0)
