"""The rank of a level in time: a record, the highest or lowest since when, and how often."""

from __future__ import annotations

from itertools import takewhile
from typing import NamedTuple

from generator.story.amounts import Amount, Claim, begins
from generator.story.claim_ledger import ClaimLedger
from generator.story.news.time_series import Series, count_of, months_of
from generator.trade.period import Period

_YEAR = 12  # months
RECORD = 36  # months of figures that a record needs
_YEARS = 4  # years of figures that a record year needs
SINCE = 24  # months back that a "highest since" needs
SIDES = ("highest", "lowest")


class ExtremeLevel(NamedTuple):
    """A level above (`highest`) or below (`lowest`) each of the levels just before it."""

    side: str  # "highest" or "lowest"
    now: Amount
    beaten: tuple[Amount, ...]  # the levels just before, newest first
    # the level before these, which is as high or as low; None where there is none or the readings leave it open
    last_as_far: Amount | None
    is_whole: bool  # whether `beaten` are all earlier levels on file

    @property
    def months(self) -> int:
        """How many months it is the highest or lowest of, including its own."""
        return months_of((self.now, *self.beaten))

    @property
    def since(self) -> Period | None:
        """The last period that was as high or as low."""
        return self.last_as_far.span if self.last_as_far else None

    def claim(self, ledger: ClaimLedger) -> Claim:
        """Write the claim that it is the highest or lowest since `last_as_far`, or of so many months."""
        if self.last_as_far is None:
            return self.claim_of_months(ledger)
        formula = ("since_high" if self.side == "highest" else "since_low", self.now, *self.beaten, self.last_as_far)
        months = self.now.span.first - self.last_as_far.span.first
        return ledger.count("since", months, formula, self.now, unit="months", compare=self.since)

    def claim_of_months(self, ledger: ClaimLedger) -> Claim:
        """Write the claim that it is the highest or lowest of so many months, quarters or years."""
        levels = (self.now, *self.beaten)
        formula = ("most_of" if self.side == "highest" else "least_of", *levels)
        return ledger.count("place", count_of(levels), formula, self.now, unit=self.now.span.time_unit)


class Second(NamedTuple):
    """A level that only one earlier level exceeds."""

    levels: tuple[Amount, ...]
    best: Amount  # the higher level

    def claim(self, ledger: ClaimLedger) -> Claim:
        """Write the claim that it is second only to the best."""
        return ledger.count("place", 2, ("second", *self.levels), self.levels[0], compare=self.best.span)


class Records(NamedTuple):
    """A record level of a series."""

    levels: tuple[Amount, ...]
    row: int  # how many records in a row, with this one
    of_year: int  # how many records in the last twelve months, with this one

    def claim(self, ledger: ClaimLedger) -> Claim:
        """Write the claim that it is the highest of all."""
        return ledger.count("record", len(self.levels) - 1, ("highest", *self.levels), self.levels[0])

    def claim_of_row(self, ledger: ClaimLedger) -> Claim:
        """Write the claim of how many records in a row it makes."""
        return ledger.count("records", self.row, ("records", *self.levels), self.levels[0])

    def claim_of_year(self, ledger: ClaimLedger) -> Claim:
        """Write the claim of how many records the last twelve months have."""
        return ledger.count("records", self.of_year, ("records_of_year", *self.levels), self.levels[0])


def place(series: Series, side: str) -> ExtremeLevel | None:
    """Return the rank of the newest level on one side. None where the level before lies beyond it, or that is open."""
    levels = series.levels
    if side == "lowest":  # a figure of two months would be higher than either
        levels = tuple(takewhile(lambda level: level.span.months == series.span.months, levels))
    if len(levels) < 2 or not levels[0].value:  # noqa: PLR2004 -- the newest and one before it
        return None
    now, *past = levels
    beaten = tuple(takewhile(lambda level: is_beyond(now, level, side), past))
    if not beaten:
        return None
    end_of_run = past[len(beaten)] if len(beaten) < len(past) else None
    is_whole = end_of_run is None and len(levels) == len(series.levels) and reaches_back(series)
    is_as_far = end_of_run is not None and (now.value == end_of_run.value or is_beyond(end_of_run, now, side))
    return ExtremeLevel(side, now, beaten, end_of_run if is_as_far else None, is_whole)


def extreme(series: Series) -> ExtremeLevel | None:
    """Return the rank of the newest level, on the side where it has one. Combined months have none."""
    if series.span.frequency == "combined":
        return None
    return place(series, "highest") or place(series, "lowest")


def records(series: Series) -> Records | None:
    """Return the record that the newest level sets. None where it sets none, or where too few figures are on file.

    Combined months set none, since they would be compared with single months.
    """
    if series.span.frequency == "combined":
        return None
    levels = series.levels
    highest = place(series, "highest")
    if highest is None or not highest.is_whole or months_of(levels) < _least(series):
        return None
    heights = [index for index in range(len(levels) - 1) if _is_record(levels, index)]
    row = next(count for count in range(len(levels)) if count not in heights)
    last = levels[0].span.last.first
    recent = sum(last - levels[index].span.last.first < _YEAR for index in heights)
    return Records(levels, max(row, 1), max(recent, 1))


def second(series: Series) -> Second | None:
    """Return the newest level as second only to one other. None where that is open, or too few figures are on file."""
    levels = series.levels
    if series.span.frequency == "combined" or not levels or months_of(levels) < _least(series):
        return None
    now, *past = levels
    above = [level for level in past if is_beyond(level, now, "highest")]
    below = [level for level in past if is_beyond(now, level, "highest")]
    is_open = len(above) + len(below) < len(past) or not reaches_back(series)
    return Second(levels, above[0]) if len(above) == 1 and not is_open else None


def _least(series: Series) -> int:
    return _YEARS * _YEAR if series.span.months == _YEAR else RECORD


def _is_record(levels: tuple[Amount, ...], index: int) -> bool:
    """Return whether a level lies above all levels before it, which must cover three years or more."""
    before = levels[index + 1 :]
    return months_of(before) >= RECORD and all(is_beyond(levels[index], level, "highest") for level in before)


def is_beyond(level_now: Amount, level: Amount, side: str) -> bool:
    """Return whether a level lies above (`highest`) or below (`lowest`) another one under every reading."""
    if side == "highest":
        return level_now.reading.low > level.reading.high
    return level_now.reading.high < level.reading.low


def reaches_back(series: Series) -> bool:
    """Return whether the levels are all on file: no gap hides an earlier one."""
    first = series.levels[-1].span.first
    return first - series.span.months < begins(series.month.figures, series.codes)


def odd_base(series: Series) -> ExtremeLevel | None:
    """Return the rank of the month a year before among the 24 months up to it, where it is the highest or lowest."""
    if series.span.months > 1:
        return None
    base = series.span.year_before()
    months = [series.amount(base.step(-back)) for back in range(SINCE)]
    exact = [level for level in months if level is not None and level.is_exact]
    if len(exact) < SINCE:
        return None
    now, *past = exact
    sides = (side for side in SIDES if all(is_beyond(now, level, side) for level in past))
    side = next(sides, None)
    return ExtremeLevel(side, now, tuple(past), None, is_whole=False) if side else None
