"""Columns and notes of a table: which columns say something, and which cells a note is of.

Letters lead to a note, as statistical offices have it: a raised number would read as part of the figure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from generator.story.plan import ColumnGroup, Footnote, Row, Table, Text
from generator.story.words import Words

_CODE, _FIRST = 1, 3  # the column of codes, of which all goods have none; name and the level of now always stand
_DASH = "–"
Cells = tuple[tuple[int, int], ...]
_WHOLE = (-1, -1)  # before every cell: a note of the whole table stands first


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


def _groups(groups: Sequence[ColumnGroup], gone: Collection[int]) -> tuple[ColumnGroup, ...]:
    found, first = [], 0
    for group in groups:
        own = range(first, first + group.columns)
        first += group.columns
        if left := len([at for at in own if at not in gone]):
            found.append(replace(group, columns=left))
    return tuple(found)


def noted(table: Table, notes: Iterable[tuple[Text, Cells]], words: Words) -> Table:
    """Return `table` with `notes`, each with the cells (row and column, from 0) that it is of, none: of all of it.

    They are lettered and stand in the order in which their marks are met; a note of the whole table has no mark.
    """
    ordered = sorted(notes, key=lambda note: min(note[1], default=_WHOLE))
    marked = [(place, cells) for place, (_, cells) in enumerate(ordered) if cells]
    letters = words.plainly("footnote.marks").split()
    footnotes = []
    for at, (place, cells) in enumerate(marked):
        heard = words.plainly("footnote.heard", mark=letters[at])
        footnotes.append(Footnote(place, letters[at], heard, cells))
    return replace(table, notes=tuple(text for text, _ in ordered), footnotes=tuple(footnotes))


def saying(table: Table, term: str) -> Cells:
    """Return the cells that print `term` and nothing else."""
    return tuple(
        (at, column) for at, row in enumerate(table.rows) for column, cell in enumerate(row.cells) if cell.words == term
    )


def counted_by(table: Table, note: Text) -> Cells:
    """Return the name that counts the same lines as `note` does: "16 other lines"."""
    claims = {mark.claim for mark in note.marks}
    return _names(table, lambda row: any(mark.claim in claims for mark in row.cells[0].marks))


def of_lines(table: Table, codes: Collection[str]) -> Cells:
    """Return the names of the lines of `codes`, and of the sums with one of them that lack a figure."""

    def is_meant(row: Row) -> bool:
        if len(row.codes) == 1:
            return row.codes[0] in codes
        return not set(codes).isdisjoint(row.codes) and any(cell.words == _DASH for cell in row.cells)

    return _names(table, is_meant)


def _names(table: Table, is_meant: Callable[[Row], bool]) -> Cells:
    return tuple((at, 0) for at, row in enumerate(table.rows) if is_meant(row))
