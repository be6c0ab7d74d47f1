"""Context series as Parquet: a file of its own columns per release, never read together with trade figures.

Figures are kept as the text that was printed: the IMF prints rates with 29 decimals, more than any column of money has.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from generator.store.parquet import parquet_of
from generator.store.scan import rows_of
from generator.trade.observation import Cell
from generator.trade.period import Period
from generator.trade.release import Vintage
from generator.trade.side_batches import ContextBatch, ContextFigure, SideSeries

KINDS = ("prices", "rates")  # of sources whose releases hold context
COLUMNS = {
    "series": "VARCHAR",
    "unit": "VARCHAR",  # the publisher's: $/mt, CNY per USD
    "period": "VARCHAR",
    "first": "INTEGER",  # the period's first month, counted from year 0
    "months": "INTEGER",
    "printed": "VARCHAR",
    "gap": "BOOLEAN",  # whether what is printed stands for no figure
    "release": "VARCHAR",
    "raw": "VARCHAR",
    "line": "INTEGER",
    "header": "VARCHAR",  # the column's name, or the cell of a sheet
}
_FILES = "read_parquet($files, hive_partitioning = false)"
_PLACED = f"""
    SELECT * FROM {_FILES} JOIN
        (SELECT unnest($releases) AS release, generate_subscripts($releases, 1) AS place) USING (release)
    WHERE series = $series OR $series = ''"""  # noqa: S608 -- no text from outside

# The newest release wins; one that prints a gap takes the figure back.
_NEWEST = f"""
    SELECT * FROM ({_PLACED})
    WHERE unit = (SELECT arg_max(unit, place) FROM ({_PLACED}))
    QUALIFY row_number() OVER (PARTITION BY period ORDER BY place DESC, line) = 1
    ORDER BY first, months"""  # noqa: S608 -- no text from outside

_SERIES = f"""
    SELECT series, arg_max(unit, place) AS unit FROM ({_PLACED}) GROUP BY series ORDER BY series"""  # noqa: S608


def context_as_parquet(batch: ContextBatch) -> bytes:
    """Return the batch's series as a Parquet file; equal batches give equal bytes, in whatever order."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(map(_row, batch.observations)))
    return parquet_of(sheet.getvalue(), COLUMNS)


def content_of_context(batch: ContextBatch) -> str:
    """Return the digest of what the batch says, wherever it stands in its bytes."""
    told = sorted([one.name, one.unit, str(one.period), one.cell.text] for one in batch.observations)
    return sha256(json.dumps(told).encode()).hexdigest()


def context(files: Sequence[Path], source: str, name: str, vintage: Vintage) -> SideSeries:
    """Return the series `name` as `vintage` knew it, in the unit of its newest release; none: it has no figures."""
    found = rows_of(_NEWEST, {**_named(files, vintage), "series": name}) if files and name else []
    figures = [_figure(row) for row in found if not row["gap"]]
    return SideSeries(source, name, found[0]["unit"] if found else "", vintage, {one.period: one for one in figures})


def series(files: Sequence[Path], vintage: Vintage) -> dict[str, str]:
    """Return the unit of every series that `files` have, by name."""
    found = rows_of(_SERIES, {**_named(files, vintage), "series": ""}) if files else []
    return {row["series"]: row["unit"] for row in found}


def _named(files: Iterable[Path], vintage: Vintage) -> dict[str, list[str]]:
    return {"files": [str(path) for path in files], "releases": list(vintage.releases)}


def _row(one: ContextFigure) -> tuple[str | int, ...]:
    when, cell = one.period, one.cell
    gap = "true" if one.value is None else "false"
    place = (cell.release, cell.raw, cell.row, cell.column)
    return one.name, one.unit, str(when), when.first, when.months, cell.text, gap, *place


def _figure(row: dict[str, str]) -> ContextFigure:
    cell = Cell(row["release"], row["raw"], int(row["line"]), row["header"], row["printed"])
    return ContextFigure(row["series"], row["unit"], Period.parse(row["period"]), Decimal(row["printed"]), cell)
