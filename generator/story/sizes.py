"""Sizes: the class of a change for which each language has its verbs, by its per cent and by how odd it is.

A strong word needs both. A change that is large in per cent alone is told with a plain verb: its series always swings.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.story.amounts import Claim

LITTLE, SLIGHT, MARKED, STRONG = Decimal(1), Decimal(3), Decimal(15), Decimal(40)  # per cent
ODD, VERY_ODD = 2, 3  # z that a marked, and a strong word need
MANIFOLD = Decimal(400)  # per cent: beyond that a rate is from little


@dataclass(frozen=True)
class Size:
    """The class of a change: slight, plain, marked or strong; `surprise` is the claim that allows it."""

    name: str
    surprise: Claim | None = None


def asks(growth: Claim) -> bool:
    """Say whether a change is so large that its word depends on how odd it is."""
    return growth.direction is not None and min(abs(growth.low), abs(growth.high)) >= MARKED


def size_of(growth: Claim, z: tuple[Decimal, Decimal] | None = None) -> str:
    """Return the class of a change, `z` being the least and the most of its surprise; None: it is not known."""
    plain = "slight" if abs(growth.value) < SLIGHT else "plain"
    if z is None or growth.direction is None:
        return plain
    odd = z[0] if growth.direction == "up" else -z[1]  # on the side of the change
    least, most = sorted((abs(growth.low), abs(growth.high)))
    if odd >= VERY_ODD and least > STRONG:
        return "strong" if most <= MANIFOLD else plain
    return "marked" if odd >= ODD and least >= MARKED and most <= STRONG else plain
