"""Surprises: how odd the newest change of a series is in its own past, worked out from its levels alone.

`y = ln((x + c) / (x a year before + c))`; z is how many spreads the newest y lies away from the median of the up to 36
before it, of which there must be 24. A spread is 1.4826 times the median distance from that median, 0.05 at least.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from statistics import median

from generator.audit.arithmetic import Span

FEWEST, MOST = 24, 36  # changes before the newest one
DOLLARS, PART = Decimal(1000), Decimal("0.05")
_NORMAL, _LAPLACE, _LEAST = Decimal("1.4826"), Decimal("1.2533"), Decimal("0.05")
_DIGITS = 30  # of which twenty are compared: a logarithm costs twice as much with sixty
_ECHO, _SEASON, _SOFTER = 3, Decimal("1.8"), Decimal("0.6")


def surprise(levels: Sequence[Span], year: int, dollar: Decimal) -> Span:
    """Return z of the newest of `levels`, newest first, of which `year` make a year; `dollar` is one in their unit.

    ValueError where there are too few, where trade is rare, and where the base month alone was odd.
    """
    with localcontext() as context:
        context.prec = _DIGITS
        return _surprise(levels, year, DOLLARS * dollar)


def _surprise(levels: Sequence[Span], year: int, least: Decimal) -> Span:
    recent = [level.value for level in levels[1 : 2 * year + 1]]
    _must(len(levels) > year + FEWEST, f"it stands on {len(levels)} levels, of which {year} make a year")
    _must(levels[0].value > 0 < levels[year].value, "there is no trade now, or none a year before")
    _must(2 * sum(value >= least for value in recent) >= len(recent), "there was trade in less than every second month")
    c = max(least, PART * median(value for value in recent if value > 0))
    grown = [_log(levels[at].value, levels[at + year].value, c) for at in range(min(MOST + 1, len(levels) - year))]
    middle, spread, wider = past(grown[1:])
    _must(not _echoes(grown, year, levels), "it is the echo of an odd month a year before")
    softer = _SOFTER if _is_seasonal(levels, year, c, middle, spread) else Decimal(1)
    now, base = levels[0], levels[year]
    ends = ((now.low, base.high), (now.value, base.value), (now.high, base.low))
    low, value, high = (softer * (_log(*end, c) - middle) / (spread * wider) for end in ends)
    return Span(low, value, high)


def _must(holds: bool, otherwise: str) -> None:  # noqa: FBT001 -- what must hold
    if not holds:
        raise ValueError(otherwise)


def _log(now: Decimal, base: Decimal, c: Decimal) -> Decimal:
    return ((now + c) / (base + c)).ln()


def past(grown: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Return median and spread of past changes, and by how much fewer of them widen it."""
    middle = median(grown)
    away = [abs(one - middle) for one in grown]
    spread = _NORMAL * median(away) or _LAPLACE * sum(away, Decimal(0)) / len(away)
    return middle, max(spread, _LEAST), 1 + Decimal(2) / len(grown)


def _echoes(grown: Sequence[Decimal], year: int, levels: Sequence[Span]) -> bool:
    """Say whether the month a year before was as odd the other way, and the change over both years is ordinary."""
    middle, spread, wider = past(grown[1:])
    (its_middle, its_spread, its_wider), its = past(grown[year + 1 :]), grown[year]
    before, now = (its - its_middle) / (its_spread * its_wider), (grown[0] - middle) / (spread * wider)
    both = abs(grown[0] + its - 2 * middle) < Decimal(8).sqrt() * spread
    return both and levels[2 * year].value > 0 and abs(before) >= _ECHO and (before > 0) != (now > 0)


def _is_seasonal(levels: Sequence[Span], year: int, c: Decimal, middle: Decimal, spread: Decimal) -> bool:
    """Say whether the level is about what three earlier years have in this month, each carried on as is usual."""
    apart: Iterable[Decimal] = (
        _log(levels[0].value, levels[year * count].value, c) - count * middle for count in (1, 2, 3)
    )
    return abs(median(apart)) < _SEASON * spread
