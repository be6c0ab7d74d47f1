"""A desk whose settings cannot be read is still a desk: the fault is said once, and what can be looked at is."""

import os
from pathlib import Path

import pytest

from generator.service.starter_desk import init
from tests import program


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run `tradebrief` in `folder`, as a person does who names no desk; return exit code and all that it printed."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("TRADEBRIEF_")}
    done = program.run(*arguments, at=folder, environment=known)
    return done.code, done.out + done.err


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
    """Exit 2 and the place, beside what there is where a briefing alone is at fault; no second desk is advised."""
    name, text, where = FAULTS[fault]
    (desk / name).touch()
    if text:
        added(desk / name, text)
    else:
        (desk / name).write_text("---\nheadline: {en: Copper leads}\n", encoding="utf-8")
    code, said = run(desk, *verb)
    assert (2, True, False) == (code, f"tradebrief: {where}" in said, "init" in said), said
    assert (name != "desk.yaml") == said.startswith("desk ")


def test_doctor_says_a_settings_fault_once(desk: Path) -> None:
    """What needs the settings is not looked at, and has no remedy; the machine and secrets/ are looked at."""
    added(desk / "desk.yaml", "foo: 1\n")
    code, said = run(desk, "doctor")
    assert (2, 1, 1) == (code, said.count("the key foo"), said.count("FIX ")), said
    assert 13 == said.count("not looked at, the settings cannot be read")
    assert "ok    secrets" in said


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Return a desk with two briefings of one source, whose file waits; the one called broken has an unknown key."""
    init(tmp_path / "desk")
    briefings = tmp_path / "desk" / "briefings"
    text = (briefings / "pakistan-minerals.yaml").read_text(encoding="utf-8")
    (briefings / "broken.yaml").write_text(f"formatz: [pdf]\n{text}", encoding="utf-8")
    return tmp_path / "desk"


BROKEN = "briefings/broken.yaml:1: the file has the key formatz, which is not known."


def test_a_broken_briefing_stops_no_other(two: Path) -> None:
    """Files are taken in and the other one is looked at; who names the broken one is told file and line."""
    file = next((two / "inbox" / "gacc-press").glob("*.csv"))
    code, said = run(two, "ingest", str(file), "--source", "gacc-press")
    assert (0, False) == (code, "broken" in said), said
    assert 0 == run(two, "figures", "pakistan-minerals")[0]
    for verb in ("figures", "build"):
        code, said = run(two, verb, "broken")
        assert (2, True) == (code, said.startswith(f"tradebrief: {BROKEN}")), said
    code, said = run(two, "figures")
    assert (2, True) == (code, "which briefing? This desk has broken, pakistan-minerals." in said), said


@pytest.mark.long
def test_a_broken_briefing_is_named_by_what_looks_at_all(two: Path) -> None:
    """By status, doctor and a pull of everything: each exits with 2, after the rest."""
    code, said = run(two, "status")
    assert (2, True, True) == (code, f"tradebrief: {BROKEN}" in said, f"next: fix {BROKEN}" in said), said
    assert "source gacc-press: 1 waiting" in said
    code, said = run(two, "doctor")
    assert (2, True, True) == (code, f"FIX   settings: {BROKEN}" in said, "ok    inbox: 1 files wait" in said), said
    code, said = run(two, "pull")
    assert (2, True, True) == (code, f"tradebrief: {BROKEN}" in said, "recorded: " in said), said


def test_commentary_on_no_briefing_stops_every_verb(two: Path) -> None:
    """A folder's name that was misspelt: an edition would be made without the editor's hand."""
    note = two / "commentary" / "pakistan-mineral" / "2025.md"
    note.parent.mkdir(parents=True)
    note.write_text("Copper leads.\n", encoding="utf-8")
    code, said = run(two, "figures", "pakistan-minerals")
    assert (2, True) == (code, "commentary/pakistan-mineral/2025.md: there is no briefing pakistan-mineral." in said), (
        said
    )
