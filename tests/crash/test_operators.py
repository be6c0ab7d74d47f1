"""Operators: each hears of a late edition once, wherever the clock dies while it tells them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.mailroom import HOUSE


@pytest.mark.long
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed: apt-get install strace")
@pytest.mark.parametrize("transport", ["folder", "smtp"])
def test_operators_are_told_once_wherever_the_clock_is_killed(tmp_path: Path, transport: str) -> None:
    """By a mail server one that was on the wire may be uncertain; every twenty-fifth call shows that it is counted."""
    program = [sys.executable, "-m", "tests.crash.operators", str(tmp_path), transport, "25"]
    done = subprocess.run(program, cwd=HOUSE, capture_output=True, text=True, check=True, timeout=600)
    ends = [line.partition(": ")[2] for line in done.stdout.splitlines()]
    assert len(ends) > 2
    assert {"whole"} == set(ends), done.stdout
