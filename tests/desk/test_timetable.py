"""The timetable: the moment at which an edition is due, in zones that turn their clocks, by days of other zones."""

import os
from datetime import UTC
from pathlib import Path

import pytest

from generator.intake.timetable import when
from generator.settings.wiring import open_desk
from generator.trade.period import Period

DESK = """\
publisher: {{name: {{en: Trade Desk}}, dateline: {{en: Islamabad}}, contact: desk@example.org}}
time_zone: {zone}
schedule: {{at: "{at}"}}
mail: {{transport: folder, from: Desk <desk@example.org>}}
sources:
  customs:
    kind: tables
    title: {{en: Statistics Office}}
    columns: {{period: month, code: hs, value: usd, published: day}}
    reporter: PAK
    partner: DEU
    flow: export
    calendar: {calendar}
"""
BRIEFING = """\
title: {en: Salt}
frequency: [monthly, quarterly, annual]
figures: {source: customs, reporter: PAK, partner: DEU, flow: export, codes: ["2501"]}
"""
SHANGHAI = "{like: gacc, dates: {2026-03: 2026-04-14}}"


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
def test_an_edition_is_due(tmp_path: Path, zone: str, at: str, calendar: str, period: str, due: str) -> None:
    """Counted by hand from the zone's rules; the same moment is its first and its due one."""
    (tmp_path / "briefings").mkdir()
    (tmp_path / "desk.yaml").write_text(DESK.format(zone=zone, at=at, calendar=calendar), "utf-8")
    (tmp_path / "briefings" / "salt.yaml").write_text(BRIEFING, "utf-8")
    desk = open_desk(tmp_path, os.environ)
    with desk.store:
        found = when(desk.desk, "salt", Period.parse(period))
    assert f"{due[:-1]}:00+00:00" == found.due.astimezone(UTC).isoformat()
    assert found.first == found.due
