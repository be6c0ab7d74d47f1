"""Ranks and concentration: a series among those of its level and parent, over a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.movements.arrays import Floats, Places, Truths
from generator.movements.panel import Panel, is_rest
from generator.movements.panel_frame import Frame, MetricColumn

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


FEWEST_PEERS = 2  # peers, for a rank


def peer_sets(panel: Panel) -> Places:
    """Return the number of each column's set: those of one level under one parent, or at the top; -1 for none.

    A rest is no peer, nor is a code that a family stands for, or one that was not traded yet.
    """
    names = [f"{parent} {level}" for parent, level in zip(panel.parents.tolist(), panel.levels, strict=True)]
    _, number = np.unique(names, return_inverse=True)
    return np.where(_is_aside(panel), -1, number)


def _is_aside(panel: Panel) -> Truths:
    aside = np.array([is_rest(level) for level in panel.levels], dtype=bool)
    aside[[*panel.absorbed]] = True
    return np.asarray(aside | ~np.any(np.nan_to_num(panel.value), axis=0), dtype=bool)


def ranks(frame: Frame) -> Mapping[str, MetricColumn]:
    """Return `rank` and `rank_change` over a year, against the year before."""
    sets, years = peer_sets(frame.panel), frame.years
    now = np.where(frame.partial, np.nan, years[frame.at])
    before = np.where(frame.partial, np.nan, years[frame.base] if frame.base >= 0 else np.nan)
    found = rank_change(before, now, sets)
    alone = (sets < 0) | (np.bincount(sets[sets >= 0], minlength=len(sets))[sets] < FEWEST_PEERS)
    unknown, was_unknown = (_has_gap(one, sets) for one in (now, before))
    first = {"no_peers": alone, "short_history": _is_short(frame, frame.at), "missing peers": unknown}
    ends = {"no_trade": (before <= 0) & (now <= 0), "entry": before <= 0, "exit": now <= 0}
    history = {"short_history": _is_short(frame, frame.base), "missing peers a year before": was_unknown}
    return {
        "rank": _known(found.now, first | {"no_trade": now <= 0}),
        "rank_change": _known(found.change, first | history | ends),
    }


def _is_short(frame: Frame, row: int) -> Truths:
    """Say, of every series, whether the data do not hold the whole year up to `row`."""
    return np.full(frame.now.shape, row + 1 < frame.year)


def _has_gap(values: Floats, sets: Places) -> Truths:
    """Say which sets have a member without a value."""
    return np.isin(sets, np.unique(sets[np.isnan(values)]))


def _known(value: Floats, tests: Mapping[str, Truths]) -> MetricColumn:
    reason = np.select(list(tests.values()), list(tests), "")
    return MetricColumn(np.where(reason == "", value, np.nan), reason)


def concentrations(frame: Frame) -> Mapping[str, MetricColumn]:
    """Return `hhi` and `equivalent` of what lies within each series over a year; what stands on no member is apart."""
    year = np.where(frame.partial, np.nan, frame.years[frame.at])
    value = {name: np.full(year.shape, np.nan) for name in ("hhi", "equivalent")}
    reason, aside = np.full(year.shape, "few_members", dtype="U16"), _is_aside(frame.panel)
    for parent, members in _members(frame.panel, aside):
        found = concentration(year[np.newaxis, members])
        reason[parent] = found.reason[0]
        value["hhi"][parent], value["equivalent"][parent] = found.hhi[0], found.equivalent[0]
    short = _is_short(frame, frame.at)
    reason = np.where(reason == "missing", np.where(short, "short_history", "missing members"), reason)
    return {name: MetricColumn(one, reason) for name, one in value.items()}


def concentration_within(frame: Frame, at: int) -> tuple[int, Concentration] | None:
    """Return how many members lie within the series in column `at` and how concentrated they are; None without any.

    What the members leave of it stands on no member: it is in no share, and its own is `unallocated`.
    """
    panel, year = frame.panel, np.where(frame.partial, np.nan, frame.years[frame.at])
    members = dict(_members(panel, _is_aside(panel))).get(at)
    if not members:
        return None
    by_partner = panel.is_partner[members[0]]
    rests = [one for one in panel.children[at] if is_rest(panel.levels[one]) and panel.is_partner[one] == by_partner]
    return len(members), concentration(year[np.newaxis, members], year[np.newaxis, rests].sum(axis=1))


def _members(panel: Panel, aside: Truths) -> list[tuple[int, list[int]]]:
    """Return what lies within each parent: goods, or partners where there are no goods."""
    found = []
    for parent, children in panel.children.items():
        own = [one for one in children if not aside[one]]
        goods = [one for one in own if not panel.is_partner[one]]
        found.append((parent, goods or own))
    return [(parent, members) for parent, members in found if members]
