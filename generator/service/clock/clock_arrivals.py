"""Arrivals: the sources of editions that are due are asked, their inboxes read; what came for each is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from generator.errors import FiguresIncomplete, FiguresMissing, GeneratorError, PeriodUnknown
from generator.intake.fetching import Answer, Wanted
from generator.intake.file_intake import waiting
from generator.intake.period_choice import figures_for
from generator.intake.pull import Failed, Item, pull
from generator.intake.standings import Standing
from generator.service.clock.clock_faults import of_ours
from generator.service.clock.interruption import at_once
from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.trade.period import Period

_NEWS = ("new", "restated")
_FEW = 8  # lines that are named one by one


@dataclass
class Arrivals:
    """What asking brought: faults by source, slips by briefing, and what is new, a line each."""

    faults: dict[str, GeneratorError] = field(default_factory=dict)
    slips: dict[str, str] = field(default_factory=dict)
    news: list[str] = field(default_factory=list)

    def add(self, item: Item) -> None:
        """Note what became of one thing that was asked."""
        match item:
            case Failed():
                self.faults[item.question.source] = item.error
            case Answer() if item.error:
                self.faults[item.question.source] = item.error
            case Answer() if item.word in _NEWS:
                self.news.append(f"{item.word}: {item.question.source} {item.period}, {item.figures} figures")
            case Standing() if item.slip:
                self.slips |= dict.fromkeys(item.question.names, item.slip)


def ask(desk: Desk, store: FigureStore, names: Sequence[str], now: datetime, stopping: Callable[[], bool]) -> Arrivals:
    """Ask the sources of the briefings `names`, each once; a fault of one stops no other, and what came is kept."""
    found = Arrivals()
    for source in dict.fromkeys(desk.briefing(name).figures.source for name in names):
        own = [name for name in names if desk.briefing(name).figures.source == source]
        try:
            with at_once():
                for item in pull(desk, store, own, Wanted(), now, lambda _: None):
                    found.add(item)
        except GeneratorError as fault:
            found.faults[source] = fault
        except Exception as fault:  # noqa: BLE001 -- whatever it is, other sources are asked
            found.faults[source] = of_ours(fault)
        if stopping():
            break
    return found


def dropped_for(desk: Desk) -> tuple[str, ...]:
    """Return the sources in whose inboxes a file waits to be read."""
    return tuple(source for source in desk.layouts if waiting(desk, source))


Extent = Literal["none", "partial", "complete"]


def extent(desk: Desk, store: FigureStore, name: str, period: Period) -> tuple[Extent, str]:
    """Return how much of an edition's figures is here, and what is lacking in a sentence."""
    try:
        figures = figures_for(desk, store, name, str(period))
    except (FiguresMissing, PeriodUnknown) as lacking:
        return "none", str(lacking).partition(" Ask for it: ")[0]  # the clock does
    except FiguresIncomplete as lacking:
        return "partial", str(lacking)
    sides = [figures, *([figures.opposite] if figures.opposite else [])]
    counted = [side.known(period) for side in sides]
    empty = [code for _, silent in counted for code in silent]
    if not empty:
        return "complete", ""
    named = ", ".join(empty[:_FEW]) + (f" and {len(empty) - _FEW} more" if len(empty) > _FEW else "")
    every = sum(len(known) + len(silent) for known, silent in counted)
    return "partial", f"{len(empty)} of {every} lines have no figure of {period}: {named}"
