"""What cannot be compared across a year: codes that a revision of the nomenclature changed, and another coverage.

Codes that were joined or split are summed as families: connected components of old and new codes (after Pierce and
Schott, 2012). A notice of a source is `coverage`, which blocks every comparison across it, or `currency`, a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from generator.movements.panel import CodeBreak, Panel, PanelNotice, Truths, with_columns

_HEADING = 4  # digits
COVERAGE, CURRENCY = KINDS = ("coverage", "currency")


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
    breaks = [change for change in panel.breaks if panel.row(change.effective) <= at]
    broken = np.zeros(panel.value.shape[1], dtype=bool)
    if not breaks:
        return Families(panel, broken)
    valid, comparable = _valid(panel, breaks)
    groups = [[panel.places[code] for code in sorted(codes) if code in panel.places] for codes in _components(breaks)]
    broken[[column for group in groups for column in group]] = True
    groups = [group for group in groups if len({int(panel.parents[at]) for at in group}) == 1 and len(group) > 1]
    cleared = replace(
        panel,
        value=np.where(comparable, panel.value, np.nan),
        quantity=np.where(comparable, panel.quantity, np.nan),
        aggregate=replace(panel, value=np.where(valid, panel.value, 0)).total,
        absorbed=frozenset(column for group in groups for column in group),
    )
    summed = with_columns(
        cleared,
        codes=[_name(panel, group, breaks) for group in groups],
        levels=[panel.levels[group[0]] for group in groups],
        parents=[panel.parents[group[0]] for group in groups],
        values=[
            np.round(np.where(valid[:, group], panel.value[:, group], 0).sum(axis=1), panel.decimals)
            for group in groups
        ],
        status=[panel.status[:, group].max(axis=1) for group in groups],
    )
    return Families(summed, broken)


def _valid(panel: Panel, breaks: list[CodeBreak]) -> tuple[Truths, Truths]:
    """Return in which rows each code was one of the nomenclature, and in which of them it counted the goods of now."""
    valid = np.ones(panel.value.shape, dtype=bool)
    narrowed = np.zeros(panel.value.shape, dtype=bool)
    for change in breaks:
        start = max(panel.row(change.effective), 0)
        for code in {*change.new} - {change.old}:
            if code in panel.places:
                valid[:start, panel.places[code]] = False
        if change.old in panel.places:
            column = panel.places[change.old]
            if change.old in change.new:
                narrowed[:start, column] = True
            else:
                valid[start:, column] = False
    return valid, valid & ~narrowed


def _name(panel: Panel, group: list[int], breaks: list[CodeBreak]) -> str:
    codes = [panel.codes[at] for at in group]
    olds = {change.old for change in breaks if change.old in codes}
    news = {code for change in breaks if change.old in codes for code in change.new}
    named = news if len(news) == 1 else olds if len(olds) == 1 else set()
    if named:
        return named.pop()
    shared = codes[0]
    while not all(code.startswith(shared) for code in codes):
        shared = shared[:-1]
    return shared[:_HEADING] if len(shared) >= _HEADING else panel.codes[int(panel.parents[group[0]])]


def _components(breaks: list[CodeBreak]) -> list[set[str]]:
    """Return the connected components of codes."""
    groups: list[set[str]] = []
    for change in breaks:
        codes = {change.old, *change.new}
        touching = [group for group in groups if group & codes]
        groups = [group for group in groups if not group & codes]
        groups.append(codes.union(*touching))
    return groups


def without_other_coverage(panel: Panel, at: int) -> Panel:
    """Return the panel without what was counted before the coverage became that of row `at`; the whole stays."""
    if not panel.notices:
        return panel
    values, quantities = panel.value.copy(), panel.quantity.copy()
    for notice, start in _begun(panel, at, COVERAGE):
        columns = _concerned(panel, notice)
        values[:start, columns], quantities[:start, columns] = np.nan, np.nan
    return replace(panel, value=values, quantity=quantities, aggregate=panel.total)


def notice_flags(panel: Panel, at: int) -> Mapping[str, Truths]:
    """Return by flag which series have a notice of that kind between row `at` and a year before."""
    flags = {kind: np.zeros(len(panel.codes), dtype=bool) for kind in KINDS}
    for kind in KINDS:
        for notice, start in _begun(panel, at, kind):
            if start > at - panel.year:
                flags[kind] |= _concerned(panel, notice)
    return flags


def _begun(panel: Panel, at: int, kind: str) -> list[tuple[PanelNotice, int]]:
    """Return the notices of a kind that hold by row `at`, with the row in which each begins."""
    starts = [(notice, max(panel.row(notice.since), 0)) for notice in panel.notices if notice.kind == kind]
    return [(notice, start) for notice, start in starts if start <= at]


def _concerned(panel: Panel, notice: PanelNotice) -> Truths:
    """Return which series a notice is of: those that it names, what lies within them, and what they lie in."""
    if not notice.codes:
        return np.ones(len(panel.codes), dtype=bool)
    named = np.isin(panel.codes, notice.codes)
    concerned = named.copy()
    for at in range(len(named)):
        above = list(panel.ancestors(at))
        if named[at]:
            concerned[above] = True
        if named[above].any():
            concerned[at] = True
    return concerned
