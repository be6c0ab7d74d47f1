"""Panels: what a briefing's trade has to tell against its own past, code by code, deeper than the text goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.desk.opened import OpenDesk
from generator.desk.periods import figures_for
from generator.movements.engine import Picks, picks
from generator.movements.engine.of_figures import panel_of
from generator.trade.breaks import without_breaks
from generator.trade.figures import Figures

DEPTHS = (4, 6)  # digits


def picks_for(desk: OpenDesk, name: str, period: str | None, as_of: date | None) -> Picks | None:
    """Return what the engine picks among all codes within briefing `name`; None where its figures are no months."""
    figures = figures_for(desk, name, period, as_of)
    if figures.period.months > 2:  # noqa: PLR2004 -- January and February together
        return None
    rules = desk.desk.thresholds[name].of_panel(figures.unit)
    return picks(panel_of(without_breaks(deep(desk, figures))), figures.period.last, rules)


def deep(desk: OpenDesk, figures: Figures) -> Figures:
    """Return the figures with every code within the briefing's own."""
    chosen = figures.selection
    for digits in _depths(chosen.codes):
        chosen = desk.store.detailed(chosen, digits, figures.vintage)
    return desk.store.figures(chosen, figures.period, figures.vintage)


def _depths(codes: tuple[str, ...]) -> Iterator[int]:
    shortest = min(len(code) for code in codes)
    yield from (digits for digits in DEPTHS if digits > shortest)
