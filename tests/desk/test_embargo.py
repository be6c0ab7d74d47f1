"""The embargo: on the day of the release nothing is sent before its hour, by the clock or by hand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.editions.edition_names import NamedEdition
from generator.errors import NotApproved
from generator.readers.send import planned, send
from generator.settings.wiring import open_desk
from tests.desk.clock_desk import BRIEFING, SETTINGS, START, made

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
