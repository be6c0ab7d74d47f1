"""The rounding test: whether "over 4,600 per cent" holds for every value that the printed figures allow."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from generator.movements.readings import Reading, growth, quotient
from generator.trade.observation import ABOUT


def claim_ok(qualifier: str, stated: Decimal, base: Reading, now: Reading, *, unit: str = "pct") -> bool:
    """Say whether `qualifier` `stated` holds for every reading of the change from `base` to `now`.

    `unit` is `pct` for growth in per cent (negative for a fall) or `ratio` for "49 times". `about` allows 3 per cent
    either way, `nearly` up to 3 per cent below; `exact` means that every value rounds to `stated` as it is printed.
    """
    found = growth(now, base) if unit == "pct" else quotient(now, base)
    if found is None:
        return False
    if stated < 0:
        found, stated = Reading(-found.high, -found.value, -found.low), -stated
    return all(_holds(qualifier, stated, value) for value in (found.low, found.value, found.high))


def _holds(qualifier: str, stated: Decimal, value: Decimal) -> bool:
    match qualifier:
        case "over":
            return value > stated
        case "at_least":
            return value >= stated
        case "under":
            return value < stated
        case "about":
            return abs(value - stated) <= ABOUT * stated
        case "nearly":
            return (1 - ABOUT) * stated <= value < stated
        case "exact":
            return value.quantize(stated, rounding=ROUND_HALF_UP) == stated
        case _:
            msg = f"{qualifier!r} is no qualifier; write over, at_least, under, about, nearly or exact"
            raise ValueError(msg)
