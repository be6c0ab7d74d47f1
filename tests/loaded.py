"""The process behind tests/program.py: it loads the program once, and forks for each run that it is asked for."""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import _lru_cache_wrapper
from inspect import signature
from typing import Any, NoReturn

import generator
from generator.cli.program import verbs
from generator.page import child
from tests import kept_faces
from tests.killed import kill_at

_ROOM = 1 << 20  # bytes of a request
_PURE = ("generator.story.", "generator.audit.", "generator.trade.")


def serve(line: socket.socket) -> None:
    """Fork for each request until the line is cut; return in the fork that is the program, its place taken."""
    while True:
        request, descriptors, _, _ = socket.recv_fds(line, _ROOM, 4)
        if not request:
            _wait(0)
            os._exit(0)
        if os.fork() == 0:
            line.close()
            if _becomes_the_program(descriptors):
                _take_place(json.loads(request), descriptors)
                return
        for one in descriptors:
            os.close(one)
        _wait(os.WNOHANG)


def _becomes_the_program(descriptors: list[int]) -> bool:
    """Fork once more: true in the program; the other one tells its number and how it ended, and ends."""
    number = os.fork()
    if number == 0:
        return True
    *others, told = descriptors
    for one in (0, 1, 2, *others):
        os.close(one)
    os.write(told, f"{number}\n".encode())
    _, status = os.waitpid(number, 0)
    os.write(told, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _wait(how: int) -> None:
    """Let go of what has ended; with 0, of all, when it has."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, how)[0]:
            pass


def _take_place(request: dict[str, Any], descriptors: list[int]) -> None:
    """Take the folder, the environment, the words and the outputs of the request."""
    for ours, theirs in enumerate(descriptors[:3]):
        os.dup2(theirs, ours)
    for one in descriptors:
        os.close(one)
    os.environ.clear()
    os.environ.update(request["known"])
    os.chdir(request["at"])
    sys.argv[1:] = request["words"]
    time.tzset()
    if request["killed_at"]:
        kill_at(request["killed_at"])


def load() -> None:
    """Load all rooms and what they load when they are asked first."""
    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in ("duckdb", "ruamel.yaml", "filelock"):
        importlib.import_module(name)
    _read()
    child.COMMAND = tuple(sys.argv[2:])
    kept_faces.lend()
    gc.collect()
    gc.freeze()  # a fork that looks through it would copy it


def _read() -> None:
    """Read what a run reads of the package's own files when it asks first: the verbs, and what it keeps of a language.

    No thread may start for it, since a fork has only the one that forks: the rooms asked start none.
    """
    verbs()
    for name, module in sorted(sys.modules.items()):
        for kept in vars(module).values() if name.startswith(_PURE) else ():
            if isinstance(kept, _lru_cache_wrapper) and kept.__module__ == name:
                _ask(kept)


def _ask(kept: Callable[..., object]) -> None:
    match list(signature(kept).parameters):
        case []:
            kept()
        case ["language"]:
            for tag in ("en", "zh", "ur"):
                with suppress(FileNotFoundError):  # not each language has each file
                    kept(tag)


def _leave(code: int) -> NoReturn:
    """Do what is done at the end of a program, but for taking down, one by one, all that was loaded (100 ms)."""
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001 -- waits for threads, as Python does
    atexit._run_exitfuncs()  # noqa: SLF001
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    load()
    serve(socket.socket(fileno=int(sys.argv[1])))
    from generator.cli import main

    try:
        main()
    except SystemExit as end:
        if end.code and not isinstance(end.code, int):
            raise  # Python says what it is
        _leave(end.code or 0)
    _leave(0)
