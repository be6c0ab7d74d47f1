"""A loaded worker ends as a new one does: by its own code, by a signal, and when nobody waits for it any more."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from generator.errors import RenderError
from generator.page import EditionLook, RenderLimits, child, render
from tests.page.sample import edition
from tests.page.test_child import changed, given

STEP = "{{ 9 ** (9 ** 9) }}"  # without end, and in one step: no clock within the process ends it


def test_a_worker_that_nothing_asked_is_gone_with_its_block() -> None:
    """What stands at the door is killed, and the fork behind it is found and killed as well."""
    with child.started() as worker:
        forks = found(worker.home)
    assert (2, True) == (len(forks), gone(forks))


@pytest.mark.long
def test_a_loop_without_end_is_stopped_in_the_fork(look: EditionLook, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the deadline, and nothing of it goes on."""
    with given(monkeypatch) as worker:
        forks = found(worker.home)
        with pytest.raises(RenderError, match="could not be made: it was not done after 3 s"):
            render(edition(), changed(look, "note.html.j2", STEP), limits=RenderLimits(seconds=3))
    assert (2, True) == (len(forks), gone(forks))


def test_the_signal_that_ended_a_worker_is_told(look: EditionLook, monkeypatch: pytest.MonkeyPatch) -> None:
    """As of a process that was started here."""
    with given(monkeypatch) as worker:
        for fork in found(worker.home):
            with suppress(ProcessLookupError):
                os.kill(fork, signal.SIGUSR1)
        with pytest.raises(RenderError, match=f"the renderer was stopped by signal {int(signal.SIGUSR1)}"):
            render(edition(), look)


def found(home: Path) -> list[int]:
    """Return the two processes that complain to the file of `home`, once they are there."""
    end, forks = time.monotonic() + 60, set[int]()
    while len(forks) < 2 and time.monotonic() < end:
        forks = {int(one.parts[2]) for one in Path("/proc").glob("[0-9]*/fd/2") if _leads(one, home / "stderr")}
        time.sleep(0.02)
    return sorted(forks)


def _leads(descriptor: Path, file: Path) -> bool:
    with suppress(OSError):
        return descriptor.readlink() == file
    return False


def gone(processes: list[int]) -> bool:
    """Return whether all have ended within ten seconds."""
    end = time.monotonic() + 10
    while any(Path(f"/proc/{one}").exists() for one in processes):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
