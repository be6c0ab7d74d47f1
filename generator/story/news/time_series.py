"""How a series moved, step by step: runs, turns, pace and season, the months of a quarter, and the year to date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile
from typing import NamedTuple

from generator.movements import lunar_new_year, readings
from generator.movements.readings import Reading
from generator.story.amounts import Amount, Claim, YearChange, way_of
from generator.story.claim_ledger import ClaimLedger, differences, growths_of
from generator.story.month import Month
from generator.trade.period import A_QUARTER, Period

OTHER = {"up": "down", "down": "up"}
_YEAR, _HALF = 12, 6  # months
_PACE = 12  # steps that a fastest or slowest pace needs
_RUN, _RUN_STEPS = 4, 3  # months and steps that a run needs to be mentioned
_NARROW = 3  # changes in a row, each smaller than the one before, that a narrowing needs
_FEWEST, _MOST = 3, 5  # years before this one that a season needs, and that are looked at
_BROKEN = 5  # per cent by which a broken season goes the other way
_LARGE = 25  # per cent that a month has brought more or less than the month before, to be mentioned ahead
_NEAR = 10  # per cent of last year's total that the year to date may lack to be a milestone
Pair = tuple[Amount, Amount]  # a month, and the one before it


@dataclass(frozen=True)
class Series:
    """The levels of `codes`, step by step back from `span`.

    A step is as long as `span`: a month, a quarter or a year. January and February are one step of two months where the
    Lunar New Year moves between them, or where they were published only together.
    """

    month: Month
    codes: tuple[str, ...]
    span: Period

    @cached_property
    def now(self) -> Amount | None:
        """The level in `span`."""
        return self.amount(self.span)

    @cached_property
    def steps(self) -> tuple[YearChange, ...]:
        """The steps whose change is known, newest first, up to the first unknown one; none if the newest is unknown."""
        steps = []
        span = self.span
        step = self.step(span)
        while step is not None:
            steps.append(step)
            span = self.before(span)
            step = self.step(span)
        return tuple(steps)

    @cached_property
    def levels(self) -> tuple[Amount, ...]:
        """The levels as long as `span`, newest first, up to the first that is unknown or a bound.

        In a monthly series January and February have a level each, or one together if they were published so.
        """
        levels = []
        span = self.span
        level = self.amount(span)
        while level is not None and level.is_exact:
            levels.append(level)
            span = self._before(span, together=False)
            level = self.amount(span)
        return tuple(levels)

    def amount(self, span: Period) -> Amount | None:
        """Return the level over `span`, or None where it is unknown."""
        return self.month.amount(self.codes, span)

    def step(self, span: Period) -> YearChange | None:
        """Return the step of `span`. None where a figure is missing or a bound, or where a moving holiday misleads."""
        return self.month.step(self.codes, span)

    def before(self, span: Period) -> Period:
        """Return the step before `span`."""
        return self._before(span, together=self.month.is_lunar)

    def _before(self, span: Period, *, together: bool) -> Period:
        """Return the step before `span`. Before March it is January and February, if `together` or published so."""
        last = self.month.before(span, together=together)
        return last if self.amount(last) else self.month.before(span, together=True)


def count_of(steps: Sequence[YearChange | Amount]) -> int:
    """Return the length of some steps or levels in their unit: in quarters, in years, or else in months."""
    return months_of(steps) if steps[0].span.time_unit == "months" else len(steps)


def months_of(steps: Iterable[YearChange | Amount]) -> int:
    """Return how many months some steps or levels have in all."""
    return sum(step.span.months for step in steps)


class Run(NamedTuple):
    """The newest steps that go one way."""

    way: str
    steps: tuple[YearChange, ...]  # newest first; the first is the step of the edition
    is_whole: bool  # whether the run goes back to the first comparable figure, so that its real length is unknown

    @property
    def months(self) -> int:
        """Its length in months."""
        return months_of(self.steps)

    @property
    def is_long(self) -> bool:
        """Whether it is worth a clause: four months, three quarters or three years."""
        return self.months >= _RUN and len(self.steps) >= _RUN_STEPS

    def claim(self, ledger: ClaimLedger) -> Claim:
        """Write the claim of its length."""
        now, formula = self.steps[0].now, ("run", *differences(self.steps))
        return ledger.count("streak", count_of(self.steps), formula, now, unit=now.span.time_unit, way=self.way)

    def claim_since(self, ledger: ClaimLedger) -> Claim:
        """Write the claim of its length, with the period of its first step for a text that says since when it lasts."""
        now, start, formula = self.steps[0].now, self.steps[-1].span, ("run", *differences(self.steps))
        count, unit = count_of(self.steps), now.span.time_unit
        return ledger.count("streak", count, formula, now, unit=unit, compare=start, way=self.way)


def run(series: Series) -> Run | None:
    """Return the run that ends with the newest step, or None where the step's direction is unknown."""
    way = series.steps[0].way if series.steps else None
    if way is None:
        return None
    steps = tuple(takewhile(lambda step: step.way == way, series.steps))
    return Run(way, steps, is_whole=len(steps) == len(series.steps))


class Turn(NamedTuple):
    """A newest step that goes against the run before it."""

    way: str
    now: YearChange
    run: tuple[YearChange, ...]  # the steps of the other direction, newest first
    # the step before the run, which goes the same way as `now`; None where there is none on file
    last: YearChange | None

    @property
    def months(self) -> int:
        """The length of the ended run in months."""
        return months_of(self.run)

    @property
    def since(self) -> Period | None:
        """The period of the last step that went the same way."""
        return self.last.span if self.last else None

    def claim(self, ledger: ClaimLedger) -> Claim:
        """Write the claim of how many months, quarters or years went the other way."""
        steps = (self.now, *self.run, self.last) if self.last else (self.now, *self.run)
        formula, now = ("turned", *differences(steps)), self.now.now
        count, unit = count_of(self.run), now.span.time_unit
        return ledger.count("turned", count, formula, now, unit=unit, compare=self.since, way=self.way)


def turn(series: Series) -> Turn | None:
    """Return the turn at the newest step, or None where the step before did not go the other way."""
    way = series.steps[0].way if series.steps else None
    if way is None:
        return None
    now, *before = series.steps
    opposite_steps = tuple(takewhile(lambda step: step.way == OTHER[way], before))
    if not opposite_steps:
        return None
    last = before[len(opposite_steps)] if len(opposite_steps) < len(before) else None
    return Turn(way, now, opposite_steps, last if last and last.way == way else None)


class Pace(NamedTuple):
    """How the newest growth compares with those before."""

    kind: str  # "fastest", "slowest" or "narrowing"
    way: str  # the direction of the growth
    steps: tuple[YearChange, ...]  # those compared, newest first

    @property
    def months(self) -> int:
        """How many months its steps have."""
        return months_of(self.steps)

    def claim(self, ledger: ClaimLedger) -> Claim:
        """Write the claim of its rank among the steps."""
        if self.kind == "narrowing":
            return ledger.count("narrowing", len(self.steps), ("narrowing", *growths_of(self.steps)), self.steps[0].now)
        is_high = (self.kind == "fastest") == (self.way == "up")
        now, formula = self.steps[0].now, ("growth_high" if is_high else "growth_low", *growths_of(self.steps))
        return ledger.count("pace", count_of(self.steps), formula, now, unit=now.span.time_unit)


def pace(series: Series) -> Pace | None:
    """Return the pace of the newest step, or None where it is ordinary."""
    rated = tuple(takewhile(lambda step: step.growth is not None, series.steps))
    growths = [step.growth for step in rated if step.growth]
    way = rated[0].way if rated else None
    if way is None:
        return None
    now, *before = growths
    below = 1 + len(list(takewhile(lambda growth: now.low > growth.high, before)))
    above = 1 + len(list(takewhile(lambda growth: now.high < growth.low, before)))
    for kind, count in zip(("fastest", "slowest"), (below, above) if way == "up" else (above, below), strict=True):
        if count >= _PACE:
            return Pace(kind, way, rated[:count])
    count = _narrowing(growths, way)
    return Pace("narrowing", way, rated[:count]) if count >= _NARROW else None


def _narrowing(growths: list[Reading], way: str) -> int:
    """Return how many newest growths in direction `way` shrank one after the other, to half of the first, or 0."""
    sizes = [abs(growth) for growth in takewhile(lambda growth: way_of(growth) == way, growths)]
    count = 1
    while count < len(sizes) and sizes[count].low > sizes[count - 1].high:
        count += 1
    return count if 2 * sizes[0].high <= sizes[count - 1].low else 0


class Season(NamedTuple):
    """The month-on-month change of one calendar month: in earlier years always in direction `way`, and this year."""

    way: str
    now: Pair  # this month and the month before
    years: tuple[Pair, ...]  # the same pairs in earlier years, newest first

    @property
    def is_broken(self) -> bool:
        """Whether this year's change goes the other way by five per cent or more."""
        growth = readings.growth(*(level.reading for level in self.now))
        return growth is not None and way_of(growth) == OTHER[self.way] and abs(growth).low >= _BROKEN

    def claim(self, ledger: ClaimLedger) -> Claim:
        """Write the claim of how many years had this season."""
        now, before = self.years[0]
        formula = ("season", *differences(self.years))
        return ledger.count("season", len(self.years), formula, now, compare=before.span, way=self.way)


def season(series: Series) -> Season | None:
    """Return the season of the month of the series' span, or None."""
    now = pair(series, series.span)
    years = []
    for back in range(1, _MOST + 1):
        ends = pair(series, series.span.step(-_YEAR * back))
        if ends is None:
            break
        years.append(ends)
    way = _way_of_pair(years[0]) if years else None
    if now is None or way is None:
        return None
    alike = tuple(takewhile(lambda ends: _way_of_pair(ends) == way, years))
    return Season(way, now, alike) if len(alike) >= _FEWEST else None


def season_ahead(series: Series) -> Season | None:
    """Return the season of the month after the series' span, where each year's change was a quarter or more, or None.

    `now` is the newest pair on file, since the month itself is to come.
    """
    following = series.span.step(1)
    years = []
    for back in range(1, _MOST + 1):
        ends = pair(series, following.step(-_YEAR * back))
        if ends is None:
            break
        years.append(ends)
    way = _way_of_pair(years[0]) if years else None
    alike = tuple(takewhile(lambda ends: way is not None and _way_of_pair(ends) == way, years))
    growths = [readings.growth(*(level.reading for level in ends)) for ends in alike]
    is_large = all(growth is not None and abs(growth).low >= _LARGE for growth in growths)
    return Season(way, alike[0], alike) if way and is_large and len(alike) >= _FEWEST else None


def pair(series: Series, span: Period) -> Pair | None:
    """Return the levels of a month and of the month before, or None.

    There is none where a level is unknown or a bound, or where a moving holiday falls in one of the months.
    """
    if span.months > 1 or (series.month.is_lunar and lunar_new_year.follows(span)):
        return None
    now, before = series.amount(span), series.amount(span.step(-1))
    return (now, before) if now and before and now.is_exact and before.is_exact else None


def _way_of_pair(ends: Pair) -> str | None:
    return way_of(ends[0].reading - ends[1].reading)


class Path(NamedTuple):
    """The months of a quarter."""

    way: str  # the direction of the quarter
    months: tuple[YearChange, ...]  # oldest first

    @property
    def turn(self) -> str | None:
        """The direction of the months against the quarter's, or None.

        There is one if each month lies beyond the month before, or if the last month went another way on the year than
        the quarter.
        """
        other_way = OTHER[self.way]
        return other_way if other_way in {self.steady, self.months[-1].way} else None

    @property
    def steady(self) -> str | None:
        """The direction of each month against the month before, where all agree."""
        ways = {_way_of_pair((later.now, earlier.now)) for earlier, later in pairwise(self.months)}
        return ways.pop() if len(ways) == 1 else None


def path(series: Series) -> Path | None:
    """Return the months of the quarter. None where one is unknown, or where a holiday moves among them."""
    quarter = series.step(series.span)
    if series.span.frequency != "quarterly" or quarter is None or quarter.way is None:
        return None
    months = tuple(step for month in series.span.split() if (step := series.step(month)))
    return Path(quarter.way, months) if len(months) == A_QUARTER else None


# The year to date, against the last one


class Gap(NamedTuple):
    """The total of last year, and the year to date that is still below it."""

    year: Amount
    to_date: Amount

    def claim(self, ledger: ClaimLedger) -> Claim:
        """Write the claim of the amount that is missing."""
        reading, when = self.year.reading - self.to_date.reading, self.to_date.span
        formula, compare = ("short_of", self.year, self.to_date), self.year.span
        return ledger.claim("short_of", self.year.unit, reading, formula, self.to_date.codes, when, compare=compare)


class Passed(NamedTuple):
    """A year to date that passed the total of last year in its newest step."""

    to_date: Amount
    year: Amount
    before: Amount  # the year to date one step earlier

    def claim(self, ledger: ClaimLedger) -> Claim:
        """Write the claim of how many months already exceed the whole of last year."""
        months, compare = self.to_date.span.months, self.year.span
        return ledger.count("exceeds", months, ("exceeds", *self), self.to_date, unit="months", compare=compare)


def short_of(series: Series) -> Gap | None:
    """Return the gap to last year's total, where it is a tenth of that or less."""
    ends = _year_and_to_date(series)
    if ends is None:
        return None
    gap = ends.year.reading - ends.to_date.reading
    return ends if gap.low > 0 and 100 * gap.high <= _NEAR * ends.year.reading.low else None


def passed(series: Series) -> Passed | None:
    """Return the year to date that passed last year's total in the newest step, or None."""
    ends = _year_and_to_date(series)
    if ends is None:
        return None
    year, to_date = ends
    span = Period(to_date.span.first, to_date.span.months - series.span.months)
    before = series.amount(span) if span.months else None
    if before is None or to_date.reading.low <= year.reading.high or before.reading.high > year.reading.low:
        return None
    return Passed(to_date, year, before)


def _year_and_to_date(series: Series) -> Gap | None:
    """Return last year and the year to date. None where one is unknown, or where the year is over."""
    span = series.month.figures.to_date
    if span.months >= _YEAR or span.months <= series.span.months:
        return None
    year, to_date = series.amount(Period(span.first - _YEAR, _YEAR)), series.amount(span)
    return Gap(year, to_date) if year and to_date and year.is_exact and to_date.is_exact else None


def both_halves(series: Series) -> tuple[YearChange, YearChange] | None:
    """Return the two halves of the year that ends with the step. None where one has no change."""
    span = series.month.figures.to_date
    if span.months != _YEAR:
        return None
    first, second = (series.step(Period(span.first + at, _HALF)) for at in (0, _HALF))
    if first is None or second is None or first.way is None or second.way is None:
        return None
    return first, second


def halves(series: Series) -> tuple[YearChange, YearChange] | None:
    """Return the two halves of the year that ends with the step, where they went opposite ways."""
    both = both_halves(series)
    return both if both and both[1].way == OTHER.get(both[0].way or "") else None


def tempo(series: Series) -> YearChange | None:
    """Return the year to date as of a quarter earlier, where its growth has halved or doubled since."""
    span = series.month.figures.to_date
    if span.months < 2 * A_QUARTER:
        return None
    now, earlier = (series.step(Period(span.first, months)) for months in (span.months, span.months - A_QUARTER))
    if now is None or earlier is None or now.growth is None or earlier.growth is None:
        return None
    size, size_earlier = abs(now.growth), abs(earlier.growth)
    has_changed = 2 * size.high <= size_earlier.low or size.low >= 2 * size_earlier.high
    return earlier if has_changed and now.way and now.way == earlier.way else None
