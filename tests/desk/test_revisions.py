"""Which revision an edition is, and that its bytes come back: after kills, losses, and from older programs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from generator.audit.seals import UNLISTED
from generator.editions.build import build
from generator.service.starter_desk import init
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.store import FigureStore
from tests import program
from tests.desk.conftest import StarterDesk
from tests.desk.test_line import digests

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
    desk.store.editions.note(replace(desk.store.editions.all()[-1], state="approved"), NOON)


def change(desk: StarterDesk) -> None:
    """Change what decides the edition's words."""
    settings = desk.folder / "desk.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("Section}", "Office}"), encoding="utf-8")


def test_a_revision_that_a_kill_left_without_a_note_is_noted(opened: DeskParts) -> None:
    """The next build finds it whole on the shelf, and the state knows it again."""
    [before] = opened.store.editions.all()
    forget(opened, "revision = 1")
    assert ((1, False), (before,)) == (ask(opened), opened.store.editions.all())


def test_a_replaced_draft_that_a_kill_left_with_the_old_note_is_noted(opened: DeskParts) -> None:
    """The files are the new ones; so must the note be."""
    [before] = opened.store.editions.all()
    opened.store.editions.note(replace(before, manifest_sha256="0" * 64, inputs_sha256="0" * 64), NOON)
    assert ((1, False), (before,)) == (ask(opened), opened.store.editions.all())


def test_an_approved_revision_whose_folder_is_gone_comes_back_as_itself(desk: StarterDesk, opened: DeskParts) -> None:
    """The same inputs are the same revision, not the next one."""
    manifest = (desk.edition / "manifest.json").read_bytes()
    approve(opened)
    shutil.rmtree(desk.edition)
    assert ((1, True), manifest) == (ask(opened), (desk.edition / "manifest.json").read_bytes())


@pytest.mark.long
@pytest.mark.parametrize("lost", [False, True])
def test_other_content_never_takes_the_number_of_an_approved_revision(desk: StarterDesk, *, lost: bool) -> None:
    """Whether or not its folder is still there."""
    with open_desk(desk.folder, {}).store as store:
        store.editions.note(replace(store.editions.all()[-1], state="approved"), NOON)
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


OLD = "0.0.9"


def made_by_an_older_program(desk: StarterDesk) -> None:
    """Give the starter's edition the manifest of another version, in the shelf, the raw store and the state.

    That version signed nothing.
    """
    shelved = desk.edition / "manifest.json"
    before = sha256(shelved.read_bytes()).hexdigest()
    manifest = json.loads(shelved.read_bytes())
    del manifest["signed_by"]
    (desk.edition / "manifest.sig").unlink()
    manifest["versions"] |= {"program": OLD, "code": "0" * 64}
    raw = json.dumps(manifest).encode()
    digest = sha256(raw).hexdigest()
    shelved.write_bytes(raw)
    place = desk.folder / "state" / "raw" / digest[:2] / digest
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(raw)
    with closing(sqlite3.connect(desk.folder / "state" / "state.sqlite")) as db, db:
        changed = db.execute("UPDATE editions SET manifest_sha256 = ? WHERE manifest_sha256 = ?", (digest, before))
        assert changed.rowcount == 1


def kept_names(desk: StarterDesk) -> set[str]:
    """Return the names of the files in state/editions/."""
    return {path.name for path in (desk.folder / "state" / "editions").glob("*/*")}


def regenerate(desk: StarterDesk) -> tuple[int, str]:
    """Run `tradebrief regenerate` on the starter's edition."""
    done = desk.run("regenerate", "pakistan-minerals", "--period", "2025")
    return done.code, done.said


def test_every_finished_file_is_kept_by_its_hash(finished: StarterDesk) -> None:
    """A build leaves the bytes of the revision in state/editions/, the manifest and its signature apart."""
    files = {digest for name, digest in digests(finished.edition).items() if name not in UNLISTED}
    assert files == kept_names(finished)


def test_an_edition_of_another_version_comes_back_from_its_kept_bytes(desk: StarterDesk) -> None:
    """It is not made anew: the program may make other bytes now."""
    made_by_an_older_program(desk)
    before = digests(desk.edition)
    (desk.edition / "en.html").write_bytes(b"damaged")
    shutil.rmtree(desk.edition / "charts")
    code, said = regenerate(desk)
    assert (0, True) == (code, f"kept bytes restored; made by {OLD}" in said), said
    assert before == digests(desk.edition)


def test_a_desk_of_before_takes_its_editions_in(desk: StarterDesk) -> None:
    """The bytes in output/ are kept at the first opening that may write, where the manifest's hashes hold."""
    made_by_an_older_program(desk)
    shutil.rmtree(desk.folder / "state" / "editions")
    (desk.edition / "en.md").write_bytes(b"damaged before")
    whole = {digest for name, digest in digests(desk.edition).items() if name not in {"manifest.json", "en.md"}}
    assert 6 == regenerate(desk)[0]
    assert whole == kept_names(desk)


def test_what_was_damaged_and_not_kept_is_named(desk: StarterDesk) -> None:
    """Exit 6 says which files, and which version made them."""
    made_by_an_older_program(desk)
    shutil.rmtree(desk.folder / "state" / "editions")
    (desk.edition / "en.md").write_bytes(b"damaged before")
    code, said = regenerate(desk)
    assert (6, True, True) == (code, "en.md" in said, OLD in said), said


def kill(desk: StarterDesk, function: str, *verb: str) -> None:
    """Run a verb until `function` is called."""
    known = {**os.environ, "TRADEBRIEF_DESK": str(desk.folder)}
    done = program.run(*verb, environment=known, killed_at=function)
    assert -signal.SIGKILL == done.code, done.err


@pytest.mark.parametrize(
    "function",
    [
        pytest.param("FigureStore.record", marks=pytest.mark.long),
        pytest.param("ReleaseTable.add", marks=pytest.mark.long),
        "_to_done",
    ],
)
def test_a_file_of_the_inbox_is_found_again(tmp_path: Path, function: str) -> None:
    """Killed when the bytes are kept, the Parquet is written or the release is known: nothing is lost or doubled."""
    desk = StarterDesk(tmp_path / "desk")
    init(desk.folder)
    inbox = desk.folder / "inbox" / "gacc-press"
    [file] = inbox.glob("*.csv")
    kill(desk, function, "movements")
    assert (inbox / "processing" / "1" / file.name).is_file()
    assert 0 == desk.run("movements").code
    assert ([], 1) == ([*inbox.glob("*.csv")], len([*(inbox / "done").iterdir()]))
    with FigureStore(desk.folder / "state") as store:
        assert (1, ()) == (len(store.releases.all()), store.check())


@pytest.mark.long
def test_a_file_that_ends_three_runs_is_strange(tmp_path: Path) -> None:
    """What takes the program down each time is set aside after three times, and the rest goes on."""
    desk = StarterDesk(tmp_path / "desk")
    init(desk.folder)
    inbox = desk.folder / "inbox" / "gacc-press"
    [file] = inbox.glob("*.csv")
    for _ in range(3):
        kill(desk, "FigureStore.record", "movements")
    said = desk.run("movements")
    assert (2, True) == (said.code, "3 runs ended in the middle of it" in said.said)
    assert [file.name] == [one.name for one in (inbox / "quarantine").glob("*.csv")]


@pytest.mark.long
@pytest.mark.parametrize(
    "function",
    ["with_signature", "render", "_swap", "Editions.note"],
)
def test_a_killed_build_is_finished_by_the_next(finished: StarterDesk, fresh: StarterDesk, function: str) -> None:
    """Killed before the pages, when they are signed, half on the shelf, before the note: as if it had not been."""
    shutil.copy(finished.folder / "secrets" / "signing", fresh.folder / "secrets" / "signing")
    kill(fresh, function, "build")
    again = fresh.run("build")
    assert 0 == again.code, again.said
    assert digests(finished.edition) == digests(fresh.edition)
    assert ["r1"] == [path.name for path in fresh.edition.parent.iterdir()]
    assert 0 == fresh.run("audit", "pakistan-minerals/2025").code


@pytest.mark.parametrize("verb", [("explain", "pakistan-minerals/2025", "110.90"), ("regenerate",)])
@pytest.mark.parametrize("lost", [False, True])
def test_raw_bytes_that_changed_are_reported(desk: StarterDesk, verb: tuple[str, ...], lost: bool) -> None:  # noqa: FBT001
    """What an edition's cells point to must be there as it was received: else nothing can be followed to it."""
    (raw,) = (
        file
        for file in (desk.folder / "state" / "raw").glob("*/*")
        if b"published" in file.read_bytes()[:400] and b"110.90" in file.read_bytes()
    )
    raw.chmod(0o600)
    raw.unlink() if lost else raw.write_bytes(raw.read_bytes().replace(b"110.90", b"119.90"))
    done = desk.run(*verb)
    assert (6, True) == (done.code, "estore" in done.said), done.said


@pytest.mark.parametrize(
    "wrong", [None, pytest.param(b"", marks=pytest.mark.long), pytest.param(bytes(64), marks=pytest.mark.long)]
)
def test_a_damaged_signature_of_the_manifest_is_found_and_restored(desk: StarterDesk, wrong: bytes | None) -> None:
    """The manifest does not list it; `audit` asks for it all the same."""
    before = digests(desk.edition)
    (desk.edition / "manifest.sig").unlink()
    if wrong is not None:
        (desk.edition / "manifest.sig").write_bytes(wrong)
    done = desk.run("audit", "pakistan-minerals/2025")
    assert (6, True) == (done.code, "manifest.sig: [signature]" in done.said), done.said
    assert 0 == desk.run("regenerate").code
    assert before == digests(desk.edition)
