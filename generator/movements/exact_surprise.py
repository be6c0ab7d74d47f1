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
        distances = [abs(change - middle) for change in past]
        wide = _NORMAL * _median(distances) or _LAPLACE * sum(distances, Decimal(0)) / len(distances)
        return cls(middle, max(wide, _LEAST), 1 + Decimal(2) / len(past))

    def z(self, change: Decimal) -> Decimal:
        """Return how many spreads a change lies away from the middle."""
        return (change - self.middle) / (self.spread * self.few)


@dataclass(frozen=True)
class _History:
    """The logarithms of levels, the newest first, each with an `offset` added, and the changes on a year before."""

    logs: Sequence[Decimal]
    changes: Sequence[Decimal]
    offset: Decimal

    @classmethod
    def of(cls, levels: Sequence[Decimal], year: int, dollar: Decimal) -> _History | None:
        """Return the history of `levels`, `year` to a year, a dollar being worth `dollar` in their unit.

        None with less than two years of changes, or where there was trade in under half of the two years before.
        """
        reach = min(len(levels) - year - 1, MOST)
        recent, eps = levels[1 : 2 * year + 1], _EPS * dollar
        if reach < FEWEST or 2 * sum(value >= eps for value in recent) < len(recent):
            return None
        offset = max(eps, _OFFSET * _median([value for value in recent if value > 0]))
        logs = [(level + offset).ln() for level in levels[: year + reach + 1]]
        return cls(logs, [logs[at] - logs[at + year] for at in range(reach + 1)], offset)


def surprise(levels: Sequence[Reading], year: int, dollar: Decimal) -> Reading | None:
    """Return z of the change on a year before of the newest of `levels`, which stand newest first, `year` to a year.

    `dollar` is what one is worth in their unit. None where the history is too short or thin, and where the change is
    but the echo of an odd month a year before. Softer where the level is what its season would give.
    """
    with localcontext() as context:
        context.prec = _DIGITS
        history = _History.of([level.value for level in levels], year, dollar) if levels[0].value else None
        if history is None:
            return None
        logs, changes, offset = history.logs, history.changes, history.offset
        usual = _Usual.of(changes[1:])
        if levels[year].value and levels[2 * year].value and _is_echo(changes, usual, year):
            return None
        past = [logs[count * year] + count * usual.middle for count in range(1, _SEASONS + 1)]
        softer = _SOFTER if abs(logs[0] - _median(past)) < _SEASONAL * usual.spread else Decimal(1)
        now, base = levels[0], levels[year]
        ends = (now.low, base.high), (now.value, base.value), (now.high, base.low)
        low, value, high = (softer * usual.z((end + offset).ln() - (start + offset).ln()) for end, start in ends)
        return Reading(low, value, high)


def usual(levels: Sequence[Decimal], year: int, dollar: Decimal) -> Callable[[Decimal], tuple[Decimal, Decimal]] | None:
    """Return what gives the usual range of a level from that of a year before it, both ends at two spreads.

    It stands on the changes before the newest of `levels`, which stand newest first, `year` to a year; None where they
    are too few.
    """
    with localcontext() as context:
        context.prec = _DIGITS
        history = _History.of(levels, year, dollar)
        if history is None:
            return None
        usual_changes, offset = _Usual.of(history.changes[1:]), history.offset

    def ends(base: Decimal) -> tuple[Decimal, Decimal]:
        with localcontext() as context:
            context.prec = _DIGITS
            reach = _USUAL * usual_changes.spread * usual_changes.few
            low, high = ((base + offset) * (usual_changes.middle + by).exp() - offset for by in (-reach, reach))
            return max(low, Decimal(0)), high

    return ends


def _is_echo(changes: Sequence[Decimal], usual: _Usual, year: int) -> bool:
    """Say whether the base was the odd month, the other way, and over two years all is ordinary."""
    before, now = _Usual.of(changes[year + 1 :]).z(changes[year]), usual.z(changes[0])
    ordinary = abs(changes[0] + changes[year] - 2 * usual.middle) < 2 * Decimal(2).sqrt() * usual.spread
    return ordinary and abs(before) >= _ODD and before * now < 0


def _median(values: Sequence[Decimal]) -> Decimal:
    ordered, half = sorted(values), len(values) // 2
    return (ordered[half] + ordered[~half]) / 2
