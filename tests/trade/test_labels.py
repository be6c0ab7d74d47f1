"""The table of names and uses: each chapter in each language, in its script, no name twice, and short uses."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest

from generator.story.label import typed
from generator.story.patterns import typed_names
from generator.trade.editions import TABLED, descriptions
from tests.trade.make_tables import TABLES

BRIEFINGS = sorted(TABLES.parents[1].rglob("briefings/*.yaml"))
SCRIPTS = {"zh": r"[\u4e00-\u9fff、]+", "ur": r"[\u0600-\u06ff ]+"}
LANGUAGES = ("en", *SCRIPTS)
MOST_WORDS = 9  # of a use in English
languages = pytest.mark.parametrize("language", LANGUAGES)
others = pytest.mark.parametrize("language", SCRIPTS)
ROWS = typed_names()


@languages
def test_every_chapter_has_a_name(language: str) -> None:
    """Of every edition, with the one that each country fills, and all goods."""
    chapters = {code for edition in TABLED for code in descriptions(edition) if len(code) == 2} | {"TOTAL"}
    chapters |= set() if language == "en" else {"98"}  # whose name in English is that of the nomenclature
    assert [] == [code for code in sorted(chapters) if not typed(code, language)]


@others
def test_the_headings_of_the_starter_desk_and_of_fish_have_names(language: str) -> None:
    """So its editions can be written in every language."""
    known = {code for path in BRIEFINGS for code in re.findall(r'"(\d{4})"', path.read_text(encoding="utf-8"))}
    fish = {f"03{number:02}" for number in range(1, 10)}
    assert {"2603", "2511"} < known
    assert [] == [code for code in sorted(known | fish) if not typed(code, language)]


@others
def test_a_name_is_in_its_script(language: str) -> None:
    """Han, or Urdu's own letters (no Arabic kaf, yeh or heh), composed; of Latin letters only HS."""
    columns = (language, f"{language}_short")
    names = {(code, column): row[column] for code, row in ROWS.items() for column in columns if row[column]}
    strange = {at: name for at, name in names.items() if not re.fullmatch(SCRIPTS[language], name.replace("HS", ""))}
    assert {} == strange
    for column in (name for name in next(iter(ROWS.values())) if name.startswith(language)):
        words = [row[column] for row in ROWS.values()]
        assert words == [unicodedata.normalize("NFC", word).strip() for word in words]
        assert [] == [word for word in words if re.search("[\u0643\u064a\u0647\u0649]", word)]


@languages
def test_no_name_stands_for_two(language: str) -> None:
    """A reader tells lines apart by it."""
    short = [row[f"{language}_short"] or row[language] for row in ROWS.values()]
    assert [] == [name for name, count in Counter(filter(None, short)).items() if count > 1]


def test_a_use_is_short_in_every_language_and_has_its_source() -> None:
    """It says what a good is for: without figures, which would have no source of their own."""
    used = {code: [row[f"{language}_use"] for language in LANGUAGES] for code, row in ROWS.items()}
    told = {code: uses for code, uses in used.items() if any(uses)}
    assert len(told) >= 80
    assert [] == [code for code, uses in told.items() if not all(uses) or not ROWS[code]["source"]]
    assert [] == [uses for uses in told.values() if len(uses[0].split()) > MOST_WORDS]
    assert [] == [uses for uses in told.values() if any(map(str.isdigit, "".join(uses)))]


@pytest.mark.parametrize(("code", "name"), [("260300", "copper ores"), ("27090000", "crude oil"), ("030389", None)])
def test_a_code_that_is_all_of_another_has_its_name(code: str, name: str | None) -> None:
    """A heading that is not divided ends in 00; a code that has words of its own keeps them."""
    found = typed(code, "en")
    assert found is not None
    assert found.short == (name or "other frozen fish")
