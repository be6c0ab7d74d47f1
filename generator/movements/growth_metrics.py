"""The metrics of values at one row: level, growth, contribution, share, record, and compound annual growth.

Growth published by the source is kept beside ours: the source may have revised the year before without publishing the
new level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from generator.movements.panel import FEBRUARY, JANUARY, Floats, Truths
from generator.movements.panel_frame import Frame, MetricColumn, window, year_to_date
from generator.movements.surprise_statistic import medians

# Months: of history for a true record, of history for the metric `record`, and the least value of `since`.
ENTIRE_RECORD, LEAST_RECORD, LEAST_SINCE = 120, 36, 24
OFFSETTING = 0.75  # least ratio of the parent's change to the sum of its parts' sizes for parts of a change


def growth_metrics(frame: Frame) -> Mapping[str, Floats]:
    """Return every metric of values by name, in the units of docs/movements.md."""
    now, before = frame.now, frame.before
    change = np.round(now - before, frame.panel.decimals)
    r3 = window(frame.panel, frame.panel.value, 3)
    if frame.panel.frequency != "monthly":
        r3 = r3 * np.nan
    r12 = frame.years
    metrics = {
        "level": np.where(frame.panel.combined[frame.at], np.nan, frame.panel.value[frame.at]),
        "yoy": _growth(now, before),
        "yoy_abs": change,
        "contrib": 100 * change / _positive(frame.total_before),
        "mom": _month_on_month(frame),
        "r3": r3[frame.at],
        "r12": r12[frame.at],
    }
    metrics |= _to_date(frame) | _rolling(frame, r3, r12) | _shares(frame, r12) | _high(frame)
    metrics["contrib_share"] = _of_change(frame, change)
    if frame.year == 1:
        # A sum of twelve months of yearly figures is the level by another name.
        metrics |= dict.fromkeys(("r12", "r12_yoy"), np.full(now.shape, np.nan))
    return metrics


def _growth(now: Floats, before: Floats) -> Floats:
    return 100 * (now / _positive(before) - 1)


def _positive(base: Floats | float) -> Floats:
    return np.where(np.asarray(base) > 0, base, np.nan)


def _month_on_month(frame: Frame) -> Floats:
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
    at = frame.at
    base = frame.base
    nothing = np.full(frame.now.shape, np.nan)
    if base < 0:
        return {"r3_yoy": nothing, "r12_yoy": nothing}
    r3_growth = nothing
    # In January and in March the three months have one of January and February within them, without the other.
    has_one_of_two = frame.panel.is_lunar and frame.panel.month(at) in (JANUARY, 3)
    if not has_one_of_two:
        r3_growth = np.where(frame.partial, np.nan, _growth(r3[at], r3[base]))
    r12_growth = np.where(frame.partial, np.nan, _growth(r12[at], r12[base]))
    return {"r3_yoy": r3_growth, "r12_yoy": r12_growth}


def _shares(frame: Frame, r12: Floats) -> dict[str, Floats]:
    """Return the shares of the aggregate over a year, and their change on the year before."""
    aggregate = window(frame.panel, frame.panel.total[:, np.newaxis], frame.year)
    share = 100 * r12 / _positive(aggregate)
    before = share[frame.base] if frame.base >= 0 else np.full(frame.now.shape, np.nan)
    return {"share": share[frame.at], "share_shift": share[frame.at] - before}


def _of_change(frame: Frame, change: Floats) -> Floats:
    """Return each series' part of its parent's change, in per cent; NaN if the parts of that change cancel out.

    Goods and partners are separate sets of parts. Several series without a parent are parts of the aggregate.
    """
    top = len(frame.panel.parents)
    parents = np.where(frame.panel.parents >= 0, frame.panel.parents, top)
    has = (parents < top) | (np.sum(parents == top) > 1)
    sizes = np.where(np.isnan(change), 0, np.abs(change))
    sizes[[*frame.panel.absorbed]] = 0
    sets = 2 * parents + frame.panel.is_partner
    gross = np.bincount(sets, weights=sizes, minlength=2 * top + 2)
    moved = frame.total[frame.at] - frame.total_before
    parent_change = np.append(change, np.round(moved, frame.panel.decimals))[parents]
    enough = np.abs(parent_change) >= OFFSETTING * gross[sets]
    return np.where(
        has & enough & (parent_change != 0), 100 * change / np.where(parent_change == 0, np.nan, parent_change), np.nan
    )


def _high(frame: Frame) -> dict[str, Floats]:
    """Return `record` (1 above all earlier values, -1 below, 0 between) and `since` (months back to one as extreme).

    Combined months are left out: single months are compared only with single months.
    """
    months = frame.panel.first.months
    now = np.where(frame.partial, np.nan, frame.panel.value[frame.at])
    nothing = np.full(frame.now.shape, np.nan)
    single = ~frame.panel.together[: frame.at]
    past = frame.panel.value[: frame.at][single]
    if len(past) * months < LEAST_RECORD or frame.panel.combined[frame.at]:
        return {"record": nothing, "since": nothing}
    is_complete = ~np.isnan(past).any(axis=0) & ~np.isnan(now) & (now > 0)
    high = np.fmax.reduce(past, axis=0)
    low = np.fmin.reduce(past, axis=0)
    record = np.where(now > high, 1.0, np.where(now < low, -1.0, 0.0))
    up = now >= past[-1]
    as_far = np.where(up, past >= now, past <= now)[::-1]
    back = (frame.at - np.flatnonzero(single)[::-1][as_far.argmax(axis=0)]) * float(months)
    since = np.where(as_far.any(axis=0) & (back >= LEAST_SINCE), back, np.nan)
    return {"record": np.where(is_complete, record, np.nan), "since": np.where(is_complete, since, np.nan)}


@dataclass(frozen=True)
class Floors:
    """The floors of every series' rates (`thresholds.Floor`), scaled to one period of the panel."""

    value: Floats  # money
    of_group: Floats  # fraction
    of_median: Floats  # fraction
    ratio: Floats

    def are_over(self, now: Floats, before: Floats, aggregate: float, median: Floats, periods: int) -> Truths:
        """Return which bases, sums of `periods` periods, are low but not zero, so that rates on them mislead.

        `aggregate` is the base of the aggregate, `median` the median positive period of each series.
        """
        series_floor = np.fmax(self.value, self.of_median * np.nan_to_num(median)) * periods
        least = np.fmax(series_floor, self.of_group * aggregate)
        with np.errstate(divide="ignore", invalid="ignore"):
            is_far = now / before > self.ratio
        return np.asarray((before > 0) & ((before < least) | is_far), dtype=bool)


def low_bases(frame: Frame, floors: Floors, aggregate_floors: Floors) -> tuple[Mapping[str, Truths], frozenset[str]]:
    """Return for each year-on-year growth which series have a low base, and the growths whose aggregate has one.

    `aggregate_floors` are the floors of the aggregate, which belongs to no group.
    """
    panel = frame.panel
    base = frame.base
    if base < 0:
        not_low = np.zeros(frame.now.shape, dtype=bool)
        return dict.fromkeys(("yoy", "ytd_yoy", "r12_yoy"), not_low), frozenset()
    months = 2 if panel.is_lunar and panel.month(frame.at) == FEBRUARY else 1
    values = np.column_stack([panel.value, panel.total])
    steps = np.column_stack([np.where(frame.partial, np.nan, frame.steps), frame.total])
    median = medians(np.where(values > 0, values, np.nan))
    to_date = panel.to_date(frame.at)
    sums = {
        "yoy": (steps, months),
        "ytd_yoy": (window(panel, values, to_date), to_date),
        "r12_yoy": (window(panel, values, frame.year), frame.year),
    }
    low = {}
    low_totals = set()
    for name, (rows, periods) in sums.items():
        now = rows[frame.at]
        before = rows[base]
        low[name] = floors.are_over(now[:-1], before[:-1], before[-1], median[:-1], periods)
        if aggregate_floors.are_over(now[-1:], before[-1:], 0.0, median[-1:], periods).any():
            low_totals.add(name)
    return low, frozenset(low_totals)


FEWEST = 2  # least years between first and last
ENDS_APART = 2.0  # percentage points: if growth by the two ends and by all years differ more, the ends were odd


def ends(frame: Frame) -> tuple[int, int]:
    """Return the last row of the first full year, counted in whole years back from now, and the number of years."""
    years = (frame.at - frame.year + 1) // frame.year
    return frame.at - years * frame.year, years


def compound(frame: Frame) -> Mapping[str, MetricColumn]:
    """Return `cagr`, the compound growth from the first full year to the last, in per cent a year.

    It is flagged `endpoint` if the slope through all years differs by more than two points, or is unknown.
    """
    first, years = ends(frame)
    shape = frame.now.shape
    if years < FEWEST:
        return {"cagr": MetricColumn(np.full(shape, np.nan), np.full(shape, "short_history"))}
    sums = frame.years[first :: frame.year]
    start, end = sums[0], np.where(frame.partial, np.nan, sums[-1])
    tests = {"missing": np.isnan(start) | np.isnan(end), "zero_base": start <= 0, "no_trade": end <= 0}
    cagr = MetricColumn.null_where(tests, 100 * ((end / _positive(start)) ** (1 / years) - 1))
    odd = np.flatnonzero((cagr.reason == "") & ~(np.abs(cagr.value - _slope(sums)) <= ENDS_APART))
    return {"cagr": replace(cagr, flags=dict.fromkeys(odd.tolist(), ("endpoint",)))}


def _slope(sums: Floats) -> Floats:
    """Return the annual growth, in per cent, by a line through the logarithms of all years; NaN if one is missing."""
    years = np.arange(len(sums)) - (len(sums) - 1) / 2
    logs = np.log(np.where(sums > 0, sums, np.nan))
    return np.asarray(100 * np.expm1(years @ logs / (years @ years)), dtype=float)


PUBLISHED = "published_yoy"
RATES_APART = 0.1  # percentage points by which published growth must differ from ours to be mentioned


def published_yoy(frame: Frame) -> Mapping[str, MetricColumn]:
    """Return `published_yoy`, the source's own growth of the period in per cent; NaN if it publishes none."""
    rates = _published_rates(frame)
    return {PUBLISHED: MetricColumn(rates, np.where(np.isnan(rates), "not published", ""))}


def differs(frame: Frame, ours: Floats) -> Floats:
    """Return published growth minus `ours`, in points; NaN if they differ by at most RATES_APART.

    It is also NaN for a February that we compare together with January but the source published alone.
    """
    is_single_february = (
        frame.panel.is_lunar and frame.panel.month(frame.at) == FEBRUARY and not frame.panel.combined[frame.at]
    )
    gap = np.round(_published_rates(frame) - ours, 6)
    return np.where((np.abs(gap) > RATES_APART) & (not is_single_february), gap, np.nan)


def _published_rates(frame: Frame) -> Floats:
    """Return the published growth of the frame's row for its columns. A family is found by its code."""
    panel = frame.panel
    published = panel.published
    row = frame.at - panel.row(published.first) if published is not None else -1
    if published is None or not 0 <= row < len(published.rates):
        return np.full(len(panel.codes), np.nan)
    places = [published.places.get(code, -1) for code in panel.codes]
    return np.asarray(np.append(published.rates[row], np.nan)[places], dtype=float)
