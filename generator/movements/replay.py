"""What thresholds would have told, month by month, each month in the light of the editions before it.

The memory goes from month to month as editions hand it on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.movements.edition_memory import Memory
from generator.movements.panel import FEBRUARY, JANUARY, Panel
from generator.movements.pick_builder import PanelPick
from generator.movements.picks import ground_of, picks
from generator.movements.thresholds import Thresholds
from generator.trade.period import Period

ENOUGH = 24  # months before: one to compare with, and a year of such changes
LEAST = 12  # months before: without one a year ago nothing is compared
RECENT = 12  # months within which a series that is told once more is told again


@dataclass(frozen=True)
class ReplayedMonth:
    """One month: what is told of it, and how many movements are left out."""

    period: Period
    picks: tuple[PanelPick, ...]
    left_out: int


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


def replay(months: Iterable[tuple[Period, Panel]], rules: Sequence[Thresholds]) -> Iterator[tuple[ReplayedMonth, ...]]:
    """Yield what each of `rules` tells of each month, oldest first; nothing later in its panel is looked at."""
    memories = [Memory() for _ in rules]
    for period, panel in months:
        ground = ground_of(panel, period)  # which takes the time, and is the same for all thresholds
        replayed = []
        for place, thresholds in enumerate(rules):
            month_picks = picks(panel, period, thresholds, memory=memories[place], known_ground=ground)
            memories[place] = month_picks.memory
            replayed.append(ReplayedMonth(period, month_picks.picks, len(month_picks.left_out)))
        yield tuple(replayed)


def key(pick: PanelPick) -> tuple[str, str]:
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
