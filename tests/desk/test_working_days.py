"""Working days against the lists that governments published for 2026; the timetable in zones that turn their clocks."""

from datetime import date, timedelta

import pytest

from generator.intake.timetable import working_day

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
# The Cabinet Division's notification as printed on 19 January 2026, without the days that follow the moon:
# https://en.dailypakistan.com.pk/19-Jan-2026/public-holidays-in-pakistan-2026-revealed-check-notification-here
PAKISTAN_FREE = ("02-05", "03-23", "05-01", "05-28", "08-14", "11-09", "12-25")
PAKISTAN_BY_THE_MOON = ("03-21", "03-22", "03-23", "05-27", "05-28", "05-29", "06-24", "06-25", "08-25")


def is_worked(day: date, country: str) -> bool:
    """Say whether the program counts a day: whether it is the first after the day before it."""
    return day == working_day(day - timedelta(days=1), 1, [country])


def test_chinas_year_is_that_of_the_notice() -> None:
    """All 365 days: free ones, and the weekends that are worked in their place."""
    free = {day for day in YEAR for first, last in CHINA_FREE if first <= f"{day:%m-%d}" <= last}
    worked = [day for day in YEAR if f"{day:%m-%d}" in CHINA_WORKED or (day.weekday() < 5 and day not in free)]
    assert worked == [day for day in YEAR if is_worked(day, "CN")]


def test_pakistans_fixed_days_are_those_of_the_notification() -> None:
    """Every other weekday is worked, but within two days of one that follows the moon."""
    moon = {
        date.fromisoformat(f"2026-{day}") + timedelta(days=off)
        for day in PAKISTAN_BY_THE_MOON
        for off in (-2, -1, 0, 1, 2)
    }
    certain = [day for day in YEAR if day not in moon or f"{day:%m-%d}" in PAKISTAN_FREE]
    worked = [day for day in certain if day.weekday() < 5 and f"{day:%m-%d}" not in PAKISTAN_FREE]
    assert worked == [day for day in certain if is_worked(day, "PK")]


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
