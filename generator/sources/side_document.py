"""What a document of prices, rates or names prints, before anybody judges it, and how its source is declared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

_PARTS = {"prices": (), "rates": ("frequency",), "names": ("language",)}


@dataclass(frozen=True)
class SideLayout:
    """A source of `prices`, `rates` or `names`, its kind, and what its documents do not say of themselves.

    `frequency` is that of rates by country, `language` that of names ("": each list says its own). A document has
    between `at_least` and `at_most` rows; `at_least` None leaves it to the publisher's form.
    """

    name: str
    kind: str
    frequency: str = "monthly"
    language: str = ""
    at_least: int | None = None
    at_most: int | None = None

    def as_data(self) -> dict[str, Any]:
        """Return the layout as JSON holds it: what a second reader needs to find a cell again."""
        parts = {part: getattr(self, part) for part in _PARTS[self.kind]}
        return {"kind": self.kind} | {part: text for part, text in parts.items() if text}

    @property
    def digest(self) -> str:
        """The SHA-256 of everything in the layout that decides what a document says."""
        return sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class PrintedItem:
    """A `text` under a `name`: a price or rate in a unit for a period, or the words of a line under its code.

    `row` and `column` say where it stands; `is_gap` where it stands for no figure.
    """

    name: str
    text: str
    row: int
    column: str
    unit: str = ""
    period: str = ""
    is_gap: bool = False

    def set_aside(self, reason: str) -> UnreadableRow:
        """Return it as a row that cannot be used."""
        if self.period:
            return UnreadableRow(self.row, self.text, reason, self.column)
        return UnreadableRow(self.row, f"{self.name},{self.text}", reason, self.column, (self.name,))


@dataclass(frozen=True)
class UnreadableRow:
    """A row that cannot be used: where it stands, its text, the reason, and the codes of lines that it names."""

    row: int
    text: str
    reason: str
    column: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SideDocument:
    """What a document prints, and what it says of itself.

    `day` is the one on which its publisher says that it came out, or the first of the year that a list is of; None
    where it says none. `language` is that of names, `digits` how long their codes are (0: any length). A whole document
    of this form has `usual` rows at least.
    """

    items: tuple[PrintedItem, ...]
    unreadable: tuple[UnreadableRow, ...] = ()
    day: date | None = None
    language: str = ""
    digits: int = 0
    usual: int = 1

    @property
    def rows(self) -> int:
        """How many rows hold anything."""
        return len({item.row for item in self.items}) + len(self.unreadable)
