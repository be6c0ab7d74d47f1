"""The parent's side of the limited child process: it sends one request, reads answers and kills it at the deadline."""

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

# A new interpreter and not a fork, because vl-convert hangs in a forked child.
COMMAND: tuple[str, ...] = (sys.executable, "-m", "generator.page.worker")
_SOUND = {
    ".pdf": (b"%PDF-", b"%%EOF\n"),
    ".html": (b"<!DOCTYPE html>", b"</html>"),
    ".png": (b"\x89PNG", b""),
    ".docx": (b"PK", b""),
    ".xlsx": (b"PK", b""),
}


@dataclass(frozen=True)
class Worker:
    """A worker process and its temporary home folder."""

    process: subprocess.Popen[bytes]
    home: Path


def render(
    edition: RenderRequest,
    look: EditionLook,
    *,
    limits: RenderLimits | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Rendition, ...]:
    """Return every file of `edition`.

    `progress` is called with the name of each file before it is made ("chart lines", "en.html", "en.pdf", "en.eml").
    Raises TemplateRefused before any file is made, or RenderError with the name of the file that failed.
    """
    limits = limits or RenderLimits()
    with started() as worker:
        (worker.home / "fonts.conf").write_text(fonts_of(look.faces, worker.home))
        late = Timer(limits.seconds, _end, [worker.process])
        late.start()  # before the request: if the worker hangs while it loads, writing to the full pipe would block
        try:
            _ask(worker, (edition, look, limits))
            return _read_files(worker, progress, limits, late)
        finally:
            late.cancel()
            _end(worker.process)


def _read_files(
    worker: Worker, progress: Callable[[str], None], limits: RenderLimits, late: Timer
) -> tuple[Rendition, ...]:
    """Return the files from the worker; RenderError names the file that it was making when it failed."""
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
    """Give a worker that runs until the block ends, with an almost empty environment. The caller writes fonts.conf."""
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
    """Kill the process group of the worker: itself and everything that it started."""
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def fonts_of(faces: Path, home: Path) -> str:
    """Return a fontconfig file with our fonts only, so that no font of the machine replaces a missing glyph."""
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(faces.resolve()))}</dir><cachedir>{escape(str(home))}/fontconfig</cachedir></fontconfig>"
    )


def _ask(worker: Worker, request: tuple[RenderRequest, EditionLook, RenderLimits]) -> None:
    """Send the request. If the worker ends before it has read it all, `_read_files` finds the reason."""
    assert worker.process.stdin is not None  # noqa: S101 -- opened as a pipe above
    with suppress(BrokenPipeError):
        pickle.dump(request, worker.process.stdin)
    with suppress(BrokenPipeError):
        worker.process.stdin.close()


def _answers(child: subprocess.Popen[bytes]) -> Iterator[Any]:
    """Yield the child's answers, a Rendition for a file and a dict for anything else, until it ends."""
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
