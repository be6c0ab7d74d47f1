"""Replays what thresholds would have picked, month by month, with the memory that each edition hands on to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.movements.edition_memory import Memory
from generator.movements.panel import FEBRUARY, JANUARY, Panel
from generator.movements.pick_builder import PanelPick
from generator.movements.picks import ground_of, picks
from generator.movements.thresholds import Thresholds
from generator.trade.period import Period

ENOUGH = 24  # earlier months for a good judgement: a base, and a year of changes against it
LEAST = 12  # earlier months without which nothing can be compared
RECENT = 12  # months within which a second pick of a series counts as repeated


@dataclass(frozen=True)
class ReplayedMonth:
    """One month: its picks, and the number of movements left out."""

    period: Period
    picks: tuple[PanelPick, ...]
    left_out: int


@dataclass(frozen=True)
class Difference:
    """What other thresholds add to a month, and what they lose, each in the order of its ranking."""

    period: Period
    added: tuple[PanelPick, ...]
    lost: tuple[PanelPick, ...]


def editions(panel: Panel) -> tuple[Period, ...]:
    """Return the periods of a monthly panel that have an edition. A lunar January has none: it joins February."""
    months = range(LEAST, len(panel.value))
    rows = [at for at in months if panel.released[at] and not (panel.is_lunar and panel.month(at) == JANUARY)]
    return tuple(_period(panel, at) for at in rows)


def _period(panel: Panel, at: int) -> Period:
    last = panel.period(at)
    return Period(last.first - 1, 2) if panel.is_lunar and panel.month(at) == FEBRUARY else last


def replay(months: Iterable[tuple[Period, Panel]], rules: Sequence[Thresholds]) -> Iterator[tuple[ReplayedMonth, ...]]:
    """Yield for each month, oldest first, what each of `rules` picks. Later rows of a month's panel are ignored."""
    memories = [Memory() for _ in rules]
    for period, panel in months:
        ground = ground_of(panel, period)  # the slow part, shared by all thresholds
        replayed = []
        for place, thresholds in enumerate(rules):
            month_picks = picks(panel, period, thresholds, memory=memories[place], known_ground=ground)
            memories[place] = month_picks.memory
            replayed.append(ReplayedMonth(period, month_picks.picks, len(month_picks.left_out)))
        yield tuple(replayed)


def key(pick: PanelPick) -> tuple[str, str]:
    """Return the identity of a movement: its series and direction."""
    return pick.series, pick.direction


def differences(months: Iterable[ReplayedMonth], other_months: Iterable[ReplayedMonth]) -> Iterator[Difference]:
    """Yield, month by month, the picks of `other_months` that `months` lack, and the reverse."""
    for month, other_month in zip(months, other_months, strict=True):
        own_keys, other_keys = {key(pick) for pick in month.picks}, {key(pick) for pick in other_month.picks}
        added = tuple(pick for pick in other_month.picks if key(pick) not in own_keys)
        lost = tuple(pick for pick in month.picks if key(pick) not in other_keys)
        yield Difference(month.period, added, lost)


def series_told_again(months: Iterable[ReplayedMonth]) -> dict[Period, frozenset[str]]:
    """Return for each month the series that it picks and that one of the twelve months before picked as well."""
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
