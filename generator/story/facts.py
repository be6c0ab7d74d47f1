"""Claim: a figure that a sentence may print, with the reading, the formula and the cells that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from generator.trade.period import Period

if TYPE_CHECKING:
    from generator.movements.readings import Reading

Formula = tuple[Any, ...]  # a nested tuple as docs/edition.md lists them


@dataclass(frozen=True)
class Claim:
    """One claim of claims.json: `low <= value <= high` in `unit`.

    That is the currency of money (usd, cny), or kg, pct, pp, ratio, count, index.

    `qualifier` is exact, over, about or at_least; `direction` is up, down or None; `codes` are what it is about.
    `step` is the size of the last digit that the publisher printed (10,000,000 for "1.14 billion"), None where derived.
    """

    id: str
    kind: str
    codes: tuple[str, ...]
    period: Period
    unit: str
    value: Decimal
    low: Decimal
    high: Decimal
    formula: Formula
    compare_period: Period | None = None
    qualifier: str = "exact"
    direction: str | None = None
    step: Decimal | None = None


def way_of(change: Reading | None) -> str | None:
    """Return `up` or `down` where every value of a change goes that way, None where that is open."""
    if change is None:
        return None
    return "up" if change.low > 0 else "down" if change.high < 0 else None
