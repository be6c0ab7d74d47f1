"""First told: the figures of an edition as its releases said them first."""

from __future__ import annotations

from dataclasses import replace

from generator.store import FigureStore
from generator.trade.figures import Figures
from generator.trade.series_breaks import without_breaks


def first_told(store: FigureStore, figures: Figures) -> Figures | None:
    """Return the figures as the first of the edition's releases has them; None for a year, and of a single release.

    A vintage is an order of releases in which the last one counts; here it is the other way round.
    """
    known = figures.vintage
    if figures.period.frequency == "annual" or len(known.releases) == 1:
        return None
    first = replace(known, releases=known.releases[::-1])
    return without_breaks(store.figures(figures.selection, figures.period, first))
