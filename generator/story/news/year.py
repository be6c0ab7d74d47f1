"""Year: the year to date against the whole of the last one, by halves, and how its pace changed."""

from __future__ import annotations

from typing import NamedTuple

from generator.movements.readings import Reading
from generator.story.account import Account
from generator.story.amounts import Amount
from generator.story.facts import Claim
from generator.story.news.steps import OTHER, Series, Step
from generator.trade.period import A_QUARTER, Period

_YEAR, _HALF = 12, 6  # months
_NEAR = 10  # per cent of the last year that may be short for it to be a milestone


class Gap(NamedTuple):
    """The year to date, and the whole of the year before, of which it is short."""

    to_date: Amount
    year: Amount

    def claim(self, account: Account) -> Claim:
        """Write what is short."""
        return account.short_of(self.year, self.to_date)


class Passed(NamedTuple):
    """The year to date, which exceeds the year before, and did not a month (or a step) before."""

    to_date: Amount
    year: Amount
    before: Amount

    def claim(self, account: Account) -> Claim:
        """Write in how many months it did."""
        return account.exceeds(self.to_date, self.year, self.before)


class Halves(NamedTuple):
    """The two halves of a year."""

    first: Step
    second: Step

    @property
    def are_opposite(self) -> bool:
        """Whether they went opposite ways."""
        return self.first.way is not None and self.second.way == OTHER[self.first.way]


class Tempo(NamedTuple):
    """The year to date now, and as it stood a quarter before, with growth of half that pace or of twice."""

    now: Step
    then: Step


def short_of(series: Series) -> Gap | None:
    """Return how near the year to date is to the whole of the last one, where a tenth of it or less is short."""
    ends = _against_last(series)
    if ends is None:
        return None
    to_date, year = ends
    gap = year.reading - to_date.reading
    return Gap(to_date, year) if gap.low > 0 and 100 * gap.high <= _NEAR * year.reading.low else None


def passed(series: Series) -> Passed | None:
    """Return that the year to date passed the whole of the last one in the step that is told."""
    ends = _against_last(series)
    if ends is None:
        return None
    to_date, year = ends
    span = Period(to_date.span.first, to_date.span.months - series.span.months)
    before = series.month.amount(series.codes, span) if span.months else None
    if before is None or to_date.reading.low <= year.reading.high or before.reading.high > year.reading.low:
        return None
    return Passed(to_date, year, before)


def _against_last(series: Series) -> tuple[Amount, Amount] | None:
    """Return the year to date and the whole year before; None where one is not known, or where the year is over."""
    span = series.month.figures.to_date
    if span.months >= _YEAR or span.months <= series.span.months:
        return None
    year = Period(span.first - _YEAR, _YEAR)
    ends = [series.month.amount(series.codes, one) for one in (span, year)]
    known = [level for level in ends if level is not None and level.is_exact]
    return (known[0], known[1]) if len(known) == len(ends) else None


def halves(series: Series) -> Halves | None:
    """Return the halves of the year that ends with the step."""
    span = series.month.figures.to_date
    if span.months != _YEAR:
        return None
    steps = [series.step(Period(span.first + at, _HALF)) for at in (0, _HALF)]
    return Halves(steps[0], steps[1]) if steps[0] and steps[1] else None


def tempo(series: Series) -> Tempo | None:
    """Return that growth of the year to date has halved or doubled within a quarter."""
    span = series.month.figures.to_date
    if span.months < 2 * A_QUARTER:
        return None
    steps = [series.step(Period(span.first, months)) for months in (span.months, span.months - A_QUARTER)]
    if steps[0] is None or steps[1] is None or steps[0].way is None or steps[0].way != steps[1].way:
        return None
    sizes = [abs(step.growth) for step in steps if step and step.growth]
    return Tempo(steps[0], steps[1]) if len(sizes) == len(steps) and _differ(*sizes) else None


def _differ(now: Reading, then: Reading) -> bool:
    return 2 * now.high <= then.low or now.low >= 2 * then.high
