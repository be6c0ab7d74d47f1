"""Share, rank and concentration: one line among the others of its basket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.movements.basket import Basket
from generator.movements.metrics import Maker
from generator.movements.readings import Reading, equivalent, herfindahl, order, share
from generator.movements.records import TOTAL, Metric
from generator.movements.series import Series
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
    found = _share(series, basket, basket.period)
    marks = series.marks(basket.period)
    inputs = basket.whole.inputs(basket.period)
    return make.null("no_trade") if found is None else make.known(found, inputs, n=len(basket.members), flags=marks)


def share_shift(series: Series, basket: Basket) -> Metric:
    """Return the change of the share in percentage points, both shares being of the same lines."""
    make = Maker("share_shift", basket.period, basket.base)
    if reason := _apart(series, basket) or basket.incomparable:
        return make.null(reason)
    now, base = _share(series, basket, basket.period), _share(series, basket, basket.base)
    if now is None or base is None:
        return make.null("no_trade")
    return make.known(now - base, basket.whole.inputs(basket.period, basket.base), n=2 * len(basket.members))


def _apart(series: Series, basket: Basket) -> str:
    """Why a line is no term of the total, empty where it is one."""
    if series.code == TOTAL:
        return "whole"
    if series.code not in basket.leaves:
        return "nested"
    return "" if series.code in basket.members else f"missing {basket.period}"


def _share(series: Series, basket: Basket, period: Period) -> Reading | None:
    part, whole = series.at(period), basket.whole.at(period)
    return None if part is None or whole is None else share(part, whole.without(part))


def rank(series: Series, basket: Basket, period: Period) -> Metric:
    """Return the competition rank ("1, 2, 2, 4") among the leaves, where no reading of any of them could change it."""
    make = Maker("rank", period)
    if reason := _unranked(series, basket, period):
        return make.null(reason)
    sides = []
    for peer in _peers(series, basket):
        if (side := order(peer.readings[period], series.readings[period])) is None:
            return make.null("bound" if "bound" in peer.marks(period) else "tie")
        sides.append(side)
    cells = (*series.inputs(period), *(cell for peer in _peers(series, basket) for cell in peer.inputs(period)))
    return make.count(sides.count(1) + 1, cells, n=len(basket.leaves), flags=("tie",) if 0 in sides else ())


def _unranked(series: Series, basket: Basket, period: Period) -> str:
    if series.code == TOTAL or series.code not in basket.leaves:
        return "whole" if series.code == TOTAL else "nested"
    if series.at(period) is None:
        return f"missing {period}"
    if "bound" in series.marks(period):
        return "bound"
    return "missing peers" if any(peer.at(period) is None for peer in _peers(series, basket)) else ""


def _peers(series: Series, basket: Basket) -> Iterator[Series]:
    return (basket.series[code] for code in basket.leaves if code != series.code)


def rank_change(series: Series, basket: Basket) -> Metric:
    """Return how many places were won (+) or lost (-) to lines with trade at both ends, flicker left aside."""
    make = Maker("rank_change", basket.period, basket.base)
    ranks = [rank(series, basket, period) for period in (basket.period, basket.base)]
    if reason := next((item.reason for item in ranks if item.reason), ""):
        return make.null(reason)
    moved = sum(_crossed(series, peer, basket) for peer in _peers(series, basket))
    return make.count(moved, ranks[0].inputs + ranks[1].inputs, n=sum(item.n for item in ranks))


def _crossed(series: Series, peer: Series, basket: Basket) -> int:
    ends = [(item.at(basket.period), item.at(basket.base)) for item in (series, peer)]
    (own, own_base), (other, other_base) = ends
    if not (own and own_base and other and other_base) or min(own.value, own_base.value, other.value) <= 0:
        return 0
    if other_base.value <= 0 or FLICKER * abs(own.value - other.value) < min(own.value, other.value):
        return 0
    up, down = other_base.value > own_base.value, other_base.value < own_base.value
    return (up and own.value > other.value) - (down and own.value < other.value)


def concentration(basket: Basket) -> tuple[Metric, Metric]:
    """Return the Herfindahl index of the shares, and how many lines of equal size it is worth."""
    makers = Maker("hhi", basket.period), Maker("equivalent", basket.period)
    whole = basket.whole.at(basket.period)
    if whole is None or len(basket.members) < FEWEST:
        reason = "few_members" if basket.members else f"missing {basket.period}"
        return makers[0].null(reason), makers[1].null(reason)
    index = herfindahl((basket.series[code].readings[basket.period] for code in basket.members), whole)
    number = None if index is None else equivalent(index)
    if index is None or number is None:
        return makers[0].null("no_trade"), makers[1].null("no_trade")
    inputs = basket.whole.inputs(basket.period)
    return makers[0].known(index, inputs, n=len(basket.members)), makers[1].known(number, inputs, n=len(basket.members))
