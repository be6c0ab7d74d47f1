"""A page worker without the two seconds that it takes to load: a fork of one that is loaded.

It has its own environment, home, input, outputs and limits, and the hash seed that every worker has. What the start
itself may bring about is tested with a worker that has nothing loaded: tests/page/test_child.py, and each run `anew`.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HOUSE = Path(__file__).parents[1]


class _Loaded:
    """The process that has the worker loaded, and the door at which it is asked."""

    def __init__(self) -> None:
        """Start it; it loads when it is asked first, and ends with us, since its input is cut."""
        self.home = TemporaryDirectory(prefix="tradebrief-workers-")
        self.door = str(Path(self.home.name, "door"))
        here = {**os.environ, "PYTHONPATH": str(HOUSE), "PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as theirs:
            theirs.bind(self.door)
            theirs.listen()
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.loaded_worker", str(theirs.fileno()), f"{self.home.name}/drawn"],
                cwd=HOUSE,
                # One thread, since a fork has only the thread that forks.
                env={**here, "OPENBLAS_NUM_THREADS": "1"},
                stdin=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
            )
        atexit.register(self.end)

    def end(self) -> None:
        """Cut its input, and wait until it has ended."""
        self.process.communicate()
        self.home.cleanup()


_running: list[_Loaded] = []


def command() -> tuple[str, ...]:
    """Return what starts a loaded worker, in place of `generator.page.child.COMMAND`."""
    if not _running:
        _running.append(_Loaded())
    return sys.executable, "-I", "-S", str(HOUSE / "tests" / "at_the_door.py"), _running[0].door


def end() -> None:
    """End the process that has the worker loaded, if one was started."""
    while _running:
        _running.pop().end()
