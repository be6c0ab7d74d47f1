"""A run of the loaded program, which most tests ask, and a run of one that has nothing loaded: they are the same."""

from __future__ import annotations

import shutil
from pathlib import Path

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
