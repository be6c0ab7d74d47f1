"""Breaks of a series: periods in which a code counted other goods, or was valued differently, than now.

"Now" is the edition's period. Freight and insurance are five to ten per cent of most imports, so a growth rate from a
CIF to an FOB value would mostly show the change of valuation. A figure without a stated valuation is compared with
either. Figures of a broken period are not used as a base, or in a sum, a run or a record.

The UN Statistics Division's correlation tables say whether a code counts the same goods in two editions of the HS. They
read from newer to older: 1:1, one subheading follows one (often with the same code); n:1, several were one; 1:n, one
was several; n:n, goods moved between several on both sides. Codes joined by any pair form one family. Only the sum over
a family can be compared, never a part of it. HS2022 gathers waste of electronics from nearly every machine in 8549,
which makes one family of 1,167 subheadings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise

from generator.trade.codes import hs_code, is_within, roots
from generator.trade.editions import TABLED, TOTAL, Edition, descriptions, editions_of, packaged
from generator.trade.figures import Figures
from generator.trade.period import Period

VALUATIONS = ("CIF", "FOB")
_SUBHEADING = 6  # digits
# the table from each edition to the one before, by the newer edition
_TABLES = dict(zip(TABLED, ("hs2022-hs2017.csv.gz", "hs2017-hs2012.csv.gz"), strict=False))
Node = tuple[Edition, str]


def is_unchanged(code: str, edition: str, other_edition: str) -> bool:
    """Return whether `code` counts the same goods in both editions, so that one series can hold figures of both.

    A subheading does if its family has no other code. A heading or chapter does if goods moved only within it. The
    answer is False where no table can tell: for an edition without a table, a national tariff line, chapter 98. Raise
    ValueError if `edition` does not have the code.
    """
    first = Edition.of(edition)
    second = Edition.of(other_edition)
    code = hs_code(code, first)
    if first is second or code == TOTAL:
        return True
    if first not in TABLED or second not in TABLED or len(code) > _SUBHEADING:
        return False
    newer, older = sorted((first, second), key=TABLED.index)
    families = _families(newer, older)
    lines = [(newer, line) for line in _lines(code, newer)]
    lines += [(older, line) for line in _lines(code, older)]
    if not lines:
        return False
    return all(_stays_within(code, families[line], newer, older) for line in lines)


def _stays_within(code: str, family: frozenset[Node], newer: Edition, older: Edition) -> bool:
    """Say whether a family has subheadings in both editions, and all of these lie within `code`."""
    newer_lines = [line for edition, line in family if edition == newer]
    older_lines = [line for edition, line in family if edition == older]
    if not newer_lines or not older_lines:
        return False
    return all(is_within(line, code) for line in newer_lines + older_lines)


@cache
def _lines(code: str, edition: Edition) -> tuple[str, ...]:
    """Return the subheadings of `edition` within `code`."""
    if len(code) == _SUBHEADING:
        return (code,) if code in descriptions(edition) else ()
    return tuple(line for line in _subheadings(edition) if is_within(line, code))


@cache
def _families(newer: Edition, older: Edition) -> Mapping[Node, frozenset[Node]]:
    """Return the family of each edition and subheading, across these two editions and those between."""
    editions = TABLED[TABLED.index(newer) : TABLED.index(older) + 1]
    linked: dict[Node, set[Node]] = {(edition, code): set() for edition in editions for code in _subheadings(edition)}
    for edition, before in pairwise(editions):
        for new, old, _ in packaged(_TABLES[edition]):
            linked[edition, new].add((before, old))
            linked[before, old].add((edition, new))
    families: dict[Node, frozenset[Node]] = {}
    for node in linked:
        if node not in families:
            members = _reached(node, linked)
            families |= dict.fromkeys(members, members)
    return families


def _subheadings(edition: Edition) -> list[str]:
    return [code for code in descriptions(edition) if len(code) == _SUBHEADING]


def _reached(start: Node, linked: Mapping[Node, set[Node]]) -> frozenset[Node]:
    """Return every node that is linked to `start`, directly or through others."""
    reached = {start}
    waiting = [start]
    while waiting:
        fresh = linked[waiting.pop()] - reached
        reached |= fresh
        waiting += fresh
    return frozenset(reached)


@cache
def counts_alike(code: str, edition: str, another: str) -> bool:
    """Return whether `code` counts the same goods under `edition` and under `another`.

    An edition that is not stated ("") is assumed to be the other one.
    """
    if not edition or not another or edition == another:
        return True
    try:
        return is_unchanged(code, edition, another)
    except ValueError:  # a code that one of them does not have
        return False


def is_known(code: str, edition: str) -> bool:
    """Return whether `edition` has `code`, so that an absent row means no trade. True if no table can tell."""
    if not edition or Edition(edition) not in TABLED:
        return True
    line = code[:_SUBHEADING]
    return line in descriptions(Edition(edition)) or not (editions_of(line) or line in descriptions(None))


def without_breaks(figures: Figures) -> Figures:
    """Return the figures without those that cannot be compared with the period's own; `broken` lists the periods.

    A code that the period's edition does not have, and that lies within another selected code, leaves the selection.
    """
    by_period = editions_by_period(figures)
    now = edition_near(figures.period, by_period)
    selected = figures.selection.codes
    nested = {*selected} - {*roots(selected)}
    unknown_codes = {code for code in nested if figures.at(code, figures.period) is None and not is_known(code, now)}
    if unknown_codes:
        codes = tuple(code for code in selected if code not in unknown_codes)
        figures = replace(figures, selection=replace(figures.selection, codes=codes))
    revaluations = revalued(figures)
    periods_with_cell = _periods_with_cell(figures)
    broken: dict[str, Mapping[Period, tuple[str, str]]] = {}
    for code in figures.selection.codes:
        revalued_periods = revaluations.get(code, {})
        recounted_periods = _broken(figures, code, periods_with_cell.get(code, set()), by_period)
        if revalued_periods or recounted_periods:
            broken[code] = {**revalued_periods, **recounted_periods}
    if not broken:
        return figures
    cells = {key: cell for key, cell in figures.cells.items() if key[1] not in broken.get(key[0], ())}
    covered = {code: periods - frozenset(broken.get(code, ())) for code, periods in figures.covered.items()}
    return replace(figures, cells=cells, covered=covered, broken=broken)


def editions_by_period(figures: Figures) -> dict[Period, str]:
    """Return the edition of each period in which a cell states one, oldest period first.

    Where cells of a period state several, the newest counts.
    """
    editions: dict[Period, str] = {}
    for (_, period), cell in figures.cells.items():
        if cell.edition:
            editions[period] = max(editions.get(period, ""), cell.edition)
    return dict(sorted(editions.items()))


def _periods_with_cell(figures: Figures) -> dict[str, set[Period]]:
    """Return the periods in which each code has a cell."""
    periods: dict[str, set[Period]] = {}
    for code, period in figures.cells:
        periods.setdefault(code, set()).add(period)
    return periods


def _broken(
    figures: Figures, code: str, printed: set[Period], by_period: Mapping[Period, str]
) -> Mapping[Period, tuple[str, str]]:
    """Return the periods in which `code` counted other goods than now, each with its edition and today's.

    `printed` are the periods in which the code has a cell.
    """

    def edition(period: Period) -> str:
        cell = figures.at(code, period)
        return cell.edition if cell is not None else edition_near(period, by_period)

    now = edition(figures.period)
    periods = printed | set(figures.covered.get(code, ()))
    pairs = {period: (edition(period), now) for period in periods}
    return {period: pair for period, pair in pairs.items() if not _stands(figures, code, period, pair)}


def _stands(figures: Figures, code: str, period: Period, editions: tuple[str, str]) -> bool:
    if figures.at(code, period) is None and not is_known(code, editions[0]):
        return False
    return period == figures.period or counts_alike(code, *editions)


def edition_near(period: Period, by_period: Mapping[Period, str]) -> str:
    """Return the edition of a period without a cell: that of its calendar year, else of the last period before it.

    `by_period` has the editions that cells state, oldest first. Without an earlier period the edition is "".
    """
    if period in by_period:
        return by_period[period]
    year = [edition for when, edition in by_period.items() if when.year == period.year]
    before = [edition for when, edition in by_period.items() if when < period]
    return next(iter(year), before[-1] if before else "")


def revalued(figures: Figures) -> Mapping[str, Mapping[Period, tuple[str, str]]]:
    """Return, by code, the periods that were valued differently than now, with both valuations: then and now."""
    valuations, default_valuation = _now(figures)
    periods: dict[str, dict[Period, tuple[str, str]]] = {}
    for (code, period), cell in figures.cells.items():
        now = valuations.get(code, default_valuation)
        if now and cell.valuation not in {"", now}:
            periods.setdefault(code, {})[period] = (cell.valuation, now)
    return periods


def last_revalued(figures: Figures) -> tuple[Period, str] | None:
    """Return the last period left aside for its valuation, with that valuation, or None."""
    dropped: list[tuple[Period, str]] = []
    for periods in figures.broken.values():
        for period, (valuation, _) in periods.items():
            if valuation in VALUATIONS:
                dropped.append((period, valuation))
    return max(dropped, default=None)


def _now(figures: Figures) -> tuple[dict[str, str], str]:
    """Return each code's valuation in its newest month of the edition's period, and a default for other codes.

    A code goes by its newest month. One without a cell goes by all the others where they are valued alike, else "".
    """
    newest: dict[str, tuple[Period, str]] = {}
    valuations: set[str] = set()
    for (code, period), cell in figures.cells.items():
        is_of_period = figures.period.first <= period.first and period.last <= figures.period.last
        if cell.valuation and is_of_period:
            newest[code] = max(newest.get(code, (period, "")), (period, cell.valuation))
            valuations.add(cell.valuation)
    by_code = {code: valuation for code, (_, valuation) in newest.items()}
    default = valuations.pop() if len(valuations) == 1 else ""
    return by_code, default
