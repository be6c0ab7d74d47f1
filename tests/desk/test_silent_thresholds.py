"""Thresholds of a briefing that can hold of no line are said by `movements`, with file and line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.desk.conftest import StarterDesk

FILE = "briefings/pakistan-minerals.yaml"
FISH = '  groups:\n    fish:\n      codes:\n        - "0302"\n      interest: 1\n'
SHARE = "        - {metric: share, gte: 0.5}"


def asked(finished: StarterDesk, folder: Path) -> tuple[StarterDesk, int]:
    """Return a desk whose annual briefing asks for a growth on the month before, and the line of that threshold."""
    shutil.copytree(finished.folder, folder)
    file = folder / FILE
    text = file.read_text(encoding="utf-8")
    text = text.replace(SHARE, f"        - {{metric: mom, gte: 5}}\n{SHARE}")
    file.write_text(text, encoding="utf-8")
    return StarterDesk(folder), 1 + next(at for at, line in enumerate(text.splitlines()) if "metric: mom" in line)


def test_a_year_has_no_month_before_it(finished: StarterDesk, tmp_path: Path) -> None:
    """For a person and for a program, once; the briefing as it ships has nothing to say."""
    desk, line = asked(finished, tmp_path / "desk")
    said = desk.run("movements", "pakistan-minerals", "--period", "2025", "--json").said
    note = f"{FILE}:{line}: mom is null for every line (frequency), so that this holds of none. "
    assert [note + "Ask it of months, or leave it out."] == json.loads(said)["notes"]
    shown = desk.run("movements", "pakistan-minerals", "--period", "2025").said
    assert 1 == shown.count("mom is null for every line")
    assert [] == json.loads(finished.run("movements", "pakistan-minerals", "--period", "2025", "--json").said)["notes"]


def test_a_code_that_the_briefing_lacks_is_noted(finished: StarterDesk, tmp_path: Path) -> None:
    """A group of a chapter of fish in a briefing of minerals, with its file and line."""
    shutil.copytree(finished.folder, tmp_path / "desk")
    file = tmp_path / "desk" / FILE
    text = file.read_text(encoding="utf-8").replace("  defaults:\n", FISH + "  defaults:\n", 1)
    file.write_text(text, encoding="utf-8")
    line = 1 + next(at for at, one in enumerate(text.splitlines()) if '"0302"' in one)
    said = StarterDesk(tmp_path / "desk").run("movements", "pakistan-minerals", "--period", "2025", "--json").said
    [note] = json.loads(said)["notes"]
    assert note.startswith(f"{FILE}:{line}: no line begins with 0302, so that this holds of none. Nearest: ")
