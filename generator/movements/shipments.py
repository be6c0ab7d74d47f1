"""Surprises of lumpy flows, which have months without trade: their growth on a year before says nothing.

A month is judged by the sizes of the earlier shipments, and a year by the sizes and the number of its shipments:

    z = (ln x - m) / (S (1 + 2/n))     with the median m and the spread S of the logarithms of n shipments of five years
    sizes = (mean ln x of the year - mean ln x before) / (S sqrt(1/n of the year + 1/n before))
    number = (months with trade - those expected) / their standard deviation
    slow = sqrt(sizes^2 + number^2), of those that go the way in which the year's value went

A line has few shipments, so S is that of the line and that of all lumpy lines together, each by what it is worth.
Only a shipment that is larger than the usual one and than that of a year before is a surprise. A year in which a line
began or ended is not judged: that is an event.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.movements.flow_states import BY_CHANCE
from generator.movements.panel import Floats, Places, Truths
from generator.movements.surprise_statistic import FEW, HISTORY, LAPLACE, LEAST_SPREAD, REACH, Surprise, medians, z_of

SPREAD_ERROR = 0.6  # variance of the logarithm of a spread that is estimated from n shipments, times n
LEAST_APART = 0.01  # least variance of the logarithms of the spreads of lines
YEAR = 12  # months
MOST = 3.0  # most spreads that one shipment counts in the mean of a year
LEAST_RATE = 0.02  # least share of months with trade, and of those without, that is expected of a line


@dataclass(frozen=True)
class Shipments:
    """The surprises of all series if they are judged by their shipments, at one row and in the rows before."""

    now: Surprise  # of the shipment: y is its distance from the usual one (NaN without one), m is 0
    usual: Floats  # median shipment, in money
    null: Floats
    slow: Floats  # z of the year
    slow_null: Floats


def shipments(values: Floats, levels: Floats, years: Floats, rows: Places, slow_rows: Places) -> Shipments:
    """Return the surprises of the last row, and of the earlier `rows`, judged by each other.

    `values` are those of single months, `levels` those that are compared, per month; both are NaN without trade.
    `years` are the sums of the year up to each row. `slow_rows` are the earlier rows whose year is judged.
    """
    logs = np.log(levels)
    last = len(levels) - 1
    history = logs[max(0, last - REACH) : last]
    m = medians(history)
    n = np.sum(~np.isnan(history), axis=0).astype(float)
    total = np.nansum(np.abs(history - m), axis=0)
    spread = pooled_spread(LAPLACE * total / np.fmax(n, 1), n)
    z = np.where(n >= FEW, _upward(z_of(logs[last], m, spread, n), levels, last), np.nan)
    past = logs[rows]
    distances = np.abs(past - m)
    null = np.full(past.shape, np.nan)
    for place, row in enumerate(rows):
        others = n - ~np.isnan(past[place])
        own = LAPLACE * (total - np.nan_to_num(distances[place])) / np.fmax(others, 1)
        z_of_row = z_of(past[place], m, pooled_spread(own, others), others)
        null[place] = np.where(n >= FEW, _upward(z_of_row, levels, row), np.nan)
    months = np.log(values)
    return Shipments(
        now=Surprise(logs[last] - m, np.zeros(len(m)), spread, n, z),
        usual=np.exp(m),
        null=null,
        slow=_slow(months, years, last),
        slow_null=np.array([_slow(months, years, row) for row in slow_rows]),
    )


def pooled_spread(own: Floats, n: Floats) -> Floats:
    """Return the spread of each line: its own, from n shipments, and that of all lines, each by what it is worth."""
    own = np.fmax(own, LEAST_SPREAD)
    logs = np.log(own)
    error = SPREAD_ERROR / np.fmax(n, 1)
    known = n >= FEW
    if not known.any():
        return own
    of_all = np.median(logs[known])
    apart = max(float(np.var(logs[known]) - np.mean(error[known])), LEAST_APART)
    weight = np.where(n > 1, apart / (apart + error), 0.0)
    spread: Floats = np.exp(weight * logs + (1 - weight) * of_all)
    return spread


def _upward(z: Floats, levels: Floats, row: int) -> Floats:
    """Return z of a row; 0 for what is no larger than usual, or than a year before."""
    is_larger = levels[row] > np.nan_to_num(levels[row - YEAR]) if row >= YEAR else np.zeros(z.shape, dtype=bool)
    return np.where((z > 0) & is_larger, z, 0.0)


def _slow(months: Floats, years: Floats, row: int) -> Floats:
    """Return z of the year up to `row`, judged by up to three years before it; NaN without a shipment before."""
    first = row - YEAR + 1
    if first < YEAR:
        return np.full(months.shape[1], np.nan)
    recent = months[first : row + 1]
    past = months[max(0, first - HISTORY) : first]
    n_recent = np.sum(~np.isnan(recent), axis=0).astype(float)
    n_past = np.sum(~np.isnan(past), axis=0).astype(float)
    middle = medians(past)
    own = LAPLACE * np.nansum(np.abs(past - middle), axis=0) / np.fmax(n_past - 1, 1)
    spread = pooled_spread(own, n_past)
    sums = [np.nansum(np.clip((part - middle) / spread, -MOST, MOST), axis=0) for part in (recent, past)]
    apart = sums[0] / np.fmax(n_recent, 1) - sums[1] / np.fmax(n_past, 1)
    sizes = np.where(n_recent > 0, apart / np.sqrt(1 / np.fmax(n_recent, 1) + 1 / np.fmax(n_past, 1)), 0.0)
    rate = np.clip((n_past + n_recent) / (len(past) + YEAR), LEAST_RATE, 1 - LEAST_RATE)
    doubt = YEAR * rate * (1 - rate) * (1 + YEAR / len(past))
    number = (n_recent - YEAR * n_past / len(past)) / np.sqrt(doubt)
    way = np.sign(years[row] - years[row - YEAR])
    joint = np.sqrt(np.fmax(way * sizes, 0) ** 2 + np.fmax(way * number, 0) ** 2)
    is_year = (n_past >= FEW) & ~_turned(recent, n_past / len(past))
    return np.where(is_year, way * joint, np.nan)


def _turned(recent: Floats, rate: Floats) -> Truths:
    """Whether each line began or ended in the year, by the rate of its months with trade before."""
    traded = ~np.isnan(recent)
    idle = np.logical_and.accumulate(~traded[::-1], axis=0).sum(axis=0)
    empty = 1 - np.clip(rate, LEAST_RATE, 1 - LEAST_RATE)
    return np.asarray(empty**idle <= BY_CHANCE, dtype=bool)
