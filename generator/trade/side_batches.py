"""What stands beside trade figures and is never counted with them: prices and exchange rates, and names of lines.

A context series is what one source prints under one name in one unit: the price of copper, the rate of the yuan. A list
of names says what lines are called in one language: a customs office's commodity list, the UN's reference table, a
ministry's table of two columns. Both come as releases, and each figure and name keeps the place where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Generic, TypeVar

from generator.trade.observation import Cell
from generator.trade.period import Period
from generator.trade.release import Batch, LargeBatch, ReleaseHead, Vintage

UNREAD = ""  # stands for a code that could not be read: whatever it was, the list has one line more
_SUBHEADING, _LINE = 6, 8  # digits
Line = TypeVar("Line")


@dataclass(frozen=True)
class ContextFigure:
    """What a series was in one period: the average that its publisher printed, None where it printed a gap.

    `unit` is the publisher's own (`$/mt`), or `CNY per USD` of a rate. `cell` has the row and, as its column, the name
    of a column or the cell of a sheet (`Monthly Prices!BM800`).
    """

    name: str
    unit: str
    period: Period
    value: Decimal | None
    cell: Cell

    @property
    def half_unit(self) -> Decimal:
        """Half of the last printed digit: 0.005 for "12951.35"."""
        exponent = self.value.as_tuple().exponent if self.value is not None else 0
        return Decimal(5).scaleb(int(exponent) - 1)


@dataclass(frozen=True)
class SideSeries:
    """One series as a vintage knew it: its figures by period, the newest release first asked; gaps are left out."""

    source: str
    name: str
    unit: str
    vintage: Vintage
    figures: Mapping[Period, ContextFigure]

    def at(self, period: Period) -> ContextFigure | None:
        """Return the figure of `period`, or None where no release prints one."""
        return self.figures.get(period)

    def over(self, span: Period) -> tuple[ContextFigure, ...]:
        """Return the figure of `span`, or those of its months, oldest first; none where one is missing."""
        figure_of_span = self.at(span)
        if figure_of_span is not None:
            return (figure_of_span,)
        months = [self.at(month) for month in span.split()]
        figures = tuple(figure for figure in months if figure is not None)
        return figures if len(figures) == span.months else ()


@dataclass(frozen=True)
class LineName:
    """What a list calls `code` in `language`: its words, "" where the list has the line and its name is no text."""

    code: str
    language: str
    words: str
    cell: Cell


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
        name = self.lines.get(code)
        if name is None and UNREAD not in self.lines:
            within = self._within.get(code, [])
            name = within[0] if len(within) == 1 else None
        return name if name is not None and name.words else None

    @cached_property
    def _within(self) -> Mapping[str, list[LineName]]:
        lines: dict[str, list[LineName]] = {}
        for code, line in self.lines.items():
            if len(code) >= _LINE:
                lines.setdefault(code[:_SUBHEADING], []).append(line)
        return lines

    def shares_its_words(self, name: LineName) -> bool:
        """Say whether another line of as many digits has the same words, in small letters or large."""
        return len(self._by_words.get((len(name.code), name.words.casefold()), ())) > 1

    @cached_property
    def _by_words(self) -> Mapping[tuple[int, str], list[str]]:
        codes: dict[tuple[int, str], list[str]] = {}
        for code, line in self.lines.items():
            codes.setdefault((len(code), line.words.casefold()), []).append(code)
        return codes


@dataclass(frozen=True)
class SideBatch(ReleaseHead, Generic[Line]):
    """One release of what stands beside trade figures, as published: prices and exchange rates, or names of lines."""

    observations: tuple[Line, ...]

    @property
    def count(self) -> int:
        """How many figures it has."""
        return len(self.observations)

    @property
    def parties(self) -> tuple[tuple[str, str, str], ...]:
        """Of which reporter, partner and flow it has figures: none."""
        return ()


@dataclass(frozen=True)
class ContextBatch(SideBatch[ContextFigure]):
    """One release of prices or exchange rates as published."""


@dataclass(frozen=True)
class NamesBatch(SideBatch[LineName]):
    """One list of names as published; `period` is its year, `dated` that a person said the day of release."""

    dated: bool = field(default=False, kw_only=True)

    @property
    def count(self) -> int:
        """How many names it has; a line whose name is no text is none."""
        return sum(1 for line in self.observations if line.words)


AnyBatch = Batch | LargeBatch | ContextBatch | NamesBatch
