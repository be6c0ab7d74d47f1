"""Surprise: how far a change lies outside a series' own history, by a robust median and spread.

`y_s = ln(x[s]+c) - ln(x[s-12]+c)`, `z = (y_t - m) / (S (1 + 2/n))`, with the median m and the spread S of n past y.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.movements.panel import Floats, Places

HISTORY = 36  # most values of history
REACH = 60  # rows in which they are searched
LEAST_SPREAD = 0.05  # least spread: smaller changes than five per cent are never a surprise
NORMAL, LAPLACE = 1.4826, 1.2533  # factors from a median, or mean, absolute deviation to a standard deviation
FEW, SOME, MANY = 6, 12, 24  # steps in the number of values of history
OF_BAND = 0.7  # with under two years of history, the spread is at least this fraction of the band's
BANDS = 10  # size bands
EPS = 1_000.0  # least value of the offset c, in money


@dataclass(frozen=True)
class Surprise:
    """The surprise of every series at one row."""

    y: Floats  # log change on a year before
    m: Floats  # median of past y
    spread: Floats  # of past y
    n: Floats  # number of past y
    z: Floats

    def with_columns(self, columns: Places, other: Surprise) -> Surprise:
        """Return the surprise with that of `other` in some columns."""
        parts = {}
        for name in self.__dataclass_fields__:
            parts[name] = getattr(self, name).copy()
            parts[name][columns] = getattr(other, name)
        return Surprise(**parts)


def offset(values: Floats, at: int, year: int, eps: float = EPS) -> Floats:
    """Return the offset c: 5 per cent of the median positive period of the two years before `at`, at least `eps`."""
    past = values[max(0, at - 2 * year) : at]
    return np.fmax(eps, 0.05 * medians(np.where(past > 0, past, np.nan)))


def changes(values: Floats, year: int, c: Floats | float) -> Floats:
    """Return y of every row: the log change on a year before; NaN if either value is missing."""
    logs = np.log(values + c)
    log_changes = np.full_like(logs, np.nan)
    log_changes[year:] = logs[year:] - logs[:-year]
    return log_changes


def surprise_of(y: Floats, band: np.ndarray) -> Surprise:
    """Return the surprise of the last row of `y`, with the rows before it as history. NaN in `y` is ignored.

    `band` is the size band of every series. A series with less than two years of history uses its band's spread too.
    """
    m, spread, n = usual(y[:-1])
    m, spread = with_band(m, spread, n, band)
    return Surprise(y[-1], m, spread, n, z_of(y[-1], m, spread, n))


def with_band(m: Floats, spread: Floats, n: Floats, band: np.ndarray) -> tuple[Floats, Floats]:
    """Return m and S, with the spread of the size band where a series has less than two years of history."""
    of_band = _by_band(spread, n, band)
    over_a_year = (n >= SOME) & (n < MANY)
    under_a_year = (n >= FEW) & (n < SOME)
    spread = np.where(over_a_year, np.fmax(spread, OF_BAND * of_band), spread)
    spread = np.where(under_a_year, np.sqrt((n * spread**2 + SOME * of_band**2) / (n + SOME)), spread)
    too_few = n < FEW
    return np.where(too_few, 0.0, m), np.where(too_few, of_band, spread)


def z_of(y: Floats, m: Floats, spread: Floats, n: Floats) -> Floats:
    """Return z of a change, with fewer changes in the past the smaller."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((y - m) / (spread * (1 + 2 / np.fmax(n, 1))))


def usual(past: Floats) -> tuple[Floats, Floats, Floats]:
    """Return m, S and n of the last HISTORY values of each series."""
    past = _last(past)
    n = np.sum(~np.isnan(past), axis=0).astype(float)
    m = medians(past)
    return m, _spread(past, m, n), n


def _last(past: Floats) -> Floats:
    """Return the past with all but the last HISTORY values of each series replaced by NaN."""
    past = past[-REACH:]
    later = np.cumsum(~np.isnan(past[::-1]), axis=0, dtype=np.int16)[::-1]
    return np.where(later <= HISTORY, past, np.nan)


def _spread(past: Floats, m: Floats, n: Floats) -> Floats:
    distances = np.abs(past - m)
    mad = medians(distances)
    mean = np.nansum(distances, axis=0) / np.fmax(n, 1)
    wide = np.where((mad == 0) & (n >= FEW), LAPLACE * mean, NORMAL * mad)
    return np.fmax(wide, LEAST_SPREAD)


def _by_band(spread: Floats, n: Floats, band: np.ndarray) -> Floats:
    """Return for each series the median spread of its band, by series with two years of history; else of all."""
    known_spreads = np.where(n >= MANY, spread, np.nan)
    known_spreads = known_spreads if not np.isnan(known_spreads).all() else np.where(n >= FEW, spread, np.nan)
    overall = np.nanmedian(known_spreads) if not np.isnan(known_spreads).all() else np.nan
    band_spreads = np.full(spread.shape, overall)
    for number in np.unique(band):
        spreads_in_band = known_spreads[band == number]
        if not np.isnan(spreads_in_band).all():
            band_spreads[band == number] = np.nanmedian(spreads_in_band)
    return band_spreads


def bands(size: Floats) -> np.ndarray:
    """Return the size band of every series. Bands have equal numbers of series, and equal sizes share a band.

    Series of size 0 are not counted, so that a code which is first traded later does not change today's bands.
    """
    sizes = np.nan_to_num(size)
    ordered = np.sort(sizes[sizes > 0])
    smaller = np.searchsorted(ordered, sizes, side="left")
    return (smaller * BANDS // max(len(ordered), 1)).astype(np.int16)


def medians(values: Floats) -> Floats:
    """Return the median of each column, ignoring NaN; NaN for a column without values."""
    if not len(values):
        return np.full(values.shape[1:], np.nan)
    ordered = np.sort(values, axis=0)  # NaN last
    n = np.sum(~np.isnan(values), axis=0)
    high = np.clip(n // 2, 0, len(values) - 1)
    low = np.clip((n - 1) // 2, 0, len(values) - 1)
    columns = np.arange(values.shape[1])
    return np.where(n > 0, (ordered[low, columns] + ordered[high, columns]) / 2, np.nan)
