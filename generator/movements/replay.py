"""What thresholds would have told, month by month, each month in the light of the editions before it.

The memory goes from month to month as editions hand it on. Beside each month stands how many of the first five are
among the first five still where every number of the thresholds is a tenth larger, and where it is a tenth smaller.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.movements.conditions import Condition, HasEvent, Leaf, MetricTest, with_leaves
from generator.movements.edition_memory import Memory
from generator.movements.metric_names import UNITS
from generator.movements.panel import FEBRUARY, JANUARY, Panel
from generator.movements.pick_builder import PanelPick
from generator.movements.picks import ground_of, picks
from generator.movements.thresholds import ThresholdBlock, Thresholds
from generator.trade.period import Period

LARGER, SMALLER = Decimal("1.1"), Decimal("0.9")
COUNTED = frozenset(("sign", "rank"))  # units in which a tenth more means nothing


def neighbouring(thresholds: Thresholds, factor: Decimal) -> Thresholds:
    """Return `thresholds` with every number of its conditions times `factor`, those that ship with it too.

    Numbers below zero move away from it or towards it. Signs, ranks and lists of numbers (`in`) stay, floors stay.
    """
    return replace(
        thresholds,
        default_block=replace(
            thresholds.default_block, notable=scaled(thresholds.defaults.notable, factor), extend=False
        ),
        groups=tuple(_block(block, factor) for block in thresholds.groups),
        series={code: _block(block, factor) for code, block in thresholds.series.items()},
    )


def scaled(condition: Condition, factor: Decimal) -> Condition:
    """Return `condition` with every number times `factor`."""

    def change(leaf: Leaf) -> Leaf:
        if isinstance(leaf, MetricTest) and leaf.operator != "in" and UNITS[leaf.metric] not in COUNTED:
            return replace(leaf, numbers=tuple(number * factor for number in leaf.numbers))
        if isinstance(leaf, HasEvent) and leaf.min_value is not None:
            return replace(leaf, min_value=leaf.min_value * factor)
        return leaf

    return with_leaves(condition, change)


def _block(block: ThresholdBlock, factor: Decimal) -> ThresholdBlock:
    return block if block.notable is None else replace(block, notable=scaled(block.notable, factor))


FIRST = 5  # movements of a month that its ranking is judged by
ENOUGH = 24  # months before: one to compare with, and a year of such changes
LEAST = 12  # months before: without one a year ago nothing is compared
RECENT = 12  # months within which a series that is told once more is told again
Key = tuple[str, str]


@dataclass(frozen=True)
class ReplayedMonth:
    """One month: what is told of it, how many are left out, how many of the `first` ones stay under each neighbour."""

    period: Period
    picks: tuple[PanelPick, ...]
    left_out: int
    first: int = 0
    larger: int = 0
    smaller: int = 0


@dataclass(frozen=True)
class Difference:
    """What another rule adds to a month, and what it loses, each in the order of its own ranking."""

    period: Period
    added: tuple[PanelPick, ...]
    lost: tuple[PanelPick, ...]


def editions(panel: Panel) -> tuple[Period, ...]:
    """Return the periods of a monthly panel that have an edition: a lunar January is told with February."""
    months = range(LEAST, len(panel.value))
    rows = [at for at in months if panel.released[at] and not (panel.is_lunar and panel.month(at) == JANUARY)]
    return tuple(_period(panel, at) for at in rows)


def _period(panel: Panel, at: int) -> Period:
    last = panel.period(at)
    return Period(last.first - 1, 2) if panel.is_lunar and panel.month(at) == FEBRUARY else last


def replay(
    months: Iterable[tuple[Period, Panel]], rules: Sequence[Thresholds], *, since: Period | None = None
) -> Iterator[tuple[ReplayedMonth, ...]]:
    """Yield what each of `rules` tells of each month, oldest first, with the panel of which nothing later is looked at.

    Months before `since` are told as well, since they leave a memory. What stays of the first five is asked from
    `since` on.
    """
    neighbours = [[neighbouring(thresholds, factor) for factor in (LARGER, SMALLER)] for thresholds in rules]
    memories = [Memory() for _ in rules]
    for period, panel in months:
        ground = ground_of(panel, period)  # which takes the time, and is the same for all thresholds
        replayed = []
        for place, thresholds in enumerate(rules):
            memory = memories[place]
            month_picks = picks(panel, period, thresholds, memory=memory, known_ground=ground)
            memories[place] = month_picks.memory
            month = ReplayedMonth(period, month_picks.picks, len(month_picks.left_out))
            if (since is None or period >= since) and (first := _first(month_picks.picks)):
                neighbour_picks = [
                    picks(panel, period, near, memory=memory, known_ground=ground) for near in neighbours[place]
                ]
                larger, smaller = (len(first & _first(neighbour.picks)) for neighbour in neighbour_picks)
                month = replace(month, first=len(first), larger=larger, smaller=smaller)
            replayed.append(month)
        yield tuple(replayed)


def _first(picks: Sequence[PanelPick]) -> set[Key]:
    return {key(pick) for pick in picks[:FIRST]}


def key(pick: PanelPick) -> Key:
    """Return what makes two picks the same movement: the series and its direction."""
    return pick.series, pick.direction


def differences(months: Iterable[ReplayedMonth], other_months: Iterable[ReplayedMonth]) -> Iterator[Difference]:
    """Yield, month by month, what the thresholds of `other_months` add to `months`, and what they lose."""
    for month, other_month in zip(months, other_months, strict=True):
        own_keys, other_keys = {key(pick) for pick in month.picks}, {key(pick) for pick in other_month.picks}
        added = tuple(pick for pick in other_month.picks if key(pick) not in own_keys)
        lost = tuple(pick for pick in month.picks if key(pick) not in other_keys)
        yield Difference(month.period, added, lost)


def series_told_again(months: Iterable[ReplayedMonth]) -> dict[Period, frozenset[str]]:
    """Return, for each month, the series that it tells and that one of the twelve months before told as well."""
    last: dict[str, Period] = {}
    repeated = {}
    for month in months:
        series = {pick.series for pick in month.picks}
        newest = month.period.last.first
        repeated[month.period] = frozenset(
            code for code in series if code in last and newest - last[code].last.first <= RECENT
        )
        last |= dict.fromkeys(series, month.period)
    return repeated
