"""The calendar of a source as a desk writes it, the days and moments of editions, and the working days of 2026."""

import re
from datetime import UTC, date, timedelta

import pytest

from generator.errors import SettingsError
from generator.intake.timetable import when, working_day
from generator.settings.desk import Desk, read_desk
from generator.settings.wiring import release_calendar
from generator.trade.period import Period

SETTINGS = """\
publisher: {name: {en: Trade Desk}, dateline: {en: Geneva}, contact: desk@example.org}
time_zone: Europe/Zurich
schedule: {at: "09:00"}
mail: {from: Trade Desk <desk@example.org>}
sources:
  customs:
    kind: tables
    title: {en: Customs Office}
    columns: {period: Month, code: HS, value: USD}
    reporter: CHN
    partner: PAK
    flow: import
"""
BRIEFING = b"""\
title: {en: Salt}
frequency: [monthly, quarterly, annual]
figures: {source: customs, reporter: CHN, partner: PAK, flow: import, codes: ["2501"]}
"""
SHANGHAI = "{like: gacc, dates: {2026-03: 2026-04-14}}"


def written(calendar: str) -> str:
    """Return desk.yaml with the `calendar` of its source."""
    return f"{SETTINGS}    calendar: {calendar}\n"


def desk(text: str) -> Desk:
    """Return the desk of that desk.yaml."""
    return read_desk({"desk.yaml": text.encode(), "briefings/salt.yaml": BRIEFING})


@pytest.mark.parametrize(
    ("calendar", "month", "expected"),
    [
        ("{like: gacc}", "2025-10", (date(2025, 11, 20), False, "Asia/Shanghai")),
        ("{like: gacc, day: 18}", "2025-10", (date(2025, 11, 18), True, "Asia/Shanghai")),
        ("{like: gacc, dates: {2026-11: 2026-12-18}}", "2026-11", (date(2026, 12, 18), False, "Asia/Shanghai")),
        ("{like: gacc, dates: {2026-11: 2026-12-18}}", "2026-10", (date(2026, 11, 20), True, "Asia/Shanghai")),
        ("{like: comtrade}", "2025-01", (date(2026, 10, 13), True, "UTC")),  # of China, which the source is about
        ("{day: 5, months_after: 2}", "2026-12", (date(2027, 2, 5), True, "Europe/Zurich")),
        ("{combined: [[1, 2]]}", "2026-01", (None, True, "Europe/Zurich")),
    ],
)
def test_what_a_desk_knows_goes_over_what_ships(
    calendar: str, month: str, expected: tuple[date | None, bool, str]
) -> None:
    """A day holds about, a date for certain; days are those of the publisher's place, or of the desk."""
    found = release_calendar(desk(written(calendar)), "customs")
    assert found is not None
    day = found.expected(Period.parse(month))
    assert expected == (day.on, day.about, found.time_zone)


@pytest.mark.parametrize(
    ("calendar", "said"),
    [
        ("{like: gac}", "like has gac; expected 'gacc', 'comtrade', 'eurostat' or 'pink-sheet'."),
        ("{months_after: 2}", "calendar has months_after without a day."),
        ("{dates: {2026-11: 2026-11-18}}", "2026-11 cannot be out on 2026-11-18, before it has ended."),
        ("{combined: [[2, 1]]}", "combined months 2 to 1 are no"),
        ("{dates: {2026-11: soon}}", "2026-11 is 'soon'"),
        ("{day: 32}", "day has 32; expected less than or equal to 31."),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_with_its_line(calendar: str, said: str) -> None:
    """One line says where, what and what to write instead."""
    with pytest.raises(SettingsError, match=f"^desk.yaml:13: .*{re.escape(said)}"):
        desk(written(calendar))


@pytest.mark.parametrize(
    ("zone", "at", "calendar", "period", "due"),
    [
        # Half past two comes never, or twice: it is then what the clock would show if it had not been turned yet.
        ("Europe/Zurich", "02:30", "{dates: {2026-02: 2026-03-29}}", "2026-02", "2026-03-29T01:30Z"),
        ("Europe/Zurich", "02:30", "{dates: {2026-09: 2026-10-25}}", "2026-09", "2026-10-25T00:30Z"),
        ("America/New_York", "02:30", "{dates: {2026-02: 2026-03-08}}", "2026-02", "2026-03-08T07:30Z"),
        ("America/New_York", "01:30", "{dates: {2026-09: 2026-11-01}}", "2026-09", "2026-11-01T05:30Z"),
        ("Pacific/Auckland", "02:30", "{dates: {2026-08: 2026-09-27}}", "2026-08", "2026-09-26T14:30Z"),
        # The day of a publisher in Shanghai begins in the afternoon of the day before, or in the morning.
        ("Pacific/Honolulu", "09:00", SHANGHAI, "2026-03", "2026-04-13T19:00Z"),
        ("Pacific/Auckland", "09:00", SHANGHAI, "2026-03", "2026-04-13T21:00Z"),
        ("Europe/Zurich", "09:00", SHANGHAI, "2026-03", "2026-04-14T07:00Z"),
        ("Asia/Shanghai", "09:00", SHANGHAI, "2026-03", "2026-04-14T01:00Z"),
        ("Asia/Karachi", "09:00", SHANGHAI, "2026-03", "2026-04-14T04:00Z"),
        ("Asia/Karachi", "09:00", "{day: 31}", "2028-01", "2028-02-29T04:00Z"),
        ("Asia/Karachi", "09:00", "{day: 31}", "2026-11", "2026-12-31T04:00Z"),
        ("Asia/Karachi", "09:00", "{day: 18, combined: [[1, 2]]}", "2026-01..2026-02", "2026-03-18T04:00Z"),
        # A quarter is due with the last of its months, and March with a day of its own is not the last but due last.
        ("Asia/Karachi", "09:00", "{day: 18}", "2026-Q2", "2026-07-18T04:00Z"),
        ("Asia/Karachi", "09:00", "{day: 18, combined: [[1, 2]]}", "2026-Q1", "2026-04-18T04:00Z"),
        ("Asia/Karachi", "09:00", "{day: 18, dates: {2026-05: 2026-08-03}}", "2026-Q2", "2026-08-03T04:00Z"),
        ("Asia/Karachi", "09:00", "{day: 20, months_after: 3}", "2026", "2027-03-20T04:00Z"),
    ],
)
def test_an_edition_is_due(zone: str, at: str, calendar: str, period: str, due: str) -> None:
    """Counted by hand from the zone's rules; the same moment is its first and its due one."""
    text = written(calendar).replace("Europe/Zurich", zone).replace("09:00", at)
    found = when(desk(text), "salt", Period.parse(period))
    assert f"{due[:-1]}:00+00:00" == found.due.astimezone(UTC).isoformat()
    assert found.first == found.due


YEAR = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
# The State Council's notice of 4 November 2025 as Xinhua printed it:
# https://epaper.zsnews.cn/epaper/zsrb/paperdate/20251105/part/1/articleid/3.html
CHINA_FREE = (
    ("01-01", "01-03"),
    ("02-15", "02-23"),
    ("04-04", "04-06"),
    ("05-01", "05-05"),
    ("06-19", "06-21"),
    ("09-25", "09-27"),
    ("10-01", "10-07"),
)
CHINA_WORKED = ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")


def is_worked(day: date, country: str) -> bool:
    """Say whether the program counts a day: whether it is the first after the day before it."""
    return day == working_day(day - timedelta(days=1), 1, [country])


def test_chinas_year_is_that_of_the_notice() -> None:
    """All 365 days: free ones, and the weekends that are worked in their place."""
    free = {day for day in YEAR for first, last in CHINA_FREE if first <= f"{day:%m-%d}" <= last}
    worked = [day for day in YEAR if f"{day:%m-%d}" in CHINA_WORKED or (day.weekday() < 5 and day not in free)]
    assert worked == [day for day in YEAR if is_worked(day, "CN")]


@pytest.mark.parametrize(
    ("after", "countries", "day"),
    [
        ("2026-01-31", [], "2026-02-06"),
        ("2026-01-31", ["PK"], "2026-02-09"),  # the fifth of February is free
        ("2026-02-28", ["CN"], "2026-03-06"),
        ("2026-09-30", ["CN"], "2026-10-13"),  # a week is free, Saturday the 10th is worked
        ("2026-09-30", ["CN", "PK"], "2026-10-14"),  # in China alone
        ("2026-12-31", ["PK"], "2027-01-07"),
    ],
)
def test_the_fifth_working_day(after: str, countries: list[str], day: str) -> None:
    """Counted from the month's last day, on which all of the countries work."""
    assert date.fromisoformat(day) == working_day(date.fromisoformat(after), 5, countries)
