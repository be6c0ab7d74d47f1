"""What `status --check` tells a monitor: each trouble in a line, and the exit code of the gravest."""

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.intake.file_intake import ingest
from generator.service.starter_desk import init
from generator.service.status import STILL, Trouble, next_step, status, troubles
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.store import EditionNote
from generator.trade.period import Period
from tests.desk.clock_desk import START, ClockDesk, HandSet, made
from tests.desk.conftest import StarterDesk
from tests.desk.test_clock import PAST

TO_FETCH = Trouble(4, "slip: salt/2026-02: `tradebrief pull salt` says what to fetch")
STANDING = "still: the clock has not looked since 2026-03-05 10:00 PKT: tradebrief run"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk that has sent January; tests copy it."""
    found = made(tmp_path_factory.mktemp("sent") / "desk", START)
    found.publish(*PAST, day="2026-02-05")
    assert 0 == found.desk.run("build", "salt", "--period", "2026-01").code
    assert 0 == found.desk.run("send", "salt/2026-01", "--yes").code
    return found.desk.folder


@pytest.fixture
def clocked(sent: Path, tmp_path: Path) -> ClockDesk:
    """Return a desk that waits for February at the hour at which it is due."""
    shutil.copytree(sent, tmp_path / "desk", symlinks=True)
    return ClockDesk(StarterDesk(tmp_path / "desk"), HandSet(START + timedelta(hours=2)))


def seen(desk: ClockDesk) -> tuple[Trouble, ...]:
    """Return what a monitor hears at the time of the desk's clock."""
    opened = open_desk(desk.desk.folder, os.environ)
    with opened.store:
        return troubles(opened.desk, opened.store, status(opened.desk, opened.store, opened.shelf, desk.clock.at))


def then(desk: ClockDesk) -> str:
    """Return what `status` says is to be done next."""
    opened = open_desk(desk.desk.folder, os.environ)
    with opened.store:
        return next_step(opened.desk, opened.store, status(opened.desk, opened.store, opened.shelf, desk.clock.at))


def test_nothing_is_wrong_until_a_file_must_be_fetched(clocked: ClockDesk) -> None:
    """Before it ever ran; then figures are due, which a person must fetch here: exit code 4, until they are there."""
    assert () == seen(clocked)
    clocked.tick()
    assert (TO_FETCH,) == seen(clocked)
    clocked.publish("2025-02", "2026-02")
    clocked.tick()
    assert () == seen(clocked)


def test_a_clock_that_stands_still_is_told(clocked: ClockDesk) -> None:
    """One that ran, and has not looked for three hours; who never started one hears nothing of it."""
    clocked.clock.on(days=1)
    assert () == seen(clocked)
    clocked.clock.on(days=-1)
    clocked.tick()
    clocked.clock.on(seconds=STILL.total_seconds())
    assert (TO_FETCH,) == seen(clocked)
    clocked.clock.on(seconds=1)
    assert (TO_FETCH, Trouble(4, STANDING)) == seen(clocked)


@pytest.mark.long
def test_a_stale_edition_is_told_for_a_week(clocked: ClockDesk) -> None:
    """Then nobody need see to it, since a newer one is out; or at once when somebody withdraws it."""
    clocked.clock.on(days=32)  # the sixth of April
    clocked.publish("2025-02", "2026-02", day="2026-03-05")
    clocked.publish("2025-03", "2026-03", day="2026-04-05")
    clocked.tick()
    assert ["stale", ""] == [clocked.rows()[month].word for month in ("2026-02", "2026-03")]
    lift = "tradebrief hold salt/2026-02 --lift --because TEXT"
    assert [(3, "held: salt/2026-02: stale: ")] == [(one.exit_code, one.text[:27]) for one in seen(clocked)]
    assert lift == then(clocked)
    clocked.clock.on(days=8)
    clocked.tick()
    assert ((), True) == (seen(clocked), then(clocked).startswith("nothing"))
    clocked.clock.on(days=-7)
    assert lift == then(clocked)
    assert 0 == clocked.desk.run("withdraw", "salt/2026-02", "--because", "nobody needs it").code
    assert ((), True) == (seen(clocked), then(clocked).startswith("nothing"))
    clocked.clock.on(days=8)
    clocked.tick()
    assert ("done", ["2026-01"] * 2 + ["2026-03"] * 2) == (clocked.rows()["2026-02"].step, clocked.letters())


NOW = datetime(2026, 2, 1, tzinfo=UTC)
MONTHLY, NAME = "illustrative-customs", "pakistan-minerals-monthly"


def reasons(desk: DeskParts) -> dict[str, str]:
    """Return what the status says of each edition that was made."""
    rows = status(desk.desk, desk.store, desk.shelf, NOW)["editions"]
    return {row["period"]: row["reason"] for row in rows if row["state"] == "drafted"}


@pytest.mark.long
def test_an_edition_older_than_a_release_of_its_period_is_told(tmp_path: Path) -> None:
    """A correction came; a release of a later period, or of another partner, is no reason to make an edition again."""
    init(tmp_path / "desk", sample=True)
    table = (tmp_path / "desk" / "inbox" / MONTHLY / "china-minerals-monthly.csv").rename(tmp_path / "table.csv")
    correction = table.read_text(encoding="utf-8").replace("64740206", "64740207")
    (tmp_path / "chile.csv").write_text(correction.replace("PAK", "CHL"), encoding="utf-8")
    (tmp_path / "correction.csv").write_text(correction.replace("2026-01-20", "2026-01-27"), encoding="utf-8")
    desk = open_desk(tmp_path / "desk", {})
    with desk.store:
        ingest(desk.desk, desk.store, table, MONTHLY, NOW)
        releases = [release.name for release in desk.store.releases.all(MONTHLY)]
        for period in map(Period.parse, ("2025-11", "2025-12")):
            manifest = desk.store.raw.keep(json.dumps({"releases": releases, "period": str(period)}).encode())
            desk.store.editions.note(EditionNote(NAME, period, 1, "drafted", "", manifest, "0" * 64, NOW.date()), NOW)
            desk.shelf.place(NAME, str(period), 1).mkdir(parents=True)
        ingest(desk.desk, desk.store, tmp_path / "chile.csv", MONTHLY, NOW)
        assert {"2025-11": "", "2025-12": ""} == reasons(desk)
        ingest(desk.desk, desk.store, tmp_path / "correction.csv", MONTHLY, NOW)
        assert {"2025-11": "", "2025-12": "older than the release of 2026-01-27"} == reasons(desk)
        step = next_step(desk.desk, desk.store, status(desk.desk, desk.store, desk.shelf, NOW) | {"sources": []})
    assert step == f"tradebrief build {NAME} --period 2025-12"
