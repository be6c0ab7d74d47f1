"""What a good is for: a clause at the first mention of the lines that lead, not again for three editions."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from generator.commentary.editors_text import EditorParagraph, EditorSection
from generator.story.brief import LastEdition
from generator.story.patterns import sentences_of
from tests.story.months import NAMES, Monthly, months, table
from tests.story.news.replay import sample

COPPER = ", used in cables, motors and pipes,"
IRON = ", the raw material of steel,"


def december(**hand: Any) -> Monthly:  # noqa: ANN401 -- fields of a brief
    """Return December 2025 of the sample: refined copper leads, iron ores fell most."""
    return months(sample(), "2025-12", **{"labels": {}, **hand})


def text_of(told: Monthly) -> str:
    """Return the paragraphs of an edition."""
    sections = [block for block in told.story.blocks if block.kind == "section"]
    return " ".join(told.said(section.id) for section in sections)


def explained(told: Monthly) -> set[str]:
    """Return the lines whose use an edition explains."""
    return set(told.edition["glossary"][told.story.language]["uses"])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Iron ores, the raw material of steel, went the other way, down 41% to $6.51 million"),
        ("zh", "铁矿砂是炼钢的原料"),
        ("ur", "لوہے کی کچ دھات، جو فولاد کا خام مال ہے، کی درآمدات"),
    ],
)
def test_the_two_lines_that_lead_are_explained(language: str, sentence: str) -> None:
    """In each language where its grammar has room for it; the other lines are named alone."""
    told = december(language=language)
    assert sentence in text_of(told)
    assert {"7403", "2601"} == explained(told)
    assert () == told.findings


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "of natural graphite, used in battery anodes and furnace linings, from Pakistan in December 2025"),
        ("zh", "天然石墨用于电池负极和耐火材料。"),
        ("ur", "قدرتی گریفائٹ، جو بیٹریوں اور بھٹیوں کی اندرونی تہ میں استعمال ہوتا ہے، کی درآمدات"),
    ],
)
def test_a_single_line_is_explained_in_the_lede(language: str, sentence: str) -> None:
    """It is its first mention."""
    rows = table(lambda _code, place: 1_000_000 * (20 + place), codes=("2504",))
    told = months(rows, language=language, labels={}, group="")
    assert sentence in told.said("lede")
    assert () == told.findings


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_use_is_followed_by_a_word(language: str) -> None:
    """It ends with a comma, beside which no other sign may stand."""
    beside = re.compile(r"\{use\}(?! |\{whence\} )")
    keys = [key for key, words in sentences_of(language).items() if key != "with_use" and beside.search(words)]
    assert [] == keys


def test_a_use_is_explained_once_and_not_under_the_headline() -> None:
    """The headline and the points under it have no room for it."""
    told = december()
    assert [1, 1] == [told.prose.count(use) for use in (COPPER, IRON)]
    assert not any("used in" in thing.words for thing in told.block("finding").things)


@pytest.mark.parametrize(
    ("period", "is_again"), [("2025-11", False), ("2025-10", False), ("2025-09", False), ("2025-08", True)]
)
def test_a_use_is_explained_again_after_three_editions(period: str, is_again: bool) -> None:  # noqa: FBT001
    """One line may be known while the other is not; no third line takes its place."""
    told = december(last=LastEdition(f"minerals/{period}/r1", "", uses={"7403": period}))
    assert is_again == (COPPER in told.prose)
    assert {"2601", *(["7403"] if is_again else [])} == explained(told)


def test_in_march_january_and_february_are_one_edition() -> None:
    """The third edition before March is that of November."""
    rows = table(lambda code, place: 1_000_000 * (20 + place) if code == "7403" else 9_000_000, months=39)
    last = LastEdition("minerals/2025-01..2025-02/r1", "", uses={"7403": "2024-11"})
    moved = {(code, f"{int(when[:4])}{when[4:]}"): pair for (code, when), pair in rows.items()}
    told = months(moved, "2025-03", labels={}, last=last)
    assert "7403" not in explained(told)
    before = LastEdition("minerals/2025-01..2025-02/r1", "", uses={"7403": "2024-10"})
    assert "7403" in explained(months(moved, "2025-03", labels={}, last=before))


def test_a_year_explains_every_line_that_it_tells() -> None:
    """Its readers may not have read the months."""
    told = months(sample(), "2025", labels={})
    text = text_of(told)
    assert COPPER in text
    assert len(explained(told)) > 2
    assert () == told.findings


def test_the_desks_own_name_has_the_desks_own_use() -> None:
    """A use of the table goes with the name of the table, and not with another."""
    assert set() == explained(december(labels=NAMES))
    named = NAMES | {"7403": replace(NAMES["7403"], use="from which wire is drawn")}
    assert "Refined copper, from which wire is drawn, climbed 28%" in text_of(december(labels=named))


def test_the_audit_finds_the_use_of_another_line() -> None:
    """Iron ores are not used in cables."""

    def spoil(block: Any) -> None:  # noqa: ANN401 -- JSON is any
        for paragraph in block["paragraphs"]:
            for sentence in paragraph:
                slots = sentence["said"][1]
                if "use" in slots and slots["use"][0] == "with_use":
                    slots["use"] = ["with_use", {"use": ["use", "7403"]}]
                    sentence["words"] = sentence["words"].replace(IRON, COPPER)

    told = december()
    place = next(block.id for block in told.story.blocks if block.kind == "section" and IRON in told.said(block.id))
    assert any("7403 is not that of the line" in finding for finding in told.findings_after(place, spoil))
    assert () == told.findings_after(place, lambda _: None)


def test_the_audit_finds_other_words_for_a_use() -> None:
    """The words are those of the glossary, letter by letter."""

    def spoil(block: Any) -> None:  # noqa: ANN401 -- JSON is any
        sentence = block["paragraphs"][0][0]
        sentence["words"] = sentence["words"].replace("steel", "glass")

    told = december()
    place = next(block.id for block in told.story.blocks if block.kind == "section" and IRON in told.said(block.id))
    assert told.findings_after(place, spoil)


@pytest.mark.parametrize(
    ("language", "sentence", "outcome"),
    [
        ("en", "Refined copper, used in cables, motors and pipes, rose 28%.", "borne_out"),
        ("en", "Unrefined copper (which goes on to be refined) fell 2.3%.", "borne_out"),
        ("en", "Refined copper rose 28%; it is used in cables, motors and pipes.", "borne_out"),
        ("en", "Refined copper, used in cables, motors and pipes, rose 38%.", "contradicted"),
        ("en", "Refined copper, whose antimony goes into flame retardants and lead alloys, rose 28%.", "comment"),
        ("zh", "精炼铜同比增长28%。精炼铜用于电缆、电机和管材。", "borne_out"),
        (
            "ur",
            "ریفائنڈ تانبے، جو تاروں، موٹروں اور پائپوں میں لگتا ہے، کی درآمدات میں 28 فیصد اضافہ ہوا",
            "borne_out",
        ),
    ],
)
def test_an_editor_may_repeat_a_use(language: str, sentence: str, outcome: str) -> None:
    """The rest of the sentence is judged as if the use were not in it; the use of another line is no known fact."""
    remark = EditorParagraph(sentence, (), "commentary/minerals/2025-12.md:2", "Ann Lee")
    told = december(language=language, remarks=(EditorSection("", (remark,), "end"),))
    assert {outcome} == {verdict.outcome for verdict in told.story.verdicts}
    if outcome == "borne_out":
        assert () == told.findings
