"""Tonnage: whether value and weight parted, of the whole or of a line."""

from __future__ import annotations

from typing import NamedTuple

from generator.movements import readings
from generator.movements.readings import Reading
from generator.story.amounts import ESTIMATED, weight
from generator.story.facts import Claim, way_of
from generator.story.ledger import Ledger, Pair, growths_of
from generator.story.month import Month
from generator.trade.period import Period

_CHAPTER = 2  # digits


class Tonnage(NamedTuple):
    """Value and weight of the same goods now and a year before, and the growth of each in per cent."""

    value: Pair
    mass: Pair
    value_growth: Reading
    growth: Reading

    @property
    def parted(self) -> Reading:
        """The growth of the value less that of the weight, in points."""
        return self.value_growth - self.growth

    def claim(self, ledger: Ledger) -> Claim:
        """Write by how many points value and weight parted."""
        (now, base), way = self.value, way_of(self.parted)
        formula = ("parted", *growths_of((self.value, self.mass)))
        return ledger.claim("parted", "pp", self.parted, formula, now.codes, now.span, compare=base.span, way=way)


def of_whole(month: Month, span: Period) -> Tonnage | None:
    """Return value and weight of the whole, where its lines lie in one chapter: the average of others says nothing."""
    is_one_chapter = len({code[:_CHAPTER] for code in month.every_line}) == 1
    return tonnage(month, month.every_line, span) if is_one_chapter else None


def tonnage(month: Month, codes: tuple[str, ...], span: Period) -> Tonnage | None:
    """Return value and weight of `codes`; None where one of them was traded and has no weight of its own.

    A weight that the source estimated is none: it was worked out from an average value, and says nothing about it.
    """
    ends = span, span.year_before()
    now, base = (month.amount(codes, end) for end in ends)
    masses = [weight(level) if level else None for level in (now, base)]
    known = [level for level in (now, base, *masses) if level is not None and level.is_exact]
    if len(known) < 2 * len(ends) or not all(_is_weighed(month, code, end) for code in codes for end in ends):
        return None
    value, mass = (known[0], known[1]), (known[2], known[3])
    growths = [readings.growth(one.reading, other.reading) for one, other in (value, mass)]
    return Tonnage(value, mass, growths[0], growths[1]) if growths[0] and growths[1] else None


def _is_weighed(month: Month, code: str, end: Period) -> bool:
    """Say whether a line has a weight at an end at which it was traded; one of nought is none."""
    level = month.amount([code], end)
    if level is None:
        return False
    mass = weight(level)
    return not level.value or (mass is not None and ESTIMATED not in mass.marks)
