"""Which revision an edition is: shelf and state may each lack what the other has."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.editions.build import build
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from tests.desk.conftest import StarterDesk

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
NAME = "pakistan-minerals"


@pytest.fixture
def opened(desk: StarterDesk) -> Iterator[DeskParts]:
    """Return the finished desk, open."""
    found = open_desk(desk.folder, {})
    with found.store:
        yield found


def ask(desk: DeskParts) -> tuple[int, bool]:
    """Build, and return the revision with whether it was made."""
    receipt = build(desk.desk, desk.store, desk.shelf, NAME, None, NOON, lambda _: None)
    return receipt.revision, receipt.made


def forget(desk: DeskParts, what: str) -> None:
    """Take notes out of the state, as a kill before the note leaves it."""
    with closing(sqlite3.connect(desk.store.folder / "state.sqlite")) as state, state:
        state.execute(f"DELETE FROM editions WHERE {what}")  # noqa: S608 -- words of this file


def approve(desk: DeskParts) -> None:
    """Approve the newest revision."""
    desk.store.note_edition(replace(desk.store.editions()[-1], state="approved"), NOON)


def change(desk: StarterDesk) -> None:
    """Change what decides the edition's words."""
    settings = desk.folder / "desk.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("Section}", "Office}"), encoding="utf-8")


def test_a_revision_that_a_kill_left_without_a_note_is_noted(opened: DeskParts) -> None:
    """The next build finds it whole on the shelf, and the state knows it again."""
    [before] = opened.store.editions()
    forget(opened, "revision = 1")
    assert ((1, False), (before,)) == (ask(opened), opened.store.editions())


def test_a_replaced_draft_that_a_kill_left_with_the_old_note_is_noted(opened: DeskParts) -> None:
    """The files are the new ones; so must the note be."""
    [before] = opened.store.editions()
    opened.store.note_edition(replace(before, manifest_sha256="0" * 64, inputs_sha256="0" * 64), NOON)
    assert ((1, False), (before,)) == (ask(opened), opened.store.editions())


def test_an_approved_revision_whose_folder_is_gone_comes_back_as_itself(desk: StarterDesk, opened: DeskParts) -> None:
    """The same inputs are the same revision, not the next one."""
    manifest = (desk.edition / "manifest.json").read_bytes()
    approve(opened)
    shutil.rmtree(desk.edition)
    assert ((1, True), manifest) == (ask(opened), (desk.edition / "manifest.json").read_bytes())


@pytest.mark.parametrize("lost", [False, True])
def test_other_content_never_takes_the_number_of_an_approved_revision(desk: StarterDesk, *, lost: bool) -> None:
    """Whether or not its folder is still there."""
    with open_desk(desk.folder, {}).store as store:
        store.note_edition(replace(store.editions()[-1], state="approved"), NOON)
    if lost:
        shutil.rmtree(desk.edition)
    change(desk)
    changed = open_desk(desk.folder, {})
    with changed.store:
        assert (2, True) == ask(changed)
    assert [not lost, True] == [Path(desk.edition.with_name(name)).is_dir() for name in ("r1", "r2")]


def test_the_hash_of_a_replaced_revision_stays_in_the_log(desk: StarterDesk) -> None:
    """`approval: one` and nobody approved: r1 is made anew, and what it was can still be proved."""
    before = hashlib.sha256((desk.edition / "manifest.json").read_bytes()).hexdigest()
    change(desk)
    with (changed := open_desk(desk.folder, {})).store:
        assert (1, True) == ask(changed)
    with closing(sqlite3.connect(desk.folder / "state" / "state.sqlite")) as state:
        [(last,)] = state.execute("SELECT detail FROM log ORDER BY rowid DESC LIMIT 1").fetchall()
    assert before == json.loads(last)["replaced"]
