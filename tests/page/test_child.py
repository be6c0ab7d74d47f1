"""The limited child: no network, no file, no time and no memory beyond its share; a fault names its file."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from generator.errors import RenderError, SettingsError, TemplateRefused
from generator.page import EditionLook, RenderLimits, RenderRequest, child, render
from generator.story.plan import Chart, KeyFinding, Text
from tests.page.sample import edition, story

pytestmark = pytest.mark.usefixtures("new_workers")

REACH = """
import socket, sys
from generator.page.worker import leave_network
leave_network()
socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=2)
"""


def changed(look: EditionLook, name: str, addition: str) -> EditionLook:
    """Return `look` with something added to the end of one template."""
    return replace(look, templates={**look.templates, name: look.templates[name] + addition})


def printed(headline: str = "China imported copper") -> RenderRequest:
    """Return the printed page of the sample without its chart, which takes longest, under another headline."""
    kept = (block for block in story().blocks if not isinstance(block, Chart))
    blocks = (replace(block, headline=Text(headline)) if isinstance(block, KeyFinding) else block for block in kept)
    return edition(stories=(replace(story(), blocks=tuple(blocks)),), formats=("pdf",))


@contextmanager
def given(monkeypatch: pytest.MonkeyPatch) -> Iterator[child.Worker]:
    """Start a worker and have renders inside the block use it, so that a test can look at it or stop it."""
    with child.started() as worker:
        monkeypatch.setattr(child, "started", lambda: nullcontext(worker))
        yield worker


def test_a_desk_that_is_stopped_stops_the_worker(look: EditionLook, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, and not when its time is over: nobody wants its files any more."""
    answer = '{"making": "en.pdf"}'
    monkeypatch.setattr(child, "COMMAND", ("sh", "-c", f"echo '{answer}'; cat >/dev/null; exec sleep 600"))

    def stop(_: str) -> None:
        raise KeyboardInterrupt

    started = time.monotonic()
    with given(monkeypatch) as worker, pytest.raises(KeyboardInterrupt):
        render(printed(), look, limits=RenderLimits(seconds=60), progress=stop)
    assert (-signal.SIGKILL, True) == (worker.process.wait(), time.monotonic() - started < 30)


def test_a_render_that_wants_too_much_memory_is_stopped(look: EditionLook) -> None:
    """A runaway chart takes its own process down, not the machine."""
    with pytest.raises(RenderError, match=r"made: more than 48 MiB of memory were needed\. .* limits\.memory_mb of "):
        render(edition(), look, limits=RenderLimits(memory_mb=48))


def test_the_child_reaches_no_host() -> None:
    """Not even this machine: the namespace has no interface that is up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        done = subprocess.run([sys.executable, "-c", REACH, port], capture_output=True, text=True, check=False)
    assert "unreachable" in done.stderr


@pytest.mark.parametrize(
    "address", [pytest.param("file:///etc/hostname", marks=pytest.mark.long), "http://127.0.0.1:9/x.png"]
)
def test_a_page_that_names_a_file_or_a_host_is_refused(look: EditionLook, address: str) -> None:
    """The fetcher knows data addresses only, and a picture that is missing is a fault: of which template is told."""
    said = rf"^templates/strip\.html\.j2:\d+: takes a picture from {address}, and a page fetches .* Put it into styles/"
    with pytest.raises(TemplateRefused, match=said):
        render(printed(), changed(look, "strip.html.j2", f'<img alt="x" src="{address}">'))


def test_a_character_without_a_glyph_is_a_fault(look: EditionLook) -> None:
    """An empty box is never printed: the sign and its sentence are named."""
    with pytest.raises(
        RenderError, match=r"texts of en could not be made: no face of the page has '铜' \(U\+94DC\), which 'China imp"
    ):
        render(printed("China imported 铜 in 2025"), look)


@pytest.mark.long
def test_an_unknown_style_is_a_fault(look: EditionLook) -> None:
    """WeasyPrint warns and goes on; a page with a rule left out is not the page that was meant."""
    styles = {**look.styles, "print.css": look.styles["print.css"] + "p { colour: red }"}
    line = styles["print.css"].count("\n") + 1
    with pytest.raises(SettingsError, match=rf"styles/print\.css:{line}: `colour: red` cannot be used"):
        render(printed(), replace(look, styles=styles))


@pytest.mark.long
def test_progress_names_each_file_before_it_is_made(look: EditionLook) -> None:
    """A person who waits sees what is being made."""
    heard: list[str] = []
    render(edition(formats=("html",)), look, progress=heard.append)
    assert ["texts of en", "templates", "chart lines", "en.txt", "en.md", "en.html"] == heard


@pytest.mark.long
def test_signs_of_xml_in_the_folders_name_hide_no_face(look: EditionLook, tmp_path: Path) -> None:
    """A desk may lie in "R & D": the page is set in the same faces, byte for byte."""
    shutil.copytree(look.faces, tmp_path / "R & <D>")
    pages = [render(printed(), one) for one in (look, replace(look, faces=tmp_path / "R & <D>"))]
    assert pages[0] == pages[1]


def test_a_worker_that_nothing_asked_ends_with_its_block() -> None:
    """It does not outlive a build that had nothing to make."""
    with child.started() as worker:
        pass
    with pytest.raises(ProcessLookupError):
        os.killpg(worker.process.pid, 0)


def test_a_worker_that_died_while_it_loaded_is_told(look: EditionLook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its request finds nobody; what is said is how it ended, not that a pipe broke."""
    heavy = edition(attachments={"figures.csv": b"x" * 400_000})
    with given(monkeypatch) as worker:
        worker.process.kill()
        worker.process.wait()
        with pytest.raises(RenderError, match="the first file could not be made: the renderer was stopped"):
            render(heavy, look)


def test_a_worker_that_hangs_while_it_loads_is_stopped_at_the_deadline(
    look: EditionLook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than a pipe holds waits for it to read; the clock runs from the first byte."""
    heavy = edition(attachments={"figures.csv": b"x" * 400_000})
    with given(monkeypatch) as worker:
        worker.process.send_signal(signal.SIGSTOP)
        with pytest.raises(RenderError, match="the first file could not be made: it was not done after 1 s"):
            render(heavy, look, limits=RenderLimits(seconds=1))
