"""Footnotes: which cells of a table a note is of, and the letter that leads from them to it and back.

Letters and no numbers, as statistical offices have it: a raised number beside a figure reads as part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from generator.story.plan import Footnote, Row, Table, Text
from generator.story.words import Words

Cells = tuple[tuple[int, int], ...]
_DASH = "–"
_WHOLE = (-1, -1)  # before every cell: a note of the whole table stands first


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
