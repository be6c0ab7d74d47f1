"""Surprises of every series at one row, what explains them, and the surprises of earlier rows.

The earlier rows are the empirical null by which a surprise is judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generator.movements.panel import FEBRUARY, JANUARY, Floats, Panel, Places, Truths
from generator.movements.panel_frame import Frame, window
from generator.movements.surprise_statistic import (
    EPS,
    MANY,
    REACH,
    Surprise,
    bands,
    changes,
    offset,
    surprise_of,
    usual,
)

WEIGHTY = 0.10  # percentage points of the aggregate's growth: the smallest movement worth reporting
LEAST_DRIFT = 10.0  # per cent over a year
NULL = 36  # rows of the empirical null
BASE_EFFECT = 3.0  # least |z| of last year's month for a base effect
ODD = 3.0  # least |z| of a month that is a surprise by itself
CLEAR = 3.0  # least rise of z from one month to the next for a step
# A lasting shift: months that it needs, months after which it is old, least |z| of each month.
STEP, OLD, OF_STEP = 3, 5, 1.0
EACH = 2.0  # most |z| that one month counts in the slow surprise of a year
# Breadth: most |z| that one line counts, least number of lines.
MOST, LEAST_LINES = 3.0, 3
# A seasonal level: within ANCHOR spreads of what ANCHOR_YEARS earlier years give; z is then multiplied by SOFTER.
ANCHOR, SOFTER, ANCHOR_YEARS = 1.8, 0.6, 3


@dataclass(frozen=True)
class SurpriseHistory:
    """The surprises of every series at one row. Fields ending in `null` have the same of the rows before."""

    month: Surprise  # of the year-on-year change of the month
    three: Surprise  # of the last three months together
    lasting: Floats  # least z of the last three months; NaN if the shift is old
    lasting_null: Floats
    age: Floats  # months that the shift has lasted
    step: Floats  # mean |z| of the shift's earlier months
    began: Floats  # months since its largest jump, the newest month included; 0 for none
    slow: Floats  # z of a year as a whole
    slow_null: Floats
    breadth: Floats  # z of the lines within the series together
    breadth_null: Floats
    null: Floats  # z of the rows before, without base effects
    moved: Floats  # percentage points of the aggregate that the rows of `null` moved
    z: Floats  # of the month, reduced if `seasonal`
    seasonal: Truths  # the level is what season and trend would give
    base_effect: Truths  # last year's month was the odd one
    growths: Floats  # log changes on a year before of every step, without an offset
    months: Floats  # number of months of each step
    size: Floats  # value over the last year


@dataclass(frozen=True)
class _Row:
    """The surprise of one row, without regard to base effects."""

    surprise: Surprise
    seasonal: Truths  # the level is usual for the season
    over_two: Floats  # log change over two years

    @property
    def z(self) -> Floats:
        return np.where(self.seasonal, SOFTER * self.surprise.z, self.surprise.z)

    def has_base_effect(self, before: _Row | None) -> Truths:
        """Whether last year's row (`before`) was a surprise the other way, and two years together are ordinary."""
        if before is None:
            return np.zeros(self.seasonal.shape, dtype=bool)
        ordinary = np.abs(self.over_two - 2 * self.surprise.m) < 2 * np.sqrt(2) * self.surprise.spread
        odd = (np.abs(before.surprise.z) >= BASE_EFFECT) & (np.sign(before.surprise.z) == -np.sign(self.surprise.z))
        return np.asarray(odd & ordinary, dtype=bool)


def surprise_history(frame: Frame, left_aside: Truths, eps: float = EPS) -> SurpriseHistory:
    """Return the surprises of every series at the frame's row; NaN for `left_aside` series (intermittent, broken)."""
    size, year, at = sizes(frame), frame.year, frame.at
    left_aside = left_aside | ~np.any(np.nan_to_num(frame.steps), axis=0)  # also series that were never traded
    steps = np.where(left_aside, np.nan, frame.steps)
    past = range(max(year, at - NULL - year), at)
    known_rows = [*(row for row in past if not np.isnan(steps[row]).all()), at]
    rows = {row: _row(frame, steps, row, size, eps) for row in known_rows}
    now = rows[at]
    null = [_ordinary(rows[row], rows.get(row - year), now) for row in known_rows[:-1][-NULL:]]
    y = changes(steps, year, offset(steps, at, year, eps))
    r3 = np.where(left_aside, np.nan, _comparable(frame, window(frame.panel, frame.panel.value, 3)))
    three = surprise_of(changes(r3, year, offset(r3, at, year, eps)), bands(size)) if at >= year else now.surprise
    lasting = {row: _lasting(frame, rows, row) for row in [*known_rows[:-1][-NULL:], at]}
    hidden = frame.partial | bool(frame.null)
    return SurpriseHistory(
        month=_without_z(now.surprise, hidden),
        three=_without_z(three, frame.partial),
        lasting=np.where(hidden, np.nan, lasting[at][0]),
        lasting_null=_stacked([z_of_row for row, (z_of_row, *_) in lasting.items() if row != at], size),
        age=lasting[at][1],
        step=lasting[at][2],
        began=lasting[at][3],
        slow=np.where(frame.partial, np.nan, slow(y, at, year)),
        slow_null=_stacked(
            [
                np.where(_grew(frame, row), _gradual(y, row, year, rows), 0.0)
                for row in range(max(2 * year, at - NULL), at)
            ],
            size,
        ),
        breadth=breadth(frame.panel, np.where(hidden, np.nan, now.z)),
        breadth_null=_stacked([breadth(frame.panel, z_of_row) for z_of_row in null], size),
        null=_stacked(null, size),
        moved=_stacked([_points(frame, row) for row in known_rows[:-1][-NULL:]], size),
        z=np.where(hidden, np.nan, now.z),
        seasonal=now.seasonal,
        base_effect=now.has_base_effect(rows.get(at - year)),
        growths=_growths(frame),
        months=_months(frame),
        size=size,
    )


def sizes(frame: Frame) -> Floats:
    """Return the value of every series over the last year; a gap counts as zero."""
    last_year = frame.panel.value[max(0, frame.at - frame.year + 1) : frame.at + 1]
    size: Floats = np.nansum(last_year, axis=0)
    return size


def slow(y: Floats, at: int, year: int) -> Floats:
    """Return the joint z of the last year's changes, measured by the changes before that year (Stouffer).

    Each month is clipped to EACH, so that one odd month neither makes nor hides a drift. NaN if more than a quarter of
    the year is missing, or if there are fewer than twelve changes before it.
    """
    first = at - year + 1
    if year == 1 or first <= year:
        return np.full(y.shape[1], np.nan)
    recent, past = y[first : at + 1], y[:first]
    m, spread, n = usual(past)
    count = np.sum(~np.isnan(recent), axis=0)
    z = np.clip((recent - m) / (spread * (1 + 2 / np.fmax(n, 1))), -EACH, EACH)
    enough = (count >= year * 3 / 4) & (n >= 12)  # noqa: PLR2004 -- changes, as for a z of its own
    return np.where(enough, np.nansum(z, axis=0) / np.sqrt(np.fmax(count, 1)), np.nan)


def _ordinary(row: _Row, before: _Row | None, now: _Row) -> Floats:
    """Return z of an earlier row for the null. Base effects, and rows with under half of today's history, are NaN."""
    short = row.surprise.n < np.fmin(now.surprise.n / 2, MANY)
    return np.where(row.has_base_effect(before) | short, np.nan, row.z)


def _points(frame: Frame, row: int) -> Floats:
    """Return how many percentage points of the aggregate each series moved in an earlier row."""
    base = frame.total[row - frame.year]
    return np.asarray(100 * (frame.steps[row] - frame.steps[row - frame.year]) / (base if base > 0 else np.nan))


def _lasting(frame: Frame, rows: Mapping[int, _Row], row: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Return `lasting`, `age`, `step` and `began` of SurpriseHistory at a row.

    `lasting` is 0 if the three months differ in sign, and NaN if the shift is older than OLD months: year-on-year
    growth stays large for a year after any shift. A February that stands for two months counts as two.
    """
    steps = [
        step_row for step_row in range(row, row - 2 * frame.year, -1) if step_row in rows and _is_step(frame, step_row)
    ]
    if not steps:  # a lunar January without earlier rows
        nothing = np.full(frame.now.shape, np.nan)
        return nothing, np.zeros_like(nothing), np.zeros_like(nothing), np.zeros_like(nothing)
    months = np.cumsum(
        [2 if frame.panel.is_lunar and frame.panel.month(step_row) == FEBRUARY else 1 for step_row in steps]
    )
    z = np.array([rows[step_row].surprise.z for step_row in steps])
    alike = np.logical_and.accumulate((np.sign(z) == np.sign(z[0])) & (np.abs(z) > OF_STEP), axis=0)
    age = np.where(alike, months[:, np.newaxis], 0).max(axis=0).astype(float)
    last = z[: int(np.searchsorted(months, STEP)) + 1]
    least = np.where((np.sign(last) == np.sign(last[0])).all(axis=0), np.abs(last).min(axis=0), 0.0)
    before = np.where(alike[1:], np.abs(z[1:]), 0.0).sum(axis=0) / np.fmax(alike[1:].sum(axis=0), 1)
    return np.where(age > OLD, np.nan, least * np.sign(z[0])), age, before, _began(z, alike, months)


def _began(z: Floats, alike: Truths, months: Places) -> Floats:
    """Return the number of months since the largest jump of z in a run on one side, newest included; 0 for none.

    Chance may put a month on the right side before the step, so the run's first month need not be its begin.
    """
    if len(z) == 1:
        return np.zeros(z.shape[1])
    jumps = np.where(alike[:-1], np.sign(z[0]) * (z[:-1] - z[1:]), -np.inf)
    jumps = np.where(np.isnan(jumps), -np.inf, jumps)
    place, column = jumps.argmax(axis=0), np.arange(z.shape[1])
    return np.where(jumps[place, column] >= CLEAR, months[place], 0).astype(float)


def breadth(panel: Panel, z: Floats) -> Floats:
    """Return the joint z of the lines under each series, each clipped to MOST (Stouffer); NaN with under three lines.

    Twelve lines with a z of 1.5 are as surprising as one with 5.2.
    """
    lines = np.ones(len(z), dtype=bool)
    lines[panel.parents[panel.parents >= 0]] = False
    lines[[*panel.absorbed]] = False
    lines_with_z = np.flatnonzero(lines & ~panel.is_partner & ~np.isnan(z))
    clipped = np.clip(z[lines_with_z], -MOST, MOST)
    above = panel.parents[lines_with_z]
    total = np.zeros(len(z))
    count = np.zeros(len(z))
    has_parent = above >= 0
    while has_parent.any():
        total += np.bincount(above[has_parent], weights=clipped[has_parent], minlength=len(z))
        count += np.bincount(above[has_parent], minlength=len(z))
        above = np.where(has_parent, panel.parents[above], -1)
        has_parent = above >= 0
    return np.where(count >= LEAST_LINES, total / np.sqrt(np.fmax(count, 1)), np.nan)


def _grew(frame: Frame, row: int) -> Truths:
    """Whether each series' year up to `row` changed by what a drift needs: LEAST_DRIFT per cent, and WEIGHTY points."""
    values = frame.panel.value
    first = row - frame.year + 1  # the first row of the year up to `row`
    year_before = slice(first - frame.year, first)
    now = values[first : row + 1].sum(axis=0)
    before = values[year_before].sum(axis=0)
    base = frame.panel.total[year_before].sum()
    change = np.abs(now - before)
    return np.asarray((100 * change >= LEAST_DRIFT * before) & (100 * change >= WEIGHTY * base), dtype=bool)


def _gradual(y: Floats, row: int, year: int, rows: Mapping[int, _Row]) -> Floats:
    """Return `slow`; NaN if a month of that year was a surprise by itself, since `slow` would merely echo it."""
    odd = [np.abs(rows[month_row].z) >= ODD for month_row in range(row - year + 1, row + 1) if month_row in rows]
    return np.where(np.any(odd, axis=0), np.nan, slow(y, row, year)) if odd else slow(y, row, year)


def _row(frame: Frame, steps: Floats, row: int, size: Floats, eps: float) -> _Row:
    past_steps, year = steps[: row + 1], frame.year
    c = offset(past_steps, row, year, eps)
    reach = max(7 * year, REACH + year)  # rows that the history and the year before it may need
    logs = np.log(past_steps[-reach:] + c)
    y = np.full_like(logs, np.nan)
    y[year:] = logs[year:] - logs[:-year]
    surprise = surprise_of(y, bands(size))
    return _Row(surprise, _is_seasonal(logs, year, surprise), _over_two(past_steps, logs, year))


def _is_seasonal(logs: Floats, year: int, surprise: Surprise) -> Truths:
    """Whether the level is what the same month of three earlier years and the trend would give."""
    if len(logs) <= ANCHOR_YEARS * year:
        return np.zeros(logs.shape[1], dtype=bool)
    past = [logs[-1 - count * year] + count * surprise.m for count in range(1, ANCHOR_YEARS + 1)]
    return np.asarray(np.abs(logs[-1] - np.median(past, axis=0)) < ANCHOR * surprise.spread, dtype=bool)


def _over_two(past_steps: Floats, logs: Floats, year: int) -> Floats:
    """Return the log change over two years; NaN unless there was trade in both earlier years."""
    if len(logs) <= 2 * year:
        return np.full(logs.shape[1], np.nan)
    traded = (past_steps[-1 - year] > 0) & (past_steps[-1 - 2 * year] > 0)
    return np.where(traded, logs[-1] - logs[-1 - 2 * year], np.nan)


def _comparable(frame: Frame, sums: Floats) -> Floats:
    """Return the three-month sums; in lunar panels, NaN for those with January but not February, or the reverse."""
    rows = [frame.panel.is_lunar and frame.panel.month(row) in (JANUARY, 3) for row in range(len(sums))]
    return np.where(np.array(rows)[:, np.newaxis], np.nan, sums)


def _without_z(surprise: Surprise, null: Truths) -> Surprise:
    return Surprise(surprise.y, surprise.m, surprise.spread, surprise.n, np.where(null, np.nan, surprise.z))


def _stacked(rows: Sequence[Floats], size: Floats) -> Floats:
    return np.stack(rows) if rows else np.empty((0, len(size)))


def _is_step(frame: Frame, row: int) -> bool:
    return not (frame.panel.is_lunar and frame.panel.month(row) == JANUARY)


def _growths(frame: Frame) -> Floats:
    """Return the log change on a year before of every step: NaN for a zero base. A lunar January is not a step."""
    with np.errstate(divide="ignore", invalid="ignore"):
        y = changes(frame.steps, frame.year, 0.0)
    y = np.where(np.isposinf(y), np.nan, y)
    return y[[_is_step(frame, row) for row in range(len(y))]]


def _months(frame: Frame) -> Floats:
    """Return the number of months of each step: the first two of a lunar year are one step."""
    steps = [row for row in range(len(frame.steps)) if _is_step(frame, row)]
    return np.array([frame.period(row).months for row in steps], dtype=float)
