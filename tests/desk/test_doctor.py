"""`doctor` finds what is wrong with a desk, says the remedy, and what to do next."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from generator.editions.edition_files import without_a_glyph
from generator.errors import SettingsError
from generator.service.doctor import pinned
from generator.settings import look_copies
from tests.desk.conftest import StarterDesk


def test_a_sound_desk_is_well(finished: StarterDesk) -> None:
    """Exit 0, no line to mend; what a build made is for its owner alone."""
    found = finished.run("doctor")
    assert (0, False) == (found.code, "FIX " in found.said), found.said
    assert "restored" not in found.said, "it never came out of a backup"
    assert 0o700 == (finished.folder / "state").stat().st_mode & 0o777


def test_a_strange_file_in_quarantine_is_named(desk: StarterDesk) -> None:
    """With the way back; a list of refused rows alone is no fault."""
    quarantine = desk.folder / "inbox" / "gacc-press" / "quarantine"
    quarantine.mkdir()
    (quarantine / "rows-refused.csv").write_text("file,row,column,reason,text\n")
    assert "FIX " not in desk.run("doctor").said
    for name in ("odd.csv", "odd.csv.reason.txt"):
        (quarantine / name).write_text("it is no table")
    found = desk.run("doctor")
    assert (2, True, True) == (
        found.code,
        "quarantine/odd.csv" in found.said,
        "put it into the inbox again" in found.said,
    )


@pytest.mark.parametrize("rows", [("1.0", "2.0"), ("2.0", "1.0")], ids=["old first", "new first"])
def test_a_lock_has_a_version_for_each_python(rows: tuple[str, str]) -> None:
    """The lock is one for all: what numpy has for Python 3.11 is an older one than for 3.12 (PEP 508)."""
    when = {"1.0": "python_full_version < '3.11'", "2.0": "python_full_version >= '3.11'"}
    lock = "".join(f"numpy=={one} ; {when[one]} \\\n    --hash=sha256:00\n" for one in rows)
    assert {"numpy": "2.0", "jinja2": "3.1.6"} == pinned(f"{lock}jinja2==3.1.6 \\\n    --hash=sha256:00\n")


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


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path fill="#7A1F3D" d="M0 0h20v10H0z"/></svg>'
OWN = 'colours: {mark: "#7A1F3D", down: "#3C9A5F"}\nstyle: gazette'
ADDRESS = '  logo: seal.svg\n  address: {en: "1 Dongzhimen Street, Beijing 100600"}\n  dateline:'


@pytest.fixture
def dressed(fresh: StarterDesk) -> StarterDesk:
    """Return a starter desk with a look of its own."""
    (fresh.folder / "styles").mkdir()
    (fresh.folder / "styles" / "seal.svg").write_text(LOGO, encoding="utf-8")
    settings = fresh.folder / "desk.yaml"
    text = settings.read_text(encoding="utf-8").replace("style: ministry", OWN).replace("  dateline:", ADDRESS)
    settings.write_text(text, encoding="utf-8")
    return fresh


@pytest.mark.long
def test_an_edition_in_its_own_dress_passes_the_audit(dressed: StarterDesk) -> None:
    """The audit follows the tags through both columns; a post code is no figure."""
    made = dressed.run("build")
    assert 0 == made.code, made.said
    assert "1 Dongzhimen Street, Beijing 100600" in dressed.text()
    foot = json.loads((dressed.edition / "edition.json").read_bytes())["stories"]["en"]["blocks"][-1]
    assert foot["address"]["words"] == "1 Dongzhimen Street, Beijing 100600"


FISH = "\N{FISH}"
CSV = "china-minerals-from-pakistan-2025.csv"


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        ("briefings/pakistan-minerals.yaml", "mineral and metal}", f"mineral {FISH} and metal}}", "minerals.yaml:11"),
        ("desk.yaml", "Trade and Investment Section", f"Trade {FISH} Section", "desk.yaml:3"),
        (f"inbox/gacc-press/{CSV}", "Radio Pakistan", f"Radio {FISH} Pakistan", f"{CSV}, row "),
    ],
)
def test_the_line_names_place_character_and_remedy(
    fresh: StarterDesk, file: str, old: str, new: str, where: str
) -> None:
    """In a group's name, a publisher's, a speaker's in the figures: exit 2, and nothing is made."""
    path = fresh.folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    made = fresh.run("build")
    assert (2, True, True) == (made.code, where in made.said, "(U+1F41F FISH)" in made.said), made.said
    assert "Take it out, or say it in words." in made.said
    assert not fresh.edition.exists()


@pytest.mark.parametrize("words", ["Co\u0302te d’Ivoire", "\u2066HS\u2069 – Türkiye", "\u200d"])
def test_what_is_not_drawn_by_itself_is_no_fault(words: str) -> None:
    """An accent that is written apart, an isolate, a sign that joins."""
    assert "" == without_a_glyph(words, "en")
