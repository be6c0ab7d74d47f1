"""Tonnage: whether value and weight parted, of the whole or of a line, and what a kilogram was worth."""

from __future__ import annotations

from typing import NamedTuple

from generator.movements import readings
from generator.movements.readings import Reading
from generator.story.account import Account, Pair
from generator.story.amounts import Amount, weight
from generator.story.facts import Claim
from generator.story.monthly.month import Month
from generator.trade.period import Period

_COVERS = 95  # per cent of the value that must have a weight


class Tonnage(NamedTuple):
    """Value and weight of the same goods now and a year before; `whole` is the value of all goods at both ends."""

    value: Pair
    mass: Pair
    whole: Pair

    @property
    def value_growth(self) -> Reading | None:
        """The growth of the value in per cent."""
        return _growth(self.value)

    @property
    def growth(self) -> Reading | None:
        """The growth of the weight in per cent."""
        return _growth(self.mass)

    @property
    def parted(self) -> Reading | None:
        """The growth of the value less that of the weight, in points."""
        value, mass = self.value_growth, self.growth
        return value - mass if value and mass else None

    @property
    def covers(self) -> Reading | None:
        """What the goods with weight are of the value of both ends, in per cent."""
        part, whole = (one.reading + other.reading for one, other in (self.value, self.whole))
        return readings.share(part, whole.without(part))

    def claim(self, account: Account) -> Claim | None:
        """Write by how many points value and weight parted."""
        return account.parted(self.value, self.mass)

    def claims_of_growth(self, account: Account) -> tuple[Claim, Claim] | None:
        """Write the growth of the value, and that of the weight."""
        value, mass = account.growth(*self.value), account.growth(*self.mass)
        return (value, mass) if value and mass else None

    def claim_of_cover(self, account: Account) -> Claim | None:
        """Write what the goods with weight are of the value."""
        now, base = ((self.value[at], self.whole[at]) for at in (0, 1))
        return account.coverage(now, base)


def tonnage(month: Month, codes: tuple[str, ...], span: Period) -> Tonnage | None:
    """Return value and weight of those of `codes` that have a weight at both ends; None where they are too little."""
    weighed = tuple(code for code in codes if _is_weighed(month, code, span))
    ends = span, span.year_before()
    value, mass = _pair(month, weighed, ends), _masses(month, weighed, ends)
    whole = _pair(month, codes, ends)
    if value is None or mass is None or whole is None:
        return None
    found = Tonnage(value, mass, whole)
    covers = found.covers
    return found if found.parted and covers and covers.low >= _COVERS else None


def _is_weighed(month: Month, code: str, span: Period) -> bool:
    """Say whether a line has a weight at each end at which it traded, and traded at one."""
    levels = [month.amount([code], end) for end in (span, span.year_before())]
    known = [level for level in levels if level is not None]
    traded = [level for level in known if level.value]
    return len(known) == len(levels) and bool(traded) and all(weight(level) for level in traded)


def _pair(month: Month, codes: tuple[str, ...], ends: tuple[Period, Period]) -> Pair | None:
    now, base = (month.amount(codes, end) for end in ends)
    return (now, base) if codes and now and base and now.is_exact and base.is_exact else None


def _masses(month: Month, codes: tuple[str, ...], ends: tuple[Period, Period]) -> Pair | None:
    masses: list[Amount] = []
    for end in ends:
        level = month.amount(codes, end)
        mass = weight(level) if level else None
        if mass is None or not mass.is_exact:
            return None
        masses.append(mass)
    return masses[0], masses[1]


def _growth(ends: Pair) -> Reading | None:
    return readings.growth(ends[0].reading, ends[1].reading)
