"""The starter desk in the languages that are asked for: each text at its place, in an edition that the audit passes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.errors import SettingsError
from generator.intake.file_intake import ingest
from generator.service.starter_desk import init, languages_in
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from tests.desk.unpaged import NOW, unpaged

CASES = ["zh", "ur", "en,zh,ur", "ur,en"]


@contextmanager
def made(place: Path, languages: str) -> Iterator[DeskParts]:
    """Give a starter desk with its figures taken in, and its editor's file kept as a build keeps it."""
    init(place / "desk", sample=True, languages=languages_in(languages))
    desk = open_desk(place / "desk", os.environ)
    with desk.store:
        (table,) = (place / "desk" / "inbox" / "gacc-press").glob("*.csv")
        ingest(desk.desk, desk.store, table, "gacc-press", NOW)
        desk.store.keep((place / "desk" / "commentary/pakistan-minerals/2025.md").read_bytes())
        yield desk


@pytest.mark.parametrize("languages", CASES)
def test_a_year_is_told_in_each_language(tmp_path: Path, languages: str) -> None:
    """Its settings have no fault, its statements and answers are heard, and the audit finds nothing."""
    with made(tmp_path, languages) as desk:
        assert () == desk.desk.faults
        assert tuple(languages.split(",")) == desk.desk.settings.languages
        assert () == unpaged(desk, "pakistan-minerals", "2025").findings


def test_a_desk_without_english_has_no_english_text(tmp_path: Path) -> None:
    """Nor names of lines in English: the program's own stand in their place."""
    init(tmp_path, sample=True, languages=("zh",))
    written = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.[ym][ad]*") if path.is_file()]
    assert 4 == len(written)
    assert [] == [text for text in written if "{en:" in text or "Trade and Investment Section}" in text]
    assert "巴基斯坦驻华大使馆" in (tmp_path / "commentary/pakistan-minerals/2025.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "said"),
    [("en,fr", "'fr' is no language of an edition"), ("zh,zh", "zh is named twice"), ("", "'' is no language")],
)
def test_a_language_that_is_none_is_refused(given: str, said: str) -> None:
    """Before anything is written."""
    with pytest.raises(SettingsError, match=said):
        languages_in(given)
