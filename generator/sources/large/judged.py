"""Judged: what each text of a column comes to by the rules for rows, one text of a column at a time.

A row that can be used is taken as a pattern. It is judged again with one text of it exchanged: what then stands in its
observation is what that text says wherever it stands. A code is judged together with its edition; what of a quantity
hangs on its unit is not plain (sources.large.observed).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from generator.sources.faults import RowFault
from generator.sources.layout import TableLayout
from generator.sources.row import observation
from generator.trade.columns import COLUMNS, row_of
from generator.trade.observation import Cell

if TYPE_CHECKING:
    import duckdb

_NUMBERS = ("value", "quantity")  # as good as no two are equal: sources.large.numbers
_PATTERNS = 5000  # rows among which one must be usable
KINDS = {"text": "VARCHAR", "count": "INTEGER", "money": "DECIMAL(38, 9)", "day": "DATE"}


@dataclass(frozen=True)
class Judged:
    """What texts say: `tables` by their name with the fields that are looked up together and the columns they give.

    `same` has what stands in every observation, whatever its row says.
    """

    tables: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    same: Mapping[str, Any]


def judged(db: duckdb.DuckDBPyConnection, layout: TableLayout, released: date) -> Judged | None:
    """Make a table in `db` for every field of `wanted` that gives no number; None where no row can be a pattern."""
    pattern = _pattern(db, layout, released)
    if pattern is None:
        return None
    tables = {}
    for fields in _together(layout):
        gives = tuple(dict.fromkeys(column for field in fields for column in _gives(layout, field)))
        tables[f"said_{fields[0]}"] = (fields, gives)
        _judge(db, layout, released, pattern, fields, gives)
    varying = {column for _, gives in tables.values() for column in gives} | {"line", "printed"}
    first = row_of(observation(layout, pattern, Cell("", "", 0, layout.columns["value"], ""), released))
    return Judged(tables, {name: first[name] for name in COLUMNS if name not in varying})


def _together(layout: TableLayout) -> list[tuple[str, ...]]:
    """Return which fields are looked up together: a code with all that says of which edition it is."""
    of_code = ("code", "edition", "period") if layout.editions else ("code", "edition")
    apart = [field for field in layout.fields if field not in {*_NUMBERS, *of_code}]
    code = tuple(field for field in of_code if field in layout.columns)
    return [*((field,) for field in apart), *([code] if code else [])]


def _gives(layout: TableLayout, field: str) -> tuple[str, ...]:
    """Return the columns that a field gives: as a rule the one of its name."""
    period = ("period", "first", "months", *(["edition"] if layout.editions else []))
    return {"period": period, "scale": ("multiplier",)}.get(field, (field,))


def _pattern(db: duckdb.DuckDBPyConnection, layout: TableLayout, released: date) -> dict[str, str] | None:
    fields = layout.fields
    rows = db.execute(f"SELECT {', '.join(fields)} FROM wanted LIMIT {_PATTERNS}").fetchall()  # noqa: S608 -- our own
    for row in rows:
        texts = dict(zip(fields, row, strict=True))
        if texts["value"].strip() not in layout.status_marks and _row(layout, texts, released):
            return texts
    return None


def _row(layout: TableLayout, texts: Mapping[str, str], released: date) -> dict[str, Any] | None:
    try:
        return row_of(observation(layout, texts, Cell("", "", 0, "", ""), released))
    except RowFault:
        return None


def _judge(
    db: duckdb.DuckDBPyConnection,
    layout: TableLayout,
    released: date,
    pattern: Mapping[str, str],
    fields: tuple[str, ...],
    gives: tuple[str, ...],
) -> None:
    """Make the table of what the texts of `fields` give; a text that the rules set aside is not in it."""
    names = ", ".join(fields)
    every = db.execute(f"SELECT DISTINCT {names} FROM wanted ORDER BY ALL").fetchall()  # noqa: S608 -- our own
    known = [
        (*texts, *(row[name] for name in gives))
        for texts in every
        if (row := _row(layout, {**pattern, **dict(zip(fields, texts, strict=True))}, released))
    ]
    columns = [*(f"text_{field} VARCHAR" for field in fields), *(f"{name} {KINDS[COLUMNS[name]]}" for name in gives)]
    db.execute(f"CREATE TABLE said_{fields[0]} ({', '.join(columns)})")
    insert(db, f"said_{fields[0]}", known)


def insert(db: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[Any, ...]]) -> None:
    """Add `rows` to `table`, whose columns they have in order."""
    if rows:
        parts = [[_written(part) for part in column] for column in zip(*rows, strict=True)]
        unnested = ", ".join(f"unnest(${place})" for place in range(1, len(parts) + 1))
        db.execute(f"INSERT INTO {table} SELECT {unnested}", parts)


def _written(part: object) -> str | None:
    return None if part is None else f"{part:f}" if isinstance(part, Decimal) else str(part)
