"""Surprises of every series at one row, what explains them, and the surprises of earlier rows.

The earlier rows are the empirical null by which a surprise is judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator.movements.expected_change import unexpected
from generator.movements.panel import FEBRUARY, JANUARY, Floats, Panel, Places, Truths
from generator.movements.panel_frame import Frame, window
from generator.movements.shipments import shipments
from generator.movements.surprise_statistic import (
    EPS,
    HISTORY,
    LEAST_SPREAD,
    MANY,
    NORMAL,
    REACH,
    Surprise,
    bands,
    changes,
    medians,
    offset,
    surprise_of,
    z_of,
)

WEIGHTY = 0.10  # percentage points of the aggregate's growth: the smallest movement worth reporting
TRIPLED = 2.0  # growth, as a multiple of the base
LEAST_DRIFT = 10.0  # per cent over a year
MONTHLY = 12  # rows in a year of months
NULL = 36  # rows of the empirical null
BASE_EFFECT = 3.0  # least |z| of last year's month for a base effect
ODD = 3.0  # least |z| of a month that is a surprise by itself
CLEAR = 3.0  # least rise of z from one month to the next for a step
# A lasting shift: months that it needs, months after which it is old, least |z| of each month.
STEP, OLD, OF_STEP = 3, 5, 1.0
MEDIAN_ERROR = 1.57 * 2  # variance of the median of n changes, in S²/n: twice that of noise without memory
LEAST_APART = 0.01  # least variance of the usual changes of series about that of all, in S²
UNKNOWN = 1e6  # variance of the usual changes of series, in S², where too few are known
LEAST_PEERS = 10  # series that say what is usual for all
EACH = 2.0  # most |z| that one month counts in the slow surprise of a year
# Breadth: most |z| that one line counts, least number of lines.
MOST, LEAST_LINES = 3.0, 3
# A seasonal level: within ANCHOR spreads of what ANCHOR_YEARS earlier years give; z is then multiplied by SOFTER.
ANCHOR, SOFTER, ANCHOR_YEARS = 1.8, 0.6, 3


@dataclass(frozen=True)
class SurpriseHistory:
    """The surprises of every series at one row. Fields ending in `null` have the same of the rows before."""

    rows: Places  # the rows before that are judged too
    slow_rows: Places  # the rows whose year is judged; the newest alone if there is none before
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
    unexpected: Floats  # z of what the month's change was not expected to be, reduced if `seasonal`; 0 without trade
    unexpected_null: Floats
    moved: Floats  # percentage points of the aggregate that the rows of `null` moved
    z: Floats  # of the month, reduced if `seasonal`
    seasonal: Truths  # the level is what season and trend would give
    base_effect: Truths  # last year's month was the odd one
    growths: Floats  # log changes on a year before of every step, without an offset
    months: Floats  # number of months of each step
    size: Floats  # value over the last year
    reach: Floats  # money by which a surprise may move the month: that of a tripled base, or of an odd shipment
    lumpy: Truths  # judged by shipments: `z`, `unexpected` and `slow` are those of `shipments`


@dataclass(frozen=True)
class _Row:
    """The surprise of one row, without regard to base effects."""

    surprise: Surprise
    seasonal: Truths  # the level is usual for the season
    over_two: Floats  # log change over two years
    base_stood_out: Floats  # log ratio of the month a year before to the months on both sides of it
    stands_out: Floats  # log ratio of the month to the two before it

    @property
    def z(self) -> Floats:
        return _softened(self, self.surprise.z)

    def has_base_effect(self, before: _Row | None) -> Truths:
        """Whether last year's row (`before`) was a surprise the other way, and two years together are ordinary.

        A row with less than two years of changes before it is judged by the changes that are known now. If it has no
        change itself, its level is compared with the months beside it, and must have stood out twice as far as now.
        """
        now = self.surprise
        ordinary = np.abs(self.over_two - 2 * now.m) < 2 * np.sqrt(2) * now.spread
        of_base = np.full(now.z.shape, np.nan)
        if before is not None:
            of_base = z_of(before.surprise.y, now.m, now.spread, now.n)
            of_base = np.where(before.surprise.n < MANY, of_base, before.surprise.z)
        unknown = np.isnan(of_base)
        of_base = np.where(unknown, self.base_stood_out / now.spread, of_base)
        ordinary = np.where(unknown, 2 * np.abs(self.stands_out) < np.abs(self.base_stood_out), ordinary)
        odd = (np.abs(of_base) >= BASE_EFFECT) & (np.sign(of_base) == -np.sign(now.z))
        return np.asarray(odd & ordinary, dtype=bool)


def surprise_history(frame: Frame, lumpy: Truths, eps: float = EPS) -> SurpriseHistory:
    """Return the surprises of every series at the frame's row.

    `lumpy` series have no usual growth. In a monthly panel they are judged by their shipments, in others not at all.
    """
    return _with_shipments(_of_growth(frame, lumpy, eps), frame, lumpy, eps)


def _with_shipments(history: SurpriseHistory, frame: Frame, lumpy: Truths, eps: float) -> SurpriseHistory:
    """Return the history with the surprises of lumpy series."""
    columns = np.flatnonzero(lumpy)
    if not len(columns) or not len(history.rows) or frame.year != MONTHLY or frame.null:
        return history
    values = frame.panel.value[:, columns]
    values = np.where(values >= eps, values, np.nan)
    steps = frame.steps[:, columns]
    levels = np.where(steps >= eps, steps, np.nan) / _lengths(frame)[:, np.newaxis]
    found = shipments(values, levels, frame.years[:, columns], history.rows, history.slow_rows)
    hidden = frame.partial[columns]
    usual_shipment = found.usual * _lengths(frame)[-1]
    growth = np.fmax(TRIPLED, np.expm1(ODD * found.now.spread))  # of a shipment that is a surprise
    left = np.where(hidden, np.nan, found.now.z)
    z = np.where(np.isnan(found.now.y), np.nan, left)  # without a shipment
    grew = np.array([_grew(frame, row)[columns] for row in history.slow_rows.tolist()])
    return replace(
        history,
        lumpy=lumpy,
        reach=_replaced(history.reach, columns, usual_shipment * growth),
        month=history.month.with_columns(columns, replace(found.now, z=z)),
        z=_replaced(history.z, columns, z),
        unexpected=_replaced(history.unexpected, columns, left),
        unexpected_null=_replaced(history.unexpected_null, columns, found.null),
        slow=_replaced(history.slow, columns, np.where(hidden, np.nan, found.slow)),
        slow_null=_replaced(history.slow_null, columns, np.where(grew, found.slow_null, 0.0)),
    )


def _replaced(values: Floats, columns: Places, others: Floats) -> Floats:
    """Return the values with others in some columns."""
    changed = values.copy()
    changed[..., columns] = others
    return changed


def _of_growth(frame: Frame, left_aside: Truths, eps: float) -> SurpriseHistory:
    """Return the surprises of growth on a year before; NaN for series that are left aside."""
    size, year, at = sizes(frame), frame.year, frame.at
    left_aside = left_aside | ~np.any(np.nan_to_num(frame.steps), axis=0)  # also series that were never traded
    steps = np.where(left_aside, np.nan, frame.steps)
    past = range(max(year, at - NULL - year), at)
    known_rows = [*(row for row in past if not np.isnan(steps[row]).all()), at]
    c = offset(steps, at, year, eps)
    is_step = np.array([_is_step(frame, row) for row in range(at + 1)])
    logs = np.log(steps / _lengths(frame)[:, np.newaxis] + c)
    outliers = _Outliers.of(logs, is_step)
    rows = {row: _row(frame, steps, row, size, eps, outliers) for row in known_rows}
    now = rows[at]
    null_rows = known_rows[:-1][-NULL:]
    echoes = [rows[row].has_base_effect(rows.get(row - year)) for row in null_rows]
    null = [_ordinary(rows[row], is_echo, now) for row, is_echo in zip(null_rows, echoes, strict=True)]
    y = changes(steps, year, c)
    left, left_past = _unexpected(frame, y, logs, size, null_rows)
    left_null = []
    for row, is_echo, z_of_row in zip(null_rows, echoes, left_past, strict=True):
        of_trade = _of_trade(_softened(rows[row], z_of_row), steps, row, year, eps)
        left_null.append(np.where(is_echo, np.nan, of_trade))
    r3 = np.where(left_aside, np.nan, _comparable(frame, window(frame.panel, frame.panel.value, 3)))
    three = surprise_of(changes(r3, year, offset(r3, at, year, eps)), bands(size)) if at >= year else now.surprise
    lasting = {row: _lasting(frame, rows, row) for row in [*null_rows, at]}
    hidden = frame.partial | bool(frame.null)
    slow_rows = range(max(2 * year - 1, at - NULL), at) or range(at, at + 1)
    return SurpriseHistory(
        rows=np.array(null_rows, dtype=np.intp),
        slow_rows=np.array(slow_rows),
        month=_without_z(now.surprise, hidden),
        three=_without_z(three, frame.partial),
        lasting=np.where(hidden, np.nan, lasting[at][0]),
        lasting_null=_stacked([z_of_row for row, (z_of_row, *_) in lasting.items() if row != at], size),
        age=lasting[at][1],
        step=lasting[at][2],
        began=lasting[at][3],
        slow=np.where(frame.partial, np.nan, slow(y, at, year)),
        slow_null=_stacked(
            [np.where(_grew(frame, row), _gradual(y, row, year, rows), 0.0) for row in slow_rows],
            size,
        ),
        breadth=breadth(frame.panel, np.where(hidden, np.nan, now.z)),
        breadth_null=_stacked([breadth(frame.panel, z_of_row) for z_of_row in null], size),
        null=_stacked(null, size),
        unexpected=np.where(hidden, np.nan, _of_trade(_softened(now, left), steps, at, year, eps)),
        unexpected_null=_stacked(left_null, size),
        moved=_stacked([_points(frame, row) for row in null_rows], size),
        z=np.where(hidden, np.nan, now.z),
        seasonal=now.seasonal,
        base_effect=now.has_base_effect(rows.get(at - year)),
        growths=_growths(frame),
        months=_months(frame),
        size=size,
        reach=TRIPLED * frame.before,
        lumpy=np.zeros(len(size), dtype=bool),
    )


@dataclass(frozen=True)
class _Outliers:
    """How far each month stood out, as a log ratio; NaN where a month beside it is not known."""

    beside: Floats  # against the mean of the months on both sides
    after: Floats  # against the mean of the two months before

    @classmethod
    def of(cls, logs: Floats, is_step: Truths) -> _Outliers:
        """Return how far months stood out; rows that are not steps of a year are skipped."""
        steps = np.flatnonzero(is_step)
        beside, after = np.full((2, *logs.shape), np.nan)
        known = logs[steps]
        beside[steps[1:-1]] = known[1:-1] - (known[:-2] + known[2:]) / 2
        after[steps[2:]] = known[2:] - (known[:-2] + known[1:-1]) / 2
        return cls(beside, after)


def _softened(row: _Row, z: Floats) -> Floats:
    """Return z, reduced where the level is usual for the season."""
    return np.where(row.seasonal, SOFTER * z, z)


def _of_trade(z: Floats, steps: Floats, row: int, year: int, eps: float) -> Floats:
    """Return z of a row; 0 where there was no trade in it or a year before: that is an event, or none."""
    is_empty = steps[row] < eps
    if row >= year:
        is_empty = is_empty | (steps[row - year] < eps)
    return np.where(is_empty, 0 * z, z)


def _unexpected(frame: Frame, y: Floats, logs: Floats, size: Floats, rows: Sequence[int]) -> tuple[Floats, Floats]:
    """Return `unexpected` of the frame's row and of earlier rows. A lunar January is left out, so a year has 11."""
    is_step = np.array([_is_step(frame, row) for row in range(len(y))])
    if not rows or not is_step[-1]:
        nothing = np.full((len(rows), len(size)), np.nan)
        return np.full(len(size), np.nan), nothing
    place = np.cumsum(is_step) - 1
    year = frame.year - 1 if frame.panel.is_lunar and frame.year == MONTHLY else frame.year
    return unexpected(y[is_step], logs[is_step], year, size, place[list(rows)])


def _lengths(frame: Frame) -> Floats:
    """Return the number of months that each row is compared as."""
    return np.array([frame.period(row).months for row in range(len(frame.steps))], dtype=float)


def sizes(frame: Frame) -> Floats:
    """Return the value of every series over the last year; a gap counts as zero."""
    last_year = frame.panel.value[max(0, frame.at - frame.year + 1) : frame.at + 1]
    size: Floats = np.nansum(last_year, axis=0)
    return size


def slow(y: Floats, at: int, year: int) -> Floats:
    """Return the joint z of the last year's changes (Stouffer), measured by the changes before that year.

    The usual change m is that of the series and of all series together, each by what it is worth: a short past says
    little of a series. What m may be off by counts in each of the months, and lowers z. Each month is clipped to EACH,
    so that one odd month neither makes nor hides a drift. NaN if more than a quarter of the year is missing.
    """
    first = at - year + 1
    if year == 1 or first < year:
        return np.full(y.shape[1], np.nan)
    recent, past = y[first : at + 1], y[max(year, first - HISTORY) : first]
    count = np.sum(~np.isnan(recent), axis=0)
    n = np.sum(~np.isnan(past), axis=0)
    m_past = medians(past)
    m_recent = medians(recent)
    distances = np.concatenate([np.abs(past - m_past), np.abs(recent - m_recent)])
    spread = np.fmax(NORMAL * medians(distances), LEAST_SPREAD)
    of_all = _median_of(m_recent)
    apart = NORMAL * _median_of(np.abs(m_recent - of_all) / spread)
    of_chance = MEDIAN_ERROR / np.fmax(_median_of(count[count > 0]), 1)
    apart = max(apart**2 - of_chance, LEAST_APART)
    error = MEDIAN_ERROR / np.fmax(n, 1)
    if np.sum(count > 0) < LEAST_PEERS:
        apart = UNKNOWN  # too few series to know what is usual for all
    own = np.where(n > 0, 1 / (1 + error / apart), 0.0)
    m = own * np.nan_to_num(m_past) + (1 - own) * of_all
    doubt = np.where(n > 0, own * error, apart)
    z = np.clip((recent - m) / spread, -EACH, EACH)
    joint = np.nansum(z, axis=0) / np.sqrt(np.fmax(count, 1) * (1 + count * doubt))
    return np.where(count >= year * 3 / 4, joint, np.nan)


def _median_of(values: Floats) -> float:
    """Return the median of the known values; 0 where none is."""
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else 0.0


def _ordinary(row: _Row, is_echo: Truths, now: _Row) -> Floats:
    """Return z of an earlier row for the null. Base effects, and rows with under half of today's history, are NaN."""
    short = row.surprise.n < np.fmin(now.surprise.n / 2, MANY)
    return np.where(is_echo | short, np.nan, row.z)


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


def _row(frame: Frame, steps: Floats, row: int, size: Floats, eps: float, outliers: _Outliers) -> _Row:
    past_steps, year = steps[: row + 1], frame.year
    c = offset(past_steps, row, year, eps)
    reach = max(7 * year, REACH + year)  # rows that the history and the year before it may need
    logs = np.log(past_steps[-reach:] + c)
    y = np.full_like(logs, np.nan)
    y[year:] = logs[year:] - logs[:-year]
    surprise = surprise_of(y, bands(size))
    return _Row(
        surprise,
        _is_seasonal(logs, year, surprise),
        _over_two(past_steps, logs, year),
        outliers.beside[row - year] if row >= year > 1 else np.full(len(size), np.nan),
        outliers.after[row],
    )


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
