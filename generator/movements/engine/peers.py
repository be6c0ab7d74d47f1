"""Peers: the members of one parent beside each other over a year: their ranks, and how concentrated they are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from generator.movements.engine.concentration import Concentration, concentration, rank_change
from generator.movements.engine.known import Known
from generator.movements.engine.measures import Frame
from generator.movements.engine.panel import Panel, Places
from generator.movements.engine.rests import is_rest
from generator.movements.engine.unit_values import Floats, Truths

FEWEST = 2  # peers, for a rank


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


def ranks(frame: Frame) -> Mapping[str, Known]:
    """Return `rank` and `rank_change` over a year, against the year before."""
    sets, years = peer_sets(frame.panel), frame.years
    now = np.where(frame.partial, np.nan, years[frame.at])
    before = np.where(frame.partial, np.nan, years[frame.base] if frame.base >= 0 else np.nan)
    found = rank_change(before, now, sets)
    alone = (sets < 0) | (np.bincount(sets[sets >= 0], minlength=len(sets))[sets] < FEWEST)
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


def _known(value: Floats, tests: Mapping[str, Truths]) -> Known:
    reason = np.select(list(tests.values()), list(tests), "")
    return Known(np.where(reason == "", value, np.nan), reason)


def concentrations(frame: Frame) -> Mapping[str, Known]:
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
    return {name: Known(one, reason) for name, one in value.items()}


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
