"""Aligned: what another panel has of the same series in the same periods: an edition before, the partner's report."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.movements.engine.families import with_families
from generator.movements.engine.panel import Panel
from generator.movements.engine.unit_values import Floats


def aligned(panel: Panel, at: int, other: Panel) -> Floats:
    """Return what `other` has in the panel's columns, families among them, and in its rows up to `at`, or its last.

    One that ends before the panel begins has nothing in its first row.
    """
    known = replace(other, breaks=panel.breaks)
    known = with_families(known, known.row(panel.period(at))).panel
    last = max(min(panel.row(known.period(len(known.value) - 1)), len(panel.value) - 1), 0)
    found = np.full((last + 1, len(panel.codes)), np.nan)
    shift = panel.row(known.first)
    rows = [row for row in range(len(known.value)) if 0 <= row + shift <= last]
    for column, code in enumerate(panel.codes):
        if (there := known.places.get(code)) is not None:
            found[[row + shift for row in rows], column] = known.value[rows, there]
    return found
