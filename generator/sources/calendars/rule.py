"""Rule: on which days after a month one publisher's figures of it come out."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from generator.trade.period import Period

_NONE: Mapping[int, int] = MappingProxyType({})
_WORKING = 5  # Monday to Friday
Count = Literal["day", "days", "working days"]
Span = tuple[int, int]


@dataclass(frozen=True)
class Rule:
    """The days `first` to `last` (None: nobody knows) on which figures come, and which months come together.

    `count` says what the days are: a `day` of the month that is `months_after` the figures' own, or `days` or
    `working days` after its end. `combined` months (1 is January) come with the last of them. `moved` gives the day
    of single months of publication. `about` says that nobody announced the days; `address` is where somebody did.
    """

    first: int
    last: int | None
    count: Count = "day"
    months_after: int = 1
    combined: tuple[Span, ...] = ()
    moved: Mapping[int, int] = field(default_factory=lambda: _NONE)
    about: bool = True
    address: str = ""

    def __post_init__(self) -> None:
        """Refuse combined months that are no run within a year, or that share a month."""
        for at, (first, last) in enumerate(self.combined):
            if not 1 <= first < last <= 12:  # noqa: PLR2004 -- months of a year
                msg = f"combined months {first} to {last} are no run within a year"
                raise ValueError(msg)
            if any(first <= end and start <= last for start, end in self.combined[:at]):
                msg = f"combined months {first} to {last} share one with others"
                raise ValueError(msg)

    def days(self, month: Period) -> tuple[date, date | None]:
        """Return the first and the last day on which the figures of `month` come out."""
        if self.count == "day":
            out = month.step(self.months_after)
            day = day_of(out, self.moved.get(out.first % 12 + 1, self.first))
            return day, day
        step = _days_later if self.count == "days" else _working_days_later
        end = last_day(month)
        return step(end, self.first), None if self.last is None else step(end, self.last)


UNKNOWN = Rule(1, None, "days")  # no month comes out before it has ended; more is not known


def day_of(month: Period, day: int) -> date:
    """Return that day of `month`, or its last one where it is shorter."""
    year, number = month.year, month.first % 12 + 1
    return date(year, number, min(day, monthrange(year, number)[1]))


def last_day(period: Period) -> date:
    """Return the day on which `period` ends."""
    return day_of(period.last, 31)


def _days_later(day: date, count: int) -> date:
    return day + timedelta(count)


def _working_days_later(day: date, count: int) -> date:
    while count:
        day += timedelta(1)
        count -= day.weekday() < _WORKING
    return day
