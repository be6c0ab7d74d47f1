"""The process behind tests/worker.py: it loads what a page worker loads, and forks for each that is asked for."""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

from generator.page import worker
from tests import kept_drawings

_ROOM = 1 << 16  # bytes of a request
# What a worker has loaded when it has made an edition; vl-convert may be loaded, but not have run (it hangs in a fork).
_LIBRARIES = (
    *("altair", "css_inline", "fontTools.ttLib", "generator.page.edition_look", "generator.page.workshop", "lxml.html"),
    *("pikepdf", "vl_convert", "weasyprint"),
)


def serve(door: socket.socket) -> None:
    """Fork for each that knocks, until our input ends; return in the fork that is the worker."""
    while door in select.select([door, sys.stdin], [], [])[0]:
        line, _ = door.accept()
        request, descriptors, _, _ = socket.recv_fds(line, _ROOM, 3)
        _load()
        if os.fork() == 0:
            door.close()
            if _becomes_the_worker(line, descriptors):
                _take_place(json.loads(request), descriptors)
                return
        line.close()
        for one in descriptors:
            os.close(one)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
    os._exit(0)


def _becomes_the_worker(line: socket.socket, descriptors: list[int]) -> bool:
    """Fork once more: true in the worker; the other one tells how it ended, and ends it where nobody waits for it."""
    number = os.fork()
    if number == 0:
        os.setsid()
        line.close()
        return True
    for one in descriptors:
        os.close(one)
    ended = os.pidfd_open(number)
    if ended not in select.select([ended, line.fileno()], [], [])[0]:
        with suppress(ProcessLookupError):
            os.killpg(number, signal.SIGKILL)
    _, status = os.waitpid(number, 0)
    with suppress(BrokenPipeError):
        line.send(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _take_place(environment: dict[str, str], descriptors: list[int]) -> None:
    for ours, theirs in enumerate(descriptors):
        os.dup2(theirs, ours)
        os.close(theirs)
    os.environ.clear()
    os.environ.update(environment)


def _load() -> None:
    for name in _LIBRARIES:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # a fork that looks through it would copy it


if __name__ == "__main__":
    kept_drawings.keep(Path(sys.argv[2]))
    serve(socket.socket(fileno=int(sys.argv[1])))
    worker.main()
