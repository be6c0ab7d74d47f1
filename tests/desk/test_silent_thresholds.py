"""Thresholds of a briefing that can hold of no line are said by `movements`, with file and line."""

from __future__ import annotations

import json

import pytest

from tests.desk.conftest import StarterDesk

FILE = "briefings/pakistan-minerals.yaml"
SHARE = "        - {metric: share, gte: 0.5}"
ASK = ("movements", "pakistan-minerals", "--period", "2025")


def test_the_briefing_as_it_ships_has_nothing_to_say(finished: StarterDesk) -> None:
    """Each of its thresholds can hold of a line."""
    assert [] == json.loads(finished.run(*ASK, "--json").said)["notes"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (SHARE, "        - {metric: mom, gte: 5}", "mom is null for every line (frequency)"),
        ("  defaults:", '  groups: {fish: {codes: ["0302"], interest: 1}}', "no line begins with 0302"),
    ],
)
def test_what_a_year_or_a_briefing_does_not_have_is_noted(desk: StarterDesk, old: str, new: str, said: str) -> None:
    """A year has no month before it; a briefing of minerals has no fish."""
    file = desk.folder / FILE
    before, text = file.read_text("utf-8"), file.read_text("utf-8").replace(old, f"{new}\n{old}")
    assert before != text
    file.write_text(text, "utf-8")
    notes = json.loads(desk.run(*ASK, "--json").said)["notes"]
    expected = f"{FILE}:{1 + text.splitlines().index(new)}: {said}, so that this holds of none."
    assert [True] == [note.startswith(expected) for note in notes]
    assert 1 == " ".join(desk.run(*ASK).said.split()).count(f"{said}, so that")
