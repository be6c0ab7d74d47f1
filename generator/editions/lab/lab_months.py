"""Months: every month of a briefing that has an edition, oldest first, each with the panel that it is judged by.

The figures are those that are known now, also of months long past. Where the nomenclature or the valuation changed,
each month is judged by what counts the same goods as its own figures do, as its edition would be.
"""

from __future__ import annotations

from dataclasses import replace

from generator.editions.edition_movements import deep, measured
from generator.errors import PeriodUnknown
from generator.intake.fetching import answers
from generator.intake.period_choice import figures_for, parsed, released_periods
from generator.movements.panel import Panel
from generator.movements.panel_of_figures import panel_of
from generator.movements.replay import ENOUGH, RECENT, editions
from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.trade.codes import LUNAR
from generator.trade.figures import Figures
from generator.trade.period import Period
from generator.trade.series_breaks import without_breaks

Months = tuple[tuple[Period, Panel], ...]
Counted = frozenset[tuple[str, str]]  # nomenclature and valuation
_LONGEST = 2  # months: January and February together
_ANNUAL = "the lab replays months, and {0} has none of {1}: its figures are of longer periods."
_TOO_SHORT = (
    "{0} cannot be replayed: a month needs one a year before, and a year of such changes to be judged by, "
    "and the figures of {1} go from {2} to {3}."
)
_OUTSIDE = "{0} cannot be replayed: {1} is the first month with one a year before, {2} the newest."


def figures_of(desk: Desk, store: FigureStore, name: str) -> Figures:
    """Return the figures of the briefing's newest month, with all codes within its own and all that came before."""
    figures = figures_for(desk, store, name, None)
    if figures.period.months > _LONGEST:
        figures = figures_for(desk, store, name, str(_newest_month(store, name, figures)))
    return deep(store, figures)


def _newest_month(store: FigureStore, name: str, figures: Figures) -> Period:
    """Return the newest month of a briefing whose own newest edition is of a longer period."""
    chosen = figures.selection
    months = [one for one in released_periods(store, chosen, figures.vintage) if one.months <= _LONGEST]
    if {chosen.reporter, chosen.partner} & LUNAR:
        months = [one for one in months if one.months > 1 or one.first % 12]
    if not months:
        raise PeriodUnknown(_ANNUAL.format(chosen.source, name))
    return max(months, key=lambda one: one.last)


def months_of(desk: Desk, figures: Figures) -> Months:
    """Return every month that has one a year before, oldest first, with the panel that it is judged by."""
    counted, shared = _counted(figures), dict[Counted, Panel]()
    found = []
    for period in reversed(editions(panel_of(figures))):
        own = counted.get(period.last, frozenset())
        panel = shared.get(own) or measured(desk, without_breaks(replace(figures, period=period)))
        shared |= {own: panel} if len(own) <= 1 else {}  # of a month that mixes them, each code has its own past
        found.append((period, panel))
    return tuple(reversed(found))


def _counted(figures: Figures) -> dict[Period, Counted]:
    """Return by which nomenclatures and valuations the figures of each month count."""
    found: dict[Period, set[tuple[str, str]]] = {}
    for (_, period), cell in figures.cells.items():
        found.setdefault(period.last, set()).add((cell.edition, cell.valuation))
    return {period: frozenset(every) for period, every in found.items()}


def first_month(desk: Desk, name: str, figures: Figures, months: Months, since: str | None) -> Period:
    """Return the month from which is shown: `since`, else the first with enough history to judge by.

    PeriodUnknown where there is none, or `since` is none of them.
    """
    begin, end = min(when for _, when in figures.cells), figures.period.last
    enough = [period for period, _ in months if period.last.first - begin.first >= ENOUGH]
    if not months or (since is None and not enough):
        earlier = f"tradebrief pull {name} --since {Period(end.first - ENOUGH - RECENT, 1)}"
        remedy = earlier if answers(desk.settings.sources[figures.selection.source]) else ""
        msg = _TOO_SHORT.format(name, figures.selection.source, begin, end)
        raise PeriodUnknown(f"{msg} Ask for earlier ones: {remedy}" if remedy else msg)
    if since is None:
        return enough[0]
    wanted, first, newest = parsed(since), months[0][0], months[-1][0]
    if not first.first <= wanted.first <= newest.last.first:
        raise PeriodUnknown(_OUTSIDE.format(wanted, first, newest))
    return next(period for period, _ in months if period.last.first >= wanted.first)
