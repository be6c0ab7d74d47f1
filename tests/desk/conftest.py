"""A starter desk with its edition: made once by the program itself, and copied for each test."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from tests import program

HOUSE = Path(__file__).parents[2]


@dataclass(frozen=True)
class Result:
    """What a run of the program left: exit code and all that it printed."""

    code: int
    said: str


@dataclass(frozen=True)
class StarterDesk:
    """A desk in `folder`, and the program to run on it."""

    folder: Path
    anew: bool = False  # a process for each run that has nothing loaded

    @property
    def edition(self) -> Path:
        """The first revision of the starter edition."""
        return self.folder / "output" / "pakistan-minerals" / "2025" / "r1"

    def run(self, *arguments: str, **environment: str) -> Result:
        """Run `tradebrief` on the desk, as a person would."""
        known = {**os.environ, "TRADEBRIEF_DESK": str(self.folder), **environment}
        done = program.run(*arguments, environment=known, anew=self.anew)
        return Result(done.code, done.out + done.err)

    def text(self, name: str = "en.txt") -> str:
        """Return one finished text of the edition, white space folded."""
        return " ".join((self.edition / name).read_text(encoding="utf-8").split())


@pytest.fixture(scope="session")
def finished(faces: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> StarterDesk:
    """Return the starter desk after `init` and `build`; tests copy it, none changes it.

    Another process with another hash seed made it than makes anything from its copies, and the bytes are compared.
    """
    with FileLock(shared / "starter.lock"):
        if not (shared / "starter").is_dir():
            _finish(tmp_path_factory.mktemp("made") / "starter", faces).rename(shared / "starter")
    own = tmp_path_factory.mktemp("starter") / "desk"
    shutil.copytree(shared / "starter" / "desk", own)
    return StarterDesk(own)


def _finish(place: Path, faces: Path) -> Path:
    desk = StarterDesk(place / "desk", anew=True)
    assert desk.run("init", str(desk.folder)).code == 0
    (desk.folder / "state").mkdir(mode=0o700)  # as build makes it
    shutil.copytree(faces, desk.folder / "state" / "faces")
    done = desk.run("build")
    assert done.code == 0, done.said
    return place


@pytest.fixture
def fresh(faces: Path, tmp_path: Path) -> StarterDesk:
    """Return a starter desk whose figures were not taken in yet; the cut faces are at hand."""
    desk = StarterDesk(tmp_path / "fresh")
    assert desk.run("init", str(desk.folder)).code == 0
    shutil.copytree(faces, desk.folder / "state" / "faces")
    return desk


@pytest.fixture
def desk(finished: StarterDesk, tmp_path: Path) -> StarterDesk:
    """Return a copy of the finished starter desk."""
    shutil.copytree(finished.folder, tmp_path / "desk")
    return StarterDesk(tmp_path / "desk")


READERS = "address,name,language,pakistan-minerals\na@example.org,Ann,en,yes\nb@example.org,باقر,ur,x\nnobody,,,1\n"


@pytest.fixture(scope="session")
def enlisted_once(finished: StarterDesk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the finished starter desk with two readers, out of a table with a bad line; tests copy it."""
    desk = StarterDesk(tmp_path_factory.mktemp("enlisted") / "desk")
    shutil.copytree(finished.folder, desk.folder)
    (desk.folder / "list.csv").write_text(READERS, encoding="utf-8")
    done = desk.run("subscribers", "import", f"{desk.folder}/list.csv", "--confirmed", "--basis", "they asked")
    assert (0, True) == (done.code, "2 new, 1 refused" in done.said), done.said
    return desk.folder


@pytest.fixture(scope="session")
def approved_once(enlisted_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return that desk with its edition approved; tests copy it."""
    desk = StarterDesk(tmp_path_factory.mktemp("approved") / "desk")
    shutil.copytree(enlisted_once, desk.folder)
    assert 0 == desk.run("approve", "pakistan-minerals/2025", "--by", "Ann").code
    return desk.folder


@pytest.fixture
def enlisted(enlisted_once: Path, tmp_path: Path) -> StarterDesk:
    """Return a copy of the starter desk with two readers."""
    shutil.copytree(enlisted_once, tmp_path / "desk")
    return StarterDesk(tmp_path / "desk")


@pytest.fixture
def approved(approved_once: Path, tmp_path: Path) -> StarterDesk:
    """Return a copy of the starter desk with two readers and its edition approved."""
    shutil.copytree(approved_once, tmp_path / "desk")
    return StarterDesk(tmp_path / "desk")
