"""Names of lines: what a code list calls them, kept as a release like figures and never counted with them.

A list is the reader's own: a customs office's commodity list, the UN's reference table, a ministry's table of two
columns. It says what a line is called in one language, each name with the place where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator.trade.observation import Cell
from generator.trade.period import Period
from generator.trade.release import Coverage, Refusal

UNREAD = ""  # stands for a code that could not be read: whatever it was, the list has one line more
_SUBHEADING, _LINE = 6, 8  # digits


@dataclass(frozen=True)
class LineName:
    """What a list calls `code` in `language`: its words, "" where the list has the line and its name is no text."""

    code: str
    language: str
    words: str
    cell: Cell


@dataclass(frozen=True)
class NamesBatch:
    """One code list as published: the names in `observations`, the records that were set aside in `refusals`.

    `period` is the year of the list; it is `dated` where a person said the day of release. What a Batch of trade
    figures has besides stays empty.
    """

    source: str
    released: date
    document: str
    raw: str
    period: Period
    observations: tuple[LineName, ...]
    refusals: tuple[Refusal, ...] = ()
    layout: str = ""
    dated: bool = False
    covers: str = "listed"
    coverage: tuple[Coverage, ...] = ()
    address: str = ""

    @property
    def release(self) -> str:
        """The release's name: source, day, first digits of the digests of bytes and layout."""
        return f"{self.source}/{self.released.isoformat()}/{self.raw[:12]}-{self.layout[:8]}"

    @property
    def count(self) -> int:
        """How many names it has; a line whose name is no text is none."""
        return sum(1 for one in self.observations if one.words)

    @property
    def parties(self) -> tuple[tuple[str, str, str], ...]:
        """Of which reporter, partner and flow it has figures: none."""
        return ()


@dataclass(frozen=True)
class NameList:
    """The newest list of a source in one language: its lines by code. `release` is "" where there is none."""

    source: str
    language: str
    release: str
    lines: Mapping[str, LineName]

    def of(self, code: str) -> LineName | None:
        """Return the name of `code`, or None where the list has no words for it.

        A subheading that the list does not have itself goes by its only line of eight digits. Lines whose name is no
        text count as lines, and a list with a record whose code cannot be read knows no only line.
        """
        found = self.lines.get(code) or self._only_line(code)
        return found if found is not None and found.words else None

    def _only_line(self, code: str) -> LineName | None:
        within = self._within.get(code, []) if UNREAD not in self.lines else []
        return within[0] if len(within) == 1 else None

    @cached_property
    def _within(self) -> Mapping[str, list[LineName]]:
        found: dict[str, list[LineName]] = {}
        for code, line in self.lines.items():
            if len(code) >= _LINE:
                found.setdefault(code[:_SUBHEADING], []).append(line)
        return found

    def shares_its_words(self, name: LineName) -> bool:
        """Say whether another line of as many digits has the same words, in small letters or large."""
        return len(self._by_words.get((len(name.code), name.words.casefold()), ())) > 1

    @cached_property
    def _by_words(self) -> Mapping[tuple[int, str], list[str]]:
        found: dict[tuple[int, str], list[str]] = {}
        for code, line in self.lines.items():
            found.setdefault((len(code), line.words.casefold()), []).append(code)
        return found
