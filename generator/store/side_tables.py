"""Context series (prices, exchange rates) and lists of names as Parquet. Their columns differ from those of figures.

Figures are kept as the printed text: the IMF prints rates with 29 decimals, more than a column of money holds. A list
of names counts as a whole: only the newest release in a language counts, and names that only an older one had are gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.store.parquet import parquet_of, sheet_of
from generator.store.scan import rows_of
from generator.trade.observation import Cell
from generator.trade.period import Period
from generator.trade.release import Vintage
from generator.trade.side_batches import ContextBatch, ContextFigure, LineName, NameList, NamesBatch, SideSeries

# What the releases of a source contain, by the kind in its layout. Kinds with the same text may share a source.
HOLDINGS = {"prices": "prices or exchange rates", "rates": "prices or exchange rates", "names": "names"}
_SERIES_COLUMNS = {
    "series": "VARCHAR",
    "unit": "VARCHAR",  # the publisher's: $/mt, CNY per USD
    "period": "VARCHAR",
    "first": "INTEGER",  # the period's first month, counted from year 0
    "months": "INTEGER",
    "printed": "VARCHAR",
    "gap": "BOOLEAN",  # whether the printed text means that there is no figure
    "release": "VARCHAR",
    "raw": "VARCHAR",
    "line": "INTEGER",
    "header": "VARCHAR",  # the name of the column, or the cell in a sheet
}
_FILES = "read_parquet($files, hive_partitioning = false)"
_PLACED_SERIES = f"""
    SELECT * FROM {_FILES} JOIN
        (SELECT unnest($releases) AS release, generate_subscripts($releases, 1) AS place) USING (release)
    WHERE series = $series OR $series = ''"""  # noqa: S608 -- no text from outside

# The newest release wins. If it prints a gap, there is no figure.
_NEWEST_SERIES = f"""
    SELECT * FROM ({_PLACED_SERIES})
    WHERE unit = (SELECT arg_max(unit, place) FROM ({_PLACED_SERIES}))
    QUALIFY row_number() OVER (PARTITION BY period ORDER BY place DESC, line) = 1
    ORDER BY first, months"""  # noqa: S608 -- no text from outside

_SERIES = f"""
    SELECT series, arg_max(unit, place) AS unit FROM ({_PLACED_SERIES}) GROUP BY series ORDER BY series"""  # noqa: S608

_NAME_COLUMNS = {
    "code": "VARCHAR",  # empty if the record's code cannot be read
    "language": "VARCHAR",
    "words": "VARCHAR",  # empty where the list has the line but its name is not text
    "release": "VARCHAR",
    "raw": "VARCHAR",
    "line": "INTEGER",  # line of the file, or number of the record
    "header": "VARCHAR",  # the column of the names
}
_PLACED_NAMES = _PLACED_SERIES.replace("series = $series OR $series = ''", "language = $language")
_NEWEST_NAMES = (
    f"SELECT * FROM ({_PLACED_NAMES}) WHERE place = (SELECT max(place) FROM ({_PLACED_NAMES})) ORDER BY code"  # noqa: S608
)


def side_parquet(batch: ContextBatch | NamesBatch) -> bytes:
    """Return a batch of context or of names as a Parquet file. Equal batches give equal bytes."""
    rows: list[tuple[str | int, ...]] = []
    if isinstance(batch, ContextBatch):
        columns = _SERIES_COLUMNS
        for figure in batch.observations:
            when = figure.period
            cell = figure.cell
            gap = "true" if figure.value is None else "false"
            place = (cell.release, cell.raw, cell.row, cell.column)
            rows.append((figure.name, figure.unit, str(when), when.first, when.months, cell.text, gap, *place))
    else:
        columns = _NAME_COLUMNS
        for name in batch.observations:
            place = (name.cell.release, name.cell.raw, name.cell.row, name.cell.column)
            rows.append((name.code, name.language, name.words, *place))
    return parquet_of(sheet_of(columns, sorted(rows)), columns)


def side_content(batch: ContextBatch | NamesBatch) -> str:
    """Return a digest of what a batch of context or of names says, wherever it stands in the file."""
    if isinstance(batch, ContextBatch):
        rows = sorted([figure.name, figure.unit, str(figure.period), figure.cell.text] for figure in batch.observations)
    else:
        rows = sorted([name.code, name.language, name.words] for name in batch.observations)
    return sha256(json.dumps(rows).encode()).hexdigest()


def context(files: Sequence[Path], source: str, name: str, vintage: Vintage) -> SideSeries:
    """Return the series `name` as `vintage` knew it, in the unit of its newest release. It may have no figures."""
    rows = rows_of(_NEWEST_SERIES, {**_values(files, vintage), "series": name}) if files and name else []
    figures: dict[Period, ContextFigure] = {}
    for row in rows:
        if not row["gap"]:
            period = Period.parse(row["period"])
            cell = _cell(row, row["printed"])
            figures[period] = ContextFigure(row["series"], row["unit"], period, Decimal(row["printed"]), cell)
    return SideSeries(source, name, rows[0]["unit"] if rows else "", vintage, figures)


def series(files: Sequence[Path], vintage: Vintage) -> dict[str, str]:
    """Return the unit of every series in `files`, by name."""
    rows = rows_of(_SERIES, {**_values(files, vintage), "series": ""}) if files else []
    return {row["series"]: row["unit"] for row in rows}


def names_in(files: Sequence[Path], source: str, language: str, vintage: Vintage) -> NameList:
    """Return the newest list in `language` as `vintage` knew it. It has no lines where there is no list."""
    rows = rows_of(_NEWEST_NAMES, {**_values(files, vintage), "language": language}) if files else []
    names: dict[str, LineName] = {}
    for row in rows:
        code = row["code"] or ""
        words = row["words"] or ""
        names[code] = LineName(code, row["language"], words, _cell(row, words))
    return NameList(source, language, rows[0]["release"] if rows else "", names)


def _values(files: Iterable[Path], vintage: Vintage) -> dict[str, list[str]]:
    return {"files": [str(path) for path in files], "releases": list(vintage.releases)}


def _cell(row: Mapping[str, Any], text: str) -> Cell:
    return Cell(row["release"], row["raw"], int(row["line"]), row["header"], text)
