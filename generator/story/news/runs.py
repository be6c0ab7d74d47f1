"""Runs: how long a series has gone one way on the year before, when it last did, and how fast it goes."""

from __future__ import annotations

from itertools import takewhile
from typing import NamedTuple

from generator.movements.readings import Reading
from generator.story.amounts import Step
from generator.story.facts import Claim, way_of
from generator.story.ledger import Ledger, differences, growths_of
from generator.story.news.steps import OTHER, Series, months_of
from generator.trade.period import Period

_PACE = 12  # steps among which a pace is the fastest or the slowest
_NARROW = 3  # changes in a row, each smaller than the one before


class Run(NamedTuple):
    """The steps that go one way, newest first, the one that is told among them.

    One that `is_whole` goes back as far as the figures can be compared: nobody knows which month of it the newest is.
    """

    way: str
    steps: tuple[Step, ...]
    is_whole: bool

    @property
    def months(self) -> int:
        """How long it is."""
        return months_of(self.steps)

    def claim(self, ledger: Ledger) -> Claim:
        """Write its length."""
        formula = ("run", *differences(self.steps))
        return ledger.count("streak", self.months, formula, self.steps[0].now, unit="months", way=self.way)


class Turn(NamedTuple):
    """A step that goes another way than the `run` before it; `last` is the one before that, which goes its way.

    `last` is None where no such step is on file.
    """

    way: str
    now: Step
    run: tuple[Step, ...]
    last: Step | None

    @property
    def months(self) -> int:
        """How long the run was that it ends."""
        return months_of(self.run)

    @property
    def since(self) -> Period | None:
        """The last step before it that went its way."""
        return self.last.span if self.last else None

    def claim(self, ledger: Ledger) -> Claim:
        """Write how many months went the other way."""
        steps = (self.now, *self.run, self.last) if self.last else (self.now, *self.run)
        formula = ("turned", *differences(steps))
        return ledger.count(
            "turned", self.months, formula, self.now.now, unit="months", compare=self.since, way=self.way
        )


class Pace(NamedTuple):
    """How the growth of the newest of `steps` stands among theirs.

    `kind` is `fastest`, `slowest` or `narrowing`; `way` is that of the growth.
    """

    kind: str
    way: str
    steps: tuple[Step, ...]

    @property
    def months(self) -> int:
        """How many months its steps have."""
        return months_of(self.steps)

    def claim(self, ledger: Ledger) -> Claim:
        """Write its place among the steps."""
        if self.kind == "narrowing":
            return ledger.count("narrowing", len(self.steps), ("narrowing", *growths_of(self.steps)), self.steps[0].now)
        is_high = (self.kind == "fastest") == (self.way == "up")
        formula = ("growth_high" if is_high else "growth_low", *growths_of(self.steps))
        return ledger.count("pace", self.months, formula, self.steps[0].now, unit="months")


def run(series: Series) -> Run | None:
    """Return the run to the step that is told; None where its way is not known."""
    way = series.steps[0].way if series.steps else None
    if way is None:
        return None
    steps = tuple(takewhile(lambda step: step.way == way, series.steps))
    return Run(way, steps, is_whole=len(steps) == len(series.steps))


def turned(series: Series) -> Turn | None:
    """Return the turn of the step that is told; None where the step before went no other way."""
    way = series.steps[0].way if series.steps else None
    if way is None:
        return None
    now, *before = series.steps
    other = tuple(takewhile(lambda step: step.way == OTHER[way], before))
    if not other:
        return None
    last = before[len(other)] if len(other) < len(before) else None
    return Turn(way, now, other, last if last and last.way == way else None)


def pace(series: Series) -> Pace | None:
    """Return the pace of the step that is told, where it is out of the ordinary."""
    rated = tuple(takewhile(lambda step: step.growth is not None, series.steps))
    growths = [step.growth for step in rated if step.growth]
    way = rated[0].way if rated else None
    if way is None:
        return None
    for kind, side in (("fastest", way), ("slowest", OTHER[way])):
        count = 1 + _beaten(growths, side)
        if count >= _PACE:
            return Pace(kind, way, rated[:count])
    count = _narrowing(growths, way)
    return Pace("narrowing", way, rated[:count]) if count >= _NARROW else None


def _beaten(growths: list[Reading], side: str) -> int:
    """Return how many growths before the newest one, without a gap, lie below it (`up`) or above it (`down`)."""
    now, *before = growths
    if side == "up":
        return len(list(takewhile(lambda growth: now.low > growth.high, before)))
    return len(list(takewhile(lambda growth: now.high < growth.low, before)))


def _narrowing(growths: list[Reading], way: str) -> int:
    """Return how many growths of one `way`, each smaller than the one before, end in one of half the first or less."""
    sizes = [abs(growth) for growth in takewhile(lambda growth: way_of(growth) == way, growths)]
    count = 1
    while count < len(sizes) and sizes[count].low > sizes[count - 1].high:
        count += 1
    return count if 2 * sizes[0].high <= sizes[count - 1].low else 0
