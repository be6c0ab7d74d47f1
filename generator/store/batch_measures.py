"""What is measured of a batch that is not recorded yet: by its own parts, and against what the store knows.

intake.plausibility judges by it. DuckDB adds everything up; what comes back are a few rows for each reporter, flow and
period, and the odd ones among pairs and lines. Values are doubles here: they judge, and are never printed as a figure.
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

MONTHS = 13  # of history on either side: the same month a year before is within
SPANS = 3  # or so many periods, where they are longer
ROWS = 500_000  # of history: what a month costs does not grow with it
BEFORE = "before"  # what the periods before are called as a release: the newest one is no past of its own
_PARAMETER = re.compile(r"\$(\w+)")
_ROWS_OF = "FROM read_parquet($file, hive_partitioning = false)"
_SPAN = f"SELECT min(first), max(first), max(months) {_ROWS_OF} WHERE standing = 'customs'"
_SPLIT = f"""
    CREATE TEMP TABLE split AS
    SELECT *, first = max(first) OVER (PARTITION BY reporter, flow, months) AS is_last {_ROWS_OF}
    WHERE standing = 'customs'"""


@dataclass(frozen=True)
class Group:
    """One reporter, flow and period of a batch: `lines` rows, of which `known` have a usual size.

    `usual` and `now` are what those come to as a rule and here; `rest_usual` and `rest_now` without the largest line.
    `near` has, by power of ten, how many of them moved by about that factor, and their usual value. `unit_values`
    lines have a usual unit value, and `unit_shift` is the middle one's movement in powers of ten. `established` lines
    are there as a rule (`established_usual` is their value), `gone` of them are missing, worth `gone_usual`;
    `complete` says whether a missing line means no trade. `units` lines have another unit of quantity than before.
    """

    reporter: str
    flow: str
    period: Period
    lines: int
    known: int
    usual: float
    now: float
    rest_usual: float
    rest_now: float
    near: Mapping[int, tuple[int, float]]
    unit_values: int
    unit_shift: float
    established: int
    established_usual: float
    gone: int
    gone_usual: float
    complete: bool
    zeros: int
    withheld: int
    positive_before: int
    unwithheld: int
    units: int
    units_known: int
    editions: tuple[str, ...]
    edition_before: str
    edition_since: int
    edition_span: int
    currencies: tuple[str, ...]
    currencies_before: tuple[str, ...]
    valuations: tuple[str, ...]
    valuations_before: tuple[str, ...]


@dataclass(frozen=True)
class SparsePair:
    """A pair and period with `lines` rows where it has `usual` as a rule."""

    reporter: str
    partner: str
    flow: str
    period: Period
    lines: int
    usual: float


@dataclass(frozen=True)
class OddLine:
    """A line that moved by `times` its usual size (value), or its usual unit value where `of` is "unit value"."""

    reporter: str
    partner: str
    flow: str
    code: str
    period: Period
    of: str
    times: float


@dataclass(frozen=True)
class PrintedTotal:
    """A printed total and the sum of its parts, both as published; `slack` is what rounding allows.

    `withheld` parts give no number. `of` is "lines" (of a heading) or "partners" (of the world). `complete` says
    whether the release claims to have every part.
    """

    reporter: str
    partner: str
    flow: str
    code: str
    period: Period
    of: str
    printed: float
    summed: float
    slack: float
    parts: int
    withheld: int
    complete: bool


@dataclass(frozen=True)
class RepeatedPair:
    """A pair and period with the very figures, `lines` of them, of another period: `within` the release itself, or not.

    A release that repeats itself may be an office's own rounding; one that repeats an earlier release is a stale copy.
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
    """What was measured of one batch; `repeated` rows were the same as another one.

    `newest` has its newest periods alone, with those before as their past; None where it has but one.
    """

    groups: tuple[Group, ...]
    sparse_pairs: tuple[SparsePair, ...] = ()
    odd_lines: tuple[OddLine, ...] = ()
    totals: tuple[PrintedTotal, ...] = ()
    repeated_pairs: tuple[RepeatedPair, ...] = ()
    repeated: int = 0
    newest: Facts | None = None


def periods_in(file: Path) -> frozenset[Period]:
    """Return the periods of which a Parquet file has figures."""
    return frozenset(Period(*row) for row in _query(file, f"SELECT DISTINCT first, months {_ROWS_OF}"))


def texts_in(file: Path, column: str) -> tuple[str, ...]:
    """Return the texts that a column of a Parquet file has, each once and in order."""
    query = f"SELECT DISTINCT {column} {_ROWS_OF} ORDER BY ALL"
    return tuple(text for (text,) in _query(file, query))


def _query(file: Path, query: str) -> list[tuple[Any, ...]]:
    with engine().cursor() as scan:
        return scan.execute(query, {"file": str(file)}).fetchall()


def span_of(batch: Batch | LargeBatch, file: Path) -> tuple[int, int]:
    """Return the first and the last month of which history is wanted for `batch`, whose rows are in `file`."""
    spans = [(when.first, when.months) for scope in batch.coverage for when in scope.periods]
    [(first, last, months)] = _query(file, _SPAN)
    if first is not None:
        spans += [(first, months), (last, months)]
    reach = max((MONTHS, *(SPANS * months for _, months in spans)))
    return min(first for first, _ in spans) - reach, max(first for first, _ in spans) + reach


def nearest(batch: Batch | LargeBatch, past: Sequence[Release]) -> list[Release]:
    """Return the releases nearest in time to the batch that together have not much more than ROWS rows, in order."""
    first = batch.period.first
    by_distance = sorted(past, key=lambda release: (abs(release.period.first - first), -release.sequence))
    chosen, rows = set(), 0
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
    """Return what is to be known of `batch`, whose rows are in `file`.

    `history` are releases of its source by name, in the order in which they count, each with its file. `limits` say
    from which measure on a pair, a line or a sum is reported (settings.tolerances). One that `is_whole` is about every
    code.
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
    scopes = {scope.codes for scope in batch.coverage}
    return {
        "file": str(file),
        "files": [str(file), *(str(path) for _, path in history)],  # the batch's own has every column
        "releases": ["", *(name for name, _ in history)],  # an empty list would have no type
        "all": batch.covers == "all",
        "codes": [""] if () in scopes else sorted({code for codes in scopes for code in codes}),
        "reporters": [scope.reporter for scope, _ in covered],
        "partners": [scope.partner for scope, _ in covered],
        "flows": [scope.flow.value for scope, _ in covered],
        "firsts": [when.first for _, when in covered],
        "lengths": [when.months for _, when in covered],
    }


def _with_period(row: dict[str, Any]) -> dict[str, Any]:
    first, months = row.pop("first"), row.pop("months")
    if "other" in row:
        row["other"] = Period(row["other"], months)
    return row | {"period": Period(first, months)}


def split(file: Path, folder: Path) -> tuple[Path, Path] | None:
    """Return the rows of the newest periods of `file`, and those before, as files in `folder`.

    None where no trade has a period before its newest.
    """
    newest, before = folder / "newest.parquet", folder / "before.parquet"
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
    """Return what `batch` says of itself, of the periods that are in `file` alone."""
    rows = _query(file, f"SELECT DISTINCT reporter, flow, first, months {_ROWS_OF}")
    periods = {(reporter, flow, Period(first, months)) for reporter, flow, first, months in rows}
    coverage: list[Coverage] = []
    for scope in batch.coverage:
        within = tuple(period for period in scope.periods if (scope.reporter, scope.flow.value, period) in periods)
        if within:
            coverage.append(replace(scope, periods=within))
    return replace(batch, coverage=tuple(coverage), repeated=0)
