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
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from html import escape
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, NamedTuple

import generator
from generator import errors
from generator.page.edition import MORE, Edition, Limits, Rendition

if TYPE_CHECKING:
    from generator.page.look import Look

# Spawned: vl-convert hangs in a forked child.
COMMAND: tuple[str, ...] = (sys.executable, "-m", "generator.page.worker")
_SOUND = {".pdf": (b"%PDF-", b"%%EOF\n"), ".html": (b"<!DOCTYPE html>", b"</html>"), ".png": (b"\x89PNG", b"")}


_waiting: list[Worker] = []


class Worker(NamedTuple):
    """A worker process that has not been asked yet, and the folder that is its home."""

    process: subprocess.Popen[bytes]
    home: Path


@contextmanager
def ready() -> Iterator[Worker]:
    """Have a worker load its libraries while the block comes to what it wants made: the first render takes it."""
    with _started() as worker:
        _waiting.append(worker)
        try:
            yield worker
        finally:
            _waiting.clear()


def render_in_child(
    edition: Edition, look: Look, limits: Limits, progress: Callable[[str], None], meanwhile: Callable[[], None]
) -> tuple[Rendition, ...]:
    """Return the files that the child made; RenderError names the one that it was making when it failed."""
    making, made = "the first file", []
    with _worker() as (child, home):
        (home / "fonts.conf").write_text(_fonts(look.faces, home))
        late = Timer(limits.seconds, _end, [child])
        late.start()  # before it is asked: one that hangs while it loads reads nothing, and the pipe is full
        try:
            _ask(child, edition, look, limits)
            meanwhile()
            for answer in _answers(child):
                match answer:
                    case {"making": name}:
                        making = name
                        progress(name)
                    case Rendition():
                        made.append(_sound(answer))
                    case {"done": True}:
                        return tuple(made)
                    case {"refused": [kind, where, problem, remedy]}:
                        raise getattr(errors, kind)(where, problem, remedy)
                    case {"failed": reason}:
                        raise _not_made(making, reason)
            raise _not_made(making, _ended(child, limits, home, too_late=late.finished.is_set()))
        finally:
            late.cancel()
            _end(child)


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


def _fonts(faces: Path, home: Path) -> str:
    """Return a fontconfig file that knows our faces alone: no font of the machine slips in for a missing glyph."""
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(faces.resolve()))}</dir><cachedir>{escape(str(home))}/fontconfig</cachedir></fontconfig>"
    )


def _ask(child: subprocess.Popen[bytes], edition: Edition, look: Look, limits: Limits) -> None:
    assert child.stdin is not None  # noqa: S101 -- opened as a pipe above
    with suppress(BrokenPipeError):  # it ended before it had read all; its answers, or their absence, say why
        pickle.dump((edition, look, limits), child.stdin)
    with suppress(BrokenPipeError):  # what was not read is let go here, and not once more at the end of the block
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


def _ended(child: subprocess.Popen[bytes], limits: Limits, home: Path, *, too_late: bool) -> str:
    child.wait()
    if too_late:
        return f"it was not done after {limits.seconds:g} s. {MORE.format('render_seconds')}"
    last = (home / "stderr").read_text(errors="replace").strip().splitlines()[-1:]
    why = f"the renderer ended with {child.returncode}"
    if child.returncode < 0:
        why = f"the renderer was stopped by signal {-child.returncode}"
    return ": ".join([why, *last])
