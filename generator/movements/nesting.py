"""What the selected children of a selected code leave over: said, and never spread among them."""

from __future__ import annotations

from collections.abc import Mapping

from generator.movements.basket import Basket
from generator.movements.metrics import Maker
from generator.movements.readings import total
from generator.movements.records import Metric
from generator.trade.rollup import parts


def unallocated(basket: Basket) -> Mapping[str, Metric]:
    """Return, by parent, its level less that of its children, where that is more than one a child in any reading.

    It is null where one of them has no figure.
    """
    among = tuple(basket.series)
    found = {code: _rest(code, parts(code, among), basket) for code in among if code not in basket.lines}
    return {code: rest for code, rest in found.items() if rest is not None}


def _rest(code: str, children: tuple[str, ...], basket: Basket) -> Metric | None:
    make, family = Maker("level", basket.period), [basket.series[one] for one in (code, *children)]
    readings = [one.at(basket.period) for one in family]
    known = [reading for reading in readings if reading is not None]
    if len(known) < len(family):
        return make.null(f"missing {basket.period}")
    rest = known[0] - total(known[1:])
    if abs(rest.value) <= len(children) or rest.low <= 0 <= rest.high:
        return None
    return make.known(rest, (cell for one in family for cell in one.inputs(basket.period)), n=len(family))
