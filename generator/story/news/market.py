"""Whose market: the reporter's trade with all partners, and the share and rank of the briefing's partner in it.

Nothing here is said without rows of all partners: without them `market_of` returns None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from generator.movements import readings
from generator.story.amounts import Amount, Claim, YearChange, amount
from generator.story.claim_ledger import ClaimLedger
from generator.story.month import Month
from generator.trade.figures import Figures, Market
from generator.trade.observation import Observation
from generator.trade.period import Period

_NEAR = Decimal("0.005")  # of the World: how far the sum of all partners may be from it, if the partners have ranks
_MOVED = Decimal("0.1")  # of the share a year before: from here on a change of the share is news
_PLACES = 2  # places: from here on a change of rank is news


class SupplierRank(NamedTuple):
    """The partner among all partners that have a rank."""

    own: Amount
    others: tuple[Amount, ...]  # those with trade, without the partner

    def claim(self, ledger: ClaimLedger) -> Claim | None:
        """Write the claim of its place, 1 for the largest. None where the readings leave it open."""
        return ledger.market_rank(self.own, self.others)


@dataclass(frozen=True)
class MarketChange:
    """Trade in some lines with the partner and with all partners, over a span and a year before."""

    ledger: ClaimLedger
    own: YearChange
    whole: YearChange
    ranks: tuple[SupplierRank, SupplierRank] | None  # now and before; None where not all partners are known

    @cached_property
    def growth(self) -> Claim | None:
        """The growth of the market. None where its base is too low for a rate."""
        return self.ledger.growth(*self.whole)

    @cached_property
    def times(self) -> Claim | None:
        """The market as a multiple of a year before."""
        return self.ledger.multiple(*self.whole)

    @cached_property
    def shares(self) -> tuple[Claim | None, Claim | None]:
        """The share of the partner, now and a year before. None where it had no trade."""
        ends = zip(self.own, self.whole, strict=True)
        now, base = (self.ledger.market_share(own, whole) if own.value else None for own, whole in ends)
        return now, base

    @cached_property
    def places(self) -> tuple[Claim | None, Claim | None]:
        """The rank of the partner, now and a year before."""
        if self.ranks is None:
            return None, None
        now, base = self.ranks
        return now.claim(self.ledger), base.claim(self.ledger)

    @cached_property
    def is_news(self) -> bool:
        """Whether the share moved by a tenth of itself, the rank by two, or the market went the other way."""
        return self.share_moved or self._rank_moved or self.is_against

    @property
    def is_against(self) -> bool:
        """Whether the market went another way than the trade with the partner."""
        return {self.own.way, self.whole.way} == {"up", "down"}

    @property
    def share_moved(self) -> bool:
        """Whether the share moved by a tenth of itself or more."""
        now, base = self.shares
        if now is None or base is None or not base.value:
            return False
        return abs(now.value - base.value) >= _MOVED * base.value

    @property
    def _rank_moved(self) -> bool:
        now, base = self.places
        return now is not None and base is not None and abs(now.value - base.value) >= _PLACES


def market_of(month: Month, own: YearChange | None) -> MarketChange | None:
    """Return the market of a step of the total or of a line.

    None where the market is unknown at either end, where a cell of it is a bound, or where values are CIF and FOB.
    """
    market = month.figures.market
    if market is None or own is None or month.codes_without_figure:
        return None
    whole = _worlds(market, own) or _sums(market, own)
    if whole is None or not (whole.now.value and whole.base.value):
        return None
    if not _are_alike((*own, *whole)) or not all(level.is_exact for level in whole):
        return None
    return MarketChange(month.ledger, own, whole, _ranks(market, own))


def share_of(month: Month, own: Amount | None) -> Claim | None:
    """Return the partner's share in the market of one level. None where the market is unknown."""
    market = month.figures.market
    if market is None or own is None or not own.is_exact or not own.value or month.codes_without_figure:
        return None
    whole = None if market.world is None else _of_world(market.world, own)
    if whole is None and _has_cells(market, own):
        whole = _sum(market, own)
    if whole is None or not whole.value or not _are_alike((own, whole)) or not whole.is_exact:
        return None
    return month.ledger.market_share(own, whole)


def _has_cells(market: Market, own: Amount) -> bool:
    """Return whether the market has the period of a level: with the partner's own cells, it has those of the others."""
    figures = market.partners.get(own.cells[0].partner)
    levels = None if figures is None else _levels([figures], own)
    return levels is not None and sum(level.value for level in levels) == own.value


def _are_alike(levels: Iterable[Amount]) -> bool:
    """Return whether no level is valued CIF and another FOB."""
    return len({cell.valuation for level in levels for cell in level.cells} - {""}) <= 1


def _worlds(market: Market, own: YearChange) -> YearChange | None:
    """Return the rows of the World, now and before, or None where either is unknown."""
    if market.world is None:
        return None
    now, base = (_of_world(market.world, level) for level in own)
    return YearChange(now, base) if now is not None and base is not None else None


def _of_world(world: Figures, own: Amount) -> Amount | None:
    level = amount(world, own.codes, own.span)
    return None if level is None else _as_market(own, level.cells, level.empty)


def _sums(market: Market, own: YearChange) -> YearChange | None:
    """Return the sums over all partners but the reporter itself, or None where the releases do not have them all."""
    now, base = (_sum(market, level) for level in own)
    return YearChange(now, base) if now is not None and base is not None else None


def _sum(market: Market, own: Amount) -> Amount | None:
    if not market.has_every_partner(own.codes, own.span):
        return None
    figures = [figures for partner, figures in market.partners.items() if partner != figures.selection.reporter]
    levels = _levels(figures, own)
    return None if levels is None else _as_market(own, [cell for level in levels for cell in level.cells])


def _as_market(own: Amount, cells: Iterable[Observation], empty: Sequence[tuple[str, Period]] = ()) -> Amount:
    return Amount(own.codes, own.span, tuple(cells), tuple(empty), own.unit, is_market=True)


def _levels(partners: Iterable[Figures], own: Amount) -> list[Amount] | None:
    """Return the trade of each partner that has any, or None where a figure of one has no value."""
    levels: list[Amount] = []
    for figures in partners:
        cells = list(_cells(figures, own.codes, own.span))
        is_open = any(_meets(when, own.span) for code in own.codes for when in figures.open_sums.get(code, ()))
        if is_open or any(cell.value is None for cell in cells):
            return None
        if cells:
            levels.append(Amount(own.codes, own.span, tuple(cells), unit=own.unit))
    return levels


def _meets(period: Period, span: Period) -> bool:
    return period.first < span.first + span.months and span.first < period.first + period.months


def _cells(figures: Figures, codes: Iterable[str], span: Period) -> Iterator[Observation]:
    """Yield the cells of some codes within a span, also those without a value. A month without a cell had no trade."""
    for code in codes:
        parts = figures.parts(code, span)
        if parts is None:
            parts = [cell for (line, when), cell in figures.cells.items() if line == code and span.holds(when)]
        yield from (part for part in parts if not isinstance(part, Period))


def _ranks(market: Market, own: YearChange) -> tuple[SupplierRank, SupplierRank] | None:
    """Return the partner among all partners, now and before. None where some may be missing, or it had no trade."""
    now, base = (_rank(market, level) for level in own)
    return (now, base) if now is not None and base is not None else None


def _rank(market: Market, own: Amount) -> SupplierRank | None:
    if not own.value or not _has_all(market, own):
        return None
    partner = own.cells[0].partner
    others = [figures for supplier, figures in market.suppliers.items() if supplier != partner]
    levels = _levels(others, own)
    return None if levels is None or partner not in market.suppliers else SupplierRank(own, tuple(levels))


def _has_all(market: Market, own: Amount) -> bool:
    """Return whether all partners are known: their sum is near the World's row, or the releases have every partner."""
    world = None if market.world is None else _of_world(market.world, own)
    if world is None:
        return market.has_every_partner(own.codes, own.span)
    levels = _levels(market.partners.values(), own)
    if levels is None:
        return False
    gap = readings.total(level.reading for level in levels) - world.reading
    return max(abs(gap.low), abs(gap.high)) <= _NEAR * world.value
