"""Side data, never counted as trade: prices, exchange rates and names of lines.

A context series is what one source publishes under one name in one unit: the price of copper, the rate of the yuan. A
name list gives the lines' names in one language: a customs office's commodity list, the UN's reference table, a
ministry's table of two columns. Both are published as releases, and each figure or name records the cell it came from.
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

UNREAD = ""  # in place of a code that could not be read
_SUBHEADING, _LINE = 6, 8  # digits
Line = TypeVar("Line")


@dataclass(frozen=True)
class ContextFigure:
    """A series' figure for one period."""

    name: str
    unit: str  # the publisher's own (`$/mt`), or `CNY per USD` for a rate
    period: Period
    value: Decimal | None  # the average that the publisher printed; None where it printed a gap
    cell: Cell  # its column is a column's name or a sheet's cell (`Monthly Prices!BM800`)

    @property
    def half_unit(self) -> Decimal:
        """Half of the last printed digit: 0.005 for "12951.35"."""
        exponent = self.value.as_tuple().exponent if self.value is not None else 0
        return Decimal(5).scaleb(int(exponent) - 1)


@dataclass(frozen=True)
class SideSeries:
    """One series as of a vintage."""

    source: str
    name: str
    unit: str
    vintage: Vintage
    figures: Mapping[Period, ContextFigure]  # by period, from the newest release; gaps are left out

    def at(self, period: Period) -> ContextFigure | None:
        """Return the figure of `period`, or None where no release prints one."""
        return self.figures.get(period)

    def over(self, span: Period) -> tuple[ContextFigure, ...]:
        """Return the figure of `span`, or those of its months, oldest first. Return nothing if a month is missing."""
        figure_of_span = self.at(span)
        if figure_of_span is not None:
            return (figure_of_span,)
        months = [self.at(month) for month in span.split()]
        figures = tuple(figure for figure in months if figure is not None)
        return figures if len(figures) == span.months else ()


@dataclass(frozen=True)
class LineName:
    """What a list calls `code` in `language`."""

    code: str
    language: str
    words: str  # "" where the list has the line, but its name is not text
    cell: Cell


@dataclass(frozen=True)
class NameList:
    """The newest list of a source in one language."""

    source: str
    language: str
    release: str  # "" where there is no list
    lines: Mapping[str, LineName]  # by code

    def of(self, code: str) -> LineName | None:
        """Return the name of `code`, or None where the list has no words for it.

        A subheading that is not in the list takes the name of its only line of eight or more digits. A line whose name
        is not text counts as a line. If the list has a record with an unreadable code, a line cannot be known to be the
        only one.
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
        """Return whether another line with as many digits has the same words, ignoring case."""
        return len(self._by_words.get((len(name.code), name.words.casefold()), ())) > 1

    @cached_property
    def _by_words(self) -> Mapping[tuple[int, str], list[str]]:
        codes: dict[tuple[int, str], list[str]] = {}
        for code, line in self.lines.items():
            codes.setdefault((len(code), line.words.casefold()), []).append(code)
        return codes


@dataclass(frozen=True)
class SideBatch(ReleaseHead, Generic[Line]):
    """One release of side data as published: prices and exchange rates, or names of lines."""

    observations: tuple[Line, ...]

    @property
    def count(self) -> int:
        """How many figures it has."""
        return len(self.observations)

    @property
    def parties(self) -> tuple[tuple[str, str, str], ...]:
        """The reporters, partners and flows it has figures of: none."""
        return ()


@dataclass(frozen=True)
class ContextBatch(SideBatch[ContextFigure]):
    """One release of prices or exchange rates as published."""


@dataclass(frozen=True)
class NamesBatch(SideBatch[LineName]):
    """One list of names as published; its `period` is its year."""

    dated: bool = field(default=False, kw_only=True)  # whether a person gave the day of release

    @property
    def count(self) -> int:
        """How many names it has, without the lines whose name is not text."""
        return sum(1 for line in self.observations if line.words)


AnyBatch = Batch | LargeBatch | ContextBatch | NamesBatch
