"""One row of a panel beside the row a year before it, sums over months, and metrics with the reasons of nulls.

A sum that lacks a month is no sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from generator.movements.panel import FEBRUARY, JANUARY, MARCH, Floats, Panel, Truths
from generator.trade.period import Period

LATE = 2, 14  # a holiday after 14 February still empties days of March


def window(panel: Panel, values: Floats, length: int) -> Floats:
    """Return, in each row, the sum of that row and of the `length` - 1 before it; NaN where one is missing.

    January and February that were published together are one number: a sum has both or is NaN.
    """
    filled = _summable(panel, values)
    sums = np.full_like(filled, np.nan)
    if len(filled) >= length:
        parts = np.lib.stride_tricks.sliding_window_view(filled, length, axis=0)
        sums[length - 1 :] = np.round(parts.sum(axis=-1), panel.decimals)
    for feb in np.flatnonzero(panel.combined):
        sums[feb - 1 : feb] = np.nan  # ends between the two
        sums[feb + length - 1 : feb + length] = values[feb] if length == 1 else np.nan  # begins between the two
    return sums


def year_to_date(panel: Panel, values: Floats, at: int) -> Floats:
    """Return the sums from the beginning of the year up to row `at`."""
    length = panel.to_date(at)
    return window(panel, values, length)[at] if at + 1 >= length else np.full(values.shape[1], np.nan)


def _summable(panel: Panel, values: Floats) -> Floats:
    """Return the values with nothing for a January that its February holds."""
    filled = values.copy()
    for feb in np.flatnonzero(panel.combined):
        if feb:
            filled[feb - 1] = np.where(np.isnan(filled[feb]), np.nan, 0)
    return filled


def yearly_steps(panel: Panel, values: Floats) -> Floats:
    """Return the steps by which a year is compared: each month, but January and February as one where they are.

    A lunar panel has the sum of the two in February and NaN in January.
    """
    if not panel.is_lunar:
        return values
    steps, pairs = values.copy(), window(panel, values, 2)
    for at in range(len(values)):
        if panel.month(at) == FEBRUARY:
            steps[at] = values[at] if panel.combined[at] else pairs[at]
        elif panel.month(at) == JANUARY:
            steps[at] = np.nan
    return steps


@dataclass(frozen=True)
class Frame:
    """A panel seen from row `at`: `steps` are the values by which a year is compared, `total` those of the aggregate.

    `partial` says which series have an unfinished period, or a bound, at either end, `null` why no year can be compared
    at all.
    """

    panel: Panel
    at: int
    steps: Floats
    total: Floats
    partial: Truths
    null: str = ""

    @classmethod
    def of(cls, panel: Panel, at: int) -> Frame:
        """Return the frame; nothing after `at` can be seen in it."""
        until = panel.until(at)
        column = until.total[:, np.newaxis]
        lunar = until.is_lunar and until.month(at) == JANUARY
        partial = unfinished(until, at) | marked(until, at, "bound")
        return cls(
            until,
            at,
            yearly_steps(until, until.value),
            yearly_steps(until, column)[:, 0],
            partial,
            "lunar" if lunar else "",
        )

    @property
    def year(self) -> int:
        """How many rows make a year."""
        return self.panel.year

    @property
    def base(self) -> int:
        """The row a year before."""
        return self.at - self.year

    @property
    def now(self) -> Floats:
        """What is compared with `before`: NaN where the period is not finished."""
        return np.where(self.partial, np.nan, self.steps[self.at])

    @property
    def before(self) -> Floats:
        """The base."""
        return self.steps[self.base] if self.base >= 0 else np.full(self.now.shape, np.nan)

    @property
    def total_before(self) -> float:
        """The aggregate in the base period."""
        return float(self.total[self.base]) if self.base >= 0 else np.nan

    @cached_property
    def years(self) -> Floats:
        """What the year up to each row comes to: twelve months, four quarters, a year."""
        return window(self.panel, self.panel.value, self.year)

    def period(self, row: int) -> Period:
        """Return the period that row `row` is compared as: January and February together where they belong together."""
        period = self.panel.period(row)
        is_pair = self.panel.is_lunar and self.panel.month(row) == FEBRUARY
        return Period(period.first - 1, 2) if is_pair else period

    @property
    def is_line(self) -> Truths:
        """Which series have no goods within: of a sum the average value moves with what it is made of."""
        has_no_goods = np.ones(len(self.panel.codes), dtype=bool)
        within = (self.panel.parents >= 0) & ~self.panel.is_partner
        has_no_goods[self.panel.parents[within]] = False
        return has_no_goods

    @property
    def has_tail(self) -> bool:
        """Whether the Lunar New Year was so late, this year or last, that it reached into March."""
        period = self.panel.period(self.at)
        days = [self.panel.lunar.get(period.year), self.panel.lunar.get(period.year - 1)]
        return period.first % 12 == MARCH and any(day and (day.month, day.day) > LATE for day in days)


def unfinished(panel: Panel, at: int) -> Truths:
    """Return which series, or series within them, are unfinished at row `at` or a year before."""
    ends = [row for row in (at, at - panel.year) if row >= 0]
    marked = (panel.status[ends] == ord("X")).any(axis=0)
    for column in np.flatnonzero(marked).tolist():
        marked[list(panel.ancestors(column))] = True
    return np.asarray(marked, dtype=bool)


def marked(panel: Panel, at: int, name: str) -> Truths:
    """Return which series have the mark `name` at row `at` or a year before, of a lunar February also in January."""
    if name not in panel.marks:
        return np.zeros(len(panel.codes), dtype=bool)
    length = 2 if panel.is_lunar and panel.month(at) == FEBRUARY else 1
    rows = [row for end in (at, at - panel.year) for row in range(end - length + 1, end + 1) if row >= 0]
    return np.asarray(panel.marks[name][rows].any(axis=0), dtype=bool)


@dataclass(frozen=True)
class MetricColumn:
    """One metric of every series: NaN with its `reason`, of one where the number needs one, its `flags`."""

    value: Floats
    reason: np.ndarray
    flags: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def null_where(cls, tests: Mapping[str, Truths], value: Floats) -> MetricColumn:
        """Return the metric, null for the first reason whose test is true of a series."""
        reason = np.select(list(tests.values()), list(tests), "")
        return cls(np.where(reason == "", value, np.nan), reason)
