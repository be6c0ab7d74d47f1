"""Words that no native reader has read are called a draft in their own language, until one has."""

# ruff: noqa: RUF001 -- Chinese and Urdu have signs of their own
from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest

from generator.story import patterns
from generator.story.composing import as_draft
from generator.story.patterns import NativeReader, digest_of_words
from generator.story.plan import Chart, Masthead, Table
from tests.story.months import Monthly, months, table
from tests.story.whole import whole

MARKS = {"zh": "机器撰写草稿", "ur": "مشین سے مرتب مسودہ"}
READERS = {
    "zh": ("中文措辞经王小明，编辑于2026年11月1日审阅。", NativeReader("王小明，编辑", date(2026, 11, 1))),
    "ur": (
        "اردو عبارت \u2068ثنا ملک، معاون مدیر\u2069 نے 1 نومبر 2026 کو پڑھی۔",
        NativeReader("ثنا ملک، معاون مدیر", date(2026, 11, 1)),
    ),
}
ROOT = Path(patterns.__file__).parents[1]
ROWS = "2025 2608 110.90 million\n2025 2610 89.43 million"


@cache
def month(language: str, reader: NativeReader | None = None, tag: str = "") -> Monthly:
    """Return a month of two lines."""
    rows = table(lambda code, place: 1_000_000 * (len(code) + place + int(code[-1])), codes=("2601", "2608"))
    return months(rows, language=language, reader=reader, tag=tag)


def places(told: Monthly) -> list[str]:
    """Return what masthead, running foot, and the source of each picture and table say."""
    mast, foot = told.block("masthead"), told.block("foot")
    sources = [block.source.words for block in told.story.blocks if isinstance(block, Chart | Table)]
    return [mast.tag.words if mast.tag else "", foot.left.words, *sources]


@pytest.mark.parametrize("language", MARKS)
def test_unread_words_are_called_a_draft_wherever_they_go(language: str) -> None:
    """At the head of every file, on each foot, under each picture; the note says why."""
    told = month(language)
    assert all(MARKS[language] in words for words in places(told))
    assert told.findings == ()


@pytest.mark.parametrize("language", READERS)
def test_words_that_were_read_name_their_reader(language: str) -> None:
    """The mark is gone, and the note says who read the words and when."""
    said, reader = READERS[language]
    told = month(language, reader)
    assert not any(MARKS[language] in words for words in told.words)
    assert said in told.words
    assert told.findings == ()


@pytest.mark.parametrize("language", MARKS)
def test_a_year_is_marked_alike(language: str) -> None:
    """Its pictures and tables too, and it passes the audit either way."""
    found = whole(ROWS, ("2608", "2610"), language=language)
    assert sum(MARKS[language] in words for words in found.words) == 2 + 3  # masthead, foot; picture, two tables
    assert found.findings == ()


def test_english_needs_no_reader() -> None:
    """Its sentences are those of who wrote the program: no word of a draft, none of a reader."""
    assert not any("draft" in words.lower() or "native" in words for words in month("en").words)


@pytest.mark.parametrize(
    ("language", "tag", "both"),
    [
        ("zh", "虚构数据", "虚构数据。机器撰写草稿"),
        ("ur", "فرضی اعداد", "فرضی اعداد۔ مشین سے مرتب مسودہ"),
    ],
)
def test_invented_figures_in_unread_words_are_called_both(language: str, tag: str, both: str) -> None:
    """Neither warning hides the other."""
    told = month(language, tag=tag)
    assert all(both in words for words in places(told))


def test_a_draft_says_so_beside_the_other_warnings() -> None:
    """That the edition is none yet hides neither that its figures are invented nor that no native has read it."""
    for language, words in {
        "zh": ("草稿", "虚构数据。机器撰写草稿"),
        "ur": ("مسودہ", "فرضی اعداد۔ مشین سے مرتب مسودہ"),
    }.items():
        tag = words[1].partition({"zh": "。", "ur": "۔"}[language])[0]
        masthead = as_draft(month(language, tag=tag).story).blocks[0]
        assert isinstance(masthead, Masthead)
        assert words == (str(masthead.draft), str(masthead.tag))


@pytest.mark.parametrize("name", ["sentences.yaml", "lexicon.yaml", "letters.yaml", "grammar.py", "names.csv"])
def test_other_words_have_another_digest(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the files that a language prints from counts; what an editor may write does not."""
    for package in ("story/languages/ur", "trade/tables"):
        copytree(ROOT / package, tmp_path, dirs_exist_ok=True)
    (tmp_path / "tables").mkdir()
    (tmp_path / "names.csv").rename(tmp_path / "tables" / "names.csv")
    monkeypatch.setattr(patterns, "files", lambda _: tmp_path)
    digest = digest_of_words.__wrapped__("ur")
    (tmp_path / "commentary.yaml").write_bytes(b"x")
    assert digest == digest_of_words("ur") == digest_of_words.__wrapped__("ur")
    file = next(tmp_path.rglob(name))
    file.write_bytes(file.read_bytes() + b"x" + 16 * b",x")
    assert digest != digest_of_words.__wrapped__("ur")
