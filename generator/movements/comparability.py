"""What cannot be compared across a year: codes that a revision of the nomenclature changed, and another coverage.

Codes that were joined or split are summed as families: connected components of old and new codes (after Pierce and
Schott, 2012). A notice of a source is `coverage`, which blocks every comparison across it, or `currency`, a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from generator.movements.arrays import Floats, Truths
from generator.movements.panel import CodeBreak, Panel, PanelNotice

_HEADING = 4  # digits


@dataclass(frozen=True)
class Families:
    """`panel` with a column for each family behind the others, and NaN where a code counts other goods than now.

    `broken` says which columns a break changed, families aside.
    """

    panel: Panel
    broken: Truths


def with_families(panel: Panel, at: int) -> Families:
    """Return the panel with the families of the breaks that took effect by row `at`.

    A family goes by the one code that it became or came from, else by the longest heading that all of it begins with.
    Families over several parents are left to the parents: nothing below them can be compared. The whole is what all
    codes came to, each while it was one.
    """
    found = [one for one in panel.breaks if panel.row(one.effective) <= at]
    valid = _valid(panel, found)
    groups = [tuple(panel.places[code] for code in sorted(codes) if code in panel.places) for codes in _joined(found)]
    broken = np.zeros(panel.value.shape[1], dtype=bool)
    broken[[column for group in groups for column in group]] = True
    groups = [group for group in groups if len({int(panel.parents[one]) for one in group}) == 1 and len(group) > 1]
    sums = [_sum(panel, group, valid) for group in groups]
    whole = replace(panel, value=np.where(valid, panel.value, 0)).whole if found else panel.aggregate
    return Families(_added(replace(_cleared(panel, found, valid), aggregate=whole), groups, sums, found), broken)


def _valid(panel: Panel, breaks: list[CodeBreak]) -> Truths:
    """Return in which rows each code was one of the nomenclature."""
    valid = np.ones(panel.value.shape, dtype=bool)
    for one in breaks:
        start = max(panel.row(one.effective), 0)
        for code in {*one.new} - {one.old}:
            if (column := panel.places.get(code)) is not None:
                valid[:start, column] = False
        if one.old not in one.new and (column := panel.places.get(one.old)) is not None:
            valid[start:, column] = False
    return valid


def _cleared(panel: Panel, breaks: list[CodeBreak], valid: Truths) -> Panel:
    """Return the panel without what codes counted before they narrowed, and without what they were not there for."""
    keep = valid.copy()
    for one in breaks:
        if one.old in one.new and (column := panel.places.get(one.old)) is not None:
            keep[: max(panel.row(one.effective), 0), column] = False
    return replace(panel, value=np.where(keep, panel.value, np.nan), quantity=np.where(keep, panel.quantity, np.nan))


def _added(panel: Panel, groups: list[tuple[int, ...]], sums: list[Floats], breaks: list[CodeBreak]) -> Panel:
    if not groups:
        return panel
    names = [_name(panel, group, breaks) for group in groups]
    nothing = np.zeros((len(panel.value), len(groups)))
    return replace(
        panel,
        codes=(*panel.codes, *names),
        levels=(*panel.levels, *(panel.levels[group[0]] for group in groups)),
        parents=np.append(panel.parents, [panel.parents[group[0]] for group in groups]),
        value=np.column_stack([panel.value, *sums]),
        quantity=np.column_stack([panel.quantity, nothing * np.nan]),
        unit=np.column_stack([panel.unit, nothing.astype(panel.unit.dtype)]),
        status=np.column_stack([panel.status, *(panel.status[:, group].max(axis=1) for group in map(list, groups))]),
        absorbed=frozenset(column for group in groups for column in group),
    )


def _sum(panel: Panel, group: tuple[int, ...], valid: Truths) -> Floats:
    """Return what the members come to; a code that was not there yet, or is no longer, is nothing."""
    here = list(group)
    added: Floats = np.round(np.where(valid[:, here], panel.value[:, here], 0).sum(axis=1), panel.decimals)
    return added


def _name(panel: Panel, group: tuple[int, ...], breaks: list[CodeBreak]) -> str:
    codes = [panel.codes[one] for one in group]
    olds = {one.old for one in breaks if one.old in codes}
    news = {code for one in breaks if one.old in codes for code in one.new}
    named = news if len(news) == 1 else olds if len(olds) == 1 else set()
    if named:
        return named.pop()
    shared = codes[0]
    while not all(code.startswith(shared) for code in codes):
        shared = shared[:-1]
    return shared[:_HEADING] if len(shared) >= _HEADING else panel.codes[int(panel.parents[group[0]])]


def _joined(breaks: list[CodeBreak]) -> list[set[str]]:
    """Return the connected components of codes."""
    groups: list[set[str]] = []
    for one in breaks:
        codes = {one.old, *one.new}
        touching = [group for group in groups if group & codes]
        groups = [group for group in groups if not group & codes]
        groups.append(codes.union(*touching))
    return groups


COVERAGE, CURRENCY = KINDS = ("coverage", "currency")


def without_other_coverage(panel: Panel, at: int) -> Panel:
    """Return the panel without what was counted before the coverage became that of row `at`; the whole stays."""
    values, quantities, whole = panel.value.copy(), panel.quantity.copy(), panel.whole
    for one, start in _begun(panel, at, COVERAGE):
        here = _concerned(panel, one)
        values[:start, here], quantities[:start, here] = np.nan, np.nan
    return replace(panel, value=values, quantity=quantities, aggregate=whole) if panel.notices else panel


def notice_flags(panel: Panel, at: int) -> Mapping[str, Truths]:
    """Return by flag which series have a notice of that kind between row `at` and a year before."""
    none = [np.zeros(len(panel.codes), dtype=bool)]
    recent = {kind: [one for one, start in _begun(panel, at, kind) if start > at - panel.year] for kind in KINDS}
    return {kind: np.any([*none, *(_concerned(panel, one) for one in those)], axis=0) for kind, those in recent.items()}


def _begun(panel: Panel, at: int, kind: str) -> list[tuple[PanelNotice, int]]:
    """Return the notices of a kind that hold by row `at`, with the row in which each begins."""
    starts = [(one, max(panel.row(one.since), 0)) for one in panel.notices if one.kind == kind]
    return [(one, start) for one, start in starts if start <= at]


def _concerned(panel: Panel, notice: PanelNotice) -> Truths:
    """Return which series a notice is of: those that it names, what lies within them, and what they lie in."""
    named = np.isin(panel.codes, notice.codes) if notice.codes else np.ones(len(panel.codes), dtype=bool)
    above = [panel.ancestors(at) for at in range(len(named))]
    within = np.array([any(named[one] for one in those) for those in above], dtype=bool)
    around = np.zeros_like(named)
    around[[one for at in np.flatnonzero(named) for one in above[at]]] = True
    return np.asarray(named | within | around, dtype=bool)
