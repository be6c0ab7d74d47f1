"""Statements: word for word in quotation marks, and never beside another figure of ours without an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from generator.commentary.editor import faults_of
from generator.commentary.editors_text import QuotedStatement
from generator.story.plan import Statement, Voices
from tests.story.months import Monthly
from tests.story.whole import whole

WHERE = "commentary/minerals/2025.md:5"
ROWS = """
2025 74 1140 million
2025 2608 110.90 million
2024 2608 100.10 million
"""


def quote(words: str, answer: str = "", *, verbatim: bool = False, translated: str = "") -> QuotedStatement:
    """Return a statement of Ada Khan."""
    spoken = ("Ada Khan", "minister of trade", "", "The Ledger", "http://example.org/a", date(2026, 1, 20))
    return QuotedStatement(*spoken, words, answer, WHERE, "", verbatim, translated)


def say(*quotes: QuotedStatement) -> Monthly:
    """Return the story of 2025 with these quotes."""
    return whole(ROWS, ("74", "2608", "2610"), quotes=quotes)


def statement(told: Monthly) -> Statement:
    """Return the first statement."""
    return next(block for block in told.story.blocks if isinstance(block, Voices)).statements[0]


def test_a_verbatim_quote_stands_in_quotation_marks() -> None:
    """All of its sentences between one pair; its figures are its speaker's, and no claims of ours."""
    words = "Copper worth $1.14 billion goes to China. It is the most."
    said = statement(say(quote(words, verbatim=True)))
    assert ["“Copper worth $1.14 billion goes to China.", "It is the most.”"] == [text.words for text in said.words]
    assert () == said.words[0].marks
    assert "Ada Khan, minister of trade, to The Ledger, 20 January 2026. Word for word" == said.speaker.words


def test_a_translation_says_so() -> None:
    """A reader knows that nobody said these words."""
    said = statement(say(quote("It will grow.", verbatim=True, translated="zh")))
    assert "“It will grow.”" == said.words[0].words
    assert said.speaker.words.endswith(". Translated from Chinese")


def test_a_paraphrase_has_no_quotation_marks() -> None:
    """Its words are the editor's."""
    said = statement(say(quote("It will grow.")))
    assert ("It will grow.", True) == (said.words[0].words, said.speaker.words.endswith(". Paraphrased"))


@pytest.mark.parametrize(
    ("words", "theirs", "ours", "answer"),
    [
        (
            "Copper worth $1 billion goes to China each year.",
            "$1 billion",
            "$1.14 billion",
            "Copper came to $1.14 billion.",
        ),
        ("Zinc ores of $120 million went out in 2025.", "$120 million", "$110.90 million", "Zinc ores grew 11%."),
        ("Exports of zinc ores grew 30%.", "30%", "11%", "It is not so. Zinc ores came to $110.90 million."),
        ("About $150 million of zinc ores went out.", "About $150 million", "$110.90 million", "Zinc ores grew 11%."),
    ],
)
def test_another_figure_than_ours_stops_without_an_answer(words: str, theirs: str, ours: str, answer: str) -> None:
    """Both figures are named with the line of the file; with an answer that prints one of ours it is printed."""
    (fault,) = faults_of(say(quote(words)).story.verdicts, refuses_comments=False)
    said = str(fault)
    assert all(part in said for part in (WHERE, f"“{theirs}”", ours, "Write answer")), said
    (fault,) = faults_of(say(quote(words, "We do not comment on this.")).story.verdicts, refuses_comments=False)
    said = str(fault)
    assert all(part in said for part in (WHERE, f"“{theirs}”", ours, "Its answer prints no figure")), said
    answered = say(quote(words, answer))
    assert statement(answered).answer
    assert [] == list(faults_of(answered.story.verdicts, refuses_comments=False))


def test_a_comment_in_an_answer_is_signed() -> None:
    """It is no figure's, as anywhere else."""
    told = say(replace(quote("It will grow.", "We do not comment on this."), by="Li Na"))
    assert ["We do not comment on this.", "(Comment, Li Na)"] == [text.words for text in statement(told).answer]


def test_a_wrong_figure_in_an_answer_is_the_only_fault() -> None:
    """Once it is right the quotation is answered."""
    told = say(quote("Exports of zinc ores grew 30%.", "Zinc ores grew 13%."))
    (fault,) = faults_of(told.story.verdicts, refuses_comments=False)
    assert "“Zinc ores grew 13%.”" in str(fault)


@pytest.mark.parametrize(
    "words",
    [
        "Copper worth $1.14 billion goes to China each year.",
        "Copper worth more than $1 billion goes to China.",
        "Copper worth about $1.15 billion goes to China.",
        "Zinc ores came to $111 million.",
        "Zinc ores grew 11%.",
        "Copper exports in 2017 were $300 million.",
        "The aim is $3 billion.",
        "Zinc is worth $5 million.",
    ],
)
def test_what_agrees_or_cannot_be_compared_needs_no_answer(words: str) -> None:
    """The same, rounded; a bound that holds; another year; no line that is named."""
    told = say(quote(words))
    assert [] == list(faults_of(told.story.verdicts, refuses_comments=False))
