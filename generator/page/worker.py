"""The child process that renders. page/child.py runs it as `python -m generator.page.worker`; nobody runs it by hand.

It leaves the network, loads its libraries, reads one request and writes answers to its output. Each answer is a line of
JSON: `{"making": NAME}`, `{"made": NAME, "media_type": …, "bytes": N}` followed by N bytes, `{"refused": …}`,
`{"failed": …}`, `{"done": true}`. The parent never unpickles an answer, so a malicious template cannot reach it.

A second process, forked from this one, lays out the PDF while this one draws for screens and mail. Each takes half of
the time of an edition.
"""

from __future__ import annotations

import ctypes
import gc
import json
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import traceback
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.page.edition_look import EditionLook
    from generator.page.render_request import RenderLimits, RenderRequest

_NEWNET = 0x40000000  # linux/sched.h
_NEWUSER = 0x10000000  # linux/sched.h
_PDEATHSIG = 1  # linux/prctl.h
_FILE_BYTES = 64 << 20  # of any file that the child writes
_OPEN_FILES = 256


def main() -> None:
    """Answer one request."""
    answers = _take_output()
    leave_network()
    gc.disable()  # the process lives for one edition, in limited memory; collecting takes a tenth of its time
    from generator.page.workshop import load_libraries

    load_libraries()
    with _printer(answers) as printer:
        edition, look, limits = pickle.load(sys.stdin.buffer)  # noqa: S301 -- our own parent wrote it
        confine(limits)
        printer.submit(confine, limits)
        _answer(edition, look, limits, answers, printer)


def _answer(
    edition: RenderRequest, look: EditionLook, limits: RenderLimits, answers: IO[bytes], printer: Executor
) -> None:
    """Write every file of the edition as an answer, or the reason why one cannot be made."""
    from generator.page.render_request import MORE
    from generator.page.workshop import make_all

    try:
        for file in make_all(edition, look, printer, lambda name: _say(answers, making=name), limits.seconds):
            _say(answers, made=file.name, media_type=file.media_type, bytes=len(file.content))
            answers.write(file.content)
        _say(answers, done=True)
    except MemoryError:
        _say(answers, failed=f"more than {limits.memory_mb} MiB of memory were needed. {MORE.format('memory_mb')}")
    except BrokenProcessPool:
        _say(answers, failed="what prints was ended by the system; limits.memory_mb of desk.yaml may be too small")
    except Exception as fault:  # noqa: BLE001 -- the parent names the file and raises
        _say(answers, **_answer_for(fault))


def leave_network() -> None:
    """Move into a network namespace without interfaces, if the kernel allows it.

    The kernel allows it only while the process has one thread. A forked child has the same namespace. Without it, the
    closed fetchers of the page still prevent loading.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).unshare(_NEWUSER | _NEWNET)


def confine(limits: RenderLimits) -> None:
    """Limit memory, time and files of this process.

    RLIMIT_AS would stop vl-convert, which reserves terabytes of address space. RLIMIT_DATA limits the memory in use.
    """
    memory = limits.memory_mb << 20
    seconds = int(limits.seconds) + 1
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _printer(answers: IO[bytes]) -> Executor:
    """Return the second process. It is forked before vl-convert runs in this one, since vl-convert hangs in a fork."""
    fork = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(1, mp_context=fork, initializer=_become_printer, initargs=(answers.fileno(),))
    pool.submit(os.getpid)  # the pool forks on its first task
    return pool


def _become_printer(answers: int) -> None:
    """Close input and answers, which belong to the first process, and ask the kernel to end this one with it."""
    os.close(answers)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)


def _take_output() -> IO[bytes]:
    """Return standard output for answers only. From now on, prints of libraries go to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _answer_for(fault: Exception) -> dict[str, Any]:
    from generator.errors import RenderError, SettingsError

    if isinstance(fault, SettingsError):
        return {"refused": [type(fault).__name__, fault.where, fault.problem, fault.remedy]}
    if isinstance(fault, RenderError):
        return {"failed": str(fault)}
    traceback.print_exc()
    return {"failed": f"{type(fault).__name__}: {fault}"}


def _say(answers: IO[bytes], **answer: object) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
