"""The finished bytes of every revision are kept, and come back whatever version of the program made them."""

import json
import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256

from generator.audit.seals import UNLISTED
from tests.desk.conftest import StarterDesk
from tests.desk.test_line import digests

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
