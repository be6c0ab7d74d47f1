"""Kills: nobody gets a letter twice, none is lost in silence, wherever `send` dies."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.mailroom import HOUSE
from tests.desk.conftest import StarterDesk


@pytest.mark.long
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed: apt-get install strace")
@pytest.mark.parametrize("transport", ["folder", "smtp"])
def test_a_send_that_is_killed_anywhere_is_finished_by_the_next(
    finished: StarterDesk, tmp_path: Path, transport: str
) -> None:
    """`make crash` kills at every call; every fiftieth shows that the program which counts them works."""
    program = [sys.executable, "-m", "tests.crash.kills", str(finished.folder), str(tmp_path), transport, "50"]
    done = subprocess.run(program, cwd=HOUSE, capture_output=True, text=True, check=True, timeout=600)
    ends = [line.partition(": ")[2] for line in done.stdout.splitlines()]
    assert len(ends) > 2
    assert {"whole"} == set(ends), done.stdout
