"""The clock of a desk that came out of a backup: nothing goes twice because nobody knows what went out since."""

from datetime import timedelta
from pathlib import Path

import pytest

from generator.readers.resolution import confirm
from generator.settings.wiring import open_desk
from tests.desk.clock_desk import BRIEFING, START, ClockDesk, HandSet, made
from tests.desk.conftest import StarterDesk

PAST = ("2025-01", "2025-02", "2025-03", "2025-04", "2025-12", "2026-01")


def begun(folder: Path, briefing: str = BRIEFING) -> ClockDesk:
    """Return a desk whose January went out, and that awaits February since nine in the morning of its day."""
    desk = made(folder, START - timedelta(days=28), briefing=briefing)
    desk.publish(*PAST)
    assert 0 == desk.desk.run("build", "salt", "--period", "2026-01").code
    assert 0 == desk.desk.run("approve", "salt/2026-01").code
    assert 0 == desk.desk.run("send", "salt/2026-01", "--yes").code
    desk.clock.at = START + timedelta(hours=2)
    return desk


def came_back(desk: ClockDesk) -> ClockDesk:
    """Return the desk that a backup of `desk` makes, on a machine whose clock goes alike."""
    backup, folder = desk.desk.folder.parent / "kept.tar", desk.desk.folder.parent / "again"
    assert 0 == desk.desk.run("backup", str(backup)).code
    assert 0 == desk.desk.run("restore", str(backup), "--into", str(folder)).code
    return ClockDesk(StarterDesk(folder), HandSet(desk.clock.at, desk.clock.gone))


def confirmed(desk: ClockDesk, *, nothing_went_out: bool = False) -> None:
    """Let a person confirm at the time of the desk's clock."""
    opened = open_desk(desk.desk.folder, {})
    with opened.store:
        confirm(opened.desk, opened.store, "Ann", desk.clock.at, nothing_went_out=nothing_went_out)


def lifted(desk: ClockDesk, edition: str) -> None:
    """Let a person let an edition go."""
    done = desk.desk.run("hold", edition, "--lift", "--because", "nobody has it", "--by", "Ann")
    assert 0 == done.code, done.said


@pytest.mark.parametrize("is_made", [True, False])
def test_what_was_due_before_somebody_confirmed_goes_only_by_a_person(tmp_path: Path, *, is_made: bool) -> None:
    """Made before the backup, or after the restore: the other machine may have sent it; what is due later goes."""
    desk = begun(tmp_path / "desk")
    desk.tick()
    desk.publish("2026-02")
    if is_made:
        assert 0 == desk.desk.run("build", "salt", "--period", "2026-02").code  # drafted; it needs no yes
    again = came_back(desk)
    again.clock.on(days=1)
    confirmed(again)
    again.tick()
    again.clock.on(minutes=11)
    again.tick()
    assert ["2026-01", "2026-01"] == again.letters()
    row = again.rows()["2026-02"]
    assert ("approve", "held") == (row.step, row.word)
    assert "r1 is held: restored: may have gone out since kept.tar, taken" in row.said
    assert "held: salt/2026-02: restored: may have gone out since kept.tar" in again.desk.run("status", "--check").said
    again.clock.on(days=31)
    again.publish("2026-03")
    again.tick()
    assert ["2026-01", "2026-01", "2026-03", "2026-03"] == again.letters()
    lifted(again, "salt/2026-02")
    again.tick()
    assert ["2026-01", "2026-01", "2026-02", "2026-02", "2026-03", "2026-03"] == again.letters()
