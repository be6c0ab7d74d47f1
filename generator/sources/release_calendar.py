"""Release calendars: when to expect a publisher's figures for a period, and which months are published together.

The calendars shipped with the program are the YAML files in calendars/. Nothing here asks a publisher or reads a clock.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Literal

from ruamel.yaml import YAML

from generator.trade.period import Period

_NONE: Mapping[int, int] = MappingProxyType({})
_WORKING = 5  # Monday to Friday
Count = Literal["day", "days", "working days"]
Span = tuple[int, int]
_NO_DATES: Mapping[Period, date] = MappingProxyType({})
SHIPPED = ("gacc", "comtrade", "eurostat", "pink-sheet")
_COUNTS: Mapping[str, Count] = {"days_after": "days", "working_days_after": "working days"}
_OF_A_YEAR = {"day", "moved", "combined", "announcement", "address"}


@dataclass(frozen=True)
class ReleaseRule:
    """The days on which figures come out, and the months that come out together."""

    first: int  # first possible day, counted as `count` says
    last: int | None  # last day, None if unknown
    count: Count = "day"  # "day": of the month `months_after` the figures' own; else (working) days after its end
    months_after: int = 1
    combined: tuple[Span, ...] = ()  # months (1 is January) that come out with the last of them
    moved: Mapping[int, int] = field(default_factory=lambda: _NONE)  # the day in single months of publication
    about: bool = True  # whether the days are only expected, and not announced
    address: str = ""  # where the days were announced

    def __post_init__(self) -> None:
        """Refuse combined months that are not consecutive within a year, or that overlap."""
        for at, (first, last) in enumerate(self.combined):
            if not 1 <= first < last <= 12:  # noqa: PLR2004 -- months of a year
                msg = f"combined months {first} to {last} are no run within a year"
                raise ValueError(msg)
            if any(first <= end and start <= last for start, end in self.combined[:at]):
                msg = f"combined months {first} to {last} share one with others"
                raise ValueError(msg)

    def days(self, month: Period) -> tuple[date, date | None]:
        """Return the first and the last day on which the figures of `month` may come out. The last may be None."""
        if self.count == "day":
            out = month.step(self.months_after)
            day = day_of(out, self.moved.get(out.first % 12 + 1, self.first))
            return day, day
        step = _working_days_later if self.count == "working days" else lambda day, count: day + timedelta(count)
        end = last_day(month)
        return step(end, self.first), None if self.last is None else step(end, self.last)


UNKNOWN = ReleaseRule(1, None, "days")  # all that is known: a month comes out after it has ended


def day_of(month: Period, day: int) -> date:
    """Return that day of `month`, or the month's last day if it is shorter."""
    year = month.year
    number = month.first % 12 + 1
    return date(year, number, min(day, monthrange(year, number)[1]))


def last_day(period: Period) -> date:
    """Return the last day of `period`."""
    return day_of(period.last, 31)


def _working_days_later(day: date, count: int) -> date:
    while count:
        day += timedelta(1)
        count -= day.weekday() < _WORKING
    return day


_ANY_YEAR: Mapping[int, ReleaseRule] = MappingProxyType({0: UNKNOWN})


@dataclass(frozen=True)
class Expected:
    """When to expect the figures of `period`."""

    period: Period
    on: date | None  # by which day, None if unknown
    not_before: date  # the earliest possible day
    about: bool  # whether the days are only expected, and not announced
    combined: Period | None = None  # the months that come out together, if the last month of `period` is among them
    address: str = ""  # where the day was announced, or ""


@dataclass(frozen=True)
class ReleaseCalendar:
    """The releases of one source. Days are in its `time_zone`."""

    time_zone: str
    # By year of publication. A year that is missing is about like the nearest earlier year, or else the first year.
    years: Mapping[int, ReleaseRule] = field(default_factory=lambda: _ANY_YEAR)
    dates: Mapping[Period, date] = field(default_factory=lambda: _NO_DATES)  # known releases; they override the rules

    def __post_init__(self) -> None:
        """Refuse dates that are impossible."""
        for period, day in self.dates.items():
            if day <= last_day(period):
                msg = f"{period} cannot be out on {day}, before it has ended"
                raise ValueError(msg)
        for earlier, later in pairwise(sorted(self.dates)):
            if _overlap(earlier, later):
                msg = f"{earlier} and {later} share a month, which comes out once"
                raise ValueError(msg)

    def expected(self, period: Period) -> Expected:
        """Return when to expect the figures of all months of `period`."""
        due_periods = dict.fromkeys(map(self.due_period, period.split()))
        parts = [self._release(due) for due in due_periods]
        days = [part.on for part in parts if part.on]
        are_all_known = len(days) == len(parts)
        day = max(days) if are_all_known else None
        return Expected(
            period=period,
            on=day,
            not_before=max(part.not_before for part in parts),
            about=any(part.about for part in parts),
            combined=parts[-1].combined,
            address=parts[-1].address,
        )

    def due_period(self, month: Period) -> Period:
        """Return the period with which `month` comes out: the month itself, or the months published together."""
        for dated in self.dates:
            if _overlap(dated, month):
                return dated
        for first, last in self._rule(month.year).combined:
            group = Period(month.year * 12 + first - 1, last - first + 1)
            if _overlap(group, month) and not any(_overlap(group, dated) for dated in self.dates):
                return group
        return month

    def with_own(
        self,
        *,
        day: int | None = None,
        months_after: int = 1,
        combined: tuple[Span, ...] | None = None,
        dates: Mapping[Period, date] = _NO_DATES,
    ) -> ReleaseCalendar:
        """Return this calendar with a desk's own knowledge. Its `day` is approximate, its `dates` are certain."""
        years = dict(self.years)
        for year, rule in years.items():
            if day:
                dated = replace(rule, first=day, last=day, count="day", months_after=months_after)
                years[year] = replace(dated, moved={}, about=True, address="")
            if combined is not None:
                years[year] = replace(years[year], combined=combined)
        still_known = {old: on for old, on in self.dates.items() if not any(_overlap(old, new) for new in dates)}
        return replace(self, years=years, dates={**still_known, **dates})

    def _rule(self, year: int) -> ReleaseRule:
        rule = self.years.get(year)
        if rule:
            return rule
        near = max((earlier for earlier in self.years if earlier < year), default=min(self.years))
        return replace(self.years[near], moved={}, about=True, address="")

    def _release(self, due: Period) -> Expected:
        together = due if due.months > 1 else None
        if due in self.dates:
            return Expected(due, self.dates[due], self.dates[due], about=False, combined=together)
        rule = self._rule(due.year)
        if rule.count == "day":  # the figures' year gives the months after, the year of publication gives the day
            out = self._rule(due.last.step(rule.months_after).year)
            rule = replace(out, months_after=rule.months_after)
        first, last = rule.days(due.last)
        return Expected(due, last, first, about=rule.about, combined=together, address=rule.address)


def due_periods(calendar: ReleaseCalendar, since: Period, today: date) -> tuple[Period, ...]:
    """Return the periods from `since` on that may be out by `today`, oldest first; combined months as one."""
    month = since.split()[0]
    periods = dict[Period, None]()
    while last_day(month) < today:
        due = calendar.due_period(month)
        if calendar.expected(due).not_before <= today:
            periods[due] = None
        month = month.step(1)
    return tuple(periods)


def _overlap(first: Period, second: Period) -> bool:
    return first.first < second.first + second.months and second.first < first.first + first.months


@cache
def shipped(name: str, reporter: str = "") -> ReleaseCalendar:
    """Return the calendar `name`, with the days for `reporter` (ISO3) if they differ.

    Raise ValueError if there is no such calendar.
    """
    if name not in SHIPPED:
        msg = f"{name!r} is no calendar; known are {', '.join(SHIPPED)}"
        raise ValueError(msg)
    text = files("generator.sources").joinpath("calendars", f"{name}.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    zone = data.pop("time_zone")
    groups = data.pop("reporters", ())
    if "years" in data:
        return ReleaseCalendar(zone, {year: _announced(entry) for year, entry in data["years"].items()})
    group = next((entry for entry in groups if reporter in entry.pop("codes")), data)
    ((key, days),) = group.items()
    return ReleaseCalendar(zone, {0: ReleaseRule(days[0], days[1] if len(days) > 1 else None, _COUNTS[key])})


def _announced(entry: dict[str, Any]) -> ReleaseRule:
    """Return the announced rule of one year of publication."""
    unknown = entry.keys() - _OF_A_YEAR
    if unknown:
        msg = f"a year of a calendar has no {', '.join(sorted(unknown))}"
        raise ValueError(msg)
    return ReleaseRule(
        entry["day"],
        entry["day"],
        combined=tuple((first, last) for first, last in entry.get("combined", ())),
        moved=entry.get("moved", {}),
        about=False,
        address=entry["address"],
    )


Word = Literal["not due", "due", "late", "partial", "complete", "restated"]


@dataclass(frozen=True)
class Holding:
    """What the store has for a period."""

    extent: Literal["none", "partial", "complete"] = "none"
    released: date | None = None  # day of the newest release
    restated: bool = False  # whether that release changed a value that an earlier one had

    def __post_init__(self) -> None:
        """Refuse figures without a release, and a release without figures."""
        if (self.extent == "none") != (self.released is None) or (self.restated and self.extent == "none"):
            msg = f"a holding of {self.extent} cannot be of {self.released}, restated {self.restated}"
            raise ValueError(msg)


@dataclass(frozen=True)
class State:
    """The state of `period` on a day."""

    period: Period
    word: Word
    # not due: the first possible day; due or late: the expected day; with figures: the newest release; None: unknown
    on: date | None
    sentence: str


def standing(calendar: ReleaseCalendar, period: Period, today: date, held: Holding = Holding()) -> State:
    """Return the state of `period` on `today`, a day in the calendar's time zone.

    A period without figures is late after the expected day. Figures that exist are reported on any day. A part is never
    called complete or restated.
    """
    when = calendar.expected(period)
    if held.released:
        word: Word = "restated" if held.restated and held.extent == "complete" else held.extent  # type: ignore[assignment]
        return State(period, word, held.released, _of_figures(when, today, held, held.released))
    together = when.combined
    lead = f"{period} is not published alone: "
    if together is None or set(together.split()) <= set(period.split()):
        together, lead = period, ""
    if today < when.not_before:
        sentence = f"{lead}{together} is not due before {written(when.not_before)}"
        if when.about and when.on is not None:
            day = "that day" if when.on == when.not_before else written(when.on)
            sentence += f"; it is expected about {day}"
        return State(period, "not due", when.not_before, f"{sentence}.")
    if when.on is None:
        return State(period, "due", None, f"{lead}{together} is due: no day is known, so ask the source.")
    word = "late" if today > when.on else "due"
    return State(period, word, when.on, f"{lead}{together} is {word}: it {_day(when.on, today, about=when.about)}.")


def _day(on: date, today: date, *, about: bool) -> str:
    day = f"expected {'about' if about else 'on'} {written(on)}"
    days = (today - on).days
    if days <= 0:
        return f"is {day}" + ("" if days else ", today")
    return f"was {day}, {days} day{'s' if days > 1 else ''} ago"


def _of_figures(when: Expected, today: date, held: Holding, released: date) -> str:
    release = f"the release of {written(released)}"
    if held.extent == "partial":
        remainder = f"; the rest {_day(when.on, today, about=when.about)}" if when.on else ""
        return f"{when.period} is partial: {release} does not have all of it{remainder}."
    if held.restated:
        return f"{when.period} is restated: {release} changed figures that were there before."
    return f"{when.period} is complete, from {release}."


def written(day: date) -> str:
    """Return the day as in the program's messages: 20 January 2026."""
    return f"{day.day} {day:%B %Y}"
