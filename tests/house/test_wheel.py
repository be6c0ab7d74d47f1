"""The wheel, for people without a checkout: built through the sdist, installed where nothing else is."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from generator.service.service_files import wheel_name

HOUSE = Path(__file__).parents[2]
PLACES = {"generator": "generator", "templates": "generator/_templates", "styles": "generator/_styles"}
pytestmark = pytest.mark.install


def run(*command: str | Path, at: Path, environment: dict[str, str] | None = None) -> str:
    """Return what `command` prints; its failure fails the test with everything it said."""
    done = subprocess.run(command, cwd=at, env=environment, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


def build(target: str, source: Path, folder: Path) -> Path:
    """Return the distribution of `source` that hatchling makes in `folder`."""
    run(sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", folder, at=source)
    return next(path for path in folder.iterdir() if path.is_file())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel that the unpacked sdist makes."""
    folder = tmp_path_factory.mktemp("dist")
    sdist = build("sdist", HOUSE, folder / "sdist")
    shutil.unpack_archive(sdist, folder / "unpacked", filter="data")
    return build("wheel", next((folder / "unpacked").iterdir()), folder / "wheel")


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a virtual environment with the wheel and the locked packages; it shares nothing with ours."""
    folder = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", "--without-pip", folder, at=folder)
    pip = (sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install", "--quiet", "--no-compile")
    run(*pip, "--require-hashes", "--requirement", HOUSE / "requirements.lock", at=folder)
    run(*pip, "--no-deps", wheel, at=folder)
    return folder


def test_the_wheel_carries_every_file_that_git_keeps(wheel: Path) -> None:
    """Templates, styles, tables and the starter desk travel with the program."""
    kept = run("git", "ls-files", "-z", *PLACES, at=HOUSE).strip("\0").split("\0")
    expected = {PLACES[top] + "/" + rest for top, _, rest in (name.partition("/") for name in kept)}
    assert set() == expected - set(zipfile.ZipFile(wheel).namelist())


def test_a_container_is_built_from_this_wheel(wheel: Path) -> None:
    """It has the name that a Containerfile copies, and carries the lock that is written beside one."""
    assert wheel.name == wheel_name()
    assert (HOUSE / "requirements.lock").read_bytes() == zipfile.ZipFile(wheel).read("generator/_requirements.lock")


@pytest.mark.long
def test_the_lock_is_all_that_the_wheel_asks_for(environment: Path) -> None:
    """Whoever installs by the lock has every package, at a version that the wheel allows."""
    checked = run(sys.executable, "-m", "pip", "--python", environment / "bin" / "python", "check", at=environment)
    assert "No broken requirements found.\n" == checked


def test_the_wheel_makes_a_briefing(environment: Path, tmp_path: Path) -> None:
    """Two commands from an installed program to a finished edition, with no checkout in sight."""
    bare = {"PATH": os.defpath, "HOME": str(tmp_path)}
    tradebrief = environment / "bin" / "tradebrief"
    run(tradebrief, "init", "my-desk", at=tmp_path, environment=bare)
    run(tradebrief, "build", at=tmp_path / "my-desk", environment=bare)
    edition = tmp_path / "my-desk/output/pakistan-minerals/2025/r1"
    assert b"%PDF-" == (edition / "en.pdf").read_bytes()[:5]
