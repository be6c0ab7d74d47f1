"""Seeded changes to the finished starter edition: the audit finds them and names the sentence."""

import pytest

from generator.audit import audit
from generator.store import FigureStore
from tests.audit.mutate import Mutation, mutations
from tests.desk.conftest import StarterDesk


def files_of(desk: StarterDesk) -> dict[str, bytes]:
    """Return the files of the edition by relative name, the manifest left aside."""
    found = (path for path in desk.edition.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {path.relative_to(desk.edition).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def changes(finished: StarterDesk) -> list[Mutation]:
    """Return a digit, a unit, a name, a direction or a year changed, in en.html, en.md, en.txt and the data."""
    return mutations(files_of(finished), seed=2026, count=240)


def test_of_sixty_changes_to_page_and_text_at_least_98_in_a_hundred_are_found_and_named(
    finished: StarterDesk, changes: list[Mutation]
) -> None:
    """What a reader sees cannot be changed without being named."""
    seen = [change for change in changes if change.file in ("en.html", "en.txt")][:60]
    with FigureStore(finished.folder / "state") as store:
        missed = [change for change in seen if not change.is_named_in(audit(change.files, store.raw))]
    assert len(seen) == 60
    assert len(missed) <= 1, missed


def test_a_changed_sentence_is_exit_3_on_the_command_line(finished: StarterDesk, desk: StarterDesk) -> None:
    """File, sentence and rule are named; hashes are left aside."""
    page = desk.edition / "en.html"
    page.write_text(page.read_text(encoding="utf-8").replace("at least", "at most"), encoding="utf-8")
    found = desk.run("audit", "pakistan-minerals/2025", "--content-only")
    assert (3, True, True) == (found.code, "en.html" in found.said, "the other six lines" in found.said)
    assert finished.run("audit", "pakistan-minerals/2025", "--content-only").code == 0
