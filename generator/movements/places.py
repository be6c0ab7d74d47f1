"""Share, rank and concentration: one line among the others of its basket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.movements.basket import Basket
from generator.movements.metrics import Maker
from generator.movements.readings import HUNDRED, Reading, equivalent, herfindahl, order, quotient, share
from generator.movements.records import TOTAL, Metric
from generator.movements.series import Series
from generator.trade.observation import Observation
from generator.trade.period import Period

FLICKER = 50  # a crossing counts if the gap after it is a fiftieth (2 per cent) of the smaller value
FEWEST = 3  # with two lines an index of concentration says less than their shares


def places(series: Series, basket: Basket) -> Mapping[str, Metric]:
    """Return the metrics of this module for one line, by name."""
    return {
        "share": share_now(series, basket),
        "share_shift": share_shift(series, basket),
        "rank": rank(series, basket, basket.period),
        "rank_change": rank_change(series, basket),
    }


def share_now(series: Series, basket: Basket) -> Metric:
    """Return the share of the total in per cent; a bound in the total widens it."""
    make = Maker("share", basket.period)
    if reason := _apart(series, basket):
        return make.null(reason)
    if (found := _share(series, basket, basket.period)) is None:
        return make.null("no_trade")
    inputs, n = _stands_on(series, basket, basket.period)
    return make.known(found, inputs, n=n, flags=series.marks(basket.period))


def share_shift(series: Series, basket: Basket) -> Metric:
    """Return the change of the share in percentage points, both shares being of the same lines."""
    make = Maker("share_shift", basket.period, basket.base)
    if reason := _apart(series, basket) or basket.incomparable:
        return make.null(reason)
    now, base = _share(series, basket, basket.period), _share(series, basket, basket.base)
    if now is None or base is None:
        return make.null("no_trade")
    inputs, n = _stands_on(series, basket, basket.period, basket.base)
    return make.known(now - base, inputs, n=n)


def _apart(series: Series, basket: Basket) -> str:
    """Why a line has no share of the total, empty where it has one."""
    if series.code == TOTAL:
        return "whole"
    if basket.monthly:
        return basket.missing(series, basket.period) or basket.missing(basket.whole, basket.period)
    if series.code not in basket.leaves:
        return "nested"
    return "" if series.code in basket.members else f"missing {basket.period}"


def _share(series: Series, basket: Basket, period: Period) -> Reading | None:
    """Return the share in per cent; the whole varies apart from a line that is none of its terms."""
    part, whole = series.at(period), basket.whole.at(period)
    if part is None or whole is None:
        return None
    if series.code in basket.members:
        return share(part, whole.without(part))
    found = quotient(part, whole)
    return found and Reading(HUNDRED * found.low, HUNDRED * found.value, HUNDRED * found.high)


def _stands_on(series: Series, basket: Basket, *ends: Period) -> tuple[tuple[Observation, ...], int]:
    """Return the cells of a share and how many figures they stand for: the whole's, after those of a nested line."""
    cells, n = basket.whole.inputs(*ends), basket.count(basket.whole, *ends)
    if series.code in basket.members:
        return cells, n
    return (*series.inputs(*ends), *cells), n + basket.count(series, *ends)


def rank(series: Series, basket: Basket, period: Period) -> Metric:
    """Return the competition rank ("1, 2, 2, 4") among the peers, where no reading of any of them could change it."""
    make = Maker("rank", period)
    if reason := _unranked(series, basket, period):
        return make.null(reason)
    own, places = series.at(period), basket.places(period)
    if own is None or (around := places.around(own)) is None:
        return make.null(_why_open(series, basket, period))
    larger, same = around
    return make.count(larger + 1, places.cells, n=places.n, flags=("tie",) if same else ())


def _why_open(series: Series, basket: Basket, period: Period) -> str:
    """Return what the first peer that may be larger or smaller is."""
    own = series.at(period)
    for peer in _peers(series, basket):
        one = peer.at(period)
        if own is None or one is None or order(one, own) is None:
            return "bound" if "bound" in peer.marks(period) else "tie"
    return "tie"


def _unranked(series: Series, basket: Basket, period: Period) -> str:
    if series.code == TOTAL:
        return "whole"
    if series.code not in basket.peers:
        return "parent" if basket.monthly else "nested"
    if gap := basket.missing(series, period):
        return gap
    if "bound" in series.marks(period):
        return "bound"
    return "" if basket.places(period).complete else "missing peers"


def _peers(series: Series, basket: Basket) -> Iterator[Series]:
    return (basket.series[code] for code in basket.peers if code != series.code)


def rank_change(series: Series, basket: Basket) -> Metric:
    """Return how many places were won (+) or lost (-) to lines with trade at both ends, flicker left aside."""
    make = Maker("rank_change", basket.period, basket.base)
    ranks = [rank(series, basket, period) for period in (basket.period, basket.base)]
    if reason := next((item.reason for item in ranks if item.reason), ""):
        return make.null(reason)
    cells = basket.cells_of_ranks
    return make.count(_crossed(series, basket), cells, n=sum(item.n for item in ranks))


def _crossed(series: Series, basket: Basket) -> int:
    """Return how many peers the line passed, less those that passed it."""
    ends = series.at(basket.period), series.at(basket.base)
    if not (ends[0] and ends[1]) or min(ends[0].value, ends[1].value) <= 0:
        return 0
    now, base, others = ends[0].value, ends[1].value, basket.traded_at_both
    up = [other for other, before in others if before > base and now > other]
    down = [other for other, before in others if before < base and now < other]
    return sum(map(_is_clear, up, [now] * len(up))) - sum(map(_is_clear, down, [now] * len(down)))


def _is_clear(one: Decimal, other: Decimal) -> bool:
    return FLICKER * abs(one - other) >= min(one, other)


def concentration(basket: Basket) -> tuple[Metric, Metric]:
    """Return the Herfindahl index of the shares, and how many lines of equal size it is worth."""
    makers = Maker("hhi", basket.period), Maker("equivalent", basket.period)
    whole = basket.whole.at(basket.period)
    if whole is None or len(basket.members) < FEWEST:
        reason = basket.missing(basket.whole, basket.period) or "few_members"
        return makers[0].null(reason), makers[1].null(reason)
    parts = (basket.series[code].at(basket.period) for code in basket.members)
    index = herfindahl((part for part in parts if part is not None), whole)
    number = None if index is None else equivalent(index)
    if index is None or number is None:
        return makers[0].null("no_trade"), makers[1].null("no_trade")
    inputs, n = basket.whole.inputs(basket.period), basket.count(basket.whole, basket.period)
    return makers[0].known(index, inputs, n=n), makers[1].known(number, inputs, n=n)
