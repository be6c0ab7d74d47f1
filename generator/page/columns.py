"""Columns of figures aligned at the decimal point, in any format."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.story.plan import Table, Text

_FRACTION = re.compile(r"\d(\.\d+)?$")


@dataclass(frozen=True)
class Cell:
    """One figure with `pad`: how many characters (point and digits) it lacks at its end beside the longest one."""

    text: Text
    pad: int


@dataclass(frozen=True)
class Line:
    """One row: its name, its figures, its weight (`line`, `total` or `quiet`)."""

    name: Text
    cells: tuple[Cell, ...]
    weight: str


def aligned(table: Table) -> tuple[Line, ...]:
    """Return the rows of `table` with what each figure needs to stand under the one above; short rows are filled."""
    rows = [(*row.cells, *(Text("") for _ in table.head[len(row.cells) :])) for row in table.rows]
    names, *columns = zip(*rows, strict=True)
    cells = zip(*map(_ends, columns), strict=True) if columns else (() for _ in rows)
    return tuple(Line(name, own, row.weight) for name, own, row in zip(names, cells, table.rows, strict=True))


def _ends(figures: tuple[Text, ...]) -> tuple[Cell, ...]:
    """Return one column of figures with their pads."""
    longest = max(map(_fraction, figures))
    return tuple(Cell(text, longest - _fraction(text) if _FRACTION.search(text.words) else 0) for text in figures)


def _fraction(text: Text) -> int:
    found = _FRACTION.search(text.words)
    return len(found[1] or "") if found else 0
