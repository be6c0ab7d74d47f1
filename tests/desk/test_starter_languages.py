"""The starter desk in the languages that are asked for: each text at its place, in an edition that the audit passes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.errors import SettingsError
from generator.intake.file_intake import ingest
from generator.service.starter_desk import init
from generator.service.starter_languages import wanted
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.story.record import texts_of
from tests.desk.unpaged import NOW, unpaged
from tests.program import run

CASES = ["zh", "ur", "en,zh,ur", "ur,en"]


@contextmanager
def made(place: Path, languages: str) -> Iterator[DeskParts]:
    """Give a starter desk with its figures taken in, and its editor's file kept as a build keeps it."""
    init(place / "desk", sample=True, languages=wanted(languages))
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


def test_a_speaker_has_an_office_in_each_language(tmp_path: Path) -> None:
    """A name that is written once stands in all of them."""
    with made(tmp_path, "en,zh") as desk:
        edition = unpaged(desk, "pakistan-minerals", "2025").files["edition.json"].decode()
    assert "贸易与投资参赞" in edition
    assert "trade and investment counsellor" in edition


def test_english_alone_is_the_packaged_desk(tmp_path: Path) -> None:
    """Comments, columns and quotes of the files as they were written."""
    init(tmp_path / "a")
    init(tmp_path / "b", languages=("en",))
    both = [{path.name: path.read_bytes() for path in (tmp_path / desk).rglob("*.yaml")} for desk in ("a", "b")]
    assert both[0] == both[1]
    assert b"languages: [en]" in both[0]["desk.yaml"]


@pytest.mark.parametrize(
    ("given", "said"),
    [("en,fr", "'fr' is no language of an edition"), ("zh,zh", "zh is named twice"), ("", "'' is no language")],
)
def test_a_language_that_is_none_is_refused(given: str, said: str) -> None:
    """Before anything is written."""
    with pytest.raises(SettingsError, match=said):
        wanted(given)


def test_the_verb_takes_languages(tmp_path: Path) -> None:
    """As on a command line."""
    assert 0 == run("init", tmp_path / "desk", "--languages", "en,ur").code
    assert "languages: [en, ur]" in (tmp_path / "desk" / "desk.yaml").read_text(encoding="utf-8")


def test_a_name_bends_before_a_postposition(tmp_path: Path) -> None:
    """تانبا becomes تانبے before کی, in the headline as in the lede."""
    with made(tmp_path, "ur") as desk:
        story = unpaged(desk, "pakistan-minerals", "2025").story
    assert "تانبے کی درآمدات" in story.subject.words
    assert "تانبا کی" not in "\n".join(text.words for text in texts_of(story))


def test_a_page_of_a_draft_has_the_faults_of_its_own_language_on_top(tmp_path: Path) -> None:
    """And not those of the texts beside it, which somebody else may have written."""
    init(tmp_path, sample=True, languages=("en", "zh"))
    settings = tmp_path / "briefings" / "pakistan-minerals.yaml"
    words = settings.read_text(encoding="utf-8")
    settings.write_text(words.replace("formats: [pdf, html, email]", "formats: [html]"), encoding="utf-8")
    with (tmp_path / "commentary" / "pakistan-minerals" / "2025.md").open("a", encoding="utf-8") as file:
        file.write(
            "\n# en\nCopper and articles came to $9.87 billion in 2025.\n\n# zh\n2025年铜及制品进口额为98.7亿美元。\n"
        )
    done = run("build", "pakistan-minerals", "--draft", "--desk", tmp_path)
    assert 0 == done.code, done.err
    place = tmp_path / "output" / "pakistan-minerals" / "2025" / "draft"
    tops = {tag: (place / f"{tag}.html").read_text(encoding="utf-8").partition("</aside>")[0] for tag in ("en", "zh")}
    assert {"en": True, "zh": False} == {tag: "$9.87 billion" in top for tag, top in tops.items()}
    assert {"en": False, "zh": True} == {tag: "98.7亿美元" in top for tag, top in tops.items()}
