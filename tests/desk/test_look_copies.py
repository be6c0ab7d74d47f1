"""Copies of templates and styles: taken once, changed at leisure, and never out of date unawares."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from generator.errors import SettingsError
from generator.settings import look_copies

HOUSE = Path(__file__).parents[2]


@pytest.fixture(name="folder")
def desk(tmp_path: Path) -> Path:
    """Return a folder that is a desk by name."""
    (tmp_path / "desk.yaml").write_text("publisher: {}\n", encoding="utf-8")
    return tmp_path


def state(folder: Path, name: str) -> str:
    """Return what is said of one file."""
    return next(file.state for file in look_copies.files(folder) if file.name == name)


@pytest.mark.parametrize("named", ["print.css", "styles/print.css"])
def test_a_copy_says_what_it_is_a_copy_of(folder: Path, named: str) -> None:
    """One line more than ours, with the digest of ours."""
    ours = (HOUSE / "styles" / "print.css").read_bytes()
    first, _, rest = look_copies.copy(folder, named).read_bytes().partition(b"\n")
    assert ours == rest
    assert hashlib.sha256(ours).hexdigest().encode() in first
    assert state(folder, "styles/print.css") == "copied"


def test_every_file_of_ours_can_be_copied_and_used(folder: Path) -> None:
    """The line is a comment in each of their languages."""
    for name in look_copies.originals():
        look_copies.copy(folder, name)
    assert {"copied"} == {file.state for file in look_copies.files(folder)}
    assert [] == list(look_copies.problems(folder))


def test_a_file_that_is_there_stays(folder: Path) -> None:
    """Only --force takes ours again, and keeps what was there."""
    path = look_copies.copy(folder, "print.css")
    path.write_text("p { color: red; }", encoding="utf-8")
    with pytest.raises(SettingsError, match="has this file already"):
        look_copies.copy(folder, "print.css")
    look_copies.copy(folder, "print.css", force=True)
    assert path.with_name("print.css~").read_text(encoding="utf-8") == "p { color: red; }"


def test_a_copy_of_an_older_file_is_told(folder: Path) -> None:
    """Its first line has another digest than ours has now."""
    path = look_copies.copy(folder, "strip.html.j2")
    note, _, rest = path.read_text(encoding="utf-8").partition("\n")
    digest = hashlib.sha256(rest.encode()).hexdigest()
    path.write_text(f"{note.replace(digest, 64 * '0')}\n<ul>{rest}</ul>", encoding="utf-8")
    assert state(folder, "templates/strip.html.j2") == "behind"
    assert list(look_copies.problems(folder)) == ["templates/strip.html.j2 is a copy of an older file of ours"]


def test_a_file_that_nothing_uses_is_told_with_the_nearest(folder: Path) -> None:
    """A misspelt name would change nothing, and nobody would know why; a part that another one includes is used."""
    (folder / "templates").mkdir()
    (folder / "templates" / "masthed.html.j2").write_text('{% include "seal.html.j2" %}', encoding="utf-8")
    (folder / "templates" / "seal.html.j2").write_text("", encoding="utf-8")
    said = "templates/masthed.html.j2 is used by nothing; nearest: templates/masthead.html.j2"
    assert [said] == list(look_copies.problems(folder))
