"""The program under libfaketime: a process whose wall clock a test sets, while the clock that nobody sets goes on."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

HOUSE = Path(__file__).parents[2]
LIBRARY = next(iter(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)


class Stepped:
    """`tradebrief run` on the desk in `folder`, whose diary all its processes write into one file."""

    def __init__(self, folder: Path, at: datetime) -> None:
        """Begin at the moment `at`; no process runs yet."""
        self.folder, self._file, self._diary = folder, folder.parent / "faketime", folder.parent / "diary"
        self._offset = at.timestamp() - time.time()
        self.on(timedelta(0))
        self.process: subprocess.Popen[bytes] | None = None

    def on(self, span: timedelta) -> None:
        """Set the wall clock forward; less than a day is no jump."""
        self._offset += span.total_seconds()
        aside = self._file.with_suffix(".new")
        aside.write_text(f"{self._offset:+.0f}\n", "ascii")
        aside.rename(self._file)

    @property
    def now(self) -> datetime:
        """What its wall clock says."""
        return datetime.fromtimestamp(time.time() + self._offset).astimezone()

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a process that looks five times a second."""
        # Without MONOTONIC the clock since boot stays true as well: what libfaketime sets is the wall clock alone.
        faked = {"LD_PRELOAD": f"{LIBRARY}", "FAKETIME_TIMESTAMP_FILE": f"{self._file}", "FAKETIME_NO_CACHE": "1"}
        known = {**os.environ, **faked, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}
        command = [sys.executable, "-m", "generator.cli", "run", "--every", "0.2", "--desk", f"{self.folder}"]
        with self._diary.open("ab") as out:
            self.process = subprocess.Popen([*command, *arguments], cwd=HOUSE, env=known, stdout=out, stderr=out)
        return self.process

    def diary(self) -> list[str]:
        """Return what was said so far, a line each."""
        return self._diary.read_text("utf-8").splitlines() if self._diary.exists() else []

    def until(self, is_so: Callable[[], bool], step: timedelta = timedelta(0), seconds: float = 120) -> None:
        """Wait until something is so; `step` is how far the wall clock goes after each look."""
        end = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < end, "\n".join(self.diary()[-20:])
            if step and self._has_looked():
                self.on(step)
            time.sleep(0.05 if step else 0.002)

    def _has_looked(self) -> bool:
        """Say whether it looked since the wall clock went on."""
        with closing(sqlite3.connect(self.folder / "state" / "state.sqlite", timeout=10)) as db:
            row = db.execute("select at from looks").fetchone()
        return row is not None and datetime.fromisoformat(row[0]) > self.now - timedelta(minutes=30)

    def end(self, number: signal.Signals) -> tuple[int, float]:
        """Send a signal; return the exit code and after how many seconds it came."""
        assert self.process
        began = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(60), time.monotonic() - began
