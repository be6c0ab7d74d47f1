"""The embargo: on the day of the release nothing is sent before its hour, by the clock or by hand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.editions.edition_names import NamedEdition
from generator.errors import NotApproved
from generator.readers.send import planned, send
from generator.settings.wiring import open_desk
from tests.desk.clock_desk import BRIEFING, SETTINGS, START, ClockDesk, made
from tests.desk.conftest import Result

PAST = ("2025-01", "2025-02", "2025-12", "2026-01")
EMBARGO = 'schedule: {embargo: "15:00"}\n'
FEBRUARY = NamedEdition("salt", "2026-02", 1)


def test_send_by_hand_keeps_it(tmp_path: Path) -> None:
    """Before three o'clock in Karachi it is refused, with the hour; from then on it goes."""
    desk = made(tmp_path / "desk", START, SETTINGS, BRIEFING + EMBARGO)
    desk.publish(*PAST, "2026-02")
    assert 0 == desk.desk.run("build", "salt", "--period", "2026-02").code
    opened = open_desk(desk.desk.folder, {})
    early = datetime(2026, 3, 5, 9, 59, 59, tzinfo=UTC)
    with opened.store, opened.held():
        for deed in (
            lambda: planned(opened.desk, opened.store, opened.shelf, FEBRUARY, "Ann", early),
            lambda: send(opened.desk, opened.store, opened.shelf, FEBRUARY, "Ann", lambda: early),
        ):
            with pytest.raises(NotApproved, match="under embargo: it may be sent from 2026-03-05 15:00 on"):
                deed()
        assert [] == desk.letters()
        assert (
            "published"
            == send(
                opened.desk, opened.store, opened.shelf, FEBRUARY, "Ann", lambda: early + timedelta(seconds=1)
            ).state
        )
    assert ["2026-02", "2026-02"] == desk.letters()


def test_a_month_that_comes_late_holds_its_quarter(tmp_path: Path) -> None:
    """November and December came in January, October comes today: what of it is in the quarter waits for the hour."""
    briefing = BRIEFING.replace("frequency: monthly", "frequency: quarterly") + EMBARGO
    desk = made(tmp_path / "desk", START, SETTINGS, briefing)
    desk.publish("2025-11", "2025-12", day="2026-01-05")
    desk.publish("2025-10")
    assert 0 == desk.desk.run("build", "salt", "--period", "2025-Q4").code
    opened = open_desk(desk.desk.folder, {})
    early = datetime(2026, 3, 5, 9, 59, 59, tzinfo=UTC)
    with opened.store, pytest.raises(NotApproved, match="it may be sent from 2026-03-05 15:00 on"):
        planned(opened.desk, opened.store, opened.shelf, NamedEdition("salt", "2025-Q4", 1), "Ann", early)


@pytest.mark.parametrize("is_before", [True, False])
def test_who_approves_is_told_from_when_it_may_go(tmp_path: Path, *, is_before: bool) -> None:
    """Not to send it at once: the figures came out today, and the hour is to come; none where it is over."""
    now = datetime.now(UTC)
    hour = "23:59" if is_before else "00:00"
    zone = f"Etc/GMT{now.hour - 12:+d}"  # where it is about noon
    day = now.astimezone(ZoneInfo(zone)).date().isoformat()
    settings = SETTINGS.replace("Asia/Karachi", zone)
    briefing = BRIEFING.replace("approval: none", "approval: one") + f'schedule: {{embargo: "{hour}"}}\n'
    desk = made(tmp_path / "desk", START, settings, briefing)
    desk.publish(*PAST, "2026-02", day=day)
    assert 0 == desk.desk.run("build", "salt", "--period", "2026-02").code
    said = _approved(desk).said
    assert is_before == (f"tradebrief send salt/2026-02, from {day} 23:59 on; where the clock runs" in said)
    sent = desk.desk.run("send", "salt/2026-02", "--yes")
    assert (3 if is_before else 0) == sent.code, sent.said


def _approved(desk: ClockDesk) -> Result:
    done = desk.desk.run("approve", "salt/2026-02", "--by", "Ann")
    assert 0 == done.code, done.said
    return done
