"""The program as a person starts it, without the second that it takes to load: a run is a fork of one that is loaded.

A run has a process of its own with its own folder, environment, input, outputs and exit code. Only what is set before
Python's first line cannot be given to it: where a run asks for another language, time zone or PYTHON setting than ours
it is started anew, and so it is where there is no fork to rely on; else tests/workers.py makes its pages. What a new
process alone can show (what an import loads, signals, a terminal, two hash seeds) is tested with one.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL
from tempfile import TemporaryFile
from threading import Event, Timer
from typing import IO, NamedTuple

from tests import workers

HOUSE = Path(__file__).parents[1]
_AT_THE_START = ("PYTHON", "LC_", "LANG", "TZ")


class Ended(NamedTuple):
    """What a run left: its exit code, negative for a signal, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Both outputs by line, the errors last."""
        return (self.out + self.err).splitlines()


def run(
    *arguments: object,
    at: Path = HOUSE,
    environment: Mapping[str, str] | None = None,
    typed: str = "",
    seconds: float = 120,
    anew: bool = False,
    killed_at: str = "",
) -> Ended:
    """Return what `tradebrief` left after a run in the folder `at`; TimeoutExpired after `seconds`.

    `environment` is all that it has (None: ours), `typed` what it reads from standard input. `anew` starts a process
    that has nothing loaded. SIGKILL ends it where it calls the function `killed_at`.
    """
    words = [str(one) for one in arguments]
    known = {**(os.environ if environment is None else environment), "PYTHONPATH": str(HOUSE)}
    with TemporaryFile() as given:
        given.write(typed.encode())
        given.seek(0)
        if anew or sys.platform != "linux" or _first(known) != _first({**os.environ, "PYTHONPATH": str(HOUSE)}):
            return _anew(words, at, known, given, seconds, killed_at)
        return _loaded().run(words, at, known, given, seconds, killed_at)


def _first(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_AT_THE_START)}


def _anew(
    words: list[str], at: Path, known: Mapping[str, str], given: IO[bytes], seconds: float, killed_at: str
) -> Ended:
    command = [sys.executable, "-m", *(("tests.killed", killed_at) if killed_at else ("generator.cli",)), *words]
    done = subprocess.run(
        command, cwd=at, env=known, stdin=given, capture_output=True, text=True, timeout=seconds, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr)


class _Loaded:
    """The process that has the program loaded, and the line on which it is asked."""

    def __init__(self) -> None:
        """Start it; it ends with us, since its line is cut."""
        self.line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # One thread, since a fork has only the thread that forks.
        here = {**os.environ, "PYTHONPATH": str(HOUSE), "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, "-m", "tests.loaded", str(theirs.fileno()), *workers.command()]
        self.process = subprocess.Popen(command, cwd=HOUSE, env=here, pass_fds=[theirs.fileno()])
        theirs.close()
        atexit.register(self.end)

    def run(
        self, words: list[str], at: Path, known: Mapping[str, str], given: IO[bytes], seconds: float, killed_at: str
    ) -> Ended:
        """Return what a fork of it left."""
        pipes = [os.pipe() for _ in range(3)]
        asked = {"words": words, "at": str(at.absolute()), "known": known, "killed_at": killed_at}
        theirs = [given.fileno(), *(write for _, write in pipes)]
        socket.send_fds(self.line, [json.dumps(asked).encode()], theirs)
        for _, write in pipes:
            os.close(write)
        out, err, told = (os.fdopen(read, "rb") for read, _ in pipes)
        with out, err, told, ThreadPoolExecutor(1) as beside:
            number = int(told.readline())
            late = Timer(seconds, _kill, [number, is_late := Event()])
            late.start()
            errors = beside.submit(err.read)
            printed, code = out.read(), int(told.readline())
            late.cancel()
            if is_late.is_set():
                raise subprocess.TimeoutExpired(words, seconds, printed, errors.result())
            return Ended(code, _text(printed), _text(errors.result()))

    def end(self) -> None:
        """Cut the line, and wait until it has ended."""
        self.line.close()
        self.process.wait()


def _kill(number: int, is_late: Event) -> None:
    is_late.set()
    with suppress(ProcessLookupError):
        os.kill(number, SIGKILL)


def _text(printed: bytes) -> str:
    """Return it as subprocess does: one sign for the end of a line."""
    return printed.decode().replace("\r\n", "\n").replace("\r", "\n")


_running: list[_Loaded] = []


def _loaded() -> _Loaded:
    if not _running:
        _running.append(_Loaded())
    return _running[0]


def end() -> None:
    """End the process that has the program loaded, if one was started."""
    while _running:
        _running.pop().end()
