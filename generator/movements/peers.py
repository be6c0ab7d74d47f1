"""Ranks and concentration: a series among those of its level and parent, over a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan, nan

import numpy as np

from generator.movements.arrays import Floats, Places, Truths
from generator.movements.panel import Panel, is_rest
from generator.movements.panel_frame import Frame, MetricColumn

FEWEST_MEMBERS = 3  # with two an index of concentration says less than their shares
FEWEST_PEERS = 2  # for a rank
CLEAR = 1.02  # of the smaller value: a crossing that leaves less is flicker


@dataclass(frozen=True)
class Concentration:
    """How concentrated some members are, NaN with a `reason`.

    `hhi` is the sum of the squared shares, `equivalent` the number of equal members that would give it, `top_1` and
    `top_3` the shares of the largest; `unallocated` is the share of the whole that stands on no member.
    """

    hhi: float = nan
    equivalent: float = nan
    top_1: float = nan
    top_3: float = nan
    unallocated: float = nan
    reason: str = ""


def concentration(members: Floats, rest: float = 0.0) -> Concentration:
    """Return the concentration of the members; the `rest` of the whole is no member, and shares are without it."""
    whole = float(members.sum())
    if isnan(whole):
        return Concentration(reason="missing")
    if len(members) < FEWEST_MEMBERS:
        return Concentration(reason="few_members")
    if whole <= 0:
        return Concentration(reason="no_trade")
    shares = np.sort(members / whole)[::-1]
    hhi = float(np.square(shares).sum())
    unallocated = rest / (whole + rest) if whole + rest > 0 else nan
    return Concentration(hhi, 1 / hhi, float(shares[0]), float(shares[:FEWEST_MEMBERS].sum()), unallocated)


def rank(values: Floats, group: Places) -> Floats:
    """Return the standard competition rank ("1, 2, 2, 4") of each peer in its group, 1 for the largest.

    NaN for a peer without trade; NaN for a whole group where the value of one is missing, which could stand above any.
    """
    found = np.full(len(values), np.nan)
    for number in np.unique(group):
        here = np.flatnonzero(group == number)
        if not np.isnan(values[here]).any():
            own = np.sort(values[here])
            found[here] = len(own) - np.searchsorted(own, values[here], side="right") + 1.0
    return np.where(values > 0, found, np.nan)


def rank_change(before: Floats, now: Floats, group: Places) -> Floats:
    """Return how many peers of its group each one passed, less those that passed it; NaN without trade at both ends.

    Only peers with trade at both ends count, and a crossing only where the gap after it is at least 2 per cent of the
    smaller value: who is ahead by less has not passed. NaN for a whole group where a value is missing.
    """
    found = np.full(len(now), np.nan)
    for number in np.unique(group):
        here = np.flatnonzero(group == number)
        if np.isnan(before[here] + now[here]).any():
            continue
        stay = here[(before[here] > 0) & (now[here] > 0)]
        was_below = before[stay][:, np.newaxis] < before[stay]
        passed = was_below & (now[stay][:, np.newaxis] >= CLEAR * now[stay])
        found[stay] = passed.sum(axis=1) - passed.sum(axis=0)
    return found


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
    alone = (sets < 0) | (np.bincount(sets[sets >= 0], minlength=len(sets))[sets] < FEWEST_PEERS)
    unknown, was_unknown = (_has_gap(one, sets) for one in (now, before))
    first = {"no_peers": alone, "short_history": _is_short(frame, frame.at), "missing peers": unknown}
    ends = {"no_trade": (before <= 0) & (now <= 0), "entry": before <= 0, "exit": now <= 0}
    history = {"short_history": _is_short(frame, frame.base), "missing peers a year before": was_unknown}
    return {
        "rank": _known(rank(now, sets), first | {"no_trade": now <= 0}),
        "rank_change": _known(rank_change(before, now, sets), first | history | ends),
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
        found = concentration(year[members])
        reason[parent] = found.reason
        value["hhi"][parent], value["equivalent"][parent] = found.hhi, found.equivalent
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
    return len(members), concentration(year[members], float(year[rests].sum()))


def _members(panel: Panel, aside: Truths) -> list[tuple[int, list[int]]]:
    """Return what lies within each parent: goods, or partners where there are no goods."""
    found = []
    for parent, children in panel.children.items():
        own = [one for one in children if not aside[one]]
        goods = [one for one in own if not panel.is_partner[one]]
        found.append((parent, goods or own))
    return [(parent, members) for parent, members in found if members]
