"""Listed: one record of a code list, before anybody judges it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Listed:
    """A code and its words as they stand, with the line (or the number of a record) on which the record starts."""

    code: str
    words: str
    row: int


@dataclass(frozen=True)
class Strange:
    """A record that cannot be read: where it starts, its text, the reason, and the codes that stand in it."""

    row: int
    text: str
    reason: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeList:
    """What a file prints: its language ("" where it does not say it), the column of its names, its records.

    `digits` is how long its codes are, 0 where they are of any length; `since` the first day of the year that the
    list is of. A whole list of this form has `usual` records at least.
    """

    language: str
    column: str
    records: tuple[Listed, ...]
    strange: tuple[Strange, ...] = ()
    digits: int = 0
    since: date | None = None
    usual: int = 1
