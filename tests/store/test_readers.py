"""Readers and those who get nothing any more."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from generator.store import FigureStore, Reader
from tests.store.releases_by_hand import NOON

ANN = Reader("Ann@example.org", "ann@example.org", "Ann", "en", "", frozenset({"minerals"}), "active", "asked us")


def test_a_reader_is_one_address(store: FigureStore) -> None:
    """The same address again changes what it says anew, and nothing that it leaves open."""
    came = [store.readers.add(one, NOON) for one in (ANN, ANN, replace(ANN, name="", language="ur"))]
    assert ["new", "same", "changed"] == came
    (kept,) = store.readers.all()
    assert ("Ann", "ur", frozenset({"minerals"})) == (kept.name, kept.language, kept.briefings)


def test_one_who_was_removed_is_not_revived(store: FigureStore) -> None:
    """The next import leaves them out, in any spelling that is compared alike."""
    store.readers.add(ANN, NOON)
    store.readers.suppress(ANN.folded, "removed", NOON)
    assert "suppressed" == store.readers.add(ANN, NOON)
    assert () == store.readers.all()
    assert {"active": 0, "pending": 0, "suppressed": 1} == store.readers.counts()


def test_an_edition_goes_to_active_readers_of_its_lists(store: FigureStore) -> None:
    """Once each, whatever lists name them; those who have not confirmed wait."""
    both = replace(ANN, briefings=frozenset({"minerals", "fish"}))
    other = replace(ANN, address="b@example.org", folded="b@example.org", briefings=frozenset({"fish"}))
    waiting = replace(ANN, address="c@example.org", folded="c@example.org", state="pending")
    for reader in (both, other, waiting):
        store.readers.add(reader, NOON)
    assert ["ann@example.org"] == [reader.folded for reader in store.readers.of({"minerals"})]
    assert ["ann@example.org", "b@example.org"] == [reader.folded for reader in store.readers.of({"minerals", "fish"})]


def test_what_a_server_said_of_one_who_was_erased_goes_too(store: FigureStore) -> None:
    """Its words may name them."""
    store.readers.add(ANN, NOON)
    store.readers.suppress(ANN.folded, "bounced: 5.1.1 no mailbox of Ann Lee here", NOON)
    store.readers.erase(ANN.folded, NOON)
    assert "erased, 2026-01-20" == store.readers.why_suppressed(ANN.folded)


def test_an_erased_address_is_in_no_file(store: FigureStore, tmp_path: Path) -> None:
    """Neither beside the database nor where a deleted row lay, or a copy of it in a page that was split."""
    store.readers.add(replace(ANN, address="ann@there.example.org", folded="ann@there.example.org"), NOON)
    with closing(sqlite3.connect(tmp_path / "state" / "state.sqlite")) as db, db:
        db.execute("PRAGMA secure_delete=OFF")
        db.execute("INSERT INTO log (at, what, detail) VALUES ('', '', 'ann@there.example.org')")
        db.execute("DROP TRIGGER log_lasts")
        db.execute("DELETE FROM log")
    assert "ann@there" in _written(tmp_path)
    store.readers.erase("ann@there.example.org", NOON)
    assert "ann@there" not in _written(tmp_path)


def _written(folder: Path) -> str:
    return "".join(path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file())
