"""Concentration and rank: one series among the peers that somebody declared.

Values are sums of twelve months or of the year to date, never of one month alone. After design/movements.md, section 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.movements.engine.panel import Places
from generator.movements.engine.unit_values import Floats, Truths

FEWEST = 3  # with two peers an index of concentration says less than their shares
CLEAR = 1.02  # of the smaller value: a crossing that leaves less is flicker


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


def rank(values: Floats, group: Places | None = None) -> Floats:
    """Return the standard competition rank ("1, 2, 2, 4") of each peer, 1 for the largest.

    `group` numbers the peer sets where there are several. NaN for a peer without trade; NaN for a whole set where the
    value of one is missing, which could stand above any of them.
    """
    among = _groups(values, group)
    order = np.lexsort((-np.nan_to_num(values), among))
    here, there = among[order], np.nan_to_num(values)[order]
    begins = np.searchsorted(here, here)
    is_first = np.append(True, (here[1:] != here[:-1]) | (there[1:] != there[:-1]))[: len(order)]
    place = np.maximum.accumulate(np.where(is_first, np.arange(len(order)), 0)) - begins + 1.0
    found = np.empty(len(values))
    found[order] = place
    return np.where((values > 0) & ~_touched(np.isnan(values), among), found, np.nan)


def _groups(values: Floats, group: Places | None) -> Places:
    return np.zeros(len(values), dtype=np.intp) if group is None else group


def _touched(found: Truths, group: Places) -> Truths:
    """Return all members of the groups in which one is found."""
    return np.isin(group, np.unique(group[found]))


@dataclass(frozen=True)
class RankChange:
    """Places won (+) or lost (-) by each peer between two periods, NaN with its `reason`.

    `reason` is `missing`, or `entry` and `exit` for a flow that has trade at one end only: an event, no change of rank.
    """

    before: Floats
    now: Floats
    change: Floats
    reason: NDArray[np.str_]


def rank_change(before: Floats, now: Floats, group: Places | None = None) -> RankChange:
    """Return how many peers of its group each one passed, less those that passed it.

    Only peers with trade at both ends count, and a crossing only where the gap after it is at least 2 per cent of the
    smaller value: who is ahead by less has not passed.
    """
    among = _groups(now, group)
    tests = {
        "missing": _touched(np.isnan(before) | np.isnan(now), among),
        "no_trade": (before <= 0) & (now <= 0),
        "entry": before <= 0,
        "exit": now <= 0,
    }
    reason = np.select(list(tests.values()), list(tests), "")
    change = np.full(len(now), np.nan)
    stay = np.flatnonzero(reason == "")
    old, new, own = before[stay], now[stay], among[stay]
    change[stay] = _ahead(-old, CLEAR * new, -old, new, own) - _ahead(old, -new, old, -CLEAR * new, own)
    return RankChange(rank(before, among), rank(now, among), change, reason)


def _ahead(was: Floats, bar: Floats, own_was: Floats, own: Floats, group: Places) -> Floats:
    """Return of each peer how many others of its group have `was` below `own_was` and a `bar` that `own` reaches.

    Counted in blocks of a power of two of all that come before it in order of `was`: thousands of peers take no table
    of pairs.
    """
    order = np.lexsort((was, group))
    ranks = np.empty(len(bar), dtype=np.intp)
    ranks[np.argsort(bar, kind="stable")] = np.arange(len(bar))
    reached = np.searchsorted(np.sort(bar), own, side="right")
    _, number = np.unique(group, return_inverse=True)
    first = np.searchsorted(number[order], number)
    place = _places(number, was, own_was, order)
    return _below(ranks[order], place, reached) - _below(ranks[order], first, reached)


def _places(number: Places, was: Floats, own_was: Floats, order: Places) -> Places:
    """Return how many stand before each peer in order: those of the groups before, and those below it in its own."""
    both = np.unique(np.append(was, own_was))
    wide = len(both) + 1
    keys = number[order] * wide + np.searchsorted(both, was[order])
    return np.searchsorted(keys, number * wide + np.searchsorted(both, own_was))


def _below(ranks: Places, length: Places, bar: Places) -> Floats:
    """Return how many of the first `length` ranks are below `bar`."""
    found, n, block = np.zeros(len(bar)), len(ranks), 1
    while block <= n:
        number = np.arange(n) // block
        keys = np.sort(number * (n + 1) + ranks)
        has = np.flatnonzero(length & block)
        own = (length[has] - (length[has] & (block - 1))) // block - 1
        found[has] += np.searchsorted(keys, own * (n + 1) + bar[has]) - own * block
        block *= 2
    return found
