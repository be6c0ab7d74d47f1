"""Gaps: months in which a complete release has no row of a line that was large and traded every month.

A row that is absent from a complete release normally means no trade. For such a line that is not credible: the figure
is treated as not reported, like that of any line that nobody publishes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from generator.trade.codes import is_within
from generator.trade.figures import Figures
from generator.trade.period import Period
from generator.trade.series_breaks import edition_near, editions_by_period, is_known

# Evidence from UN Comtrade, HS 0301-0304, months of 2019 and 2020: 3,005 of 124,181 months of such a line are absent,
# in 2,739 of 55,306 months of a reporter and partner (headings: 1,883 of 91,890, in 1,861 of 62,756). Where the partner
# usually reports the line, it shows at least a quarter of the usual trade in half of these months, and no trade in
# three of ten: most absences are missing reports. 61% of the lines are back a month later. Of the lines that stay away,
# the partner shows that much trade in three of ten, and no trade in half. So a longer absence is taken as no trade.
PART = Decimal("0.03")  # the smallest share of a large line in the total of the twelve months before
MONTHS = 12
_LONGEST = 3  # months of the longest figure looked at: a quarter
ByMonth = Mapping[int, Decimal]
Lines = dict[str, frozenset[Period]]


def without_gaps(figures: Figures, is_accepted: Callable[[str, Period], bool]) -> Figures:
    """Return the figures without the zeros of lines that were not reported; `FigureStore.figures` calls it.

    `is_accepted` tells whether a person said that a code had no trade in a period. If a line was not reported, the
    headings that are sums including it are unknown too, and so are the lines within it.
    """
    absent: dict[str, set[Period]] = defaultdict(set)
    for code, periods in gaps(figures).items():
        for when in periods:
            if not is_accepted(code, when):
                for line in _absent_with(figures, code, when):
                    absent[line].add(when)
    unreported = {code: frozenset(periods) for code, periods in absent.items()}
    if not unreported:
        return figures
    sums = _sums(figures, unreported)
    cells = {key: cell for key, cell in figures.cells.items() if key not in sums}
    covered = dict(figures.covered)
    for code, when in (*sums, *((code, when) for code, periods in unreported.items() for when in periods)):
        covered[code] -= {when}
    return replace(figures, cells=cells, covered=covered, gaps=unreported)


def gaps(figures: Figures) -> Lines:
    """Return, by code, the periods without a row in which the line was not reported; `FigureStore` calls it."""
    months = {code: _by_month(figures, code) for code in figures.selection.codes}
    total: dict[int, Decimal] = defaultdict(Decimal)
    for code in figures.selection.top_codes:
        for month, value in months[code].items():
            total[month] += value
    editions = editions_by_period(figures)
    return {
        code: frozenset(
            when
            for when in _absent(figures, code)
            if is_steady(months[code], total, when) and is_known(code, edition_near(when, editions))
        )
        for code in figures.selection.codes
    }


def is_steady(line: ByMonth, total: ByMonth, when: Period) -> bool:
    """Return whether a line was traded in each of the twelve months before `when` and made up `PART` of their total."""
    before = range(when.first - MONTHS, when.first)
    traded = [line.get(month, 0) for month in before]
    return all(traded) and sum(traded) >= PART * sum(total.get(month, 0) for month in before)


def _absent(figures: Figures, code: str) -> Iterator[Period]:
    """Yield the periods of up to three months in which a complete release has no row of `code`."""
    for when in figures.covered.get(code, ()):
        if when.months <= _LONGEST and figures.at(code, when) is None:
            yield when


def _absent_with(figures: Figures, code: str, when: Period) -> Iterator[str]:
    """Yield the codes that the release leaves out in `when`: `code` itself and those within it."""
    for line in figures.selection.codes:
        if is_within(line, code) and when in figures.covered.get(line, ()) and figures.at(line, when) is None:
            yield line


def _by_month(figures: Figures, code: str) -> dict[int, Decimal]:
    """Return a line's value by month. A figure printed for several months only is divided equally among them."""
    values: dict[int, Decimal] = {}
    short = (cell for cell in figures.series(code).values() if cell.value and cell.period.months <= _LONGEST)
    for cell in sorted(short, key=lambda cell: cell.period.months):
        months = range(cell.period.first, cell.period.first + cell.period.months)
        if values.keys().isdisjoint(months):
            values |= dict.fromkeys(months, (cell.value or Decimal(0)) / cell.period.months)
    return values


def _sums(figures: Figures, unreported: Lines) -> set[tuple[str, Period]]:
    """Return the code and period of each sum that includes an unreported line."""
    sums: set[tuple[str, Period]] = set()
    for line, periods in unreported.items():
        above = [code for code in figures.selection.codes if code != line and is_within(line, code)]
        for code in above:
            for when in periods:
                cell = figures.at(code, when)
                if cell is not None and cell.parts:
                    sums.add((code, when))
    return sums
