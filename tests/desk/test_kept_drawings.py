"""What a desk keeps of its drawings: a second edition of the same pictures loads nothing that draws."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from generator.charts import harfbuzz
from tests.desk.conftest import HOUSE, StarterDesk

pytestmark = pytest.mark.usefixtures("own_drawings")

DRAWS = ("altair", "pandas", "vl_convert")
# The program in one process with its page worker in another, as a person starts it; each tells what it imports.
PROGRAM = """
import sys
from generator.page import child
child.COMMAND = tuple(sys.argv[1:4])
from generator.cli import main
main(sys.argv[4:])
"""


def told(desk: StarterDesk, place: Path, *arguments: str) -> dict[str, set[str]]:
    """Run the program on the desk and return the packages that it and its worker imported."""
    worker = shlex.join([sys.executable, "-X", "importtime", "-m", "generator.page.worker"])
    command = [sys.executable, "-X", "importtime", "-c", PROGRAM, "sh", "-c", f"exec {worker} 2>{place / 'worker'}"]
    environment = {**os.environ, "PYTHONPATH": str(HOUSE), "TRADEBRIEF_DESK": str(desk.folder)}
    done = subprocess.run(
        [*command, *arguments], env=environment, cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr.splitlines()[-5:]
    said = {"program": done.stderr, "worker": (place / "worker").read_text()}
    return {who: _imported(lines) for who, lines in said.items()}


def _imported(lines: str) -> set[str]:
    names = [line.rpartition("|")[2].strip() for line in lines.splitlines() if line.startswith("import time:")]
    return {name.partition(".")[0] for name in names}


def files(desk: StarterDesk) -> dict[str, bytes]:
    """Return what stands in the desk's output, by its place there."""
    output = desk.folder / "output"
    return {str(file.relative_to(output)): file.read_bytes() for file in output.rglob("*") if file.is_file()}


def alike(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files that do not say what the commentary is: pictures."""
    return {name: raw for name, raw in files.items() if "/charts/" in name and not name.endswith("card.en.png")}


def retitled(desk: StarterDesk) -> None:
    """Change a word of the desk that stands in no picture."""
    settings = desk.folder / "desk.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("contact:", "contact: another.desk@example.org #", 1), encoding="utf-8")
    assert text != settings.read_text(encoding="utf-8")


def test_a_second_edition_of_the_same_pictures_loads_nothing_that_draws(desk: StarterDesk, tmp_path: Path) -> None:
    """A word was changed: neither the program nor its worker imports Altair, pandas or vl-convert, and both print."""
    before = alike(files(desk))
    retitled(desk)
    imported = told(desk, tmp_path, "build")
    assert {"program": set(), "worker": set()} == {who: names & {*DRAWS} for who, names in imported.items()}
    assert {"weasyprint", "jinja2", "css_inline"} <= imported["worker"]
    assert "numpy" not in imported["worker"]  # nor what finds movements: it prints a story that is told
    after = {name.replace("/r2/", "/r1/"): raw for name, raw in alike(files(desk)).items()}
    assert before == after


def test_pictures_that_were_not_drawn_yet_are_drawn(desk: StarterDesk, tmp_path: Path) -> None:
    """The same test sees what draws where it is loaded: it does not look past it."""
    for file in (desk.folder / "state" / "drawn").iterdir():
        file.unlink()
    retitled(desk)
    imported = told(desk, tmp_path, "build")
    assert {"altair", "vl_convert"} <= imported["worker"]
    assert set() == imported["program"] & {*DRAWS}


def test_another_harfbuzz_draws_anew(desk: StarterDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It outlines the letters of a PNG. The other one is a copy of ours that says another version."""
    ours = harfbuzz.version()
    mapped = Path("/proc/self/maps").read_text().splitlines()
    library = Path(next(line.split()[-1] for line in mapped if "/libharfbuzz.so" in line)).read_bytes()
    other = library.replace(f"{ours}\0".encode(), f"{'9' * len(ours)}\0".encode())
    assert other != library
    (tmp_path / "libharfbuzz.so.0").write_bytes(other)
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    retitled(desk)
    assert {"altair", "vl_convert"} <= told(desk, tmp_path, "build")["worker"]


@pytest.mark.parametrize("damage", ["none", "gone", "cut", "changed", "in each other's place"])
def test_an_edition_has_the_same_bytes_whatever_is_kept(desk: StarterDesk, damage: str) -> None:
    """Whole, empty, cut short, with other bytes or renamed: the drawings that are kept decide nothing."""
    wanted, drawn = files(desk), sorted((desk.folder / "state" / "drawn").iterdir())
    assert len(drawn) > 10
    contents = [file.read_bytes() for file in drawn]
    for at, file in enumerate(drawn):
        match damage:
            case "gone":
                file.unlink()
            case "cut":
                file.write_bytes(contents[at][: len(contents[at]) // 2])
            case "changed":
                file.write_bytes(contents[at][:-9] + b"9" * 9)
            case "in each other's place":
                file.write_bytes(contents[at - 1])
    _forget(desk)
    done = desk.run("build")
    assert done.code == 0, done.said
    assert wanted == files(desk)


def test_regenerate_draws_anew(desk: StarterDesk) -> None:
    """What is kept is no proof that an edition can be made again: nothing of it is read."""
    drawn = desk.folder / "state" / "drawn"
    for file in drawn.iterdir():
        file.unlink()
    done = desk.run("regenerate", "pakistan-minerals")
    assert done.code == 0, done.said
    assert [] == list(drawn.iterdir())


def _forget(desk: StarterDesk) -> None:
    """Take the edition from the shelf, as one that was never finished: the next build makes it again as r1."""
    for file in sorted(desk.edition.rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    desk.edition.rmdir()
