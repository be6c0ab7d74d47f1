"""Forces: what words for the size of a change admit, the same in every language; which words do, its table says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Force:
    """What a word for the size of a change admits: its per cent within one `reach`, its surprise of `z` at least.

    A `calm` word says that the change is nothing odd: its surprise is under `z`.
    """

    z: Decimal
    reach: tuple[tuple[Decimal, Decimal], ...]
    calm: bool = False


def force(z: int, *reach: tuple[int, int], calm: bool = False) -> Force:
    """Return what a word for a size admits: changes in per cent, least and most, and a surprise of `z`."""
    return Force(Decimal(z), tuple((Decimal(low), Decimal(high)) for low, high in reach), calm)


MARKED_UP, MARKED_DOWN = force(2, (15, 40)), force(2, (-40, -15))
STRONG_UP, STRONG_DOWN = force(3, (40, 400)), force(3, (-100, -40))
DOUBLED, OVER_TWICE = force(3, (94, 106)), force(3, (100, 200))
TRIPLED, OVER_THRICE = force(3, (191, 209)), force(3, (200, 300))
HALVED, UNDER_HALF = force(3, (-52, -48)), force(3, (-100, -50))
SWINGING = force(2, (40, 400), (-100, -40), calm=True)
