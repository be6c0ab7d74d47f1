"""The clock: each edition is made and sent once, in order, when its figures are out; what is old is made and held."""

import os
import re
import shutil
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.editions.edition_names import NamedEdition
from generator.errors import DeskBusy, NotApproved
from generator.readers.resolution import confirm
from generator.readers.send import planned, send
from generator.service.tick import jumped
from generator.settings.wiring import open_desk
from generator.store import Look
from generator.trade.period import Period
from tests.delivery.scripted_server import HOST, serving
from tests.desk.clock_desk import BRIEFING, SETTINGS, START, ClockDesk, HandSet, made, running
from tests.desk.conftest import StarterDesk
from tests.desk.mailed import enlist

PAST = ("2025-01", "2025-02", "2025-03", "2025-12", "2026-01")


@pytest.fixture(scope="module")
def january(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk whose newest month, January 2026, is made by hand and out; tests copy it, none changes it."""
    found = made(tmp_path_factory.mktemp("january") / "desk", START - timedelta(days=28))
    found.publish(*PAST)
    assert 0 == found.desk.run("build", "salt", "--period", "2026-01").code
    assert 0 == found.desk.run("send", "salt/2026-01", "--yes").code
    return found.desk.folder


@pytest.fixture
def desk(january: Path, tmp_path: Path) -> ClockDesk:
    """Return a copy of it, at eight in the morning of the day on which February is due."""
    shutil.copytree(january, tmp_path / "desk", symlinks=True)
    return ClockDesk(StarterDesk(tmp_path / "desk"), HandSet(START))


def test_an_edition_is_made_and_sent_once_when_its_figures_are_there(desk: ClockDesk) -> None:
    """It is awaited, asked for again, made, sent to both readers; another look finds nothing to do."""
    assert [] == desk.tick()  # it is not yet nine
    desk.clock.on(hours=2)
    assert ["2026-02 due since 2026-03-05 09:00"] == desk.tick()[:1]
    assert ("pull", "slip") == (desk.rows()["2026-02"].step, desk.rows()["2026-02"].word)
    desk.publish("2025-02", "2026-02")
    said = desk.tick()
    assert "customs: 2025-02-2026-03-05.csv, 6 figures of 2026-02" == said[0]
    assert ["2026-02 its figures are here", "2026-02 r1 made", "2026-02 r1 may be sent"] == said[1:4]
    assert "2026-02 r1 published: 2 sent" == said[4]
    assert ["2026-01", "2026-01", "2026-02", "2026-02"] == desk.letters()
    desk.clock.on(hours=5)
    assert [] == desk.tick()
    assert ("done", 4) == (desk.rows()["2026-02"].step, len(desk.letters()))


@pytest.mark.long
def test_what_is_too_old_is_made_and_held_and_the_newest_is_sent(desk: ClockDesk) -> None:
    """A clock that was off for three months makes each month in order, and mails the last one alone."""
    desk.clock.on(days=64, hours=2)  # the eighth of May
    for month in ("02", "03", "04"):
        desk.publish(f"2025-{month}", f"2026-{month}", day=f"2026-0{int(month[1]) + 1}-05")
    said = desk.tick()
    made_in_order = [one.split()[0] for one in said if one.endswith("r1 made")]
    assert ["2026-02", "2026-03", "2026-04"] == made_in_order
    assert ["2026-01", "2026-01", "2026-04", "2026-04"] == desk.letters()
    rows = desk.rows()
    assert ["stale", "stale", ""] == [rows[period].word for period in made_in_order]
    assert "2026-02 r1 is held: stale: out since 2026-03-05, 64 days ago; 10 days is the limit" in said
    assert "held: stale: out since 2026-03-05" in desk.desk.run("status").said
    lifted = desk.desk.run("hold", "salt/2026-02", "--lift", "--because", "the embassy asked for it", "--by", "Ann")
    assert 0 == lifted.code
    desk.tick()
    assert 6 == len(desk.letters()), "a person let it go"


@pytest.mark.long
def test_approval_is_waited_for(tmp_path: Path) -> None:
    """With approval: one nothing is sent before somebody said yes; then the next look sends it."""
    desk = made(tmp_path / "desk", START + timedelta(hours=2), briefing=BRIEFING.replace("none", "one", 1))
    desk.publish(*PAST, "2026-02")
    assert "2026-02 r1 waits for 1 yes: tradebrief approve salt/2026-02" == desk.tick()[-1]
    assert [] == desk.tick()
    assert [] == desk.letters()
    assert 0 == desk.desk.run("approve", "salt/2026-02").code
    assert "2026-02 r1 published: 2 sent" == desk.tick()[-1]
    assert ["2026-02", "2026-02"] == desk.letters()


@pytest.mark.long
def test_a_part_of_the_lines_is_waited_for_until_it_is_late(tmp_path: Path) -> None:
    """Partial is not complete: it is made only once it is late, and only where the briefing says so."""
    listed = SETTINGS.replace("covers: all", "covers: listed")
    for more, last in (("", "pull"), ("schedule: {partial: true}\n", "done")):
        desk = made(tmp_path / f"desk{last}", START + timedelta(hours=2), listed, BRIEFING + more)
        desk.publish(*PAST)
        desk.tick()
        desk.publish("2026-02", lines=("2501", "2515"))
        desk.tick()
        assert ("pull", "partial") == (desk.rows()["2026-02"].step, desk.rows()["2026-02"].word)
        desk.clock.on(days=3, minutes=20)
        desk.tick()
        assert last == desk.rows()["2026-02"].step, desk.rows()["2026-02"]
        assert {"pull": "late", "done": ""}[last] == desk.rows()["2026-02"].word


@pytest.mark.long
def test_a_clock_that_was_set_does_nothing_until_two_looks_agree(desk: ClockDesk) -> None:
    """Forward by forty days, and back: what would be due then is neither asked nor made nor sent."""
    desk.clock.on(minutes=1)
    desk.tick()
    desk.publish("2025-02", "2026-02")
    desk.clock.at += timedelta(days=40)
    assert "the wall clock was set from 2026-03-05 08:01 to 2026-04-14 08:01" in desk.tick()[0]
    desk.clock.on(minutes=1)
    assert [] == desk.tick()
    desk.clock.at -= timedelta(days=40)
    assert "nothing is done until 2 more looks agree" in desk.tick()[0]
    desk.clock.on(minutes=1)
    assert [] == desk.tick()
    desk.clock.on(minutes=1)
    assert ["customs: 2025-02-2026-03-05.csv, 6 figures of 2026-02"] == desk.tick()
    desk.clock.on(hours=2)
    assert "2026-02 r1 published: 2 sent" == desk.tick()[-1]


@pytest.mark.parametrize(
    ("gone", "steady", "boot", "is_jump"),
    [
        (timedelta(hours=3), 3 * 3600, "one", False),
        (timedelta(days=30), 30 * 86400, "one", False),  # asleep
        (timedelta(days=2), 60, "one", True),
        (timedelta(hours=-2), 60, "one", True),
        (timedelta(minutes=-30), 60, "one", False),
        (timedelta(days=90), 5, "two", False),  # off for three months
        (timedelta(days=-1), 5, "two", True),
    ],
)
def test_a_jump_is_told_from_sleep_and_from_months_without_power(
    gone: timedelta, steady: float, boot: str, *, is_jump: bool
) -> None:
    """By seconds since boot, which nobody sets; since another boot only backwards."""
    now = Look(START + gone, 100 + steady, boot)
    assert is_jump == jumped(Look(START, 100, "one"), now)


def test_a_second_clock_is_refused(desk: ClockDesk) -> None:
    """One is enough, and two would ask twice."""
    with running(desk) as one, one.hold_clock(), running(desk) as other:
        with pytest.raises(DeskBusy, match="another clock runs"), other.hold_clock():
            pass
        assert 7 == desk.desk.run("run", "--once").code


def test_settings_that_cannot_be_read_stop_the_clock_until_they_can(desk: ClockDesk) -> None:
    """It is said once, and the operators are told; what is mended is read anew."""
    desk.clock.on(hours=2)
    settings = desk.desk.folder / "desk.yaml"
    whole = settings.read_text("utf-8")
    with running(desk) as one:
        list(one.tick())
        settings.write_text(whole.replace("time_zone", "time_zoen"), "utf-8")
        (said,) = [entry.said for entry in one.tick() if entry.step != "alert"]
        assert "time_zoen" in said
        assert [] == list(one.tick())
        assert [("failed", said)] == [(alert.word, alert.said) for alert in one.parts.store.due.alerts()][-1:]
        settings.write_text(whole, "utf-8")
        desk.publish("2026-02")
        assert "r1 published: 2 sent" in [entry.said for entry in one.tick()]


@pytest.mark.long
def test_a_draft_is_built_anew_of_newer_figures_and_of_what_went_out_the_operators_hear(tmp_path: Path) -> None:
    """A part came first, then all: nobody says yes to the part, and who has it is not forgotten."""
    listed = SETTINGS.replace("covers: all", "covers: listed").replace(
        "late_after: 3d", "late_after: 1h, partial: true"
    )
    for approval, made_anew in (("one", True), ("none", False)):
        briefing = BRIEFING.replace("approval: none", f"approval: {approval}")
        desk = made(tmp_path / f"desk-{approval}", START + timedelta(hours=4), listed, briefing)
        desk.publish(*PAST)
        desk.publish("2026-02", lines=("2501", "2515"))
        desk.tick()
        desk.clock.on(days=1)
        desk.publish("2026-02")
        said = [*desk.tick(), *desk.tick()]
        rebuilt = [one for one in said if "it is built again" in one]
        older = [one for one in said if "r1 is published, and older than the release of 2026-03-06" in one]
        assert (made_anew, not made_anew) == (bool(rebuilt), bool(older)), said
        assert ("2026-02 r1 made" in said) == made_anew
        assert [] == desk.tick()


def test_a_state_file_that_was_deleted_under_the_clock_is_not_written_on(desk: ClockDesk) -> None:
    """It says so and sends nothing: what it would write nobody would find."""
    desk.clock.on(hours=2)
    with running(desk) as one:
        list(one.tick())
        desk.publish("2026-02")
        for file in (desk.desk.folder / "state").glob("state.sqlite*"):
            file.unlink()
        said = [entry.said for entry in one.tick() if entry.step == "look"]
        assert [True] == ["is missing" in one for one in said], said
        assert ["2026-01", "2026-01"] == desk.letters()


@pytest.mark.long
def test_a_correction_waits_for_a_yes_and_goes_by_the_clock(desk: ClockDesk) -> None:
    """Also where no edition asks for one; who said yes need not send."""
    desk.clock.on(hours=2)
    desk.publish("2026-02")
    desk.tick()
    desk.clock.on(days=1)
    lines = f"month,hs,usd,day\n2026-02,2501,2499000,{desk.clock.at.date()}\n"
    lines += f"2026-02,2515,2300000,{desk.clock.at.date()}\n2026-02,2603,2100000,{desk.clock.at.date()}\n"
    (desk.desk.folder / "inbox" / "customs" / "again.csv").write_text(lines, "utf-8")
    desk.tick()
    done = desk.desk.run("correct", "salt/2026-02", "--note", "The office has restated February.")
    assert 0 == done.code, done.said
    desk.tick()
    assert 4 == len(desk.letters())
    assert 0 == desk.desk.run("approve", "salt/2026-02").code
    desk.tick()
    assert 6 == len(desk.letters()), desk.diary[-4:]


@pytest.mark.long
def test_an_edition_that_all_readers_have_is_published_however_late_the_clock_comes_back(desk: ClockDesk) -> None:
    """Killed between the last letter and the note that it is published: nobody gets it twice, and nothing is held."""
    desk.clock.on(hours=2)
    desk.publish("2026-02")
    desk.tick()
    with open_desk(desk.desk.folder, os.environ).store as store:
        note = store.editions.find("salt", Period.parse("2026-02"))
        assert note
        store.editions.note(replace(note, state="sending"), desk.clock.at)
        (row,) = [one for one in store.due.all() if str(one.period) == "2026-02"]
        store.due.put(replace(row, step="send"))
    desk.clock.on(days=40)
    desk.tick()
    assert 4 == len(desk.letters())
    assert "done" == desk.rows()["2026-02"].step
    assert "salt/2026-02/r1  published; letters: 2 sent" in desk.desk.run("status").said


@pytest.mark.long
def test_a_quarter_goes_with_its_last_month(tmp_path: Path) -> None:
    """February's own edition goes in March; the quarter waits for March, whose edition goes with it, each once."""
    both = BRIEFING.replace("frequency: monthly", "frequency: [monthly, quarterly]")
    desk = made(tmp_path / "desk", START + timedelta(hours=2), briefing=both)
    desk.publish(*PAST, "2024-12", "2025-10", "2025-11", "2024-10", "2024-11", "2026-02")
    said = desk.tick()
    assert "2026-02 r1 published: 2 sent" in said
    assert ("2025-Q4", "stale") in {(period, row.word) for period, row in desk.rows().items()}, "it is months old"
    desk.clock.on(days=31)
    said = desk.tick()
    assert ["2026-03 due since 2026-04-05 09:00", "2026-Q1 due since 2026-04-05 09:00"] == sorted(
        one for one in said if " due " in one
    )
    desk.publish("2026-03")
    said = desk.tick()
    assert {"2026-03 r1 published: 2 sent", "2026-Q1 r1 published: 2 sent"} <= set(said)
    assert ["2026-02", "2026-02", "2026-03", "2026-03", "2026-Q1", "2026-Q1"] == desk.letters()
    desk.clock.on(hours=5)
    assert [] == desk.tick()
    assert "2026-Q2" not in desk.rows()


def test_a_reader_who_leaves_by_mail_gets_no_more(desk: ClockDesk) -> None:
    """What lies in bounces/ is read at each look; what retention lets go is taken away once a day."""
    desk.clock.on(hours=2)
    letter = next(iter(sorted((desk.desk.folder / "outbox").glob("*.eml")))).read_text("utf-8")
    token = re.search(r"unsubscribe%20(\S+?)>", letter.replace("\n ", ""))
    assert token
    (desk.desk.folder / "bounces").mkdir(exist_ok=True)
    (desk.desk.folder / "bounces" / "left.eml").write_text(f"Subject: unsubscribe {token[1]}\n\nBye\n", "utf-8")
    with (desk.desk.folder / "desk.yaml").open("a", encoding="utf-8") as settings:
        settings.write("retention: {inbox: 1d}\n")
    desk.publish("2026-02")
    assert "came back: 1 left" == desk.tick()[0]
    assert 3 == len(desk.letters())
    done = desk.desk.folder / "inbox" / "customs" / "done"
    for file in done.iterdir():
        os.utime(file, (START.timestamp(), START.timestamp()))
    desk.clock.on(days=2)
    assert "taken away after 1d: 2 of inbox" == desk.tick()[0]


SMTP = "transport: smtp, smtp: {{host: {host}, port: {port}, allow_insecure: true, connections: 1}}"
MANY = [f"r{number}" for number in range(8)]
ALL = Counter({f"{name}@example.org": 1 for name in ("ann", "bob", *MANY)})


def by_smtp(desk: ClockDesk, port: int) -> None:
    """Let the desk send by the server on that port."""
    settings = SETTINGS.replace("transport: folder", SMTP.format(host=HOST, port=port))
    (desk.desk.folder / "desk.yaml").write_text(settings.replace("notify: [ops@example.org]\n", ""), "utf-8")


def test_a_sending_that_stops_in_the_middle_goes_on_by_the_clock_itself(tmp_path: Path) -> None:
    """The server takes half of the letters, and is dead for hours; then the rest have theirs, and nobody has two."""
    desk = made(tmp_path / "desk", START + timedelta(hours=2), briefing=BRIEFING.replace("html, ", ""))
    enlist(desk.desk, dict.fromkeys(MANY, "en"))
    desk.publish(*PAST, "2026-02")
    dying = {f"{name}@example.org": ["451 4.3.2 not now"] * 9 for name in MANY[3:]}
    with serving(dying) as (first, port):
        by_smtp(desk, port)
        said = desk.tick()
    assert 0 < first.got.total() < len(ALL), said
    assert "2026-02 r1 sending: 5 queued, 5 sent" in said, said
    for _ in range(3):
        desk.clock.on(hours=1)
        desk.tick()  # nobody listens
    assert "send" == desk.rows()["2026-02"].step
    with serving() as (second, port):
        by_smtp(desk, port)
        for _ in range(4):
            desk.clock.on(hours=4)
            desk.tick()
    assert ALL == first.got + second.got
    assert "2026-02 r1 published: 10 sent" in [f"{one.period} {one.said}" for one in desk.diary]


@pytest.mark.long
@pytest.mark.parametrize("is_made", [True, False])
def test_what_was_due_before_somebody_confirmed_goes_only_by_a_person(desk: ClockDesk, *, is_made: bool) -> None:
    """Made before the backup, or after the restore: the other machine may have sent it; what is due later goes."""
    desk.clock.on(hours=2)
    desk.tick()
    desk.publish("2026-02")
    if is_made:
        assert 0 == desk.desk.run("build", "salt", "--period", "2026-02").code  # drafted; it needs no yes
    backup, folder = desk.desk.folder.parent / "kept.tar", desk.desk.folder.parent / "again"
    assert 0 == desk.desk.run("backup", str(backup)).code
    assert 0 == desk.desk.run("restore", str(backup), "--into", str(folder)).code
    again = ClockDesk(StarterDesk(folder), HandSet(desk.clock.at, desk.clock.gone))
    again.clock.on(days=1)
    opened = open_desk(folder, {})
    with opened.store:
        confirm(opened.desk, opened.store, "Ann", again.clock.at, nothing_went_out=False)
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
    assert 0 == again.desk.run("hold", "salt/2026-02", "--lift", "--because", "nobody has it", "--by", "Ann").code
    again.tick()
    assert ["2026-01", "2026-01", "2026-02", "2026-02", "2026-03", "2026-03"] == again.letters()


EMBARGO = 'schedule: {embargo: "15:00"}\n'


def test_what_waits_for_its_hour_is_stale_after_months_without_the_clock(tmp_path: Path) -> None:
    """It was let go, and the clock stopped before the hour came: it is held then, and nobody gets old news."""
    desk = made(tmp_path / "desk", START + timedelta(hours=2), SETTINGS, BRIEFING.replace("html, ", "") + EMBARGO)
    desk.publish(*PAST, "2026-02")
    assert "2026-02 r1 may be sent from 15:00 on" == desk.tick()[-1]
    desk.clock.on(days=64)
    assert "2026-02 r1 is held: stale: out since 2026-03-05, 64 days ago; 10 days is the limit" in desk.tick()
    assert [] == desk.letters()


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
