"""Quotation marks are held against the editor's file, in three languages."""

# ruff: noqa: RUF001 -- Urdu has signs of its own

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from generator.audit.trace.quotations import _unquoted, word_for_word

WORDS = {
    "en": ("“Copper leads.", "It will grow.”", "Ada Khan, minister. Word for word"),
    "zh": ("“铜居首位。", "将会增长。”", "Ada Khan。译自英语"),
    "ur": ("”تانبا سرِفہرست ہے۔", "یہ بڑھے گا۔“", "Ada Khan۔ انگریزی سے ترجمہ"),
}
FILE = """\
---
quotes:
  - speaker: Ada Khan
    form: verbatim
    language: en
    translation: true
    text:
      en: Copper leads.
        It will grow.
      zh: 铜居首位。 将会增长。
      ur: تانبا سرِفہرست ہے۔ یہ بڑھے گا۔
---
"""


TRANSLATED = ("译自英语", "انگریزی سے ترجمہ", "Translated from Urdu")


def found(language: str, first: str, last: str, speaker: str, file: str = FILE) -> list[str]:
    """Return what is found in an edition with one statement."""
    content = file.encode()
    form = "translated" if speaker.endswith(TRANSLATED) else "verbatim"
    tree = [f"said_by.{form}", {"said": ["words", speaker], "tongue": ["tongue.en", {}]}]
    said = {"words": [{"words": first}, {"words": last}], "speaker": {"words": speaker, "said": tree}}
    block: dict[str, Any] = {"kind": "voices", "statements": [said]}
    edition = {"editors_files": [hashlib.sha256(content).hexdigest()], "stories": {language: {"blocks": [block]}}}
    return [item.problem for item in word_for_word(edition, lambda _: content)]


@pytest.mark.parametrize("language", WORDS)
def test_a_quote_of_the_file_passes(language: str) -> None:
    """Each language has its own marks, and words for a translation."""
    assert [] == found(language, *WORDS[language])


@pytest.mark.parametrize("language", WORDS)
def test_quotation_marks_are_taken_off_where_they_stand_round_all(language: str) -> None:
    """What stands in them is looked for in the file."""
    first, last, _ = WORDS[language]
    said = {"words": [{"words": first}, {"words": last}]}
    assert [first[1:], last[:-1]] == _unquoted(said, language)


@pytest.mark.parametrize(
    ("language", "place", "old", "new", "said"),
    [
        ("en", 1, "It will grow", "It may grow", "what no quote says as a whole"),
        ("en", 2, "Ada Khan", "Ida Khan", "what no quote says as a whole"),
        ("en", 2, "Word for word", "Translated from Urdu", "it was said in en"),
        ("zh", 0, "铜", "锌", "what no quote says as a whole"),
        ("zh", 2, "译自英语", "原话", "it was said in en"),
        ("ur", 2, "انگریزی سے ترجمہ", "لفظ بہ لفظ", "it was said in en"),
    ],
)
def test_a_change_is_found(language: str, place: int, old: str, new: str, said: str) -> None:
    """Another word, another speaker, or a translation that says that it is none."""
    words = list(WORDS[language])
    assert old in words[place]
    words[place] = words[place].replace(old, new)
    (problem,) = found(language, *words)
    assert said in problem


def test_half_a_quote_is_none() -> None:
    """Nothing is left out but at a mark that the file has too."""
    assert ["in quotation marks stands what no quote says as a whole"] == found("en", "“Copper", "leads.”", "Ada Khan")


def test_a_verbatim_quote_needs_its_marks() -> None:
    """Without them its words would be ours."""
    assert ["a quote stands without its quotation marks"] == found("en", "Copper leads.", "It will grow.", "Ada Khan")


def test_a_paraphrase_may_not_have_them() -> None:
    """Nobody said it so."""
    file = FILE.replace("form: verbatim", "form: paraphrase")
    assert ["in quotation marks stands what no quote says as a whole"] == found("en", *WORDS["en"], file)
