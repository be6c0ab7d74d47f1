"""Comparability over a year: handles codes that the nomenclature changed, and changes of a source's coverage.

Codes that were merged or split are summed as families: connected components of old and new codes (after Pierce and
Schott, 2012). A source's notice of kind `coverage` blocks every comparison across it; `currency` is only a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from generator.movements.panel import CodeBreak, Panel, PanelNotice, Truths, with_columns

_HEADING = 4  # digits of a heading
COVERAGE = "coverage"
KINDS = (COVERAGE, "currency")


@dataclass(frozen=True)
class Families:
    """A panel with families."""

    panel: Panel  # with a column for each family behind the others, and NaN where a code counted other goods than now
    broken: Truths  # columns of single codes that a break changed


def with_families(panel: Panel, at: int) -> Families:
    """Return the panel with the families of the breaks that took effect by row `at`.

    A family is named by the single code that it became or came from, or else by the longest heading that its codes
    share. Codes of different parents form no family; only their parents can be compared. The aggregate sums all codes,
    each while it was valid.
    """
    breaks = [change for change in panel.breaks if panel.row(change.effective) <= at]
    broken = np.zeros(panel.value.shape[1], dtype=bool)
    if not breaks:
        return Families(panel, broken)
    valid, comparable = _valid(panel, breaks)
    groups = []
    absorbed: set[int] = set()
    for codes in _components(breaks):
        columns = [panel.places[code] for code in sorted(codes) if code in panel.places]
        broken[columns] = True
        if len(columns) > 1 and len(np.unique(panel.parents[columns])) == 1:
            groups.append(columns)
            absorbed.update(columns)
    cleared = replace(
        panel,
        value=np.where(comparable, panel.value, np.nan),
        quantity=np.where(comparable, panel.quantity, np.nan),
        aggregate=replace(panel, value=np.where(valid, panel.value, 0)).total,
        absorbed=frozenset(absorbed),
    )
    values = []
    for group in groups:
        parts = np.where(valid[:, group], panel.value[:, group], 0)
        values.append(np.round(parts.sum(axis=1), panel.decimals))
    summed = with_columns(
        cleared,
        codes=[_name(panel, group, breaks) for group in groups],
        levels=[panel.levels[group[0]] for group in groups],
        parents=[panel.parents[group[0]] for group in groups],
        values=values,
        status=[panel.status[:, group].max(axis=1) for group in groups],
    )
    return Families(summed, broken)


def _valid(panel: Panel, breaks: list[CodeBreak]) -> tuple[Truths, Truths]:
    """Return the rows in which each code was valid, and those in which it also counted the same goods as now."""
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
    codes = [panel.codes[column] for column in group]
    olds: set[str] = set()
    news: set[str] = set()
    for change in breaks:
        if change.old in codes:
            olds.add(change.old)
            news.update(change.new)
    if len(news) == 1:
        return news.pop()
    if len(olds) == 1:
        return olds.pop()
    shared = codes[0]
    while not all(code.startswith(shared) for code in codes):
        shared = shared[:-1]
    if len(shared) < _HEADING:
        return panel.codes[int(panel.parents[group[0]])]
    return shared[:_HEADING]


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
    """Return the panel with NaN before the last change of coverage up to row `at`. The aggregate stays."""
    if not panel.notices:
        return panel
    values = panel.value.copy()
    quantities = panel.quantity.copy()
    for notice, start in _begun(panel, at, COVERAGE):
        columns = _concerned(panel, notice)
        values[:start, columns] = np.nan
        quantities[:start, columns] = np.nan
    return replace(panel, value=values, quantity=quantities, aggregate=panel.total)


def notice_flags(panel: Panel, at: int) -> Mapping[str, Truths]:
    """Return for each kind of notice the series that have one in the year up to row `at`."""
    flags = {kind: np.zeros(len(panel.codes), dtype=bool) for kind in KINDS}
    for kind in KINDS:
        for notice, start in _begun(panel, at, kind):
            if start > at - panel.year:
                flags[kind] |= _concerned(panel, notice)
    return flags


def _begun(panel: Panel, at: int, kind: str) -> list[tuple[PanelNotice, int]]:
    """Return the notices of a kind that begin by row `at`, each with its first row."""
    starts = [(notice, max(panel.row(notice.since), 0)) for notice in panel.notices if notice.kind == kind]
    return [(notice, start) for notice, start in starts if start <= at]


def _concerned(panel: Panel, notice: PanelNotice) -> Truths:
    """Return which series a notice concerns: those that it names, their descendants and their ancestors."""
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
