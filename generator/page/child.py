"""The parent's side of the limited child process: one request, answers through a pipe, an end at the deadline."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

import generator
from generator import errors
from generator.page.coming import Coming
from generator.page.edition import MORE, Edition, Limits, Rendition

if TYPE_CHECKING:
    from generator.page.look import Look

# Spawned: vl-convert hangs in a forked child.
COMMAND: tuple[str, ...] = (sys.executable, "-m", "generator.page.worker")
_SOUND = {".pdf": (b"%PDF-", b"%%EOF\n"), ".html": (b"<!DOCTYPE html>", b"</html>"), ".png": (b"\x89PNG", b"")}


_waiting: list[Worker] = []


@dataclass
class Worker:
    """A worker process that has not been asked yet, the folder that is its home, and whether it knows if it draws."""

    process: subprocess.Popen[bytes]
    home: Path
    is_told: bool = False


@contextmanager
def ready(*, draws: bool = False) -> Iterator[Worker]:
    """Have a worker load its libraries while the block comes to what it wants made: the first render takes it.

    What draws it loads at once if it `draws`, and else when it is told so (`expect`) or asked.
    """
    with _started() as worker:
        _waiting.append(worker)
        if draws:
            expect(draws=True)
        try:
            yield worker
        finally:
            _waiting.clear()


def expect(*, draws: bool) -> None:
    """Tell the worker that waits, if one does, whether it will have to draw; only what it hears first counts."""
    for worker in _waiting:
        _tell(worker, draws=draws)


def render_in_child(
    edition: Edition, look: Look, limits: Limits, progress: Callable[[str], None], meanwhile: Callable[[Coming], None]
) -> tuple[Rendition, ...]:
    """Return the files that the child made; RenderError names the one that it was making when it failed."""
    with _worker() as worker:
        (worker.home / "fonts.conf").write_text(fonts_of(look.faces, worker.home))
        late, coming = Timer(limits.seconds, _end, [worker.process]), Coming()
        late.start()  # before it is asked: one that hangs while it loads reads nothing, and the pipe is full
        with ThreadPoolExecutor(1) as aside:
            try:
                made = aside.submit(_made, worker, (edition, look, limits), progress, coming, late)
                meanwhile(coming)
                return made.result()
            finally:  # within, since who listens aside is waited for, and listens until the child has ended
                late.cancel()
                _end(worker.process)


def _made(
    worker: Worker,
    request: tuple[Edition, Look, Limits],
    progress: Callable[[str], None],
    coming: Coming,
    late: Timer,
) -> tuple[Rendition, ...]:
    """Ask the child, and return what it made; each file is `coming` as soon as it is there."""
    making, made = "the first file", list[Rendition]()
    try:
        _ask(worker, *request)
        for answer in _answers(worker.process):
            match answer:
                case {"making": name}:
                    making = name
                    progress(name)
                case Rendition():
                    made.append(_sound(answer))
                    coming.add(answer.name, answer.content)
                case {"done": True}:
                    return tuple(made)
                case {"refused": [kind, where, problem, remedy]}:
                    raise getattr(errors, kind)(where, problem, remedy)
                case {"failed": reason}:
                    raise _not_made(making, reason)
        raise _not_made(making, _ended(worker, request[-1], too_late=late.finished.is_set()))
    finally:
        coming.end()


def _worker() -> AbstractContextManager[Worker]:
    return nullcontext(_waiting.pop()) if _waiting else _started()


@contextmanager
def _started() -> Iterator[Worker]:
    """Start the worker with an empty environment, its fonts to come."""
    with tempfile.TemporaryDirectory(prefix="tradebrief-") as name, Path(name, "stderr").open("wb") as complaints:
        home = Path(name)
        environment = {
            "TZ": "UTC", "LC_ALL": "C.UTF-8", "HOME": name, "TMPDIR": name,
            "FONTCONFIG_FILE": str(home / "fonts.conf"), "PYTHONHASHSEED": "0",
        }  # fmt: skip
        with subprocess.Popen(  # noqa: S603 -- our own words
            COMMAND,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints,
            env=environment, cwd=Path(generator.__file__).parents[1], close_fds=True, start_new_session=True,
        ) as child:  # fmt: skip
            try:
                yield Worker(child, home)
            finally:
                _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the worker and its second process, which are a process group."""
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def fonts_of(faces: Path, home: Path) -> str:
    """Return a fontconfig file that knows our faces alone: no font of the machine slips in for a missing glyph."""
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(faces.resolve()))}</dir><cachedir>{escape(str(home))}/fontconfig</cachedir></fontconfig>"
    )


def _tell(worker: Worker, *, draws: bool) -> None:
    if not worker.is_told:
        worker.is_told = True
        _send(worker.process, draws)


def _send(child: subprocess.Popen[bytes], message: object) -> None:
    assert child.stdin is not None  # noqa: S101 -- opened as a pipe above
    if child.stdin.closed:
        return
    try:
        pickle.dump(message, child.stdin)
        child.stdin.flush()
    except BrokenPipeError:  # it ended before it had read all; its answers, or their absence, say why
        _close(child)


def _ask(worker: Worker, edition: Edition, look: Look, limits: Limits) -> None:
    _tell(worker, draws=look.kept.folder is None)
    _send(worker.process, (edition, look, limits))
    _close(worker.process)


def _close(child: subprocess.Popen[bytes]) -> None:
    """Let go of what was not read here, and not once more at the end of the block."""
    assert child.stdin is not None  # noqa: S101 -- opened as a pipe above
    with suppress(BrokenPipeError):
        child.stdin.close()


def _answers(child: subprocess.Popen[bytes]) -> Iterator[Any]:
    """Give what the child says, as renditions or plain dicts, until it ends."""
    assert child.stdout is not None  # noqa: S101 -- opened as a pipe above
    while line := child.stdout.readline():
        answer = json.loads(line)
        if "made" in answer:
            content = child.stdout.read(answer["bytes"])
            if len(content) < answer["bytes"]:
                return
            answer = Rendition(answer["made"], answer["media_type"], content)
        yield answer


def _sound(made: Rendition) -> Rendition:
    start, end = _SOUND.get(Path(made.name).suffix, (b"", b""))
    if not (made.content.startswith(start) and made.content.rstrip().endswith(end.rstrip())):
        msg = f"{made.name} came out damaged"
        raise errors.RenderError(msg)
    return made


def _not_made(making: str, reason: str) -> errors.RenderError:
    return errors.RenderError(f"{making} could not be made: {reason}")


def _ended(worker: Worker, limits: Limits, *, too_late: bool) -> str:
    child = worker.process
    child.wait()
    if too_late:
        return f"it was not done after {limits.seconds:g} s. {MORE.format('render_seconds')}"
    last = (worker.home / "stderr").read_text(errors="replace").strip().splitlines()[-1:]
    why = f"the renderer ended with {child.returncode}"
    if child.returncode < 0:
        why = f"the renderer was stopped by signal {-child.returncode}"
    return ": ".join([why, *last])
