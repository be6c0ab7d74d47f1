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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

import generator
from generator import errors
from generator.page.render_request import MORE, RenderLimits, RenderRequest, Rendition

if TYPE_CHECKING:
    from generator.page.edition_look import EditionLook

# Spawned: vl-convert hangs in a forked child.
COMMAND: tuple[str, ...] = (sys.executable, "-m", "generator.page.worker")
_SOUND = {".pdf": (b"%PDF-", b"%%EOF\n"), ".html": (b"<!DOCTYPE html>", b"</html>"), ".png": (b"\x89PNG", b"")}


@dataclass(frozen=True)
class Worker:
    """A worker process, and the folder that is its home."""

    process: subprocess.Popen[bytes]
    home: Path


def render(
    edition: RenderRequest,
    look: EditionLook,
    *,
    limits: RenderLimits | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Rendition, ...]:
    """Return every file of `edition`, or raise TemplateRefused before anything is made, or RenderError naming a file.

    `progress` hears the name of each file before it is made ("chart lines", "en.html", "en.pdf", "en.eml").
    """
    limits = limits or RenderLimits()
    with started() as worker:
        (worker.home / "fonts.conf").write_text(fonts_of(look.faces, worker.home))
        late = Timer(limits.seconds, _end, [worker.process])
        late.start()  # before it is asked: a worker that hangs while it loads reads nothing, and the pipe is full
        try:
            _ask(worker, (edition, look, limits))
            return _read_files(worker, progress, limits, late)
        finally:
            late.cancel()
            _end(worker.process)


def _read_files(
    worker: Worker, progress: Callable[[str], None], limits: RenderLimits, late: Timer
) -> tuple[Rendition, ...]:
    """Return what the worker made; RenderError names the file that it was making when it failed."""
    name, files, reason = "the first file", list[Rendition](), ""
    for answer in _answers(worker.process):
        match answer:
            case {"making": str(name)}:
                progress(name)
            case Rendition():
                start, end = _SOUND.get(Path(answer.name).suffix, (b"", b""))
                if not (answer.content.startswith(start) and answer.content.rstrip().endswith(end.rstrip())):
                    msg = f"{answer.name} came out damaged"
                    raise errors.RenderError(msg)
                files.append(answer)
            case {"done": True}:
                return tuple(files)
            case {"refused": [kind, where, problem, remedy]}:
                raise getattr(errors, kind)(where, problem, remedy)
            case {"failed": reason}:
                break
    reason = reason or _reason_of_end(worker, limits, too_late=late.finished.is_set())
    msg = f"{name} could not be made: {reason}"
    raise errors.RenderError(msg)


@contextmanager
def started() -> Iterator[Worker]:
    """Start a worker with an empty environment for `render`, which writes its fonts; it ends with the block."""
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
    """Kill the worker and whatever it started, which are a process group."""
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def fonts_of(faces: Path, home: Path) -> str:
    """Return a fontconfig file that knows our faces alone: no font of the machine slips in for a missing glyph."""
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(faces.resolve()))}</dir><cachedir>{escape(str(home))}/fontconfig</cachedir></fontconfig>"
    )


def _ask(worker: Worker, request: tuple[RenderRequest, EditionLook, RenderLimits]) -> None:
    """Send the request; a worker that ended before it read all says in its answers, or by their absence, why."""
    assert worker.process.stdin is not None  # noqa: S101 -- opened as a pipe above
    with suppress(BrokenPipeError):
        pickle.dump(request, worker.process.stdin)
    with suppress(BrokenPipeError):
        worker.process.stdin.close()


def _answers(child: subprocess.Popen[bytes]) -> Iterator[Any]:
    """Yield what the child says, as renditions or plain dicts, until it ends."""
    assert child.stdout is not None  # noqa: S101 -- opened as a pipe above
    while line := child.stdout.readline():
        answer = json.loads(line)
        if "made" in answer:
            content = child.stdout.read(answer["bytes"])
            if len(content) < answer["bytes"]:
                return
            answer = Rendition(answer["made"], answer["media_type"], content)
        yield answer


def _reason_of_end(worker: Worker, limits: RenderLimits, *, too_late: bool) -> str:
    code = worker.process.wait()
    if too_late:
        return f"it was not done after {limits.seconds:g} s. {MORE.format('render_seconds')}"
    reason = f"the renderer was stopped by signal {-code}" if code < 0 else f"the renderer ended with {code}"
    complaints = (worker.home / "stderr").read_text(errors="replace").strip().splitlines()
    return ": ".join([reason, *complaints[-1:]])
