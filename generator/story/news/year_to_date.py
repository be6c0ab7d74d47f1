"""Year: the year to date against the whole of the last one, by halves, and how its pace changed."""

from __future__ import annotations

from typing import NamedTuple

from generator.movements.readings import Reading
from generator.story.amounts import Amount, Claim, YearChange
from generator.story.claim_ledger import ClaimLedger
from generator.story.news.time_series import OTHER, Series
from generator.trade.period import A_QUARTER, Period

_YEAR, _HALF = 12, 6  # months
_NEAR = 10  # per cent of the last year that may be short for it to be a milestone


class Gap(NamedTuple):
    """The whole of the last year, of which the year to date is short."""

    year: Amount
    to_date: Amount

    def claim(self, ledger: ClaimLedger) -> Claim:
        """Write what is short."""
        reading, when = self.year.reading - self.to_date.reading, self.to_date.span
        formula, compare = ("short_of", self.year, self.to_date), self.year.span
        return ledger.claim("short_of", self.year.unit, reading, formula, self.to_date.codes, when, compare=compare)


class Passed(NamedTuple):
    """The year to date, which passed the whole of the last year in this step, and what it was `before`."""

    to_date: Amount
    year: Amount
    before: Amount

    def claim(self, ledger: ClaimLedger) -> Claim:
        """Write how many months have come to more than the whole of the last year."""
        months, compare = self.to_date.span.months, self.year.span
        return ledger.count("exceeds", months, ("exceeds", *self), self.to_date, unit="months", compare=compare)


def short_of(series: Series) -> Gap | None:
    """Return the gap to the whole of the last year, where a tenth or less of that is short."""
    ends = _against_last(series)
    if ends is None:
        return None
    year, to_date = ends
    gap = year.reading - to_date.reading
    return ends if gap.low > 0 and 100 * gap.high <= _NEAR * year.reading.low else None


def passed(series: Series) -> Passed | None:
    """Return that the year to date passed the whole of the last year in this step."""
    ends = _against_last(series)
    if ends is None:
        return None
    year, to_date = ends
    span = Period(to_date.span.first, to_date.span.months - series.span.months)
    before = series.month.amount(series.codes, span) if span.months else None
    if before is None or to_date.reading.low <= year.reading.high or before.reading.high > year.reading.low:
        return None
    return Passed(to_date, year, before)


def _against_last(series: Series) -> Gap | None:
    """Return the whole year before and the year to date; None where one is not known, or where the year is over."""
    span = series.month.figures.to_date
    if span.months >= _YEAR or span.months <= series.span.months:
        return None
    year, to_date = (series.month.amount(series.codes, one) for one in (Period(span.first - _YEAR, _YEAR), span))
    return Gap(year, to_date) if year and to_date and year.is_exact and to_date.is_exact else None


def halves(series: Series) -> tuple[YearChange, YearChange] | None:
    """Return the halves of the year that ends with the step, where they went opposite ways."""
    span = series.month.figures.to_date
    if span.months != _YEAR:
        return None
    first, second = (series.step(Period(span.first + at, _HALF)) for at in (0, _HALF))
    if first is None or second is None or first.way is None or second.way != OTHER[first.way]:
        return None
    return first, second


def tempo(series: Series) -> YearChange | None:
    """Return the year to date as it stood a quarter before, where its growth has halved or doubled since."""
    span = series.month.figures.to_date
    if span.months < 2 * A_QUARTER:
        return None
    now, then = (series.step(Period(span.first, months)) for months in (span.months, span.months - A_QUARTER))
    if now is None or then is None or now.growth is None or then.growth is None:
        return None
    return then if now.way and now.way == then.way and _differ(abs(now.growth), abs(then.growth)) else None


def _differ(now: Reading, then: Reading) -> bool:
    return 2 * now.high <= then.low or now.low >= 2 * then.high
