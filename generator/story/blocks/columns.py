"""Columns: a table keeps those that say something; a column of dashes takes the room of others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from generator.story.plan import Group, Row, Table

_CODE, _FIRST = 1, 3  # the column of codes, of which all goods have none; name and the level of now always stand
_DASH = "–"


def has_dashes(table: Table) -> bool:
    """Say whether a figure of `table` is not there."""
    return any(cell.words == _DASH for row in table.rows for cell in row.cells)


def empty(table: Table, dropped: Collection[int] = ()) -> set[int]:
    """Return the columns `dropped`, and those in which no row has a figure or a word.

    Sparks go where no months are drawn.
    """
    columns = range(max(len(row.cells) for row in table.rows))
    dashes = {at for at in columns if all(row.cells[at].words == _DASH for row in table.rows)}
    gone = {at for at in (*dropped, *dashes) if at >= _FIRST}
    gone |= {_CODE} if not any(row.cells[_CODE].words for row in table.rows) else set()
    return gone | (set() if table.spans else {len(columns)})


def without(table: Table, gone: Collection[int]) -> Table:
    """Return `table` without the columns `gone`."""
    if not gone:
        return table
    bar = table.bar_column
    return replace(
        table,
        groups=_groups(table.groups, gone),
        head=tuple(head for at, head in enumerate(table.head) if at not in gone),
        rows=tuple(_row(row, gone, bar) for row in table.rows),
        bar_column=None if bar is None or bar in gone else bar - len([at for at in gone if at < bar]),
    )


def _row(row: Row, gone: Collection[int], bar: int | None) -> Row:
    cells = tuple(cell for at, cell in enumerate(row.cells) if at not in gone)
    return replace(row, cells=cells, bar=None if bar in gone else row.bar)


def _groups(groups: Sequence[Group], gone: Collection[int]) -> tuple[Group, ...]:
    found, first = [], 0
    for group in groups:
        own = range(first, first + group.columns)
        first += group.columns
        if left := len([at for at in own if at not in gone]):
            found.append(replace(group, columns=left))
    return tuple(found)
