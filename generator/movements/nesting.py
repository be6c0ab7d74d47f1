"""What the selected children of a selected code leave over: said, and never spread among them."""

from __future__ import annotations

from collections.abc import Mapping

from generator.movements.basket import Basket
from generator.movements.metrics import Maker
from generator.movements.readings import total
from generator.movements.records import Metric
from generator.trade.codes import is_within


def unallocated(basket: Basket) -> Mapping[str, Metric]:
    """Return, by parent, its level less that of its children, where that is more than a dollar a child in any reading.

    It is null where one of them has no figure.
    """
    families = {code: _children(code, tuple(basket.series)) for code in basket.series if code not in basket.lines}
    found = {code: _rest(code, children, basket) for code, children in families.items()}
    return {code: rest for code, rest in found.items() if rest is not None}


def _children(code: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the selected codes within `code` that lie within none of its other ones."""
    inner = [other for other in codes if other != code and is_within(other, code)]
    return tuple(one for one in inner if not any(is_within(one, other) for other in inner if other != one))


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
