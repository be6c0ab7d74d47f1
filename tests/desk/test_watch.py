"""`build --watch`: a draft anew for each change of the desk, in a real process, until Ctrl-C."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Thread, Timer

import pytest

from generator.editions.watch import changed, changes, look
from tests.desk.conftest import HOUSE, StarterDesk

PATIENCE = 90  # seconds for one draft on a busy machine
# What runs behind a shell is started with Ctrl-C ignored; a person has the program in front.
IN_FRONT = "import signal as s; s.signal(s.SIGINT, s.default_int_handler); from generator.cli import main; main()"


class Watching:
    """A process that watches, and the lines that it says."""

    def __init__(self, desk: StarterDesk) -> None:
        """Start it."""
        known = {**os.environ, "TRADEBRIEF_DESK": str(desk.folder), "PYTHONPATH": str(HOUSE), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-c", IN_FRONT, "build", "--watch"]
        self.process = subprocess.Popen(command, env=known, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self._lines: Queue[str] = Queue()
        Thread(target=self._listen, daemon=True).start()

    def line(self) -> str:
        """Return the next line that it says."""
        return self._lines.get(timeout=PATIENCE)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.strip():
                self._lines.put(line.rstrip())


@pytest.fixture
def watching(desk: StarterDesk) -> Iterator[Watching]:
    """Return a process that watches a copy of the finished desk and has made its first draft."""
    found = Watching(desk)
    assert found.line().startswith("watching ")
    assert "draft/en.html: the audit finds nothing" in found.line()
    yield found
    found.process.kill()
    found.process.wait()
    assert found.process.stdout is not None
    found.process.stdout.close()


def test_each_change_is_a_line_and_ctrl_c_ends_it(watching: Watching, desk: StarterDesk) -> None:
    """A change of the settings makes the draft anew, a fault in them is said, and the end is 130."""
    settings = desk.folder / "desk.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("Section}", "Office}"), encoding="utf-8")
    assert "(desk.yaml)" in watching.line()
    assert "Office" in (desk.edition.with_name("draft") / "en.txt").read_text(encoding="utf-8")
    settings.write_text(text.replace("time_zone:", "time_zon:"), encoding="utf-8")
    assert "time_zone" in watching.line()
    watching.process.send_signal(signal.SIGINT)
    assert ("tradebrief: interrupted; run the same again to go on", 130) == (watching.line(), watching.process.wait(20))
    settings.write_text(text, encoding="utf-8")
    assert desk.run("status").code == 0


def test_a_file_is_told_of_when_it_is_whole(tmp_path: Path) -> None:
    """It is emptied, then written: between the two there is nothing to build."""
    settings = tmp_path / "desk.yaml"
    settings.write_text("one", encoding="utf-8")
    seen = changes(tmp_path, pause=0.3)
    assert () == next(seen)
    settings.write_text("", encoding="utf-8")
    writing = Timer(0.1, settings.write_text, ("whole", "utf-8"))
    writing.start()
    assert ("desk.yaml",) == next(seen)
    assert "whole" == settings.read_text(encoding="utf-8")
    writing.join()


def test_what_is_saved_without_a_change_is_none(tmp_path: Path) -> None:
    """Bytes count, not times; a file that left the inbox was taken in; one of an editor's own is not ours."""
    (tmp_path / "inbox" / "a").mkdir(parents=True)
    files = [tmp_path / name for name in ("desk.yaml", "inbox/a/t.csv")]
    for file in files:
        file.write_text("one")
    before = look(tmp_path, {})
    os.utime(files[0], (1, 1))
    files[1].unlink()
    (tmp_path / "inbox" / "a" / ".t.csv.swp").write_text("two")
    assert () == changed(before, look(tmp_path, before))
    files[0].write_text("two")
    assert ("desk.yaml",) == changed(before, look(tmp_path, before))
