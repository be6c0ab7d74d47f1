"""Measures: the metrics of movements.md, section 1, of every series at one row, each null with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generator.movements.engine.panel import FEBRUARY, JANUARY, MARCH, Panel
from generator.movements.engine.sums import stepped, window, year_to_date
from generator.movements.engine.surprise import medians
from generator.movements.engine.unit_values import Floats, Truths
from generator.movements.lunar import LATE
from generator.trade.period import Period

ENTIRE_RECORD, LEAST_RECORD, LEAST_SINCE = 120, 36, 24  # months
OFFSETTING = 0.75


@dataclass(frozen=True)
class Frame:
    """A panel seen from row `at`: `steps` are the values by which a year is compared, `whole` those of the aggregate.

    `partial` says which series have an unfinished period, or a bound, at either end, `null` why no year can be compared
    at all.
    """

    panel: Panel
    at: int
    steps: Floats
    whole: Floats
    partial: Truths
    null: str = ""

    @classmethod
    def of(cls, panel: Panel, at: int) -> Frame:
        """Return the frame; nothing after `at` can be seen in it."""
        seen = panel.until(at)
        column = seen.whole[:, np.newaxis]
        lunar = seen.is_lunar and seen.month(at) == JANUARY
        partial = unfinished(seen, at) | marked(seen, at, "bound")
        return cls(seen, at, stepped(seen, seen.value), stepped(seen, column)[:, 0], partial, "lunar" if lunar else "")

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
    def whole_before(self) -> float:
        """The aggregate in the base period."""
        return float(self.whole[self.base]) if self.base >= 0 else np.nan

    @cached_property
    def years(self) -> Floats:
        """What the year up to each row comes to: twelve months, four quarters, a year."""
        return window(self.panel, self.panel.value, self.year)

    def period(self, row: int) -> Period:
        """Return the period that row `row` is compared as: January and February together where they belong together."""
        own = self.panel.period(row)
        both = self.panel.is_lunar and self.panel.month(row) == FEBRUARY
        return Period(own.first - 1, 2) if both else own

    @property
    def is_line(self) -> Truths:
        """Which series have no goods within: of a sum the average value moves with what it is made of."""
        found = np.ones(len(self.panel.codes), dtype=bool)
        within = (self.panel.parents >= 0) & ~self.panel.is_partner
        found[self.panel.parents[within]] = False
        return found

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


def measured(frame: Frame) -> Mapping[str, Floats]:
    """Return every metric of values by name; the unit of each is that of movements.md."""
    now, before = frame.now, frame.before
    change = np.round(now - before, frame.panel.decimals)
    r3, r12 = window(frame.panel, frame.panel.value, 3), frame.years
    r3 = r3 if frame.panel.frequency == "monthly" else r3 * np.nan
    found = {
        "level": np.where(frame.panel.combined[frame.at], np.nan, frame.panel.value[frame.at]),
        "yoy": _growth(now, before),
        "yoy_abs": change,
        "contrib": 100 * change / _positive(frame.whole_before),
        "mom": _mom(frame),
        "r3": r3[frame.at],
        "r12": r12[frame.at],
    }
    found |= _to_date(frame) | _rolling(frame, r3, r12) | _shares(frame, r12) | _high(frame)
    found["contrib_share"] = _of_change(frame, change)
    if frame.year == 1:
        found |= dict.fromkeys(("r12", "r12_yoy"), np.full(now.shape, np.nan))  # the level's, by another name
    return found


def _growth(now: Floats, before: Floats) -> Floats:
    return 100 * (now / _positive(before) - 1)


def _positive(base: Floats | float) -> Floats:
    return np.where(np.asarray(base) > 0, base, np.nan)


def _mom(frame: Frame) -> Floats:
    values, at = frame.panel.value, frame.at
    lunar = frame.panel.is_lunar and frame.panel.month(at) <= 2  # noqa: PLR2004 -- January to March
    if at < 1 or lunar or frame.panel.frequency != "monthly":
        return np.full(values.shape[1], np.nan)
    return np.where(frame.partial, np.nan, _growth(values[at], values[at - 1]))


def _to_date(frame: Frame) -> dict[str, Floats]:
    values = frame.panel.value
    now = np.where(frame.partial, np.nan, year_to_date(frame.panel, values, frame.at))
    if frame.base < 0:
        return {"ytd": now, "ytd_yoy": now * np.nan}
    earlier = frame.panel.until(frame.base)
    before = year_to_date(earlier, earlier.value, frame.base)
    return {"ytd": now, "ytd_yoy": np.full(now.shape, np.nan) if frame.null else _growth(now, before)}


def _rolling(frame: Frame, r3: Floats, r12: Floats) -> dict[str, Floats]:
    at, base, nothing = frame.at, frame.base, np.full(frame.now.shape, np.nan)
    if base < 0:
        return {"r3_yoy": nothing, "r12_yoy": nothing}
    halves = frame.panel.is_lunar and frame.panel.month(at) in (JANUARY, 3)  # one of January and February is within
    return {
        "r3_yoy": nothing if halves else np.where(frame.partial, np.nan, _growth(r3[at], r3[base])),
        "r12_yoy": np.where(frame.partial, np.nan, _growth(r12[at], r12[base])),
    }


def _shares(frame: Frame, r12: Floats) -> dict[str, Floats]:
    """Return shares of the aggregate over a year, and what they moved by."""
    whole = window(frame.panel, frame.panel.whole[:, np.newaxis], frame.year)
    share = 100 * r12 / np.where(whole > 0, whole, np.nan)
    before = share[frame.base] if frame.base >= 0 else np.full(frame.now.shape, np.nan)
    return {"share": share[frame.at], "share_shift": share[frame.at] - before}


def _of_change(frame: Frame, change: Floats) -> Floats:
    """Return the part of the parent's change, per cent; null where parts cancel out, goods and partners each apart.

    Series without a parent are parts of the aggregate, where there are several.
    """
    top = len(frame.panel.parents)
    parents = np.where(frame.panel.parents >= 0, frame.panel.parents, top)
    has = (parents < top) | (np.sum(parents == top) > 1)
    known = np.where(np.isnan(change), 0, np.abs(change))
    known[[*frame.panel.absorbed]] = 0
    sets = 2 * parents + frame.panel.is_partner
    gross = np.bincount(sets, weights=known, minlength=2 * top + 2)
    moved = frame.whole[frame.at] - frame.whole_before
    whole = np.append(change, np.round(moved, frame.panel.decimals))[parents]
    enough = np.abs(whole) >= OFFSETTING * gross[sets]
    return np.where(has & enough & (whole != 0), 100 * change / np.where(whole == 0, np.nan, whole), np.nan)


def _high(frame: Frame) -> dict[str, Floats]:
    """Return `record` (1 above all before, -1 below, 0 between) and `since`, in months back to as high or low.

    Single months are compared with single months: two that were published together say nothing of either.
    """
    months = frame.panel.first.months
    now, nothing = np.where(frame.partial, np.nan, frame.panel.value[frame.at]), np.full(frame.now.shape, np.nan)
    single = ~frame.panel.together[: frame.at]
    past = frame.panel.value[: frame.at][single]
    if len(past) * months < LEAST_RECORD or frame.panel.combined[frame.at]:
        return {"record": nothing, "since": nothing}
    whole = ~np.isnan(past).any(axis=0) & ~np.isnan(now) & (now > 0)
    high, low = np.fmax.reduce(past, axis=0), np.fmin.reduce(past, axis=0)
    record = np.where(now > high, 1.0, np.where(now < low, -1.0, 0.0))
    up = now >= past[-1]
    as_far = np.where(up, past >= now, past <= now)[::-1]
    back = (frame.at - np.flatnonzero(single)[::-1][as_far.argmax(axis=0)]) * float(months)
    since = np.where(as_far.any(axis=0) & (back >= LEAST_SINCE), back, np.nan)
    return {"record": np.where(whole, record, np.nan), "since": np.where(whole, since, np.nan)}


@dataclass(frozen=True)
class Floors:
    """Of every series the floor of its rates (`thresholds.Floor`) for one period of the panel, in money and parts."""

    value: Floats
    of_group: Floats
    of_median: Floats
    ratio: Floats

    def are_over(self, now: Floats, before: Floats, whole: float, median: Floats, periods: int) -> Truths:
        """Return which bases of sums of so many periods are next to nothing, though not nothing: rates on them mislead.

        `whole` is the aggregate of the base, `median` the median positive period of each series.
        """
        own = np.fmax(self.value, self.of_median * np.nan_to_num(median)) * periods
        least = np.fmax(own, self.of_group * whole)
        with np.errstate(divide="ignore", invalid="ignore"):
            is_far = now / before > self.ratio
        return np.asarray((before > 0) & ((before < least) | is_far), dtype=bool)


def low_bases(frame: Frame, floors: Floors, whole: Floors) -> tuple[Mapping[str, Truths], frozenset[str]]:
    """Return which growths on a year before are from almost nothing, by name, and which of those of the aggregate.

    The aggregate has the floor of the `whole`, and is no part of a group.
    """
    panel, base = frame.panel, frame.base
    if base < 0:
        return dict.fromkeys(("yoy", "ytd_yoy", "r12_yoy"), np.zeros(frame.now.shape, dtype=bool)), frozenset()
    months = 2 if panel.is_lunar and panel.month(frame.at) == FEBRUARY else 1
    values = np.column_stack([panel.value, panel.whole])
    steps = np.column_stack([np.where(frame.partial, np.nan, frame.steps), frame.whole])
    median = medians(np.where(values > 0, values, np.nan))
    to_date = panel.to_date(frame.at)
    sums = {
        "yoy": (steps, months),
        "ytd_yoy": (window(panel, values, to_date), to_date),
        "r12_yoy": (window(panel, values, frame.year), frame.year),
    }
    found, total = {}, set()
    for name, (rows, periods) in sums.items():
        now, before = rows[frame.at], rows[base]
        found[name] = floors.are_over(now[:-1], before[:-1], before[-1], median[:-1], periods)
        if whole.are_over(now[-1:], before[-1:], 0.0, median[-1:], periods).any():
            total.add(name)
    return found, frozenset(total)
