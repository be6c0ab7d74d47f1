"""A desk of an earlier program opens in this one: its state is kept, brought up whole, and nothing of it is lost."""

import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from generator.store.state import SCHEMA
from tests.desk.conftest import StarterDesk

CODE = '(?<="code": ")[0-9a-f]{64}'


@pytest.fixture
def older(request: pytest.FixtureRequest, faces: Path, tmp_path: Path) -> StarterDesk:
    """Return a desk of an earlier schema; the cut faces are at hand."""
    folder = put_together(request.param, tmp_path / "older")
    shutil.copytree(faces, folder / "state" / "faces")
    return StarterDesk(folder)


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of a state file by table."""
    with closing(sqlite3.connect(path)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: db.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in tables}  # noqa: S608 -- names of its own tables


def schema(path: Path) -> int:
    """Return the number of a state file's schema."""
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


@pytest.mark.parametrize(("older", "number"), [(2, 2), (3, 3)], indirect=["older"])
def test_its_state_is_kept_before_it_is_brought_up(older: StarterDesk, number: int) -> None:
    """The copy has every row as the earlier program wrote it, and is its owner's alone."""
    path = older.folder / "state" / "state.sqlite"
    before = rows(path)
    assert older.run("status").code == 0
    kept = path.with_name(f"state.sqlite.schema-{number}")
    assert (number, before, 0o600) == (schema(kept), rows(kept), kept.stat().st_mode & 0o777)
    after = rows(path)
    assert (SCHEMA, before) == (schema(path), {name: after[name] for name in before})


@pytest.mark.long
@pytest.mark.parametrize("older", [2, 3], indirect=True)
def test_it_builds_and_sends(older: StarterDesk, tmp_path: Path) -> None:
    """A new edition is made of its figures, comes back byte for byte, is approved, and reaches who waits for it."""
    assert older.run("subscribers", "key").code == 0
    (tmp_path / "list.csv").write_text("address\ne@example.org\n", encoding="utf-8")
    basis = ("--briefing", "ores", "--confirmed", "--basis", "a test")
    assert older.run("subscribers", "import", str(tmp_path / "list.csv"), *basis).code == 0
    built = older.run("build", "ores")
    assert built.code == 0, built.said
    assert "comes back byte for byte" in older.run("regenerate", "ores", "--period", "2025").said
    assert older.run("audit", "ores/2025").code == 0
    assert older.run("doctor").code == 0


@pytest.mark.parametrize("older", [3], indirect=True)
def test_what_it_had_approved_is_sent_and_what_was_sent_is_not(older: StarterDesk) -> None:
    """Its ledger counts: two letters that waited go out, the three that had gone do not go again."""
    assert older.run("subscribers", "key").code == 0
    assert older.run("send", "ores/2025", "--yes").code == 0
    assert older.run("send", "copper/2025", "--yes").code == 0
    to = {file.read_bytes().split(b"\r\n", 1)[0] for file in (older.folder / "outbox").iterdir()}
    assert {b"To: a@example.org", b"To: b@example.org"} == to
    editions = json.loads(older.run("status", "--json").said)["editions"]
    assert [("copper", 3), ("ores", 2)] == [(one["briefing"], one["counts"]["sent"]) for one in editions]
    assert {"published"} == {one["state"] for one in editions}


@pytest.mark.parametrize("older", [3], indirect=True)
def test_what_it_made_is_judged_by_its_bytes(older: StarterDesk) -> None:
    """Its words and formulas are of a form that this program no longer has; a changed letter is found all the same."""
    judged = older.run("audit", "copper/2025")
    assert (0, True) == (judged.code, "its words are not judged" in judged.said)
    text = older.folder / "output" / "copper" / "2025" / "r1" / "en.txt"
    text.write_bytes(text.read_bytes().replace(b"opper", b"oppers", 1))
    changed = older.run("audit", "copper/2025")
    assert (6, True) == (changed.code, "en.txt" in changed.said)


def test_a_form_of_chart_that_is_gone_is_named(desk: StarterDesk) -> None:
    """With the remedy: an edition keeps the forms of the version that made it, and only that one reads them."""
    for name, was, now in (
        ("edition.json", '"form": "ordered_bars"', '"form": "cumulative"'),
        ("manifest.json", CODE, ""),
    ):
        file = desk.edition / name
        text = file.read_text("utf-8")
        changed = re.sub(was, now, text)
        assert changed != text
        file.write_text(changed, "utf-8")
    judged = desk.run("audit", "pakistan-minerals/2025", "--content-only")
    assert 3 == judged.code
    assert "this version reads no chart of the form 'cumulative'" in judged.said
    assert "another version of tradebrief made this edition (versions): audit it with that version" in judged.said
    assert "KeyError" not in judged.said


KEPT = Path(__file__).parent / "older"


def put_together(schema: int, place: Path) -> Path:
    """Return `place`, with the desk whose state file has that schema."""
    shutil.copytree(KEPT / f"schema-{schema}", place)
    (place / "state").chmod(0o700)
    script = place / "state" / "state.sql"
    with closing(sqlite3.connect(place / "state" / "state.sqlite", isolation_level=None)) as db:
        db.executescript(script.read_text(encoding="utf-8"))
    script.unlink()
    for file in (place / "state" / "figures").glob("*.hex"):
        file.with_suffix("").write_bytes(bytes.fromhex(file.read_text(encoding="ascii")))
        file.unlink()
    return place
