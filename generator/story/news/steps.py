"""Steps: a series in the steps of its edition (months, quarters or years), each against a year before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from generator.movements import lunar, readings
from generator.movements.readings import Reading
from generator.story.amounts import Amount
from generator.story.month import Month
from generator.trade.period import A_QUARTER, Period

_FEBRUARY = 1  # as `Period.first` counts months
_YEAR = 12  # months
OTHER = {"up": "down", "down": "up"}


def way_of(change: Reading | None) -> str | None:
    """Return `up` or `down` where every value of a change goes that way, None where that is open."""
    if change is None:
        return None
    if change.low > 0:
        return "up"
    return "down" if change.high < 0 else None


class Step(NamedTuple):
    """One step of a series, with the same a year before."""

    now: Amount
    base: Amount

    @property
    def span(self) -> Period:
        """Its months."""
        return self.now.span

    @property
    def code(self) -> str:
        """The code of a single line."""
        return self.now.codes[0]

    @property
    def size(self) -> Reading:
        """The change without its sign."""
        return abs(self.change)

    @property
    def change(self) -> Reading:
        """What it gained on a year before, in its money."""
        return self.now.reading - self.base.reading

    @property
    def growth(self) -> Reading | None:
        """The change in per cent, None where the base may be zero."""
        return readings.growth(self.now.reading, self.base.reading)

    @property
    def way(self) -> str | None:
        """The way of the change, however small it is."""
        return way_of(self.change)


@dataclass(frozen=True)
class Series:
    """What `codes` came to, step by step back from `span`.

    A step is as long as `span`: a month, a quarter or a year. January and February are one step of two months where
    the Lunar New Year moves between them, or where only the two together were published.
    """

    month: Month
    codes: tuple[str, ...]
    span: Period

    @cached_property
    def now(self) -> Amount | None:
        """What they came to in the step that is told."""
        return self.month.amount(self.codes, self.span)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps whose change is known, newest first, up to the first that is not; none where the newest is not."""
        return tuple(self._steps())

    def _steps(self) -> Iterator[Step]:
        span = self.span
        while (step := self.step(span)) is not None:
            yield step
            span = self.before(span)

    def step(self, span: Period) -> Step | None:
        """Return the step of `span`; None where a figure is missing or a bound, or where the holiday misleads."""
        now = self.month.amount(self.codes, span)
        base = self.month.amount(self.codes, span.year_before())
        if now is None or base is None or not (now.is_exact and base.is_exact):
            return None
        return None if self.misleads(span) else Step(now, base)

    def before(self, span: Period) -> Period:
        """Return the step before `span`."""
        if span.months in {A_QUARTER, _YEAR}:
            return span.step(-1)
        last = Period(span.first - 1, 1)
        pair = Period(last.first - 1, 2)
        if last.first % _YEAR != _FEBRUARY:
            return last
        alone = self.month.amount(self.codes, last) is not None
        return last if alone and not self.month.is_lunar else pair

    @cached_property
    def levels(self) -> tuple[Amount, ...]:
        """The levels as long as `span`, newest first, up to the first that is not known or a bound.

        Of a series of months January and February have levels of their own, or one where they were published together.
        """
        return tuple(self._levels())

    def _levels(self) -> Iterator[Amount]:
        span: Period | None = self.span
        while span is not None and (level := self.month.amount(self.codes, span)) is not None and level.is_exact:
            yield level
            span = self._level_before(span)

    def _level_before(self, span: Period) -> Period:
        if span.months in {A_QUARTER, _YEAR}:
            return span.step(-1)
        last = Period(span.first - 1, 1)
        pair = Period(last.first - 1, 2)
        together = last.first % _YEAR == _FEBRUARY and self.month.amount(self.codes, last) is None
        return pair if together else last

    def misleads(self, span: Period) -> bool:
        """Say whether the span has January without February, or the other way, where their holiday moves."""
        return self.month.is_lunar and lunar.misleads(span)


def months_of(steps: tuple[Step, ...]) -> int:
    """Return how many months some steps have."""
    return sum(step.span.months for step in steps)
