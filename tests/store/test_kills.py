"""Power cuts, as near as a process can come to them."""

import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]


@pytest.mark.parametrize("size", ["small", pytest.param("large", marks=pytest.mark.long)])
def test_a_killed_record_leaves_the_store_as_before_or_complete(tmp_path: Path, size: str) -> None:
    """Wherever SIGKILL falls while a release is taken in, no release is torn, and taking it in again finishes it.

    A step of 1 instead of 20 tries every line of the store in half a minute.
    """
    program = [sys.executable, "-W", "ignore", "-m", "tests.store.killed_at_every_line", str(tmp_path), "20", size]
    done = subprocess.run(program, cwd=HOUSE, capture_output=True, text=True, check=True, timeout=120)
    assert {"before, then complete", "complete, then complete"} == set(done.stdout.splitlines())
