"""Editions and the log."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.errors import IntegrityError
from generator.store import EditionNote, FigureStore
from tests.store.releases_by_hand import NOON, YEAR

NOTE = EditionNote("minerals", YEAR, 1, "drafted", "", "aa", "bb", date(2026, 1, 27))


def log(folder: Path) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the lines of the log as whoever opens the file finds them."""
    with closing(sqlite3.connect(folder / "state" / "state.sqlite")) as state:
        lines = state.execute("SELECT at, what, detail FROM log ORDER BY sequence").fetchall()
    return [(at, what, json.loads(detail)) for at, what, detail in lines]


def test_a_revision_has_one_state(store: FigureStore, tmp_path: Path) -> None:
    """The newest note stands; the one before is in the log, with the manifest that was replaced."""
    held = replace(NOTE, state="held", reason="approval", manifest_sha256="cc")
    for note in (NOTE, held):
        store.editions.note(note, NOON)
    assert (held,) == store.editions.all()
    assert [None, "aa"] == [detail.get("replaced") for _, _, detail in log(tmp_path)]


def test_the_newest_revision_is_found(store: FigureStore) -> None:
    """Revisions are counted, so r10 comes after r9."""
    for revision in (9, 10):
        store.editions.note(replace(NOTE, revision=revision), NOON)
    found = [store.editions.find("minerals", YEAR, wanted) for wanted in (None, 9, 8)]
    assert [10, 9, None] == [note and note.revision for note in found]


@pytest.mark.parametrize("state", ["approved", "sending", "published", "corrected", "withdrawn"])
def test_a_fixed_revision_keeps_its_bytes(store: FigureStore, state: str) -> None:
    """What was approved or sent never changes, not even after it was held; its state may."""
    for now in (state, "held"):
        store.editions.note(replace(NOTE, state=now), NOON)
    with pytest.raises(IntegrityError, match="minerals/2025/r1 was approved or published and never changes"):
        store.editions.note(replace(NOTE, manifest_sha256="cc"), NOON)
    assert replace(NOTE, state="held") == store.editions.find("minerals", YEAR)
    assert [True, False] == [store.editions.is_fixed("minerals", YEAR, revision) for revision in (1, 2)]
