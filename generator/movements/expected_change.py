"""What a month's change was to be expected to be, by all series together, and how far each series lies from it.

A change on a year before, y, partly follows from what was known before: trade that was high last month is still high,
and a base that was high makes a low y. How much of this follows is estimated on all series of the panel together,
since one series has too few months for it. What is left is judged by the series' own past, like y itself:

    u = (y - m) / S                          of every row, with the median m and the spread S of y
    u ~ a u[-1] + b u[-12] + c u[-24] + d g   least squares over all series and rows
    r = S (u - what is expected)
    z = (r - median r) / (S of r (1 + 2/n))

g is how far the base stood above the two months beside it, in spreads. It counts where u[-12] is not known.
"""

from __future__ import annotations

import numpy as np

from generator.movements.panel import Floats, Places
from generator.movements.surprise_statistic import (
    LEAST_SPREAD,
    NORMAL,
    bands,
    medians,
    usual,
    with_band,
    z_of,
)

FEWEST = 300  # months of all series together, from which on they say what follows from what
RIDGE = 30.0  # months that say that nothing follows: few months say little
MOST = 3.0  # most |u| of a month that the estimate counts
MOST_EXPECTED = 4.0  # most |u| from which something is expected


def unexpected(y: Floats, logs: Floats, year: int, size: Floats, rows: Places) -> tuple[Floats, Floats]:
    """Return z of what was not to be expected of the last row of `y`, and of the earlier `rows`, judged by each other.

    `y` and `logs` are changes on a year before and levels per month, as logarithms, one row for each step of a year.
    """
    first = int(rows[0])
    m, spread, _ = usual(y[max(0, first - year) : -1])
    u = (y - m) / spread
    left = _without_expected(u, _causes(u, logs, spread, year), first) * spread
    past = left[rows]
    band = bands(size)
    m, spread, n = usual(past)
    m, wide = with_band(m, spread, n, band)
    return z_of(left[-1], m, wide, n), of_past(past, band)


def _causes(u: Floats, logs: Floats, spread: Floats, year: int) -> Floats:
    """Return what a change may follow from, as (causes, rows, series): u of earlier rows, the last one g."""
    lags = dict.fromkeys((1, year, 2 * year))
    causes = [_before(u, lag) for lag in lags]
    stood_out = np.full(u.shape, np.nan)
    if year > 1:  # beside the base of a year lies the year that is judged
        beside = np.full(u.shape, np.nan)
        beside[1:-1] = (logs[:-2] + logs[2:]) / 2
        stood_out = _before((logs - beside) / spread, year)
    return np.array([*causes, np.where(np.isnan(_before(u, year)), stood_out, np.nan)])


def _before(values: Floats, rows: int) -> Floats:
    """Return the values of so many rows before; NaN for the first ones."""
    moved = np.full(values.shape, np.nan)
    moved[rows:] = values[:-rows]
    return moved


def _without_expected(u: Floats, causes: Floats, first: int) -> Floats:
    """Return u less what its causes lead to expect.

    Months are estimated apart by the number of years that are known before them. With few, nothing is expected.
    """
    left = u.copy()
    years_known = np.sum(~np.isnan(causes[1:-1]), axis=0)
    counted = np.clip(np.nan_to_num(causes), -MOST, MOST)
    expecting = np.clip(np.nan_to_num(causes), -MOST_EXPECTED, MOST_EXPECTED)
    of_past = ~np.isnan(u)
    of_past[:first] = False
    of_past[-1] = False
    for number in np.unique(years_known):
        alike = years_known == number
        months = alike & of_past
        if months.sum() < FEWEST:
            continue
        x = counted[:, months]
        weights = np.linalg.solve(x @ x.T + RIDGE * np.eye(len(x)), x @ np.clip(u[months], -MOST, MOST))
        left[alike] -= weights @ expecting[:, alike]
    return left


def of_past(past: Floats, band: np.ndarray) -> Floats:
    """Return z of each row of the past, with the spread of the other rows."""
    m = medians(past)
    distances = np.abs(past - m)
    order = np.argsort(distances, axis=0)
    ordered = np.take_along_axis(distances, order, axis=0)
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(len(past))[:, np.newaxis], axis=0)
    others = np.fmax(np.sum(~np.isnan(past), axis=0) - 1, 1)
    columns = np.arange(past.shape[1])
    low, high = (
        ordered[np.fmin(place + (rank <= place), len(past) - 1), columns] for place in ((others - 1) // 2, others // 2)
    )
    spreads = np.fmax(NORMAL * (low + high) / 2, LEAST_SPREAD)
    n = others.astype(float)
    rows = []
    for y, spread in zip(past, spreads, strict=True):
        middle, wide = with_band(m, spread, n, band)
        rows.append(z_of(y, middle, wide, n))
    return np.array(rows)
