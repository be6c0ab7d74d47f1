"""One row of a panel compared with the row a year before, sums over months, and metrics with reasons for a null.

A sum with a missing month is NaN.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from generator.movements.panel import FEBRUARY, JANUARY, MARCH, Floats, Panel, Truths
from generator.trade.period import Period

LATE = 2, 14  # month and day: a New Year after it still affects trade in March


def window(panel: Panel, values: Floats, length: int) -> Floats:
    """Return in each row the sum of that row and the `length` - 1 before it; NaN if one is missing.

    January and February published together are one number: a sum that has only one of them is NaN.
    """
    filled = _summable(panel, values)
    sums = np.full_like(filled, np.nan)
    if len(filled) >= length:
        parts = np.lib.stride_tricks.sliding_window_view(filled, length, axis=0)
        sums[length - 1 :] = np.round(parts.sum(axis=-1), panel.decimals)
    for feb in np.flatnonzero(panel.combined):
        sums[feb - 1 : feb] = np.nan  # this sum would end between January and February
        sums[feb + length - 1 : feb + length] = values[feb] if length == 1 else np.nan  # begins between them
    return sums


def year_to_date(panel: Panel, values: Floats, at: int) -> Floats:
    """Return the sums from the beginning of the year up to row `at`; NaN if the panel begins later."""
    length = panel.to_date(at)
    return window(panel, values, length)[at] if at + 1 >= length else np.full(values.shape[1], np.nan)


def _summable(panel: Panel, values: Floats) -> Floats:
    """Return the values with 0 for a January that is contained in its February."""
    filled = values.copy()
    for feb in np.flatnonzero(panel.combined):
        if feb:
            filled[feb - 1] = np.where(np.isnan(filled[feb]), np.nan, 0)
    return filled


def yearly_steps(panel: Panel, values: Floats) -> Floats:
    """Return the values for year-on-year comparison.

    In a lunar panel February has the sum of January and February, and January is NaN. Other panels are unchanged.
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
    """A panel seen from row `at`, without later rows."""

    panel: Panel
    at: int
    steps: Floats  # values for year-on-year comparison (yearly_steps)
    total: Floats  # the same of the aggregate
    partial: Truths  # series with an unfinished period or a bound, at row `at` or a year before
    null: str = ""  # why no series can be compared: "lunar" for a January that the holiday moves

    @classmethod
    def of(cls, panel: Panel, at: int) -> Frame:
        """Return the frame of row `at`. Later rows are cut off."""
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
        """The number of rows in a year."""
        return self.panel.year

    @property
    def base(self) -> int:
        """The row a year before; negative if the panel begins later."""
        return self.at - self.year

    @property
    def now(self) -> Floats:
        """The values to compare with `before`; NaN for unfinished periods."""
        return np.where(self.partial, np.nan, self.steps[self.at])

    @property
    def before(self) -> Floats:
        """The values of the base period; NaN if the panel begins later."""
        return self.steps[self.base] if self.base >= 0 else np.full(self.now.shape, np.nan)

    @property
    def total_before(self) -> float:
        """The aggregate in the base period."""
        return float(self.total[self.base]) if self.base >= 0 else np.nan

    @cached_property
    def years(self) -> Floats:
        """The sum of the year up to each row: twelve months, four quarters, or one year."""
        return window(self.panel, self.panel.value, self.year)

    def period(self, row: int) -> Period:
        """Return the period that row `row` is compared as: in a lunar panel, January and February for February."""
        period = self.panel.period(row)
        is_pair = self.panel.is_lunar and self.panel.month(row) == FEBRUARY
        return Period(period.first - 1, 2) if is_pair else period

    @property
    def is_line(self) -> Truths:
        """Which series have no goods within them. The unit value of a sum would change with its composition."""
        has_no_goods = np.ones(len(self.panel.codes), dtype=bool)
        within = (self.panel.parents >= 0) & ~self.panel.is_partner
        has_no_goods[self.panel.parents[within]] = False
        return has_no_goods

    @property
    def has_tail(self) -> bool:
        """Whether row `at` is a March, and the Lunar New Year of this year or the last was late enough to affect it."""
        period = self.panel.period(self.at)
        days = [self.panel.lunar.get(period.year), self.panel.lunar.get(period.year - 1)]
        return period.first % 12 == MARCH and any(day and (day.month, day.day) > LATE for day in days)


def unfinished(panel: Panel, at: int) -> Truths:
    """Which series are unfinished, or contain an unfinished one, at row `at` or a year before."""
    ends = [row for row in (at, at - panel.year) if row >= 0]
    marked = (panel.status[ends] == ord("X")).any(axis=0)
    for column in np.flatnonzero(marked).tolist():
        marked[list(panel.ancestors(column))] = True
    return np.asarray(marked, dtype=bool)


def marked(panel: Panel, at: int, name: str) -> Truths:
    """Which series have the mark `name` at row `at` or a year before; for a lunar February, also in January."""
    if name not in panel.marks:
        return np.zeros(len(panel.codes), dtype=bool)
    length = 2 if panel.is_lunar and panel.month(at) == FEBRUARY else 1
    rows = [row for end in (at, at - panel.year) for row in range(end - length + 1, end + 1) if row >= 0]
    return np.asarray(panel.marks[name][rows].any(axis=0), dtype=bool)


@dataclass(frozen=True)
class MetricColumn:
    """One metric of every series."""

    value: Floats
    reason: np.ndarray  # why a value is NaN
    flags: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # by column, for values that need a caution

    @classmethod
    def null_where(cls, tests: Mapping[str, Truths], value: Floats) -> MetricColumn:
        """Return the metric, NaN for each series for which a test is true; the first such test is the reason."""
        reason = np.select(list(tests.values()), list(tests), "")
        return cls(np.where(reason == "", value, np.nan), reason)
