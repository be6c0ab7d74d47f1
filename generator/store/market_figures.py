"""The market of a briefing: the reporter's trade with every partner, from the rows that count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.store.releases import Complete, roll_up
from generator.trade.codes import WORLD, area, is_within, lines_of
from generator.trade.figures import Figures, Market, Selection
from generator.trade.observation import Observation
from generator.trade.period import Period
from generator.trade.release import Coverage, Vintage
from generator.trade.series_gaps import is_steady


def market_of(
    selection: Selection,
    spans: Sequence[Period],
    vintage: Vintage,
    observations: Iterable[Observation],
    scopes: Sequence[tuple[str, Coverage]],
    statements: Container[str] = (),
) -> Market:
    """Return the market of a selection in some spans, newest first. `FigureStore.market` calls it.

    `observations` are the customs figures of every partner, of the selection's codes and of the lines within them, from
    twelve months before the spans on: these show where a large line was not reported. `scopes` say what each release is
    complete about, `statements` which of them are a person's word that lines without a row had no trade.
    """
    now, base = spans[0], spans[-1]
    period = Period(base.first, now.first + now.months - base.first)
    months = {month for span in spans for month in span.split()}
    by_partner: dict[str, list[Observation]] = {}
    for observation in observations:
        by_partner.setdefault(observation.partner, []).append(observation)
    every: dict[str, Figures] = {}
    for partner, of_partner in by_partner.items():
        complete = Complete(vintage.releases, [(name, scope) for name, scope in scopes if scope.is_of(partner)])
        pair = Selection(selection.source, selection.reporter, partner, selection.flow, selection.codes)
        every[partner] = _figures(pair, period, vintage, of_partner, complete)
    partners = {partner: figures for partner, figures in every.items() if not area(partner).is_union}
    total = _total(partners.values())
    for partner, figures in partners.items():
        stated = [(name, scope) for name, scope in scopes if name in statements and scope.is_of(partner)]
        is_accepted = Complete(vintage.releases, stated).is_about
        partners[partner] = _in_spans(_with_gaps(figures, total, months, is_accepted), spans)
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


def _total(partners: Iterable[Figures]) -> Mapping[int, Decimal]:
    """Return the value of all partners' top codes by month."""
    total: dict[int, Decimal] = defaultdict(Decimal)
    for figures in partners:
        for code in figures.selection.top_codes:
            for month, value in _by_month(figures, code).items():
                total[month] += value
    return total


def _by_month(figures: Figures, code: str) -> dict[int, Decimal]:
    cells = figures.series(code).values()
    return {cell.period.first: cell.value for cell in cells if cell.period.months == 1 and cell.value is not None}


def _with_gaps(
    figures: Figures, total: Mapping[int, Decimal], months: Iterable[Period], is_accepted: Callable[[str, Period], bool]
) -> Figures:
    """Return a partner's figures with the months in which a line that is large in the market was not reported.

    The months are entered for the line and for the codes that include it (`Figures.open_sums`).
    """
    open_sums = dict(figures.open_sums)
    for code in figures.selection.codes:
        by_month = _by_month(figures, code)
        absent = [month for month in months if by_month and month.first not in by_month]
        for month in absent:
            if not is_steady(by_month, total, month) or is_accepted(code, month):
                continue
            for above in figures.selection.codes:
                if is_within(code, above):
                    open_sums[above] = open_sums.get(above, frozenset()) | {month}
    return replace(figures, open_sums=open_sums)


def _in_spans(figures: Figures, spans: Sequence[Period]) -> Figures:
    """Return the figures without the cells before and between the spans, which only show what is steady."""
    ends = [(span.first, span.first + span.months) for span in spans]
    cells = {
        (code, period): cell
        for (code, period), cell in figures.cells.items()
        if any(first <= period.first and period.first + period.months <= end for first, end in ends)
    }
    return replace(figures, cells=cells)


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
