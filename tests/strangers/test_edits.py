"""Texts of strangers that an editor took over: whatever is moved or left out, what stands is true and is not held."""

import random
from pathlib import Path

import pytest

from generator.editions.edit import write_text
from generator.errors import SettingsError
from generator.intake.file_intake import ingest
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from tests.desk.unpaged import unpaged
from tests.strangers.building import NOW
from tests.strangers.drawing import BRIEFING, SOURCE, stranger

MUST_STAND = "must stand in the text"
SEEDS = [
    1_330_004,
    1_330_008,
    1_330_011,
    *(
        pytest.param(seed, marks=pytest.mark.long)
        for seed in (*range(1_330_000, 1_330_004), 1_330_006, 1_330_009, 1_330_010)
    ),
    1_300_055,  # a partial month, whose things stand in another order
    pytest.param(1_300_346, marks=pytest.mark.long),  # a balance without the sentence that names its months
    pytest.param(1_300_693, marks=pytest.mark.long),  # a warning that stands first in its paragraph
    pytest.param(1_310_706, marks=pytest.mark.long),  # months of the total behind a sentence about one line
]


def handed_over(seed: int, folder: Path) -> tuple[DeskParts, Path]:
    """Return a stranger's desk with the drafted text in its commentary, and that file."""
    drawn = stranger(seed)
    drawn.write(folder)
    desk = open_desk(folder, {})
    for release in drawn.releases:
        ingest(desk.desk, desk.store, folder / "files" / release.name, SOURCE, NOW, release.day, accept=release.accept)
    return desk, write_text(desk.desk, desk.store, BRIEFING, drawn.period, ()).path


def findings(folder: Path, file: Path, seed: int) -> tuple[str, ...]:
    """Return what the audit has against the edition of a text."""
    desk = open_desk(folder, {})
    desk.store.raw.keep(file.read_bytes())  # as a build does
    with desk.store:
        return unpaged(desk, BRIEFING, stranger(seed).period).findings


def moved(text: str, chance: random.Random) -> str:
    """Return a text whose paragraphs stand in another order within their language, and one thing is gone."""
    front, body = text.split("---\n")[1:]
    kept: list[str] = []
    loose: list[str] = []
    for block in [*body.strip().split("\n\n"), "# end"]:
        if block.startswith(("#", "- ")):
            chance.shuffle(loose)
            kept += loose
            loose = []
            things = block.split("\n")
            kept.append("\n".join(things[1:]) if len(things) > 1 else block)
        else:
            loose.append(block)
    body = "\n\n".join(kept[:-1])
    return f"---\n{front}---\n\n{body}\n"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_text_that_is_handed_back_is_not_held(seed: int, tmp_path: Path) -> None:
    """As it was drafted, and with its paragraphs moved."""
    desk, file = handed_over(seed, tmp_path / "desk")
    desk.store.close()
    drafted = file.read_text(encoding="utf-8")
    assert () == findings(tmp_path / "desk", file, seed)
    chance = random.Random(seed)  # noqa: S311 -- not a secret
    file.write_text(moved(drafted, chance), encoding="utf-8")
    assert () == findings(tmp_path / "desk", file, seed)


@pytest.mark.long
def test_a_warning_must_stand(tmp_path: Path) -> None:
    """Why there is no change on the year is not the editor's to leave out."""
    seed = 1_310_746
    desk, file = handed_over(seed, tmp_path / "desk")
    desk.store.close()
    warning = "There is no figure for July 2022, so no change on the year is given."
    text = file.read_text(encoding="utf-8")
    assert warning in text
    file.write_text(text.replace(warning, ""), encoding="utf-8")
    with pytest.raises(SettingsError, match=MUST_STAND):
        findings(tmp_path / "desk", file, seed)
