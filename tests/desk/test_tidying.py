"""What goes after a while, and what never does."""

import json
import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.desk.conftest import StarterDesk

EDITION = "pakistan-minerals/2025"
DAY = 86_400
EVERYTHING = "retention: {outbox: 10d, bounces: 10d, inbox: 10d, held: 10d, previews: 10d, older_state: 10d}\n"
GOES = {
    "outbox": "outbox/*.eml",
    "bounces": "bounces/done/old.eml",
    "inbox": "inbox/gacc-press/done/*.csv",
    "held": "state/held/pakistan-minerals/2025/findings.txt",
    "previews": "state/preview/pakistan-minerals/2025/en.html",
    "older_state": "state/state.sqlite.schema-3",
}


@pytest.fixture
def used(desk: StarterDesk, tmp_path: Path) -> StarterDesk:
    """Return a desk with one of everything that may go, each changed eleven days ago, and one that was read today."""
    (tmp_path / "list.csv").write_text("address\na@example.org\nb@example.org\n", encoding="utf-8")
    basis = ("--confirmed", "--basis", "a test")
    assert desk.run("subscribers", "import", str(tmp_path / "list.csv"), *basis).code == 0
    assert desk.run("approve", EDITION, "--by", "Ann").code == 0
    assert desk.run("send", EDITION, "--yes").code == 0
    for name in (
        *list(GOES.values())[3:],
        "bounces/done/old.eml",
        "bounces/strange/old.eml",
        "inbox/gacc-press/done/n.csv",
    ):
        (desk.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (desk.folder / name).write_text("whatever", encoding="utf-8")
    then = time.time() - 11 * DAY
    for path in (path for path in desk.folder.rglob("*") if not path.is_symlink()):
        os.utime(path, (then, then))
    (desk.folder / "bounces" / "done" / "new.eml").write_text("read today", encoding="utf-8")
    return desk


def retaining(desk: StarterDesk, line: str) -> StarterDesk:
    """Let the desk's settings say how long things are kept."""
    with (desk.folder / "desk.yaml").open("a", encoding="utf-8") as file:
        file.write(line)
    return desk


def names(folder: Path) -> set[str]:
    """Return the files of a folder but for the lock."""
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return {name for name in found if not name.endswith("lock")}


@pytest.mark.parametrize("kind", GOES)
def test_each_kind_goes_by_its_own_key(used: StarterDesk, kind: str) -> None:
    """And nothing else does: not what was changed since, not what a person is to look at, no row of the ledger."""
    before = names(used.folder)
    going = {str(path.relative_to(used.folder)) for path in used.folder.glob(GOES[kind])}
    going.discard("inbox/gacc-press/done/n.csv")  # its bytes are kept nowhere else
    done = retaining(used, f"retention: {{{kind}: 10d}}\n").run("tidy", "--json")
    assert [{"kind": kind, "after": "10d", "count": len(going)}] == json.loads(done.said)["tidied"]
    assert (going, True) == (before - names(used.folder), going != set())


def test_what_an_edition_stands_on_stays(used: StarterDesk) -> None:
    """With every key set, a published edition holds, comes back byte for byte, and who got it is known."""
    edition = {path: path.read_bytes() for path in used.edition.rglob("*") if path.is_file()}
    assert retaining(used, EVERYTHING).run("tidy").code == 0
    assert edition == {path: path.read_bytes() for path in used.edition.rglob("*") if path.is_file()}
    assert used.run("audit", EDITION).code == 0
    shutil.rmtree(used.edition)
    assert used.run("regenerate", "pakistan-minerals", "--period", "2025").code == 0
    assert edition == {path: path.read_bytes() for path in used.edition.rglob("*") if path.is_file()}
    assert "a@example.org" in used.run("status", "--letters", EDITION).said
    assert "nothing was left to send" in used.run("send", EDITION, "--yes").said


def test_a_letter_whose_run_ended_keeps_its_file(used: StarterDesk) -> None:
    """The file alone says that it was written: without it the letter would be written once more."""
    with closing(sqlite3.connect(used.folder / "state" / "state.sqlite")) as db, db:
        db.execute("UPDATE outbox SET state = 'inflight' WHERE address = 'a@example.org'")
        db.execute("UPDATE editions SET state = 'sending'")
    retaining(used, EVERYTHING).run("tidy")
    assert [b"To: a@example.org"] == [
        file.read_bytes().split(b"\r\n", 1)[0] for file in (used.folder / "outbox").glob("*.eml")
    ]
