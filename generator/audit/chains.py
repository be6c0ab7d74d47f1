"""Chains: places, records and runs, worked out from readings that stand one after another in time."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from generator.audit.arithmetic import Span

YEAR = 12  # months before a step
STEADY = Decimal("0.5")  # per cent: a smaller change on the year before ends a streak


def rank(first: Span, others: Sequence[Span]) -> Span:
    """Return 1 + how many of the others are larger; ValueError where readings overlap."""
    if any(other.low < first.high and first.low < other.high for other in others):
        msg = "the readings overlap, so no rank is certain"
        raise ValueError(msg)
    return Span.point(1 + sum(other.value > first.value for other in others))


def is_beyond(one: Span, other: Span, way: str) -> bool:
    """Say whether every value of `one` lies above (`up`) or below (`down`) every value of `other`."""
    return one.low > other.high if way == "up" else one.high < other.low


def record(now: Span, past: Sequence[Span], way: str) -> Span:
    """Return how many periods `now` is beyond; ValueError where it is not beyond every one of them."""
    if not past or not all(is_beyond(now, other, way) for other in past):
        msg = f"not every reading lies {'below' if way == 'up' else 'above'} the newest one"
        raise ValueError(msg)
    return Span.point(len(past))


def since(now: Span, past: Sequence[Span], way: str, months: int) -> Span:
    """Return `months`, the way back to the last of `past`, where that one alone is not beyond; else ValueError."""
    *between, last = past
    if not all(is_beyond(now, other, way) for other in between):
        msg = "a period between the two reaches the newest one too"
        raise ValueError(msg)
    if not is_beyond(last, now, way) and last.value != now.value:
        msg = f"its last part does not lie {'above' if way == 'up' else 'below'} the newest one"
        raise ValueError(msg)
    return Span.point(months)


def step(levels: Sequence[Span], way: str) -> Span:
    """Return how many of `levels`, newest first, lie beyond each of the last twelve; ValueError where one does not."""
    since, before = levels[:-YEAR], levels[-YEAR:]
    if not since or not all(is_beyond(one, other, way) for one in since for other in before):
        msg = f"not every month since the step lies {'above' if way == 'up' else 'below'} the twelve before it"
        raise ValueError(msg)
    return Span.point(len(since))


def way_of(growth: Span, least: Decimal = STEADY) -> str | None:
    """Return the way of a change of more than `least` per cent, None for a smaller one."""
    return "up" if growth.value > least else "down" if growth.value < -least else None


def streak(growths: Sequence[Span], months: Sequence[int]) -> Span:
    """Return how many months the changes go one way; ValueError where one does not."""
    ways = {way_of(growth) for growth in growths}
    if len(ways) != 1 or None in ways:
        msg = f"its changes do not all go one way by more than {STEADY}%"
        raise ValueError(msg)
    return Span.point(sum(months))


def counted(differences: Sequence[Span], way: str) -> Span:
    """Return how many differences lie above (`up`) or below (`down`) zero under every reading."""
    return Span.point(sum(is_beyond(one, Span.point(0), way) for one in differences))
