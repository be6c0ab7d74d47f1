"""How the clock's process ends, and what it says: in the middle of a question, at a time, as JSON, without secrets."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from signal import SIGTERM

import pytest

from tests.clock.offices import PAST, Comtrade
from tests.clock.settings import BRIEFINGS, DESK
from tests.desk.conftest import HOUSE, StarterDesk

KEY = "a-key-that-nobody-may-read"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[StarterDesk, Comtrade]]:
    """Return a desk whose source is asked at any hour of today, with a key."""
    folder = tmp_path / "desk"
    (folder / "briefings").mkdir(parents=True)
    with ExitStack() as guests:
        office = Comtrade(guests)
        for month in PAST:
            office.publish(month, date(2026, 1, 18))
        head = DESK.format(zone="Asia/Karachi").partition("sources:")[0]
        head = head.replace('at: "09:00", until: "21:00"', 'at: "00:00", until: "23:59"')
        settings = office.settings.replace("kind: comtrade,", "kind: comtrade, key_file: secrets/comtrade,")
        (folder / "desk.yaml").write_text(f"{head}sources:\n{settings}", "utf-8")
        (folder / "briefings" / "silk.yaml").write_text(BRIEFINGS["silk"], "utf-8")
        made = StarterDesk(folder)
        assert 0 == made.run("subscribers", "key").code
        (folder / "secrets" / "comtrade").write_text(KEY, "utf-8")
        (folder / "secrets" / "comtrade").chmod(0o600)
        office.server.keys = frozenset({KEY})
        yield made, office


def started(desk: StarterDesk, *arguments: str) -> "subprocess.Popen[str]":
    """Start the clock."""
    command = [sys.executable, "-u", "-m", "generator.cli", "run", "--every", "0.5", "--desk", f"{desk.folder}"]
    return subprocess.Popen(
        [*command, *arguments], cwd=HOUSE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_it_ends_in_the_middle_of_a_question_that_nobody_answers(desk: tuple[StarterDesk, Comtrade]) -> None:
    """SIGTERM: within half a minute, exit code 0; the next run goes on."""
    made, office = desk
    office.server.next(*["hang:600"] * 9)
    process = started(made)
    end = time.monotonic() + 60
    while not office.server.seen and time.monotonic() < end:
        time.sleep(0.05)
    assert office.server.seen
    began = time.monotonic()
    process.send_signal(SIGTERM)
    said, _ = process.communicate(timeout=120)
    assert (0, True) == (process.returncode, time.monotonic() - began < 30), said
    assert "the clock ends; the next run goes on from here" in said
    office.server.next()


@pytest.mark.long
def test_its_lines_are_json_for_a_program_and_it_ends_at_its_time(desk: tuple[StarterDesk, Comtrade]) -> None:
    """One object a line, each with when, what and why; a time that is over is refused."""
    made, _ = desk
    until = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(time.time() + 15))
    process = started(made, "--json", "--until", until)
    said, _ = process.communicate(timeout=120)
    lines = [json.loads(line) for line in said.splitlines()]
    assert 0 == process.returncode
    assert [{"at", "briefing", "period", "step", "word", "said"}] * len(lines) == [set(line) for line in lines]
    assert "the clock ends; the next run goes on from here" == lines[-1]["said"]
    assert [line for line in lines if line["period"] == "2026-10" and line["step"] == "pull"]
