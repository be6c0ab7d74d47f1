"""The clock of a desk that came out of a backup: nothing goes twice because nobody knows what went out since."""

from datetime import timedelta
from pathlib import Path

import pytest

from generator.readers.restore_confirmation import confirm
from generator.settings.wiring import open_desk
from tests.desk.clock_desk import BRIEFING, START, ClockDesk, HandSet, made
from tests.desk.conftest import StarterDesk

PAST = ("2025-01", "2025-02", "2025-03", "2025-04", "2025-12", "2026-01")
ONE = BRIEFING.replace("approval: none", "approval: one")


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


def test_where_nothing_went_out_all_goes(tmp_path: Path) -> None:
    """A desk that moves to another machine goes on where it stopped."""
    desk = begun(tmp_path / "desk")
    desk.tick()
    desk.publish("2026-02")
    assert 0 == desk.desk.run("build", "salt", "--period", "2026-02").code
    again = came_back(desk)
    confirmed(again, nothing_went_out=True)
    again.tick()
    assert ["2026-01", "2026-01", "2026-02", "2026-02"] == again.letters()


def test_a_correction_of_what_is_known_to_be_out_is_held_by_nobody(tmp_path: Path) -> None:
    """A person makes it, of an edition that the backup knows as published."""
    again = came_back(begun(tmp_path / "desk"))
    confirmed(again)
    mended = tmp_path / "mended.csv"
    mended.write_text("month,hs,usd,day\n2026-01,2501,2345678,2026-03-05\n", "utf-8")
    assert 0 == again.desk.run("ingest", str(mended), "--source", "customs").code
    done = again.desk.run("correct", "salt/2026-01", "--note", "A line was wrong.")
    assert 0 == done.code, done.said
    assert 0 == again.desk.run("approve", "salt/2026-01/r2").code


@pytest.mark.parametrize("nothing_went_out", [True, False])
def test_a_desk_that_is_confirmed_no_longer_says_that_it_waits_for_that(
    tmp_path: Path, *, nothing_went_out: bool
) -> None:
    """What it said meanwhile is over at once, before another look; that look says why it waits now."""
    again = came_back(begun(tmp_path / "desk", ONE))
    again.publish("2026-02", day="2026-03-05")
    again.clock.on(days=4)
    again.tick()
    waits = "late: salt/2026-02: r1 waits, nothing is sent: this desk was restored"
    assert waits in again.desk.run("status", "--check").said
    confirmed(again, nothing_went_out=nothing_went_out)
    assert "nothing is sent" not in again.desk.run("status", "--check").said
    again.clock.on(minutes=1)
    again.tick()
    row = again.rows()["2026-02"]
    assert ("late" if nothing_went_out else "held", "approve") == (row.word, row.step)
    assert "nothing is sent" not in row.said


def test_what_was_stale_stays_stale_in_a_restored_desk(tmp_path: Path) -> None:
    """It is not late, and the operators hear nothing anew."""
    desk = begun(tmp_path / "desk", ONE)
    desk.publish("2026-02", day="2026-03-05")
    desk.tick()
    desk.clock.on(days=20)
    desk.tick()
    assert "stale" == desk.rows()["2026-02"].word
    again = came_back(desk)
    again.clock.on(minutes=10)
    assert [] == again.tick()
    assert "stale" == again.rows()["2026-02"].word
