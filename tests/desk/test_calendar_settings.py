"""The calendar of a source, as a desk writes it."""

from datetime import date

import jsonschema  # type: ignore[import-untyped]
import pytest

from generator.errors import SettingsError
from generator.settings.desk import Desk, read_desk
from generator.settings.schemas import schemas
from generator.settings.wiring import release_calendar
from generator.settings.yaml_reader import read_yaml
from generator.trade.period import Period

DESK = """\
publisher:
  name: {en: Trade Desk}
  contact: desk@example.org
  dateline: {en: Geneva}
time_zone: Europe/Zurich
sources:
  customs:
    kind: tables
    title: {en: Customs Office}
    reporter: CHN
    partner: PAK
    flow: import
    columns: {period: Month, code: HS, value: USD}
mail:
  from: Trade Desk <desk@example.org>
"""


def written(calendar: str) -> str:
    """Return desk.yaml with the `calendar` of its source."""
    return DESK.replace("mail:\n", f"    calendar: {calendar}\nmail:\n")


def desk(calendar: str) -> Desk:
    """Return the desk whose source has that calendar."""
    return read_desk({"desk.yaml": written(calendar).encode()})


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
    found = release_calendar(desk(calendar), "customs")
    assert found is not None
    day = found.expected(Period.parse(month))
    assert expected == (day.on, day.about, found.time_zone)


def test_months_come_together_or_apart_as_the_desk_says() -> None:
    """An empty list takes back what ships."""
    found = [release_calendar(desk(text), "customs") for text in ("{combined: [[1, 2]]}", "{like: gacc, combined: []}")]
    due = [str(one.due_period(Period.parse("2026-01"))) for one in found if one]
    assert ["2026-01..2026-02", "2026-01"] == due


def test_a_table_has_no_calendar_of_its_own() -> None:
    """Nothing is expected of a source that nobody described."""
    assert release_calendar(read_desk({"desk.yaml": DESK.encode()}), "customs") is None


def test_a_calendar_fits_the_published_schema() -> None:
    """With every key."""
    text = written("{like: gacc, day: 20, months_after: 1, combined: [[1, 2]], dates: {2026-11: 2026-12-18}}")
    jsonschema.validate(read_yaml("x", text).data, schemas()["desk"], cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    ("calendar", "said"),
    [
        ("{like: gac}", "desk.yaml:14: like has gac; expected 'gacc', 'comtrade', 'eurostat' or 'pink-sheet'."),
        ("{months_after: 2}", "desk.yaml:14: calendar has months_after without a day. Write day: beside it."),
        (
            "{dates: {2026-11: 2026-11-18}}",
            "desk.yaml:14: calendar cannot be used: 2026-11 cannot be out on 2026-11-18, before it has ended.",
        ),
        (
            "{combined: [[2, 1]]}",
            "desk.yaml:14: calendar cannot be used: combined months 2 to 1 are no run within a year.",
        ),
        ("{dates: {2026-11: soon}}", "desk.yaml:14: 2026-11 is 'soon', which is no day. Write it as 2026-03-20."),
        ("{day: 32}", "desk.yaml:14: day has 32; expected less than or equal to 31. For example: day: 20"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_with_its_line(calendar: str, said: str) -> None:
    """One line says where, what and what to write instead."""
    with pytest.raises(SettingsError) as fault:
        desk(calendar)
    assert said == str(fault.value)
