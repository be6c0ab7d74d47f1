"""Which editions of a briefing to expect, and when each is first asked for, due and late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from generator.intake.period_choice import editions_period, own_frequency, released_periods
from generator.settings.desk import Desk
from generator.settings.desk_settings import Schedule
from generator.settings.wiring import release_calendar
from generator.sources.release_calendar import ReleaseCalendar, last_day
from generator.store import Due, FigureStore
from generator.trade.period import Period

_WEEKEND = 5  # Saturday; Monday is 0


def working_day(start: date, count: int, countries: Sequence[str] = ()) -> date:
    """Return the `count`-th working day after `start`: in all of `countries`, or Monday to Friday without any.

    Holidays come from the `holidays` package. Lunar and decreed ones are known a year or two ahead, and estimated after
    that.
    """
    day = start
    while count:
        day += timedelta(1)
        if countries:
            count -= all(_holidays(country).is_working_day(day) for country in countries)
        else:
            count -= day.weekday() < _WEEKEND
    return day


@cache
def _holidays(country: str) -> Any:  # noqa: ANN401 -- the library says no more
    from holidays import country_holidays

    return country_holidays(country)


BY_HAND = "by-hand"
USUAL = Schedule()  # type: ignore[call-arg]
_A_YEAR_ON = timedelta(days=800)  # a year, and the delay of a late publisher
_SOON = timedelta(days=2)
_LENGTH: Mapping[str, int] = {"monthly": 1, "quarterly": 3, "annual": 12}  # months


@dataclass(frozen=True)
class When:
    """When the source of an edition is first asked, when it is due, and from when it is late (None: unknown)."""

    first: datetime
    due: datetime
    late: datetime | None


def schedule_of(desk: Desk, name: str) -> Schedule:
    """Return the schedule of the briefing `name`: its own settings over those of the desk."""
    schedule, usual = desk.briefing(name).schedule, desk.settings.schedule or USUAL
    return schedule.over(usual) if schedule else usual


def zone_of(desk: Desk) -> ZoneInfo:
    """Return the desk's time zone."""
    return ZoneInfo(desk.settings.time_zone)


def is_clocked(desk: Desk, row: Due) -> bool:
    """Whether the clock handles an edition: its briefing exists, has that frequency, and is not built by hand."""
    if row.briefing not in desk.briefings or schedule_of(desk, row.briefing).when == BY_HAND:
        return False
    return own_frequency(row.period) in desk.briefing(row.briefing).frequency


def is_stray(desk: Desk, row: Due, now: datetime) -> bool:
    """Whether a row waits for an edition that never comes: the clock was ahead, or months are combined now."""
    if row.step != "pull" or not is_clocked(desk, row):
        return False
    period = _edition(desk, row.briefing, Period(row.period.first, 1), own_frequency(row.period))
    return period != row.period or when(desk, row.briefing, row.period).first > now + _SOON


def refreshed(desk: Desk, store: FigureStore, name: str, rows: Sequence[Due], now: datetime) -> Iterator[Due]:
    """Yield the rows of a briefing that the due table lacks, and those whose due time has changed."""
    if schedule_of(desk, name).when == BY_HAND:
        return
    briefing_rows = [row for row in rows if row.briefing == name]
    for row in briefing_rows:
        at = when(desk, row.briefing, row.period)
        if row.step == "pull" and at.due != row.due:
            yield replace(row, due=at.due, next=row.next if row.tries else at.first)
    for frequency in desk.briefing(name).frequency:
        yield from _lacking(desk, store, name, frequency, briefing_rows, now)


def upcoming(desk: Desk, rows: Sequence[Due], now: datetime) -> Iterator[Due]:
    """Yield the edition of each briefing and frequency that comes next after those of the table."""
    last: dict[tuple[str, str], Period] = {}
    for row in (row for row in rows if row.briefing in desk.briefings):
        key = (row.briefing, own_frequency(row.period))
        last[key] = max(last.get(key, row.period), row.period, key=lambda period: period.last)
    for (name, frequency), period in last.items():
        for later in _since(desk, name, period.last, frequency, now + _A_YEAR_ON):
            at = when(desk, name, later)
            yield Due(name, later, "pull", at.due, at.first)
            break


def when(desk: Desk, name: str, period: Period) -> When:
    """Return when an edition is asked for, due and late.

    A day of the calendar begins where its publisher is; the hours are the desk's.
    """
    schedule, zone = schedule_of(desk, name), zone_of(desk)
    late_after = schedule.span("late_after")
    if schedule.working_day is not None:
        day = working_day(last_day(period), schedule.working_day, schedule.holidays)
        due = datetime.combine(day, schedule.hour("at"), zone)
        return When(due, due, due + late_after)
    calendar = _calendar(desk, name)
    expected = calendar.expected(period)
    first = _opening(expected.not_before, calendar, schedule.hour("at"), zone)
    if expected.on is None:
        return When(first, first, None)
    due = _opening(expected.on, calendar, schedule.hour("at"), zone)
    return When(first, due, due + late_after)


def within_hours(desk: Desk, name: str, at: datetime) -> datetime:
    """Return `at`, or if it is outside the hours of the schedule, the next moment when sources may be asked."""
    schedule, zone = schedule_of(desk, name), zone_of(desk)
    local = at.astimezone(zone)
    opens = datetime.combine(local.date(), schedule.hour("at"), zone)
    if local < opens:
        return opens
    if local.time() > schedule.hour("until"):
        return datetime.combine(local.date() + timedelta(1), schedule.hour("at"), zone)
    return at


def may_go(desk: Desk, store: FigureStore, row: Due, now: datetime) -> datetime:
    """Return when the clock may send an edition: today at the hour `at`, or the end of the embargo if that is later."""
    zone = zone_of(desk)
    opens = datetime.combine(now.astimezone(zone).date(), schedule_of(desk, row.briefing).hour("at"), zone)
    return max(opens, _embargo(desk, store, row, now))


def embargo(desk: Desk, store: FigureStore, name: str, period: Period, now: datetime) -> datetime:
    """Return the end of the embargo of an edition. Before it, neither the clock nor a person may send it."""
    rows = (row for row in store.due.all() if (row.briefing, row.period) == (name, period))
    due = when(desk, name, period).due
    return _embargo(desk, store, next(rows, Due(name, period, "send", due, due)), now)


def _embargo(desk: Desk, store: FigureStore, row: Due, now: datetime) -> datetime:
    """Return the hour of the embargo on the latest day, up to today, when figures were due or released."""
    schedule, zone = schedule_of(desk, row.briefing), zone_of(desk)
    today = now.astimezone(zone).date()
    releases = store.releases.all(source_of(desk, row.briefing))
    released = [release.released for release in releases if row.period.holds(release.period)]
    days = [day for day in (row.due.astimezone(zone).date(), *released) if day <= today]  # ignore days in the future
    return datetime.combine(max(days, default=today), schedule.hour("embargo"), zone)


def _lacking(
    desk: Desk, store: FigureStore, name: str, frequency: str, rows: Sequence[Due], now: datetime
) -> Iterator[Due]:
    """Yield the rows of one frequency that the due table lacks. An edition from before the clock is entered as done."""
    periods = [row.period for row in rows if own_frequency(row.period) == frequency]
    if not periods:
        edition_periods = [note.period for note in store.editions.all() if note.briefing == name]
        edition_periods = [period for period in edition_periods if own_frequency(period) == frequency]
        first = max(edition_periods) if edition_periods else _first(desk, store, name, frequency, now)
        at = when(desk, name, first)
        yield Due(name, first, "done" if edition_periods else "pull", at.due, at.first)
        periods = [first]
    last = max(period.last for period in periods)
    is_counted = schedule_of(desk, name).working_day is not None
    has_days = is_counted or release_calendar(desk, source_of(desk, name)) is not None
    for period in _since(desk, name, last, frequency, now):
        if not has_days and all(last > period.last for period in _released(desk, store, name, frequency)):
            return  # without a calendar, wait only for the next edition
        at = when(desk, name, period)
        yield Due(name, period, "pull", at.due, at.first)
        last = period.last


def _first(desk: Desk, store: FigureStore, name: str, frequency: str, now: datetime) -> Period:
    """Return the first edition for a desk without editions: the newest with figures, else the newest that is due."""
    if released := _released(desk, store, name, frequency):
        return editions_period(desk.briefing(name).selection, max(released, key=lambda period: period.last))
    back = Period((now.year - 3) * 12 - 1, 1)
    *_, newest = (back, *_since(desk, name, back, frequency, now))
    return newest


def _since(desk: Desk, name: str, last: Period, frequency: str, now: datetime) -> Iterator[Period]:
    """Yield the editions after the month `last` whose source may be asked by now, oldest first."""
    length = _LENGTH[frequency]
    month = Period(-(-last.step(1).first // length) * length, 1)
    while last_day(month) <= now.date():
        period = _edition(desk, name, month, frequency)
        if period.last.first > last.first and when(desk, name, period).first <= now:
            yield period
            last = period.last
        month = month.step(length)


def _edition(desk: Desk, name: str, month: Period, frequency: str) -> Period:
    if frequency != "monthly":
        return Period(month.first, _LENGTH[frequency])
    return editions_period(desk.briefing(name).selection, _calendar(desk, name).due_period(month))


def _opening(day: date, calendar: ReleaseCalendar, hour: time, zone: ZoneInfo) -> datetime:
    """Return the first `hour` in the desk's time zone after the calendar's day has begun in its own zone."""
    begins = datetime.combine(day, time.min, ZoneInfo(calendar.time_zone))
    opens = datetime.combine(begins.astimezone(zone).date(), hour, zone)
    return opens if opens >= begins else datetime.combine(opens.date() + timedelta(1), hour, zone)


def _calendar(desk: Desk, name: str) -> ReleaseCalendar:
    return release_calendar(desk, source_of(desk, name)) or ReleaseCalendar(desk.settings.time_zone)


def source_of(desk: Desk, name: str) -> str:
    """Return the source of the briefing's figures."""
    return desk.briefing(name).figures.source


def _released(desk: Desk, store: FigureStore, name: str, frequency: str) -> Sequence[Period]:
    chosen = desk.briefing(name).selection
    periods = released_periods(store, chosen, store.releases.vintage(chosen.source, None, chosen))
    return [period for period in periods if own_frequency(period) == frequency]
