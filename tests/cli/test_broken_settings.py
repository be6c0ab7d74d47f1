"""A desk whose settings cannot be read is still a desk: the fault is said once, and what can be looked at is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.desk.starter_desk import init

HOUSE = Path(__file__).parents[2]


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run `tradebrief` in `folder`, as a person does who names no desk; return exit code and all that it printed."""
    command = [sys.executable, "-m", "generator.cli", *arguments]
    known = {name: value for name, value in os.environ.items() if not name.startswith("TRADEBRIEF_")}
    env = {**known, "PYTHONPATH": str(HOUSE)}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a starter desk."""
    init(tmp_path / "desk")
    return tmp_path / "desk"


def added(file: Path, text: str) -> None:
    """Write `text` below what `file` has."""
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


FAULTS = {
    "an unknown key": ("desk.yaml", "foo: 1\n", "desk.yaml:"),
    "a typo in a file": (
        "briefings/pakistan-minerals.yaml",
        "formatz: [pdf]\n",
        "briefings/pakistan-minerals.yaml:",
    ),
    "a name with capitals": ("briefings/My-Briefing.yaml", "title: {en: Mine}\n", "briefings/My-Briefing.yaml:"),
    "open front matter": ("commentary/pakistan-minerals/2025.md", "", "commentary/pakistan-minerals/2025.md"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("verb", [["status"], []])
def test_a_settings_fault_is_no_missing_desk(desk: Path, fault: str, verb: list[str]) -> None:
    """Exit 2 and the place; nobody is told to make a second desk."""
    name, text, where = FAULTS[fault]
    (desk / name).touch()
    if text:
        added(desk / name, text)
    else:
        (desk / name).write_text("---\nheadline: {en: Copper leads}\n", encoding="utf-8")
    code, said = run(desk, *verb)
    assert (2, True, False) == (code, said.startswith(f"tradebrief: {where}"), "init" in said), said


def test_doctor_says_a_settings_fault_once(desk: Path) -> None:
    """What needs the settings is not looked at, and has no remedy; the machine and secrets/ are looked at."""
    added(desk / "desk.yaml", "foo: 1\n")
    code, said = run(desk, "doctor")
    assert (2, 1, 1) == (code, said.count("the key foo"), said.count("MEND")), said
    assert 6 == said.count("not looked at, the settings cannot be read")
    assert "ok    secrets" in said


def test_doctor_says_a_file_that_stops_the_gathering_once(desk: Path) -> None:
    """A briefing that ends in .yml: the look of the desk cannot be gathered either."""
    (desk / "briefings" / "mine.yml").touch()
    code, said = run(desk, "doctor")
    assert (2, 1, 1) == (code, said.count("mine.yml:"), said.count("MEND")), said
