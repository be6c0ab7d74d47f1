"""Drafts: looked at while they are written; they count for nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import pypdfium2
import pytest
from lxml import html

from generator.audit import Finding
from generator.editions.drafts import changed, look, marked_text, notes_by_sentence
from generator.page.sentence_marks import marked_page
from tests.desk.conftest import HOUSE, StarterDesk


@pytest.fixture(scope="module")
def drafted(finished: StarterDesk, tmp_path_factory: pytest.TempPathFactory) -> StarterDesk:
    """Return a desk with a revision and a draft, whose own template prints a figure that no cell carries."""
    desk = StarterDesk(tmp_path_factory.mktemp("drafted") / "desk")
    shutil.copytree(finished.folder, desk.folder)
    (desk.folder / "templates").mkdir(exist_ok=True)
    page = (HOUSE / "templates" / "edition.html.j2").read_text(encoding="utf-8")
    wrong = page.replace("<main", "<p>Copper reached $1.51 billion.</p><main", 1)
    (desk.folder / "templates" / "edition.html.j2").write_text(wrong, encoding="utf-8")
    made = desk.run("build", "--draft")
    assert (0, True) == (made.code, "would be held" in made.said), made.said
    return desk


def place(desk: StarterDesk) -> Path:
    """Return where the draft lies."""
    return desk.edition.with_name("draft")


def test_findings_do_not_hold_a_draft_and_stand_beside_it(drafted: StarterDesk) -> None:
    """In a file of their own, and at the top of the web page, before anything else."""
    assert "1.51" in (place(drafted) / "FINDINGS.txt").read_text(encoding="utf-8")
    page = (place(drafted) / "en.html").read_text(encoding="utf-8")
    assert page.index("The audit would hold") < page.index("1.51") < page.index("<header")
    assert not (drafted.folder / "state" / "held").exists()


def test_a_draft_says_that_it_is_one(drafted: StarterDesk) -> None:
    """At the head of every file and on the foot of every page; it has no revision's number."""
    assert "Draft" in (place(drafted) / "en.txt").read_text(encoding="utf-8")
    assert "revision" not in (place(drafted) / "en.txt").read_text(encoding="utf-8")
    with pypdfium2.PdfDocument(place(drafted) / "en.pdf") as document:
        assert all("Draft Source:" in page.get_textpage().get_text_bounded() for page in document)


def test_a_draft_is_no_revision(drafted: StarterDesk) -> None:
    """The state, the newest edition and the next number are what they were."""
    editions = json.loads(drafted.run("status", "--json").said)["editions"]
    assert [(1, "drafted")] == [(item["revision"], item["state"]) for item in editions]
    with closing(sqlite3.connect(drafted.folder / "state" / "state.sqlite")) as state:
        assert [(1,)] == state.execute("SELECT count(*) FROM log WHERE what = 'edition'").fetchall()
    assert "/r1 " in drafted.run("audit", "pakistan-minerals/2025").said


FOUND = (
    Finding("edition.json", "Nine lines rose, “most” by 5%.", "number trace", "'Nine' is the print of no claim"),
    Finding("edition.json", "Nine lines rose, “most” by 5%.", "direction", "a change stands without its word"),
)
NOTE = "⟦number trace: 'Nine' is the print of no claim; direction: a change stands without its word⟧"
WHOLE = f"Nine lines rose, “most” by 5%. {NOTE}"


def parsed(page: str) -> Any:  # noqa: ANN401 -- lxml
    """Return a page as a tree."""
    return html.fromstring(page)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("A. Nine lines rose, “most” by 5%. B.", f"A. {WHOLE} B."),
        ('A. Nine lines\n  rose, "most" by\u00a05%. B.', f"by\u00a05%. {NOTE} B."),
        (r"A. Nine lines rose, “most” by 5\%. B.", rf"by 5\%. {NOTE} B."),
        ("Nothing of it.", "Nothing of it."),
    ],
)
def test_a_sentence_is_marked_behind_its_end(text: str, marked: str) -> None:
    """Over two lines, as a keyboard types it, and behind the escapes of Markdown."""
    assert marked in marked_text(text, notes_by_sentence(FOUND))


@pytest.mark.parametrize(
    "sentence",
    [
        "Nine lines rose, “most” by 5%.",
        '<button class="claim">Nine</button> lines rose, “most” by <button><b>5%</b></button>.',
        "Nine <a href=x>lines</a>\n rose, &ldquo;most&rdquo; by&nbsp;5%.",
    ],
)
def test_a_sentence_of_the_page_stands_in_a_mark(sentence: str) -> None:
    """With its figures and links whole; what is wrong can be read behind it, and is no part of the sentence."""
    head = "<head><title>Nine lines rose, “most” by 5%.</title></head>"
    tree = parsed(marked_page(f"<html>{head}<body><p>A. {sentence} B.</p></body></html>", notes_by_sentence(FOUND)))
    (mark,) = tree.iter("mark")
    assert f"{' '.join(mark.text_content().split())} {NOTE}" == WHOLE
    note = mark.getnext()
    assert ("fault", "en", "ltr", NOTE) == (note.get("class"), note.get("lang"), note.get("dir"), note.text_content())
    assert " ".join(tree.find(".//p").text_content().split()) == f"A. {WHOLE} B."
    assert "mark" not in html.tostring(tree.head, encoding="unicode")


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


@pytest.mark.long
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
