"""A starter desk with its edition: made once by the program itself, and copied for each test."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

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
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def edition(self) -> Path:
        """The first revision of the starter edition."""
        return self.folder / "output" / "pakistan-minerals" / "2025" / "r1"

    def run(self, *arguments: str, **environment: str) -> Result:
        """Run `tradebrief` on the desk, as a person would."""
        command = [sys.executable, "-m", "generator.cli", *arguments]
        known = {**os.environ, "TRADEBRIEF_DESK": str(self.folder), "PYTHONPATH": str(HOUSE), **environment}
        done = subprocess.run(command, env=known, capture_output=True, text=True, timeout=120, check=False)
        return Result(done.returncode, done.stdout + done.stderr)

    def text(self, name: str = "en.txt") -> str:
        """Return one finished text of the edition, white space folded."""
        return " ".join((self.edition / name).read_text(encoding="utf-8").split())


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> StarterDesk:
    """Return the starter desk after `init` and `build`; tests copy it, none changes it."""
    desk = StarterDesk(tmp_path_factory.mktemp("starter") / "desk")
    for arguments in (["init", str(desk.folder)], ["build"]):
        done = desk.run(*arguments)
        assert done.code == 0, done.said
    return desk


@pytest.fixture
def fresh(finished: StarterDesk, tmp_path: Path) -> StarterDesk:
    """Return a starter desk whose figures were not taken in yet; the cut faces are at hand."""
    desk = StarterDesk(tmp_path / "fresh")
    assert desk.run("init", str(desk.folder)).code == 0
    shutil.copytree(finished.folder / "state" / "faces", desk.folder / "state" / "faces")
    return desk


@pytest.fixture
def desk(finished: StarterDesk, tmp_path: Path) -> StarterDesk:
    """Return a copy of the finished starter desk."""
    shutil.copytree(finished.folder, tmp_path / "desk")
    return StarterDesk(tmp_path / "desk")
