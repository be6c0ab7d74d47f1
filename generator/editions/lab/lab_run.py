"""Made: a lab's figures, months and rules put together, and what of each month stood out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.editions.lab.idle_thresholds import notes
from generator.editions.lab.lab_months import Months, figures_of, first_month, months_of
from generator.editions.lab.lab_rules import Tried
from generator.editions.line_names import briefed
from generator.movements.panel import Panel
from generator.movements.replay import Difference, ReplayedMonth, differences, replay, series_told_again
from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.story.brief import Brief
from generator.trade.figures import Figures
from generator.trade.period import Period

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Against:
    """What other thresholds, those of `file`, would have told of the same months, and where that differs."""

    file: str
    months: tuple[ReplayedMonth, ...]
    again: Mapping[Period, frozenset[str]]
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Lab:
    """A briefing's thresholds replayed: each month from `since` on, and which series each tells `again`.

    `brief` has the names of the lines, `figures` the codes within the briefing's own; `notes` are the thresholds that
    hold of none of them.
    """

    name: str
    brief: Brief
    figures: Figures
    months: tuple[ReplayedMonth, ...]
    again: Mapping[Period, frozenset[str]]
    notes: tuple[str, ...] = ()
    against: Against | None = None

    @property
    def since(self) -> Period:
        """The first month that is shown."""
        return self.months[0].period

    @property
    def until(self) -> Period:
        """The last month that is shown."""
        return self.months[-1].period


def lab(
    desk: Desk,
    store: FigureStore,
    name: str,
    since: str | None,
    against: Tried | None,
    progress: Progress,
) -> Lab:
    """Return the thresholds of briefing `name` replayed, and beside them those of `against`.

    PeriodUnknown where the figures do not reach so far.
    """
    figures = figures_of(desk, store, name)
    months = months_of(desk, figures)
    first = first_month(desk, name, figures, months, since)

    rules = [desk.thresholds[name], *([against.rules] if against else [])]
    of_panel = [one.of_panel(figures.unit) for one in rules]
    every, *theirs = zip(*replay(_saying(months, progress), of_panel, since=first), strict=True)
    own = _from(first, every)
    file = f"briefings/{name.partition('.')[0]}.yaml"
    places = [lambda path: desk.where(file, path), *([against.where] if against else [])]
    silent = tuple(note for one, where in zip(of_panel, places, strict=True) for note in notes(months[-1], one, where))
    found = Lab(name, briefed(desk, store, name, figures), figures, own, series_told_again(every), silent)
    if not against:
        return found
    other = _from(first, theirs[0])
    return replace(
        found, against=Against(str(against.file), other, series_told_again(theirs[0]), tuple(differences(own, other)))
    )


def _from(first: Period, months: tuple[ReplayedMonth, ...]) -> tuple[ReplayedMonth, ...]:
    return tuple(month for month in months if month.period >= first)


def _saying(months: Months, progress: Progress) -> Iterator[tuple[Period, Panel]]:
    for number, (period, panel) in enumerate(months, 1):
        progress(f"{period} ({number} of {len(months)})")
        yield period, panel
