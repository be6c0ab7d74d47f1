"""Panels: what a briefing's trade has to tell against its own past, code by code, deeper than the text goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.editions.mirror_panel import Report, of_longer, report_of
from generator.editions.previous_edition import LONGEST, Before
from generator.movements.panel import Panel
from generator.movements.panel_of_figures import panel_of
from generator.movements.picks import PanelPicks, picks
from generator.settings.desk import Desk
from generator.settings.source_notices import noticed
from generator.store import FigureStore
from generator.trade.figures import Figures
from generator.trade.series_breaks import without_breaks

DEPTHS = (4, 6)  # digits


Picked = tuple[PanelPicks | None, Report | None]


def picks_since(
    desk: Desk,
    store: FigureStore,
    name: str,
    figures: Figures,
    before: Before | None,
    kept: Sequence[str] | None = None,
) -> Picked:
    """Return what the engine picks in the light of `before`, and the partner's report that it was laid beside.

    No picks where the figures are no months that it measures, no report where none is asked for. `kept` are the
    releases of the report of which a recorded revision was made.
    """
    if figures.period.months > LONGEST:
        return None, of_longer(desk, name, figures)
    every = deep(store, figures)
    alike = without_breaks(every)
    panel = measured(desk, alike)
    if figures.period.months > 1 and not panel.is_lunar:
        return None, of_longer(desk, name, figures)
    report = report_of(desk, store, name, alike, kept)
    beside = replace(panel, mirror=report.panel if report else None, opposite=_opposite(store, figures))
    return _picks(desk, store, name, figures, every, replace(beside, flow=figures.selection.flow), before), report


def _opposite(store: FigureStore, figures: Figures) -> Panel | None:
    """Return the same trade in the other direction, as deep; None where the briefing shows none, or has no month."""
    if figures.opposite is None:
        return None
    found = without_breaks(deep(store, figures.opposite))
    return panel_of(found) if any(when.months <= LONGEST for _, when in found.cells) else None


def measured(desk: Desk, figures: Figures) -> Panel:
    """Return the panel of figures that count the same goods, with the notices of their source."""
    return noticed(panel_of(figures), desk.settings.sources[figures.selection.source].notices)


def _picks(
    desk: Desk, store: FigureStore, name: str, figures: Figures, every: Figures, panel: Panel, before: Before | None
) -> PanelPicks:
    rules = desk.thresholds[name].of_panel(figures.unit)
    if before is None:
        return picks(panel, figures.period, rules)
    known, memory = _previous(store, every, before), before.remembered(figures.period)
    return picks(panel, figures.period, rules, previous=known, memory=memory)


def _previous(store: FigureStore, now: Figures, before: Before) -> Panel | None:
    """Return the same codes as the edition before knew them; None where it knew the same, none, or other money."""
    if not store.says_again(now.selection, before.vintage, now.vintage, before.period):
        return None
    found = store.figures(now.selection, before.period, before.vintage)
    return panel_of(without_breaks(found)) if found.cells and found.unit == now.unit else None


def deep(store: FigureStore, figures: Figures) -> Figures:
    """Return the figures with every code within the briefing's own."""
    chosen = figures.selection
    for digits in _depths(chosen.codes):
        chosen = store.detailed(chosen, digits, figures.vintage)
    return replace(store.figures(chosen, figures.period, figures.vintage), year_start=figures.year_start)


def _depths(codes: tuple[str, ...]) -> Iterator[int]:
    shortest = min(len(code) for code in codes)
    yield from (digits for digits in DEPTHS if digits > shortest)
