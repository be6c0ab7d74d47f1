"""Beside its figures a sentence of ours has no word that the audit does not know."""

from __future__ import annotations

import copy
import re

import pytest

from generator.audit.evidence import Evidence
from generator.audit.grounds import Grounds
from generator.audit.rules import judge
from generator.audit.strange import is_known
from generator.story.patterns import lexicon_of, sentences_of
from tests.audit.test_unmarked import of_two
from tests.audit.wrongs import STOPS, TAILS
from tests.story.months import Monthly


def told_with(told: Monthly, language: str, tail: str) -> list[str]:
    """Return what the audit finds where the first sentence ends in a tail."""
    edition = copy.deepcopy(told.edition)
    lede = next(block for block in edition["stories"][language]["blocks"] if block["id"] == "lede")
    text = lede["paragraphs"][0][0]
    text["words"] = text["words"].removesuffix(STOPS[language]) + tail + STOPS[language]
    return [one.problem for one in judge(edition, Evidence.of(told.claims)) if one.rule == "strange word"]


@pytest.mark.parametrize(("language", "tail"), [(tag, tail) for tag, tails in TAILS.items() for tail in tails])
def test_a_tail_that_no_figure_bears_out_is_held(language: str, tail: str) -> None:
    """It rides on a sentence whose figures all hold."""
    told = of_two(language)
    assert () == told.findings
    assert [] != told_with(told, language, tail)


def test_the_words_are_named() -> None:
    """Of a tail whose other words are known."""
    assert ["'best' is no word that is known here"] == told_with(of_two(), "en", ", the best of these lines")


OF_OTHERS = (  # what has no figure, stands in no section, or is another's
    *("note", "proof", "archive", "withdrawn", "corrected", "correction.head", "relayed", "said_", "quoted", "tongue"),
    *("untraced", "attributed", "quiet", "no_trade", "untraded", "without_", "not_in_sums", "no_past", "broken_"),
    *("break_note", "revalued", "withheld", "not_comparable", "coverage.line", "coverage.no_line", "coverage.both"),
    *("some_lines", "other_goods", "breadth.both", "source", "reports", "dated", "foot", "reason", "corrections"),
    *("folded", "low_base_note", "dash_note", "averaged", "bars.", "panels.", "dumbbell", "trend.", "waterfall."),
    *("heat", "years.", "shares.", "chart.", "table_", "lines_", "mail_heads", "kinds", "counted_by", "office"),
    *("passed_on", "bare_land", "in_money", "millions", "currency", "money_of", "no_base", "fiscal"),
)


@pytest.mark.parametrize("language", TAILS)
def test_every_word_of_ours_is_known(language: str) -> None:
    """One that the tables lack would hold a sound edition."""
    told = of_two(language)
    grounds = Grounds(told.edition, Evidence.of(told.claims), language)
    verbs = [word for ways in lexicon_of(language)["verbs"].values() for words in ways.values() for word in words]
    said = [pattern for key, pattern in sentences_of(language).items() if not key.startswith(OF_OTHERS)]
    words = {word for one in (*said, *verbs) for word in re.findall(r"[^\W\d_]+", re.sub(r"\{[^}]*\}", " ", one))}
    assert set() == {word for word in words if not is_known(word.casefold(), grounds)}
