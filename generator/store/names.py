"""Names of lines as Parquet: a file of its own columns per release, never read together with figures.

A list is a whole: the newest release in a language counts, and what an older one had beside it is gone.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from generator.store.parquet import parquet_of
from generator.store.scan import rows_of
from generator.trade.observation import Cell
from generator.trade.release import Vintage
from generator.trade.side_batches import LineName, NameList, NamesBatch

KINDS = ("names",)  # of sources whose releases hold names
COLUMNS = {
    "code": "VARCHAR",  # empty where a record's code cannot be read
    "language": "VARCHAR",
    "words": "VARCHAR",  # empty where the list has the line and its name is no text
    "release": "VARCHAR",
    "raw": "VARCHAR",
    "line": "INTEGER",  # of the file, or the number of a record
    "header": "VARCHAR",  # the column of the names
}
_PLACED = """
    SELECT * FROM read_parquet($files, hive_partitioning = false) JOIN
        (SELECT unnest($releases) AS release, generate_subscripts($releases, 1) AS place) USING (release)
    WHERE language = $language"""

_NEWEST = f"SELECT * FROM ({_PLACED}) WHERE place = (SELECT max(place) FROM ({_PLACED})) ORDER BY code"  # noqa: S608


def names_as_parquet(batch: NamesBatch) -> bytes:
    """Return the batch's names as a Parquet file; equal batches give equal bytes, in whatever order."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(map(_row, batch.observations)))
    return parquet_of(sheet.getvalue(), COLUMNS)


def content_of_names(batch: NamesBatch) -> str:
    """Return the digest of what the batch says, wherever it stands in its bytes."""
    told = sorted([one.code, one.language, one.words] for one in batch.observations)
    return sha256(json.dumps(told).encode()).hexdigest()


def names(files: Sequence[Path], source: str, language: str, vintage: Vintage) -> NameList:
    """Return the newest list in `language` as `vintage` knew it; without lines where there is none."""
    wanted = {"files": [str(path) for path in files], "releases": list(vintage.releases), "language": language}
    found = [_name(row) for row in rows_of(_NEWEST, wanted)] if files else []
    release = found[0].cell.release if found else ""
    return NameList(source, language, release, {one.code: one for one in found})


def _row(one: LineName) -> tuple[str | int, ...]:
    cell = one.cell
    return one.code, one.language, one.words, cell.release, cell.raw, cell.row, cell.column


def _name(row: dict[str, str]) -> LineName:
    cell = Cell(row["release"], row["raw"], int(row["line"]), row["header"], row["words"] or "")
    return LineName(row["code"] or "", row["language"], row["words"] or "", cell)
