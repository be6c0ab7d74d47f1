"""What every room's tests may ask for."""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from generator.charts.scripts import SCRIPTS
from generator.charts.scripts import missing_packages as scripts_lacking
from generator.page import child
from tests import program, workers
from tests.kept_faces import lend, lent

HOUSE = Path(__file__).parent.parent
# No test is timed: a machine may be busy. `make test` draws the same examples each time, so that a change is not
# blamed for an old fault; `make check-all` draws new ones.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("new", deadline=None)
settings.load_profile("same")
LANGUAGES = ("en", "zh", "ur")
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Chromium."""
    if not CHROMIUM.exists():
        pytest.skip("chromium is not installed")
    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield started
        started.close()


@pytest.fixture(scope="session", autouse=True)
def loaded_workers() -> Iterator[tuple[str, ...]]:
    """Have pages made by workers that are loaded, where a process can be forked; return how a build starts one."""
    new = child.COMMAND
    with pytest.MonkeyPatch.context() as patch:
        if sys.platform == "linux":
            patch.setattr(child, "COMMAND", workers.command())
        yield new


@pytest.fixture
def new_workers(loaded_workers: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pages made by workers as a build starts them."""
    monkeypatch.setattr(child, "COMMAND", loaded_workers)


@pytest.fixture(scope="session", autouse=True)
def no_faces_are_cut() -> None:
    """Have desks take the faces that are kept."""
    lend()


@pytest.fixture(scope="session")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what a desk keeps its faces in."""
    folder: Path = tmp_path_factory.mktemp("faces")
    lent(folder)
    return folder


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all workers of a run have together: who makes something there holds its lock."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def scripts(faces: Path) -> Path:
    """Return the cut faces of every language, where Debian's packages are installed; in CI they have to be."""
    if lacking := [package for language in SCRIPTS for package in scripts_lacking(language)]:
        answer = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        answer(f"apt-get install {' '.join(lacking)}")
    return lent(faces, LANGUAGES)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of published figures beside the checkout: too large and too varied in licence to keep in it."""
    folder = HOUSE.parent / "shared" / "data"
    if not folder.is_dir():
        answer = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        answer("needs ../shared/data, which is not part of the checkout")
    return folder


def pytest_collection_finish() -> None:
    """Have the collector of garbage pass over what was collected and loaded, and look seldom: a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


def pytest_sessionfinish() -> None:
    """End what was started for all tests."""
    program.end()
    workers.end()
