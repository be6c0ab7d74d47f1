"""`new` on the command line: all by flags, or asked for on a terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from generator.service.starter_desk import init
from generator.settings.desk import gather, read_desk
from tests import program

HOUSE = Path(__file__).parents[2]
FLAGS = ["--source", "gacc-press", "--reporter", "China", "--partner", "PK", "--flow", "import", "--codes", "26,7403"]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a starter desk."""
    init(tmp_path / "desk")
    return tmp_path / "desk"


def new(desk: Path, *flags: str) -> program.Ended:
    """Run `tradebrief new ores` with nobody to ask."""
    return program.run("new", "ores", *flags, "--desk", desk)


def typed(desk: Path, answers: str, *flags: str) -> tuple[int, str]:
    """Run it on a terminal on which a person types `answers`; return exit code and screen."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "generator.cli", "new", "ores", *flags, "--desk", str(desk)]
    running = subprocess.Popen(command, cwd=HOUSE, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    os.write(ours, answers.encode())
    screen = running.communicate(timeout=60)[0].decode()
    os.close(theirs)
    os.close(ours)
    return running.returncode, screen


def test_flags_make_a_briefing(desk: Path) -> None:
    """The file is named, and what to do next."""
    done = new(desk, *FLAGS, "--title", "Ores")
    assert (0, "") == (done.code, done.err)
    assert [f"{desk}/briefings/ores.yaml", "next: tradebrief build ores"] == done.out.splitlines()
    assert "Ores" == read_desk(gather(desk)).briefing("ores").title["en"]


@pytest.mark.parametrize("place", range(0, len(FLAGS), 2))
def test_where_nobody_can_be_asked_the_missing_flag_is_named(desk: Path, place: int) -> None:
    """Exit 2, one line, no file."""
    done = new(desk, *FLAGS[:place], *FLAGS[place + 2 :])
    assert (2, f"tradebrief: {FLAGS[place]}: it is missing.") == (
        done.code,
        done.err[: len(FLAGS[place]) + 28],
    )
    assert not (desk / "briefings" / "ores.yaml").exists()


def test_a_terminal_is_asked_for_what_is_missing(desk: Path) -> None:
    """A wrong answer is asked for again."""
    code, screen = typed(desk, "gacc-press\nChina\nKorea\nRussia\nimport\n26\n")
    figures = read_desk(gather(desk)).briefing("ores").figures
    assert (0, True) == (code, "KOR Rep. of Korea" in screen), screen
    assert ("gacc-press", "CHN", "RUS", ("26",)) == (figures.source, figures.reporter, figures.partner, figures.codes)


def test_codes_that_the_source_does_not_have_are_said(desk: Path) -> None:
    """They can be asked for, since a later file may have them."""
    assert 0 == new_ingest(desk)
    done = new(desk, *FLAGS[:-1], "74,9999")
    assert (0, True) == (done.code, "gacc-press has no figure of HS 9999 yet" in done.out), done.out


def new_ingest(desk: Path) -> int:
    """Take the starter's figures in; return the exit code."""
    table = next((desk / "inbox" / "gacc-press").glob("*.csv"))
    return program.run("ingest", table, "--source", "gacc-press", "--desk", desk).code
