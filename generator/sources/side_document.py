"""What a document of prices, rates or names prints, before it is judged, and how its source is declared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

_PARTS = {"prices": (), "rates": ("frequency",), "names": ("language",)}


@dataclass(frozen=True)
class SideLayout:
    """A source of prices, rates or names: its settings for what the documents do not say themselves."""

    name: str
    kind: str  # `prices`, `rates` or `names`
    frequency: str = "monthly"  # of rates by country
    language: str = ""  # of names; "" if each list states its own
    at_least: int | None = None  # fewest rows of a document; None: the publisher's form decides
    at_most: int | None = None  # most rows of a document; None: no limit

    def as_data(self) -> dict[str, Any]:
        """Return the layout as JSON data: what is needed to find a cell again."""
        parts = {part: getattr(self, part) for part in _PARTS[self.kind]}
        return {"kind": self.kind} | {part: text for part, text in parts.items() if text}

    @property
    def digest(self) -> str:
        """The SHA-256 of all parts of the layout that decide what a document says."""
        return sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class PrintedItem:
    """A printed price or rate in a unit for a period, or the name of a line under its code."""

    name: str  # of the series, or the code of the line
    text: str
    row: int
    column: str
    unit: str = ""
    period: str = ""
    is_gap: bool = False  # whether the text means that there is no figure

    def set_aside(self, reason: str) -> UnreadableRow:
        """Return the item as an unusable row."""
        if self.period:
            return UnreadableRow(self.row, self.text, reason, self.column)
        return UnreadableRow(self.row, f"{self.name},{self.text}", reason, self.column, (self.name,))


@dataclass(frozen=True)
class UnreadableRow:
    """A row that cannot be used: its place, its text, the reason, and the codes that it names."""

    row: int
    text: str
    reason: str
    column: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SideDocument:
    """What a document prints, and what it says about itself."""

    items: tuple[PrintedItem, ...]
    unreadable: tuple[UnreadableRow, ...] = ()
    day: date | None = None  # the publisher's day, or the first day of a list's year; None if it states neither
    language: str = ""  # of names
    digits: int = 0  # length of the codes, 0 for any length
    usual: int = 1  # a complete document of this form has at least so many rows

    @property
    def rows(self) -> int:
        """How many rows have content."""
        return len({item.row for item in self.items}) + len(self.unreadable)
