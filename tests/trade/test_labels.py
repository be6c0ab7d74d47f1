"""Short names in Chinese and Urdu: one for each chapter, in its script, and none twice."""

import csv
import re
import unicodedata

import pytest

from generator.trade.editions import TABLED, descriptions, label, packaged
from tests.trade.make_tables import TABLES

BRIEFINGS = sorted(TABLES.parents[1].rglob("briefings/*.yaml"))
SCRIPTS = {"zh": r"[\u4e00-\u9fff、]+", "ur": r"[\u0600-\u06ff ]+"}
languages = pytest.mark.parametrize("language", SCRIPTS)


@languages
def test_every_chapter_has_a_label(language: str) -> None:
    """Of every edition, with the one that each country fills, and all goods."""
    chapters = {code for edition in TABLED for code in descriptions(edition) if len(code) == 2} | {"98", "TOTAL"}
    assert [] == [code for code in sorted(chapters) if not label(code, language)]


@languages
def test_the_headings_of_the_starter_desk_and_of_fish_have_labels(language: str) -> None:
    """So its editions can be written in every language."""
    known = {code for path in BRIEFINGS for code in re.findall(r'"(\d{4})"', path.read_text(encoding="utf-8"))}
    fish = {f"03{number:02}" for number in range(1, 10)}
    assert {"2603", "2511"} < known
    assert [] == [code for code in sorted(known | fish) if not label(code, language)]


@languages
def test_a_label_is_in_its_script(language: str) -> None:
    """Han, or Urdu's own letters (no Arabic kaf, yeh or heh), composed, and nothing around them."""
    names = {row[0]: row[1] for row in packaged(f"labels.{language}.csv")}
    assert {} == {code: name for code, name in names.items() if not re.fullmatch(SCRIPTS[language], name)}
    assert [] == [name for name in names.values() if name != unicodedata.normalize("NFC", name).strip()]
    assert [] == [name for name in names.values() if re.search("[\u0643\u064a\u0647\u0649]", name)]


@languages
def test_no_label_stands_for_two(language: str) -> None:
    """A reader tells lines apart by it."""
    with (TABLES / f"labels.{language}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len({row["code"] for row in rows}) == len({row["label"] for row in rows})
