"""Drafts: looked at while they are written; they count for nothing."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest

from tests.desk.conftest import StarterDesk

HOUSE = Path(__file__).parents[2]


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
        assert all("Draft. 2025" in page.get_textpage().get_text_bounded() for page in document)


def test_a_draft_is_no_revision(drafted: StarterDesk) -> None:
    """The state, the newest edition and the next number are what they were."""
    editions = json.loads(drafted.run("status", "--json").said)["editions"]
    assert [(1, "drafted")] == [(item["revision"], item["state"]) for item in editions]
    with closing(sqlite3.connect(drafted.folder / "state" / "state.sqlite")) as state:
        assert [(1,)] == state.execute("SELECT count(*) FROM log WHERE what = 'edition'").fetchall()
    assert "/r1 " in drafted.run("audit", "pakistan-minerals/2025").said
