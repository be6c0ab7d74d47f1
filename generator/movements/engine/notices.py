"""Notices: where a source says that its figures are no longer what they were: of another coverage, at another rate.

After design/movements.md, section 6: `coverage` blocks every comparison across it, `currency` is a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from generator.movements.engine.panel import Notice, Panel
from generator.movements.engine.unit_values import Truths

COVERAGE, CURRENCY = KINDS = ("coverage", "currency")


def covered_alike(panel: Panel, at: int) -> Panel:
    """Return the panel without what was counted before the coverage became that of row `at`; the whole stays."""
    values, quantities, whole = panel.value.copy(), panel.quantity.copy(), panel.whole
    for one, start in _begun(panel, at, COVERAGE):
        here = _concerned(panel, one)
        values[:start, here], quantities[:start, here] = np.nan, np.nan
    return replace(panel, value=values, quantity=quantities, aggregate=whole) if panel.notices else panel


def noticed(panel: Panel, at: int) -> Mapping[str, Truths]:
    """Return by flag which series have a notice of that kind between row `at` and a year before."""
    none = [np.zeros(len(panel.codes), dtype=bool)]
    recent = {kind: [one for one, start in _begun(panel, at, kind) if start > at - panel.year] for kind in KINDS}
    return {kind: np.any([*none, *(_concerned(panel, one) for one in those)], axis=0) for kind, those in recent.items()}


def _begun(panel: Panel, at: int, kind: str) -> list[tuple[Notice, int]]:
    """Return the notices of a kind that hold by row `at`, with the row in which each begins."""
    starts = [(one, max(panel.row(one.since), 0)) for one in panel.notices if one.kind == kind]
    return [(one, start) for one, start in starts if start <= at]


def _concerned(panel: Panel, notice: Notice) -> Truths:
    """Return which series a notice is of: those that it names, what lies within them, and what they lie in."""
    named = np.isin(panel.codes, notice.codes) if notice.codes else np.ones(len(panel.codes), dtype=bool)
    above = [panel.ancestors(at) for at in range(len(named))]
    within = np.array([any(named[one] for one in those) for those in above], dtype=bool)
    around = np.zeros_like(named)
    around[[one for at in np.flatnonzero(named) for one in above[at]]] = True
    return np.asarray(named | within | around, dtype=bool)
