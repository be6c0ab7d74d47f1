"""The surprise of one series in exact numbers, as a claim needs it: how far its newest change lies outside its past.

The statistic of `surprise_statistic`, from levels alone, with what their prints allow, and the same to the last digit
on every machine. Two years of changes must stand before it: of fewer a panel borrows the spread of other series,
which no claim of one line can show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from generator.movements.readings import Reading

FEWEST, MOST = 24, 36  # changes on a year before that stand before the newest one
_EPS, _OFFSET = Decimal(1000), Decimal("0.05")  # dollars, and the part of a median, that are added to each level
_NORMAL, _LAPLACE, _LEAST = Decimal("1.4826"), Decimal("1.2533"), Decimal("0.05")
_ODD = 3  # z of a base month that makes an echo a year later
_SEASONAL, _SOFTER, _SEASONS = Decimal("1.8"), Decimal("0.6"), 3
_USUAL = 2  # z of the ends of what is usual
_DIGITS = 40


@dataclass(frozen=True)
class _Usual:
    """What is usual of past changes: their median, their spread, and how much wider it is for being few."""

    middle: Decimal
    spread: Decimal
    few: Decimal

    @classmethod
    def of(cls, past: Sequence[Decimal]) -> _Usual:
        middle = _median(past)
        apart = [abs(one - middle) for one in past]
        wide = _NORMAL * _median(apart) or _LAPLACE * sum(apart, Decimal(0)) / len(apart)
        return cls(middle, max(wide, _LEAST), 1 + Decimal(2) / len(past))

    def z(self, change: Decimal) -> Decimal:
        """Return how many spreads a change lies away from the middle."""
        return (change - self.middle) / (self.spread * self.few)

    def ends(self, base: Decimal, offset: Decimal) -> tuple[Decimal, Decimal]:
        """Return from where to where a level lies that changes on `base` as is usual."""
        reach = _USUAL * self.spread * self.few
        low, high = ((base + offset) * (self.middle + by).exp() - offset for by in (-reach, reach))
        return max(low, Decimal(0)), high


def surprise(levels: Sequence[Reading], year: int, dollar: Decimal) -> Reading | None:
    """Return z of the change on a year before of the newest of `levels`, which stand newest first, `year` to a year.

    `dollar` is what one is worth in their unit. None with less than two years of changes before it, for a series that
    is traded in under half of the two years before, and where it is but the echo of an odd month a year before. Softer
    where the level is what its season would give.
    """
    reach = min(len(levels) - year - 1, MOST)
    recent = [level.value for level in levels[1 : 2 * year + 1]]
    eps = _EPS * dollar
    if reach < FEWEST or not levels[0].value or 2 * sum(value >= eps for value in recent) < len(recent):
        return None
    with localcontext() as context:
        context.prec = _DIGITS
        offset = max(eps, _OFFSET * _median([value for value in recent if value > 0]))
        logs = [(level.value + offset).ln() for level in levels[: year + reach + 1]]
        changes = [logs[at] - logs[at + year] for at in range(reach + 1)]
        usual = _Usual.of(changes[1:])
        if _is_echo(changes, usual, year, traded=bool(levels[year].value and levels[2 * year].value)):
            return None
        now, base = levels[0], levels[year]
        ends = (now.low, base.high), (now.value, base.value), (now.high, base.low)
        softer = _SOFTER if _is_of_season(logs, usual, year) else Decimal(1)
        low, value, high = (softer * usual.z((one + offset).ln() - (other + offset).ln()) for one, other in ends)
        return Reading(low, value, high)


def usual(levels: Sequence[Decimal], year: int, dollar: Decimal) -> Callable[[Decimal], tuple[Decimal, Decimal]] | None:
    """Return what gives the usual range of a level from that of a year before it, both ends at two spreads.

    It stands on the changes before the newest of `levels`, which stand newest first, `year` to a year; None with less
    than two years of them, or where there was trade in under half of the two years before.
    """
    reach = min(len(levels) - year - 1, MOST)
    recent, eps = levels[1 : 2 * year + 1], _EPS * dollar
    if reach < FEWEST or 2 * sum(value >= eps for value in recent) < len(recent):
        return None
    with localcontext() as context:
        context.prec = _DIGITS
        offset = max(eps, _OFFSET * _median([value for value in recent if value > 0]))
        logs = [(level + offset).ln() for level in levels[: year + reach + 1]]
        found = _Usual.of([logs[at] - logs[at + year] for at in range(1, reach + 1)])

    def ends(base: Decimal) -> tuple[Decimal, Decimal]:
        with localcontext() as context:
            context.prec = _DIGITS
            return found.ends(base, offset)

    return ends


def _is_echo(changes: Sequence[Decimal], usual: _Usual, year: int, *, traded: bool) -> bool:
    """Say whether the base was the odd month, the other way, and over two years all is ordinary."""
    before, now = _Usual.of(changes[year + 1 :]).z(changes[year]), usual.z(changes[0])
    ordinary = abs(changes[0] + changes[year] - 2 * usual.middle) < 2 * Decimal(2).sqrt() * usual.spread
    return traded and ordinary and abs(before) >= _ODD and before * now < 0


def _is_of_season(logs: Sequence[Decimal], usual: _Usual, year: int) -> bool:
    past = [logs[count * year] + count * usual.middle for count in range(1, _SEASONS + 1)]
    return abs(logs[0] - _median(past)) < _SEASONAL * usual.spread


def _median(values: Sequence[Decimal]) -> Decimal:
    ordered, half = sorted(values), len(values) // 2
    return (ordered[half] + ordered[~half]) / 2
