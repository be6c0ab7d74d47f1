"""A clock that was set: what it wrote down while it ran ahead holds nothing up, and nothing stale slips through."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.desk.clock_desk import BRIEFING, SETTINGS, START, ClockDesk, made

PAST = ("2025-01", "2025-02", "2025-12", "2026-01")
EMBARGO = 'schedule: {embargo: "15:00"}\n'


@pytest.fixture
def waiting(tmp_path: Path) -> ClockDesk:
    """Return a desk whose edition is made and waits for three o'clock in Karachi."""
    found = made(tmp_path / "desk", START + timedelta(hours=2), SETTINGS, BRIEFING.replace("html, ", "") + EMBARGO)
    found.publish(*PAST, "2026-02")
    assert "2026-02 r1 may be sent from 15:00 on" == found.tick()[-1]
    return found


def test_what_waits_for_its_hour_is_stale_after_months_without_the_clock(waiting: ClockDesk) -> None:
    """It was let go, and the clock stopped before the hour came: it is held then, and nobody gets old news."""
    waiting.clock.on(days=64)
    assert f"2026-02 r1 is held: {_STALE.format(64)}" in waiting.tick()
    assert [] == waiting.letters()


_STALE = "stale: out since 2026-03-05, {} days ago; 10 days is the limit"


def test_nothing_is_asked_at_night(tmp_path: Path) -> None:
    """A clock that starts at four in the morning waits for nine, though the day of the figures was yesterday."""
    desk = made(tmp_path / "desk", START + timedelta(hours=2))
    desk.publish(*PAST)
    desk.tick()
    desk.clock.on(hours=18)
    before = desk.rows()["2026-02"]
    desk.tick()
    assert before.tries == desk.rows()["2026-02"].tries
    desk.clock.on(hours=6)
    desk.tick()
    assert before.tries + 1 == desk.rows()["2026-02"].tries
