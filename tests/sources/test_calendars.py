"""Release calendars: what is due when, for any month, with any knowledge of a desk's own."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sources.release_calendar import (
    SHIPPED,
    Holding,
    ReleaseCalendar,
    ReleaseRule,
    due_periods,
    shipped,
    standing,
)
from generator.trade.period import Period

LINES = [line for line in (Path(__file__).parent / "calendar.txt").read_text().splitlines() if line and line[0] != "#"]
CASES = [(case, said.strip()) for case, said in zip(LINES[::2], LINES[1::2], strict=True)]
CASE = re.compile(
    r"(?P<calendar>\S+?)(:(?P<reporter>\w+))? (?P<period>\S+) on (?P<today>\S{10})"
    r"(, (?P<extent>partial|complete)(?P<restated> and restated)? of (?P<released>\S+))?"
    r" => (?P<word>[a-z ]+), (?P<on>\S+)"
)
WORDS = ("not due", "due", "late")

months = st.builds(Period, first=st.integers(2015 * 12, 2031 * 12 - 1), months=st.just(1))
spans = st.sampled_from([(), ((1, 2),), ((11, 12),), ((1, 2), (3, 6))])
own = st.builds(
    lambda day, after, combined: {"day": day, "months_after": after, "combined": combined},
    *(st.one_of(st.none(), st.integers(1, 31)), st.integers(1, 3), st.one_of(st.none(), spans)),
)
singles = st.dictionaries(months, st.integers(1, 90), max_size=4).map(
    lambda found: {month: last_day(month) + timedelta(days) for month, days in found.items()}
)
calendars = st.builds(
    lambda name, over, dates: shipped(name).with_own(**over, dates=dates), st.sampled_from(SHIPPED), own, singles
)


def last_day(month: Period) -> date:
    """Return the day before the next month's first."""
    after = month.last.step(1)
    return date(after.year, after.first % 12 + 1, 1) - timedelta(1)


def at(text: str) -> Period:
    """Return the period that `text` writes."""
    return Period.parse(text)


@pytest.mark.parametrize(("case", "said"), CASES)
def test_a_period_stands_as_the_table_says(case: str, said: str) -> None:
    """Word, day and sentence, from the announcements."""
    told = CASE.fullmatch(case)
    assert told is not None, case
    released = date.fromisoformat(told["released"]) if told["released"] else None
    held = Holding(told["extent"] or "none", released, restated=bool(told["restated"]))  # type: ignore[arg-type]
    today, calendar = date.fromisoformat(told["today"]), shipped(told["calendar"], told["reporter"] or "")
    found = standing(calendar, at(told["period"]), today, held)
    assert (told["word"], told["on"], said) == (found.word, str(found.on).lower(), found.sentence)


@given(calendar=calendars, month=months, day=st.integers(0, 800), later=st.integers(0, 800))
def test_time_only_goes_from_not_due_to_due_to_late(
    calendar: ReleaseCalendar, month: Period, day: int, later: int
) -> None:
    """A month that nobody has is never less due on a later day, and never due before it has ended."""
    days = [last_day(month) + timedelta(count) for count in (0, day, day + later)]
    found = [WORDS.index(standing(calendar, month, today).word) for today in days]
    assert (0, sorted(found)) == (found[0], found)


@given(calendar=calendars, month=months)
def test_every_month_comes_out_once(calendar: ReleaseCalendar, month: Period) -> None:
    """It lies in the period with which it is due, and so does every other month of that period."""
    due = calendar.due_period(month)
    assert month in due.split()
    assert {due} == {calendar.due_period(other) for other in due.split()}


@given(calendar=calendars, since=months, count=st.integers(0, 1200))
def test_due_periods_are_those_that_do_not_stand_as_not_due(
    calendar: ReleaseCalendar, since: Period, count: int
) -> None:
    """Each month from the first one on is in exactly one of them, or is not due."""
    today = last_day(since) + timedelta(count)
    found = due_periods(calendar, since, today)
    for month in (since.step(ahead) for ahead in range(45)):
        holds = [period for period in found if month in period.split()]
        assert (standing(calendar, month, today).word != "not due") == (len(holds) == 1)


def test_due_periods_of_a_winter() -> None:
    """January with February, once they are there; a month in the middle of them brings both."""
    found = [due_periods(shipped("gacc"), at("2025-02"), date(2025, *day)) for day in ((3, 19), (3, 20), (4, 20))]
    assert [[], ["2025-01..2025-02"], ["2025-01..2025-02", "2025-03"]] == [[str(due) for due in one] for one in found]


def test_an_announced_day_says_where_it_was_announced() -> None:
    """An assumed one names no address."""
    found = [shipped("gacc").expected(at(month)) for month in ("2025-10", "2026-10")]
    assert [(False, True), (True, False)] == [(one.about, one.address.startswith("http")) for one in found]


def test_a_day_of_ones_own_goes_over_the_announced_and_holds_about() -> None:
    """The last day of a shorter month stands for the 31st; which months come together stays."""
    own = shipped("gacc").with_own(day=31, months_after=2)
    found = [own.expected(at(month)) for month in ("2025-02", "2025-04", "2019-12")]
    expected = [date(2025, 4, 30), date(2025, 6, 30), date(2020, 2, 29)]
    assert [(day, True) for day in expected] == [(one.on, one.about) for one in found]
    assert at("2025-01..2025-02") == found[0].combined


def test_a_single_date_goes_before_every_rule() -> None:
    """A month that was announced alone is alone, and so is the other one."""
    own = shipped("gacc").with_own(dates={at("2025-01"): date(2025, 2, 18)})
    found = [own.expected(at(month)) for month in ("2025-01", "2025-02")]
    assert [(date(2025, 2, 18), None, False), (date(2025, 3, 20), None, False)] == [
        (one.on, one.combined, one.about) for one in found
    ]


@pytest.mark.parametrize(
    ("dates", "reason"),
    [
        ({"2026-11": "2026-11-30"}, "2026-11 cannot be out on 2026-11-30, before it has ended"),
        ({"2026-11": "2027-01-20", "2026-11..2026-12": "2027-01-20"}, "2026-11 and 2026-11..2026-12 share a month"),
    ],
)
def test_dates_that_cannot_be_are_refused(dates: dict[str, str], reason: str) -> None:
    """With the period that is meant."""
    with pytest.raises(ValueError, match=re.escape(reason)):
        ReleaseCalendar("UTC", dates={at(period): date.fromisoformat(day) for period, day in dates.items()})


@pytest.mark.parametrize("combined", [((2, 1),), ((1, 1),), ((11, 13),), ((1, 3), (3, 4))])
def test_months_that_cannot_come_together_are_refused(combined: tuple[tuple[int, int], ...]) -> None:
    """A run within one year, and no month in two."""
    with pytest.raises(ValueError, match="combined months"):
        ReleaseRule(20, 20, combined=combined)


def test_a_quarter_has_no_day_while_one_of_its_months_has_none() -> None:
    """Two known days say nothing about the third."""
    dates = {at("2026-07"): date(2026, 8, 20), at("2026-08"): date(2026, 9, 22)}
    found = ReleaseCalendar("UTC", dates=dates).expected(at("2026-Q3"))
    assert (None, date(2026, 10, 1), True) == (found.on, found.not_before, found.about)
