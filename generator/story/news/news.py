"""News: the metrics of one edition's news, each worked out once: of its total and of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from generator.movements import lunar, readings
from generator.movements.readings import Reading
from generator.story.account import Account
from generator.story.amounts import Amount
from generator.story.month import Month
from generator.story.news import place, quarter, runs, season, tonnage, year
from generator.story.news.parts import Parts
from generator.story.news.place import Place, Records, Second
from generator.story.news.quarter import Path
from generator.story.news.runs import Pace, Run, Turn
from generator.story.news.season import Pair, Season
from generator.story.news.steps import Series, Step
from generator.story.news.tonnage import Tonnage
from generator.story.news.year import Gap, Halves, Passed, Tempo
from generator.trade.period import A_QUARTER, Period

_YEAR = 12  # months
_CHAPTER = 2  # digits


@dataclass(frozen=True)
class News:
    """What happened over `span`, which is the edition's own period, or the year that its December ends."""

    month: Month
    span: Period

    @property
    def account(self) -> Account:
        """Where claims are written."""
        return self.month.account

    @cached_property
    def total(self) -> Series:
        """The whole."""
        return Series(self.month, self.month.whole, self.span)

    @cached_property
    def step(self) -> Step | None:
        """The whole against a year before; None where that is open."""
        return self.total.step(self.span) if not self.month.lost else None

    @property
    def now(self) -> Amount | None:
        """What the whole came to."""
        return self.total.now

    @cached_property
    def growth(self) -> Reading | None:
        """The growth of the whole in per cent."""
        return self.step.growth if self.step else None

    @cached_property
    def size(self) -> Reading | None:
        """The growth of the whole without its sign."""
        return abs(self.growth) if self.growth else None

    @cached_property
    def ratio(self) -> Reading | None:
        """The whole as a multiple of the year before."""
        return readings.quotient(self.step.now.reading, self.step.base.reading) if self.step else None

    @property
    def way(self) -> str | None:
        """The way of the whole."""
        return self.step.way if self.step else None

    @property
    def is_low(self) -> bool:
        """Whether a rate of the whole would mislead."""
        return self.month.whole_item(self.span).low

    @property
    def is_month(self) -> bool:
        """Whether it is a step of months: one, or the two between which a holiday moves."""
        return self.span.months < A_QUARTER

    @property
    def is_year(self) -> bool:
        """Whether it is a year."""
        return self.span.months == _YEAR

    @property
    def is_one_line(self) -> bool:
        """Whether the whole is one line."""
        return self.month.is_single

    @cached_property
    def run(self) -> Run | None:
        """The run to the step."""
        return runs.run(self.total)

    @cached_property
    def turn(self) -> Turn | None:
        """The turn that the step is."""
        return runs.turned(self.total)

    @cached_property
    def pace(self) -> Pace | None:
        """Its pace among the steps before."""
        return runs.pace(self.total)

    @cached_property
    def records(self) -> Records | None:
        """The record that it sets."""
        return place.records(self.total)

    @cached_property
    def place(self) -> Place | None:
        """Its place among the levels before; of two months together there is none."""
        return None if self.span.frequency == "combined" else place.extreme(self.total)

    @cached_property
    def second(self) -> Second | None:
        """The one level that is above it."""
        return place.second(self.total)

    @cached_property
    def season(self) -> Season | None:
        """Its season."""
        return season.season(self.total)

    @cached_property
    def pair(self) -> Pair | None:
        """The month and the one before it; None where a holiday stands in one of them."""
        if self.span.months > 1 or (self.month.is_lunar and lunar.follows(self.span)):
            return None
        return season.pair(self.total, self.span)

    @cached_property
    def on_month(self) -> Reading | None:
        """The growth on the month before."""
        return readings.growth(*(level.reading for level in self.pair)) if self.pair else None

    @cached_property
    def parts(self) -> Parts:
        """Its lines."""
        return Parts(self.month, self.span)

    @cached_property
    def tonnage(self) -> Tonnage | None:
        """Value and weight of the whole, where its lines lie in one chapter: the average of others says nothing."""
        if len({code[:_CHAPTER] for code in self.month.every_line}) > 1:
            return None
        return tonnage.tonnage(self.month, self.month.every_line, self.span)

    @cached_property
    def odd_base(self) -> Place | None:
        """The place of the month a year before among its 24."""
        if self.span.months > 1:
            return None
        return place.span_place(self.total, self.span.year_before(), place.SINCE)

    @cached_property
    def path(self) -> Path | None:
        """The months of a quarter."""
        return quarter.path(self.total)

    @cached_property
    def gap(self) -> Gap | None:
        """What the year to date lacks to the last year."""
        return year.short_of(self.total)

    @cached_property
    def passed(self) -> Passed | None:
        """That the year to date passed the last year."""
        return year.passed(self.total)

    @cached_property
    def halves(self) -> Halves | None:
        """The halves of the year."""
        return year.halves(self.total)

    @cached_property
    def tempo(self) -> Tempo | None:
        """How growth of the year to date changed."""
        return year.tempo(self.total)
