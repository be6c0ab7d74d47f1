"""Kills by chance: no release is torn, none is doubled, and the next run has all of them."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]


@pytest.mark.long
def test_a_pull_that_is_killed_anywhere_is_finished_by_the_next(tmp_path: Path, shared_data: Path) -> None:
    """`make crash` kills two hundred times; six show that the program which counts them works."""
    program = [sys.executable, "-W", "ignore", "-m", "tests.desk.crashes", str(tmp_path), str(shared_data), "6", "1"]
    done = subprocess.run(program, cwd=HOUSE, capture_output=True, text=True, check=True, timeout=300)
    ends = Counter(line.partition(", then ")[2] for line in done.stdout.splitlines())
    assert {"whole": 6} == ends
