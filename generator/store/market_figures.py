"""The market of a briefing: the reporter's trade with every partner, from the rows that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.store.releases import Complete, roll_up
from generator.trade.codes import WORLD, area, lines_of
from generator.trade.figures import Figures, Market, Selection
from generator.trade.observation import Observation
from generator.trade.period import Period
from generator.trade.release import Coverage, Vintage


def market_of(
    selection: Selection,
    spans: tuple[Period, Period],
    vintage: Vintage,
    observations: Iterable[Observation],
    scopes: Sequence[tuple[str, Coverage]],
) -> Market:
    """Return the market of a selection in two spans, now and before. `FigureStore.market` calls it.

    `observations` are the customs figures of every partner, of the selection's codes and of the lines within them.
    `scopes` say what each release is complete about.
    """
    now, base = spans
    period = Period(base.first, now.first + now.months - base.first)
    by_partner: dict[str, list[Observation]] = {}
    for observation in observations:
        by_partner.setdefault(observation.partner, []).append(observation)
    every: dict[str, Figures] = {}
    for partner, of_partner in by_partner.items():
        complete = Complete(vintage.releases, [(name, scope) for name, scope in scopes if scope.is_of(partner)])
        pair = Selection(selection.source, selection.reporter, partner, selection.flow, selection.codes)
        every[partner] = _figures(pair, period, vintage, of_partner, complete)
    partners = {partner: figures for partner, figures in every.items() if not area(partner).is_union}
    of_all = Complete(vintage.releases, [(name, scope) for name, scope in scopes if not scope.partner])
    end = now.first + now.months
    return Market(every.get(WORLD), partners, {code: of_all.periods(code, end) for code in selection.codes})


def _figures(
    pair: Selection, period: Period, vintage: Vintage, observations: Iterable[Observation], complete: Complete
) -> Figures:
    """Return the figures of one partner. A heading without a row is the sum of its lines where that is known."""
    by_period: dict[Period, dict[str, Observation]] = {}
    for (code, when), observation in complete.standing(observations).items():
        by_period.setdefault(when, {})[code] = observation
    cells: dict[tuple[str, Period], Observation] = {}
    open_sums: dict[str, frozenset[Period]] = {}
    for when, printed in by_period.items():
        for code, cell in _cells(pair.codes, when, printed, complete).items():
            if cell is None:
                open_sums[code] = open_sums.get(code, frozenset()) | {when}
            else:
                cells[code, when] = cell
    end = period.first + period.months
    covered = {code: complete.periods(code, end) for code in pair.codes}
    return Figures(pair, period, vintage, cells, covered=covered, open_sums=open_sums)


def _cells(
    codes: Iterable[str], when: Period, printed: Mapping[str, Observation], complete: Complete
) -> dict[str, Observation | None]:
    """Return the cell of each code in a period, printed or added up. None where a line of the sum has no number."""
    printed_codes = sorted(printed)
    cells: dict[str, Observation | None] = {}
    for code in codes:
        if code in printed:
            cells[code] = printed[code]
            continue
        lines = lines_of(code, printed_codes)
        if lines and complete.is_about(code, when):
            cells[code] = roll_up(code, {line: printed[line] for line in lines})
    return cells
