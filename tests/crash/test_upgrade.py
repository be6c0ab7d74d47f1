"""A kill while a state file of an earlier program is brought up: it is as it was, or whole."""

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from generator.store import FigureStore
from tests.crash.anywhere import befall, points
from tests.desk.test_upgrade import put_together

EVERY = int(os.environ.get("CRASH_EVERY", "9"))  # 1 tries each call
_OPEN = "import sys, pathlib; from generator.store import FigureStore; FigureStore(pathlib.Path(sys.argv[1])).close()"


def _counted(path: Path) -> tuple[int, int]:
    """Return the schema of a state file and how many letters it has."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return db.execute("PRAGMA user_version").fetchone()[0], db.execute("SELECT count(*) FROM outbox").fetchone()[0]


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed: apt-get install strace")
def test_a_state_file_that_is_brought_up_is_the_old_one_or_the_new(tmp_path: Path) -> None:
    """Wherever SIGKILL falls; what was kept of it is whole or not there, and the next run ends the work."""
    ready = put_together(3, tmp_path / "ready") / "state"
    command = [sys.executable, "-c", _OPEN]
    shutil.copytree(ready, tmp_path / "rehearsal")
    found = list(points([*command, str(tmp_path / "rehearsal")], tmp_path / "trace", "tradebrief-half"))
    seen = set()
    for point in {*found[::EVERY], found[-1]}:  # the last one comes after the commit
        state = tmp_path / f"{point.call}-{point.number}"
        shutil.copytree(ready, state)
        assert befall([*command, str(state)], tmp_path / "trace", "signal=KILL", point).returncode < 0
        seen.add(_counted(state / "state.sqlite"))
        if (kept := state / "state.sqlite.schema-3").exists():
            assert (3, 6) == _counted(kept), point
        else:
            assert (3, 6) == _counted(state / "state.sqlite"), point
        FigureStore(state).close()
        assert [(4, 6), (3, 6)] == [_counted(state / "state.sqlite"), _counted(kept)], point
        assert [] == [path.name for path in state.glob(".*")], point
    assert {(3, 6), (4, 6)} == seen
