"""Steps: a series in the steps of its edition (months, quarters or years), each against a year before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.story.amounts import Amount, Step
from generator.story.month import Month
from generator.trade.period import Period

OTHER = {"up": "down", "down": "up"}


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
        return self.month.step(self.codes, span)

    def before(self, span: Period) -> Period:
        """Return the step before `span`."""
        return self._before(span, together=self.month.is_lunar)

    def _before(self, span: Period, *, together: bool) -> Period:
        """Return what is before `span`: of a March two months, if they go `together` or were published so."""
        last = self.month.before(span, together=together)
        return last if self.month.amount(self.codes, last) else self.month.before(span, together=True)

    @cached_property
    def levels(self) -> tuple[Amount, ...]:
        """The levels as long as `span`, newest first, up to the first that is not known or a bound.

        Of a series of months January and February have levels of their own, or one where they were published together.
        """
        return tuple(self._levels())

    def _levels(self) -> Iterator[Amount]:
        span = self.span
        while (level := self.month.amount(self.codes, span)) is not None and level.is_exact:
            yield level
            span = self._before(span, together=False)


def months_of(steps: Iterable[Step | Amount]) -> int:
    """Return how many months some steps, or levels, have."""
    return sum(step.span.months for step in steps)
