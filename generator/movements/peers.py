"""Ranks and concentration of series among their peers: those of the same level and parent, over a year."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from generator.movements.panel import Floats, Panel, Places, Truths, is_rest
from generator.movements.panel_frame import Frame, MetricColumn

FEWEST_MEMBERS = 3  # least members for an index of concentration; the shares of two say more
FEWEST_PEERS = 2  # least peers for a rank
CLEAR = 1.02  # least ratio of the larger to the smaller value for a change of rank to count


def peer_sets(panel: Panel) -> Places:
    """Return the number of each column's peer set: the columns of one level under one parent; -1 for none.

    A rest has no peers, nor has a code that a family replaces, or one that was never traded.
    """
    names = [f"{parent} {level}" for parent, level in zip(panel.parents.tolist(), panel.levels, strict=True)]
    _, number = np.unique(names, return_inverse=True)
    return np.where(_is_no_peer(panel), -1, number)


def _is_no_peer(panel: Panel) -> Truths:
    lacking = np.array([is_rest(level) for level in panel.levels], dtype=bool)
    lacking[[*panel.absorbed]] = True
    return np.asarray(lacking | ~np.any(np.nan_to_num(panel.value), axis=0), dtype=bool)


def ranks(frame: Frame) -> Mapping[str, MetricColumn]:
    """Return `rank` by the value of the last year, and `rank_change` against the year before."""
    sets = peer_sets(frame.panel)
    years = frame.years
    shape = frame.now.shape
    now = np.where(frame.partial, np.nan, years[frame.at])
    before = np.full(shape, np.nan)
    if frame.base >= 0:
        before = np.where(frame.partial, np.nan, years[frame.base])
    has_no_peers = (sets < 0) | (np.bincount(sets[sets >= 0], minlength=len(sets))[sets] < FEWEST_PEERS)
    first = {
        "no_peers": has_no_peers,
        "short_history": np.full(shape, frame.at + 1 < frame.year),
        "missing peers": _has_gap(now, sets),
    }
    history = {
        "short_history": np.full(shape, frame.base + 1 < frame.year),
        "missing peers a year before": _has_gap(before, sets),
        "no_trade": (before <= 0) & (now <= 0),
        "entry": before <= 0,
        "exit": now <= 0,
    }
    return {
        "rank": MetricColumn.null_where(first | {"no_trade": now <= 0}, rank(now, sets)),
        "rank_change": MetricColumn.null_where(first | history, rank_change(before, now, sets)),
    }


def _has_gap(values: Floats, sets: Places) -> Truths:
    """Whether each column's set has a member without a value."""
    return np.isin(sets, np.unique(sets[np.isnan(values)]))


def rank(values: Floats, group: Places) -> Floats:
    """Return the standard competition rank ("1, 2, 2, 4") of each peer in its group, 1 for the largest.

    NaN for a peer without trade. NaN for a whole group if any value is missing, since it could be the largest.
    """
    ranks_of_peers = np.full(len(values), np.nan)
    for number in np.unique(group):
        columns = np.flatnonzero(group == number)
        if not np.isnan(values[columns]).any():
            ordered = np.sort(values[columns])
            ranks_of_peers[columns] = len(ordered) - np.searchsorted(ordered, values[columns], side="right") + 1.0
    return np.where(values > 0, ranks_of_peers, np.nan)


def rank_change(before: Floats, now: Floats, group: Places) -> Floats:
    """Return how many peers of its group each one passed, less those that passed it; NaN without trade in both years.

    Only peers with trade in both years count. A peer is passed only if the new gap is at least 2 per cent of the
    smaller value. NaN for a whole group if any value is missing.
    """
    changes = np.full(len(now), np.nan)
    for number in np.unique(group):
        columns = np.flatnonzero(group == number)
        if np.isnan(before[columns] + now[columns]).any():
            continue
        stay = columns[(before[columns] > 0) & (now[columns] > 0)]
        was_below = before[stay][:, np.newaxis] < before[stay]
        passed = was_below & (now[stay][:, np.newaxis] >= CLEAR * now[stay])
        changes[stay] = passed.sum(axis=1) - passed.sum(axis=0)
    return changes


def concentrations(frame: Frame) -> Mapping[str, MetricColumn]:
    """Return `hhi`, the sum of squared shares of each series' members over a year, and `equivalent`.

    `equivalent` is the number of equal members with the same `hhi`. A rest is left out of the shares.
    """
    year = np.where(frame.partial, np.nan, frame.years[frame.at])
    hhi, reason = np.full(year.shape, np.nan), np.full(year.shape, "few_members", dtype="U16")
    for parent, members in _members(frame.panel).items():
        values = year[members]
        total = float(values.sum())
        if np.isnan(total):
            reason[parent] = "short_history" if frame.at + 1 < frame.year else "missing members"
        elif len(values) >= FEWEST_MEMBERS:
            reason[parent] = "" if total > 0 else "no_trade"
            hhi[parent] = np.square(np.sort(values / total)[::-1]).sum() if total > 0 else np.nan
    return {"hhi": MetricColumn(hhi, reason), "equivalent": MetricColumn(1 / hhi, reason)}


def shares_within(frame: Frame, at: int) -> tuple[Floats, float]:
    """Return the shares of the members of the series in column `at` over a year, largest first, and the rest's part.

    The rest, which belongs to no member, is left out of the shares; its part is of the whole.
    """
    panel, year = frame.panel, frame.years[frame.at]
    within = _members(panel)[at]
    values = year[within]
    by_partner = panel.is_partner[within[0]]
    rests = [
        child for child in panel.children[at] if is_rest(panel.levels[child]) and panel.is_partner[child] == by_partner
    ]
    unallocated = float(year[rests].sum())
    return np.sort(values / values.sum())[::-1], unallocated / (float(values.sum()) + unallocated)


def _members(panel: Panel) -> dict[int, list[int]]:
    """Return the members of each series: goods, or partners if it has no goods."""
    lacking, members = _is_no_peer(panel), {}
    for parent, children in panel.children.items():
        peers = [child for child in children if not lacking[child]]
        goods = [child for child in peers if not panel.is_partner[child]]
        if peers:
            members[parent] = goods or peers
    return members
