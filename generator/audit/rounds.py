"""Round numbers: 1, 2 or 5 with zeros, which a level passes for the first time, or stays above; worked out anew.

A number that is passed must be the largest one below the level, so that no other may be told in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from generator.audit.arithmetic import Span

KIND = "crossing"  # of the claims
FEWEST = {1: 24, 12: 5}  # how many periods of a month, or of a year, must be known before
LEAST = Decimal(1_000_000)  # US dollars: what is less is no mark
LOW_YEAR, LOW_MONTH, LOW_RATIO = Decimal(1_000_000), Decimal(100_000), 5  # a base under this, or a ratio over it
_YEAR = 12
_MARKS = [Decimal(digit) * Decimal(10) ** power for power in range(16) for digit in (1, 2, 5)]


def is_from_little(now: Decimal, base: Decimal, months: int, dollar: Decimal) -> bool:
    """Say whether a level came from too little, or by too much, for a rate; `dollar` is one in their unit."""
    floor = LOW_YEAR if months >= _YEAR else LOW_MONTH * months
    return base < floor * dollar or now > LOW_RATIO * base


def passed(levels: Sequence[Span], months: int, dollar: Decimal) -> Span:
    """Return the round number that the newest of `levels` passed and none before did; ValueError where there is none.

    They are newest first, each of so many `months`.
    """
    now, *past = levels
    if len(past) < FEWEST.get(months, len(levels)):
        msg = f"a first time needs {FEWEST.get(months, 'other')} periods of {months} months before it"
        raise ValueError(msg)
    if is_from_little(now.value, past[_YEAR // months - 1].value, months, dollar):
        msg = "it comes from too little"
        raise ValueError(msg)
    mark = _below(now.low, dollar)
    if any(one.high > mark for one in past):
        msg = f"a period before was above {mark:,f} too"
        raise ValueError(msg)
    return Span.point(mark)


def stayed(now: Span, before: Span, dollar: Decimal) -> Span:
    """Return the round number above which both lie."""
    return Span.point(_below(min(now.low, before.low), dollar))


def _below(level: Decimal, dollar: Decimal) -> Decimal:
    mark = max((one for one in _MARKS if one < level), default=Decimal(0))
    if mark < LEAST * dollar:
        msg = f"{level:,f} lies above no round number that counts"
        raise ValueError(msg)
    return mark
