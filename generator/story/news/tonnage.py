"""Tonnage: whether value and weight parted, of the whole or of a line, and what a kilogram was worth."""

from __future__ import annotations

from typing import NamedTuple

from generator.movements import readings
from generator.movements.readings import Reading
from generator.story.account import Account, Pair
from generator.story.amounts import ESTIMATED, Amount, weight
from generator.story.facts import Claim
from generator.story.month import Month
from generator.trade.period import Period


class Tonnage(NamedTuple):
    """Value and weight of the same goods now and a year before."""

    value: Pair
    mass: Pair

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

    def claim(self, account: Account) -> Claim | None:
        """Write by how many points value and weight parted."""
        return account.parted(self.value, self.mass)

    def claims_of_growth(self, account: Account) -> tuple[Claim, Claim] | None:
        """Write the growth of the value, and that of the weight."""
        value, mass = account.growth(*self.value), account.growth(*self.mass)
        return (value, mass) if value and mass else None


def tonnage(month: Month, codes: tuple[str, ...], span: Period) -> Tonnage | None:
    """Return value and weight of `codes`; None where one of them was traded and has no weight of its own.

    A weight that the source estimated is none: it was worked out from an average value, and says nothing about it.
    """
    ends = span, span.year_before()
    value, mass = _pair(month, codes, ends), _masses(month, codes, ends)
    is_weighed = all(_is_weighed(month, code, end) for code in codes for end in ends)
    if value is None or mass is None or not is_weighed:
        return None
    found = Tonnage(value, mass)
    return found if found.parted else None


def _is_weighed(month: Month, code: str, end: Period) -> bool:
    """Say whether a line has a weight at an end at which it was traded; one of nought is none."""
    level = month.amount([code], end)
    if level is None:
        return False
    mass = weight(level)
    return not level.value or (mass is not None and ESTIMATED not in mass.marks)


def _pair(month: Month, codes: tuple[str, ...], ends: tuple[Period, Period]) -> Pair | None:
    now, base = (month.amount(codes, end) for end in ends)
    return (now, base) if now and base and now.is_exact and base.is_exact else None


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
