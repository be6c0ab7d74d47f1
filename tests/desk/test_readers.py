"""A desk says who read the words of its languages; the signature holds for those words alone."""

# ruff: noqa: RUF001 -- Chinese and Urdu have signs of their own

from __future__ import annotations

import json
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
from generator.story.patterns import digest_of_words
from tests.desk.own_desk import briefing, own_desk, row
from tests.desk.unpaged import NOW, Unpaged, unpaged
from tests.story.test_readers import MARKS

THREE = {  # the desk's own words, in each language
    "{en: Trade Section}": "{en: Trade Section, zh: 商务处, ur: تجارتی شعبہ}",
    "{en: Berlin}": "{en: Berlin, zh: 柏林, ur: برلن}",
    "{en: Federal Statistical Office}": "{en: Federal Statistical Office, zh: 联邦统计局, ur: وفاقی دفتر شماریات}",
    "{en: Trade}": "{en: Trade, zh: 贸易, ur: تجارت}",
    "time_zone:": "languages: [en, zh, ur]\ntime_zone:",
}


def trilingual(folder: Path, signed: str) -> DeskParts:
    """Return a desk in three languages with two years of two lines, and `signed` under its settings."""
    parties = ("DEU", "PAK", "import")
    months = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
    rows = [
        row(parties, month, code, 1_000_000 * (place + int(code[-1])))
        for place, month in enumerate(months, 5)
        for code in ("5208", "5205")
    ]
    own_desk(folder, rows, {"cotton": briefing(parties, ["52"], "  detail: 4\n")}).store.close()
    for file in (folder / "desk.yaml", folder / "briefings" / "cotton.yaml"):
        text = file.read_text("utf-8")
        for english, three in THREE.items():
            text = text.replace(english, three)
        file.write_text(text + (signed if file.name == "desk.yaml" else ""), "utf-8")
    return open_desk(folder, os.environ)


@pytest.mark.long
def test_an_edition_of_the_desk_is_signed_by_language(tmp_path: Path) -> None:
    """Urdu was read, Chinese was not: the one names its reader, the other is a draft, and both pass the audit."""
    signed = f'lexicons: {{ur: {{read_by: Sana Malik, on: 2026-11-01, words: "{digest_of_words("ur")}"}}}}\n'
    desk = trilingual(tmp_path, signed)
    with desk.store:
        made = unpaged(desk, "cotton", "2025-12")
    edition = json.loads(made.files["edition.json"])
    said = {language: json.dumps(story, ensure_ascii=False) for language, story in edition["stories"].items()}
    assert ["ur"] == list(edition["readers"])
    assert ["zh"] == [language for language, mark in MARKS.items() if mark in said[language]]
    assert "Sana Malik" in said["ur"]
    assert "Sana Malik" not in said["zh"] + said["en"]
    assert () == made.findings


FRONT = """\
---
headline:
  en: Cotton yarn rises
  zh: 棉纱线进口增长
  ur: سوتی دھاگے کی درآمدات میں اضافہ
quotes:
  - speaker: A. Minister
    role: minister
    organisation: ministry
    medium: The Ledger
    address: http://example.org/a
    date: 2025-12-30
    form: paraphrase
    text:
      en: Goods worth $7 million are sold each month because the rain was good.
      zh: 由于雨水充足，每月卖出超过7000万美元的货物。
      ur: اچھی بارش کی وجہ سے ہر ماہ 7 کروڑ ڈالر سے زیادہ کا مال فروخت ہوتا ہے۔
background:
  - text:
      en: The mills took 21,000 tonnes of cotton.
      zh: 工厂用了2.1万吨棉花。
      ur: ملوں نے 21 ہزار ٹن کپاس استعمال کی۔
    medium: The Ledger
    address: http://example.org/b
    date: 2025-12-30
---
# en
Cotton yarn rose in December 2025. The mills took 21,000 tonnes ([Company report, 4 March 2025](https://example.org/r)).

# zh
2025年12月，棉纱线
增长。由于关税，工厂用了2.1万吨（[公司报告，2025年3月4日](https://example.org/r)）。

# ur
دسمبر 2025 میں سوتی دھاگے کی درآمدات بڑھیں۔
ٹیرف کے باعث ملوں نے 21 ہزار ٹن لیے ([کمپنی رپورٹ، 4 مارچ 2025](https://example.org/r))۔
"""
LABELS = """\
labels:
  "5205":
    en: {full: cotton yarn, short: cotton yarn, head: cotton yarn}
    zh: {full: 棉纱线, short: 棉纱线, head: 棉纱线}
    ur: {full: سوتی دھاگے, short: سوتی دھاگے, head: سوتی دھاگے}
"""


def made(folder: Path, text: str) -> Unpaged:
    """Return the edition of December with `text` as the editor's file."""
    desk = trilingual(folder, "")
    desk.store.close()
    file = folder / "commentary" / "cotton" / "2025-12.md"
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    briefing = folder / "briefings" / "cotton.yaml"
    briefing.write_text(briefing.read_text("utf-8") + LABELS, "utf-8")
    desk = open_desk(folder, {})
    with desk.store:
        desk.store.raw.keep(file.read_bytes())
        return unpaged(desk, "cotton", "2025-12")


@pytest.mark.long
def test_what_an_editor_writes_is_printed_in_each_language(tmp_path: Path) -> None:
    """Headline, paragraphs, quotes and background, each word of which the audit finds in the figures or in the file."""
    told = made(tmp_path, FRONT)
    assert () == told.findings
    stories = json.loads(told.files["edition.json"])["stories"]
    assert ["棉纱线进口增长", "سوتی دھاگے کی درآمدات میں اضافہ"] == [
        stories[tag]["subject"]["words"] for tag in ("zh", "ur")
    ]
    said = json.dumps(stories["zh"], ensure_ascii=False)
    assert "2025年12月，棉纱线增长。" in said  # a line's end is no space in Chinese
    assert "工厂用了2.1万吨棉花（The Ledger，2025年12月30日）。" in said


@pytest.mark.long
@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("棉纱线进口增长", "棉纱线锐减", 4, "“锐减”"),
        ("درآمدات میں اضافہ", "درآمدات میں کمی", 5, "“کمی”"),
        ("增长。由于关税，工厂", "下降。由于关税，工厂", 31, "“下降”"),
        ("درآمدات بڑھیں۔", "درآمدات گر گئیں۔", 35, "“گر”"),
    ],
)
def test_what_is_not_so_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    """The file and the line are those that the editor wrote."""
    assert old in FRONT
    with pytest.raises(SettingsError) as fault:
        made(tmp_path, FRONT.replace(old, new, 1))
    assert f"commentary/cotton/2025-12.md:{line}" == fault.value.where
    assert said in fault.value.problem


CASES = ["zh", "ur", pytest.param("en,zh,ur", marks=pytest.mark.long), "ur,en"]


@contextmanager
def starter(place: Path, languages: str) -> Iterator[DeskParts]:
    """Give a starter desk with its figures taken in, and its editor's file kept as a build keeps it."""
    init(place / "desk", sample=True, languages=languages_in(languages))
    desk = open_desk(place / "desk", os.environ)
    with desk.store:
        (table,) = (place / "desk" / "inbox" / "gacc-press").glob("*.csv")
        ingest(desk.desk, desk.store, table, "gacc-press", NOW)
        desk.store.raw.keep((place / "desk" / "commentary/pakistan-minerals/2025.md").read_bytes())
        yield desk


@pytest.mark.parametrize("languages", CASES)
def test_a_year_is_told_in_each_language(tmp_path: Path, languages: str) -> None:
    """Its settings have no fault, its statements and answers are heard, and the audit finds nothing."""
    with starter(tmp_path, languages) as desk:
        assert () == desk.desk.faults
        assert tuple(languages.split(",")) == desk.desk.settings.languages
        assert () == unpaged(desk, "pakistan-minerals", "2025").findings
