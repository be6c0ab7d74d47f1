"""A run of the loaded program, which most tests ask, and a run of one that has nothing loaded: they are the same."""

from __future__ import annotations

import shutil
from pathlib import Path
from subprocess import TimeoutExpired

import pytest

from tests import program
from tests.desk.conftest import StarterDesk

EDITION = "pakistan-minerals/2025"
ASKED = {
    "help": ["--help"],
    "no verb": [],
    "no such verb": ["frobnicate"],
    "build": ["build", "--json"],
    "diff": ["diff", EDITION],
    "doctor": ["doctor", "--no-such-flag"],
    "explain": ["explain", EDITION, "f1"],
    "audit": ["audit", EDITION],
    "figures": ["figures", "--format", "csv"],
    "ingest": ["ingest", "none.csv", "--source", "gacc-press"],
    "init": ["init", "."],
    "lab": ["lab"],
    "look": ["look"],
    "movements": ["movements", "--json"],
    "new": ["new", "ores"],
    "pull": ["pull"],
    "regenerate": ["regenerate"],
    "schema": ["schema"],
    "status": ["status"],
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_loaded_program_says_what_a_new_one_says(finished: StarterDesk, tmp_path: Path, asked: str) -> None:
    """Each verb alone loads what it needs, and none finds anything that a run before it left."""
    found = []
    for anew in (True, False):
        shutil.copytree(finished.folder, folder := tmp_path / "desk")
        found.append(program.run(*ASKED[asked], at=folder, anew=anew))
        shutil.rmtree(folder)
    assert found[0] == found[1]


def test_a_run_has_its_own_folder_environment_and_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of ours comes in but what it is given, and the next one has nothing of it."""
    monkeypatch.setenv("TRADEBRIEF_DESK", "/nowhere")
    assert "/nowhere has no desk.yaml" in program.run("build", at=tmp_path).err
    given = {"TRADEBRIEF_DESK": "/elsewhere"}
    assert "/elsewhere has no desk.yaml" in program.run("build", at=tmp_path, environment=given).err
    assert "There is no desk here or above." in program.run("status", at=tmp_path, environment={}).out


def test_a_run_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    """Half a second is not enough for a build, which cuts its faces first."""
    assert 0 == program.run("init", tmp_path / "desk").code
    with pytest.raises(TimeoutExpired):
        program.run("build", at=tmp_path / "desk", seconds=0.5)
    assert not list((tmp_path / "output").rglob("en.pdf"))


def test_how_a_run_ended_is_told(tmp_path: Path) -> None:
    """The code of the contract, and which output said what."""
    done = program.run("build", at=tmp_path)
    assert (2, "", 1) == (done.code, done.out, len(done.err.splitlines()))
