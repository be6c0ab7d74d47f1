"""The surprise of one series in exact numbers, for a claim: how far its newest change lies outside its history.

It is the statistic of `surprise_statistic`, from levels alone, with the range that their printed digits allow, and with
the same digits on every machine. It needs two years of changes: with fewer, a panel uses the spread of other series,
which a claim about one line cannot show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from generator.movements.readings import Reading

FEWEST, MOST = 24, 36  # least and most past changes
_EPS, _OFFSET = Decimal(1000), Decimal("0.05")  # offset of each level: at least dollars, and a fraction of the median
_NORMAL, _LAPLACE, _LEAST = Decimal("1.4826"), Decimal("1.2533"), Decimal("0.05")
_ODD = 3  # least |z| of a base month for a base effect
_SEASONAL, _SOFTER, _SEASONS = Decimal("1.8"), Decimal("0.6"), 3  # as ANCHOR, SOFTER, ANCHOR_YEARS of surprise_history
_USUAL = 2  # |z| at the ends of the usual range
_DIGITS = 40  # precision


@dataclass(frozen=True)
class _Usual:
    """The distribution of past changes."""

    middle: Decimal  # median
    spread: Decimal
    few: Decimal  # factor that widens the spread if there are few changes

    @classmethod
    def of(cls, past: Sequence[Decimal]) -> _Usual:
        middle = _median(past)
        distances = [abs(change - middle) for change in past]
        wide = _NORMAL * _median(distances) or _LAPLACE * sum(distances, Decimal(0)) / len(distances)
        return cls(middle, max(wide, _LEAST), 1 + Decimal(2) / len(past))

    def z(self, change: Decimal) -> Decimal:
        """Return z of a change: its distance from the middle in spreads."""
        return (change - self.middle) / (self.spread * self.few)


@dataclass(frozen=True)
class _History:
    """The history of one series, newest first."""

    logs: Sequence[Decimal]  # logarithms of level + offset
    changes: Sequence[Decimal]  # log changes on a year before
    offset: Decimal

    @classmethod
    def of(cls, levels: Sequence[Decimal], year: int, dollar: Decimal) -> _History | None:
        """Return the history of `levels`, with `year` levels in a year; `dollar` is a dollar in their unit.

        None with less than two years of changes, or with trade in under half of the two years before.
        """
        reach = min(len(levels) - year - 1, MOST)
        recent, eps = levels[1 : 2 * year + 1], _EPS * dollar
        if reach < FEWEST or 2 * sum(value >= eps for value in recent) < len(recent):
            return None
        offset = max(eps, _OFFSET * _median([value for value in recent if value > 0]))
        logs = [(level + offset).ln() for level in levels[: year + reach + 1]]
        return cls(logs, [logs[at] - logs[at + year] for at in range(reach + 1)], offset)


def surprise(levels: Sequence[Reading], year: int, dollar: Decimal) -> Reading | None:
    """Return z of the newest year-on-year change. `levels` are newest first, `year` of them in a year.

    `dollar` is a dollar in their unit. None if the history is too short or thin, or if the change is a base effect. z
    is reduced if the level is what its season would give.
    """
    with localcontext() as context:
        context.prec = _DIGITS
        if not levels[0].value:
            return None
        history = _History.of([level.value for level in levels], year, dollar)
        if history is None:
            return None
        logs = history.logs
        changes = history.changes
        usual = _Usual.of(changes[1:])
        if levels[year].value and levels[2 * year].value and _is_echo(changes, usual, year):
            return None
        past = [logs[count * year] + count * usual.middle for count in range(1, _SEASONS + 1)]
        softer = _SOFTER if abs(logs[0] - _median(past)) < _SEASONAL * usual.spread else Decimal(1)

        def z(end: Decimal, start: Decimal) -> Decimal:
            change = (end + history.offset).ln() - (start + history.offset).ln()
            return softer * usual.z(change)

        now = levels[0]
        base = levels[year]
        return Reading(z(now.low, base.high), z(now.value, base.value), z(now.high, base.low))


def usual(levels: Sequence[Decimal], year: int, dollar: Decimal) -> Callable[[Decimal], tuple[Decimal, Decimal]] | None:
    """Return a function from a base level to the usual range of the level a year later, at two spreads either way.

    It uses the changes before the newest of `levels`, which are newest first, `year` of them in a year. None if there
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
    """Whether the change is a base effect: last year's month was odd the other way, and two years are ordinary."""
    before, now = _Usual.of(changes[year + 1 :]).z(changes[year]), usual.z(changes[0])
    ordinary = abs(changes[0] + changes[year] - 2 * usual.middle) < 2 * Decimal(2).sqrt() * usual.spread
    return ordinary and abs(before) >= _ODD and before * now < 0


def _median(values: Sequence[Decimal]) -> Decimal:
    ordered, half = sorted(values), len(values) // 2
    return (ordered[half] + ordered[~half]) / 2
