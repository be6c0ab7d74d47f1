"""Concentration and rank: one series among the peers that somebody declared.

Values are sums of twelve months or of the year to date, never of one month alone. After design/movements.md, section 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.movements.engine.unit_values import Floats

FEWEST = 3  # with two peers an index of concentration says less than their shares
LEAST_GAP = 0.02  # of the smaller value: a crossing that leaves less is flicker
AT_ONCE = 256  # rows of the table of pairs: thousands of peers fit in memory


@dataclass(frozen=True)
class Concentration:
    """How concentrated each period is: ratios, NaN with a `reason`.

    `hhi` is the sum of the squared shares, `equivalent` the number of equal peers that would give it, `top_1` and
    `top_3` the shares of the largest; `unallocated` is the share of the whole that stands on no peer.
    """

    hhi: Floats
    equivalent: Floats
    top_1: Floats
    top_3: Floats
    unallocated: Floats
    reason: NDArray[np.str_]


def concentration(values: Floats, unallocated: Floats | None = None) -> Concentration:
    """Return the concentration of each row of `values`, whose columns are the peers.

    `unallocated` is the rest of the whole in each row; it is no peer, and shares are without it.
    """
    whole = values.sum(axis=1)
    rest = np.zeros_like(whole) if unallocated is None else unallocated
    tests = {
        "missing": np.isnan(whole),
        "few_members": np.full(len(whole), values.shape[1] < FEWEST),
        "no_trade": whole <= 0,
    }
    reason = np.select(list(tests.values()), list(tests), "")
    valid = np.where(reason == "", whole, np.nan)
    shares = -np.sort(-values / valid[:, np.newaxis], axis=1)
    hhi = np.square(shares).sum(axis=1)
    apart = rest / np.where(valid + rest > 0, valid + rest, np.nan)
    return Concentration(hhi, 1 / hhi, shares[:, :1].sum(axis=1), shares[:, :FEWEST].sum(axis=1), apart, reason)


def rank(values: Floats) -> Floats:
    """Return the standard competition rank ("1, 2, 2, 4") of each peer, 1 for the largest.

    NaN for a peer without trade; NaN for all where the value of one is missing, which could stand above any of them.
    """
    if np.isnan(values).any():
        return np.full(values.shape, np.nan)
    larger = len(values) - np.searchsorted(np.sort(values), values, side="right")
    return np.where(values > 0, larger + 1.0, np.nan)


@dataclass(frozen=True)
class RankChange:
    """Places won (+) or lost (-) by each peer between two periods, NaN with its `reason`.

    `reason` is `missing`, or `entry` and `exit` for a flow that has trade at one end only: an event, no change of rank.
    """

    before: Floats
    now: Floats
    change: Floats
    reason: NDArray[np.str_]


def rank_change(before: Floats, now: Floats) -> RankChange:
    """Return how many peers each one passed, less those that passed it.

    Only peers with trade at both ends count, and a crossing only where the gap after it is at least 2 per cent of the
    smaller value: who is ahead by less has not passed.
    """
    tests = {
        "missing": np.full(len(now), bool(np.isnan(before).any() or np.isnan(now).any())),
        "no_trade": (before <= 0) & (now <= 0),
        "entry": before <= 0,
        "exit": now <= 0,
    }
    reason = np.select(list(tests.values()), list(tests), "")
    change = np.full(len(now), np.nan)
    stay = np.flatnonzero(reason == "")
    change[stay] = _crossings(before[stay], now[stay])
    return RankChange(rank(before), rank(now), change, reason)


def _crossings(before: Floats, now: Floats) -> Floats:
    found = np.zeros(len(now))
    for first in range(0, len(now), AT_ONCE):
        own = slice(first, first + AT_ONCE)
        old, new = before[own, np.newaxis], now[own, np.newaxis]
        passed = (before > old) & (new > now) & (new - now >= LEAST_GAP * now)
        was_passed = (before < old) & (new < now) & (now - new >= LEAST_GAP * new)
        found[own] = np.count_nonzero(passed, axis=1) - np.count_nonzero(was_passed, axis=1)
    return found
