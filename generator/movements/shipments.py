"""Surprises of lumpy flows, which have months without trade: their growth on a year before says nothing.

A shipment is judged by the earlier shipments, and a year by how much the months of a year differ:

    z = (ln x - m) / (S (1 + 2/n))     with the median m and the spread S of the logarithms of n past shipments
    slow = ln(year / year before) / sqrt(2 v / 12)     with the variance v of months about the mean of their year = 1

Only a shipment that is larger than the usual one and than that of a year before is a surprise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.movements.expected_change import of_past
from generator.movements.panel import Floats, Places
from generator.movements.surprise_statistic import FEW, HISTORY, Surprise, bands, usual, with_band, z_of

LEAST_VARIANCE = 0.05  # of the months of a year, with their mean = 1


@dataclass(frozen=True)
class Shipments:
    """The surprises of all series if they are judged by their shipments, at one row and in the rows before."""

    now: Surprise  # of the shipment: y is its distance from the usual one (NaN without one), m is 0
    usual: Floats  # median shipment, in money
    null: Floats
    slow: Floats  # z of the year
    slow_null: Floats


def shipments(
    values: Floats, levels: Floats, years: Floats, size: Floats, rows: Places, slow_rows: Places, year: int = 12
) -> Shipments:
    """Return the surprises of the last row, and of the earlier `rows`, judged by each other.

    `values` are those of single months, `levels` those that are compared, per month, NaN without trade, and `years` the
    sums of the year up to each row. `slow_rows` are the earlier rows whose year is judged.
    """
    logs = np.log(levels)
    past = logs[rows]
    m, spread, n = usual(past)
    band = bands(size)
    _, spread = with_band(m, spread, n, band)
    enough = n >= FEW
    z = np.where(enough, _upward(z_of(logs[-1], m, spread, n), levels, len(levels) - 1, year), np.nan)
    null = of_past(past, band)
    for place, row in enumerate(rows):
        null[place] = np.where(enough, _upward(null[place], levels, row, year), np.nan)
    scale = np.sqrt(2 * _variance(np.nan_to_num(values), year) / year)
    with np.errstate(divide="ignore", invalid="ignore"):
        changes = np.log(years[year:] / years[:-year]) / scale
    changes[~np.isfinite(changes)] = np.nan
    return Shipments(
        now=Surprise(logs[-1] - m, np.zeros(len(m)), spread, n, z),
        usual=np.exp(m),
        null=null,
        slow=changes[-1],
        slow_null=changes[slow_rows - year],
    )


def _upward(z: Floats, levels: Floats, row: int, year: int) -> Floats:
    """Return z of a row; 0 for what is no larger than usual, or than a year before."""
    is_larger = levels[row] > np.nan_to_num(levels[row - year]) if row >= year else np.zeros(z.shape, dtype=bool)
    return np.where((z > 0) & is_larger, z, 0.0)


def _variance(values: Floats, year: int) -> Floats:
    """Return the variance of months about the mean of their year, which counts as 1, over the last years."""
    distances = []
    for end in range(len(values), max(len(values) - HISTORY - year, year - 1), -year):
        months = values[end - year : end]
        mean = months.mean(axis=0)
        distances.append(np.where(mean > 0, (months / np.where(mean > 0, mean, 1.0) - 1) ** 2, np.nan))
    known = np.concatenate(distances)
    count = np.sum(~np.isnan(known), axis=0) * (year - 1) / year
    return np.fmax(np.nansum(known, axis=0) / np.fmax(count, 1), LEAST_VARIANCE)
