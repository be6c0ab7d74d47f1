"""Printed: one cell of a context document, before anybody judges it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Printed:
    """A text under a name in a unit, with the texts of its period and of its place; `gap` where it stands for none."""

    name: str
    unit: str
    period: str
    text: str
    row: int
    column: str
    gap: bool = False


@dataclass(frozen=True)
class Document:
    """What a document prints: the day on which its publisher says that it came out (None: it says none), its cells.

    `strange` are whole rows that cannot be used: row, text, reason.
    """

    updated: date | None
    cells: tuple[Printed, ...]
    strange: tuple[tuple[int, str, str], ...]
    rows: int
