"""Link B: one sentence broken at a time, and the rule that says so."""

from __future__ import annotations

from typing import Any

import pytest

from generator.audit.evidence import Evidence
from generator.audit.grounds import Grounds
from generator.audit.rules import judge
from generator.trade.codes import nomenclature
from tests.audit.sample import block, claims_data, edition, story, text


def judged(told: dict[str, Any], proof: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    """Return rule and sentence of every finding of link B."""
    return [(item.rule, item.sentence) for item in judge(told, Evidence.of(proof or claims_data()))]


def with_paragraph(*sentences: str) -> dict[str, Any]:
    """Return the sample edition with one more paragraph."""
    told = edition()
    paragraph = [text(sentence) for sentence in sentences]
    section = block("section", ["html"], role="text", label=None, codes=None, dateline=None, paragraphs=[paragraph])
    told["stories"]["en"]["blocks"].insert(4, section)
    return told


def test_a_sound_edition_passes() -> None:
    """The sample breaks no rule."""
    assert [] == judged(edition())


BROKEN = [
    ("number trace", "Zinc ores came to $110.90 million."),
    ("number trace", "Copper is one of the lines."),
    ("number trace", "Zinc ores (HS 2609) follow."),
    ("number trace", "It was so in 1999."),
    ("number trace", "Copper came to [$1.30 billion|f99]."),
    ("number trace", "This is revision 2."),
    ("rounding", "Copper came to [$1.31 billion|f1]."),
    ("rounding", "Copper came to [$1.300 billion|f1]."),
    ("rounding", "Zinc ores came to [$110.9 million|f5]."),
    ("rounding", "Zinc ores came to [$111 million|f5]."),
    ("rounding", "Zinc ores rose [10.79%|f7] from 2024."),
    ("rounding", "The lines came to at least [$1,526 million|f11]."),
    ("rounding", "There are [five|f10] lines."),
    ("rounding", "Copper was [half|f9] of it."),
    ("rounding", "The gain of [$13.87 million|f8] in aluminium ores is from 2024."),
    ("unit", "Copper was [85|f9] of it."),
    ("unit", "Copper was [85 percentage points|f9] of it."),
    ("unit", "That is [1.5%|f14] of copper."),
    ("unit", "There are [$4|f10] lines."),
    ("unit", "Copper came to [CNY 1.30 billion|f1]."),
    ("unit", "Copper came to CNY [1.30 billion|f1]."),
    ("unit", "Copper came to [\u20ac1.30 billion|f1]."),
    ("unit", "Copper came to \u00a5[1.30 billion|f1]."),
    ("currency", "Copper came to [HK$1.30 billion|f1]."),
    ("currency", "Copper is counted in euros."),
    ("currency", "Copper is counted in Chinese yuan (CNY)."),
    ("number trace", "Copper came to CNY 2025."),
    ("qualifier", "Iron ores came to [$101 million|f2]."),
    ("qualifier", "Iron ores came to about [$101 million|f2]."),
    ("qualifier", "Copper came to more than [$1.30 billion|f1]."),
    ("qualifier", "Copper came to [$1.30 billion|f1] or more."),
    ("qualifier", "The lines came to [$1,521.0 million|f11]."),
    ("direction", "Zinc ores fell [11%|f7] from 2024."),
    ("direction", "Zinc ores changed by [11%|f7] from 2024."),
    ("direction", "Zinc ores rose [11%|f7] from 2024, a fall."),
    ("direction", "Copper rose to [$1.30 billion|f1]."),
    ("direction", "Zinc ores fell to [$110.90 million|f5] from [$100.10 million|f6] in 2024."),
    ("name", "Zinc ores came to [$1.30 billion|f1]."),
    ("name", "It came to [$1.30 billion|f1]."),
    ("name", "Copper came to [$110.90 million|f5] and zinc ores to [$1.30 billion|f1]."),
    ("code", "Zinc ores (HS 2606) came to [$110.90 million|f5]."),
    ("speaker", "Bo Li, minister of trade, put copper at [$1.22 billion|f12] in 2022."),
    ("period", "Copper came to [$1.30 billion|f1] in 2024."),
    ("period", "Zinc ores came to [$100.10 million|f6]."),
    ("period", "Zinc ores came to [$110.90 million|f5] in 2024 and [$100.10 million|f6] in 2025."),
    ("compare period", "Zinc ores rose [11%|f7]."),
    ("publication", "Ada Khan put copper at [$1.22 billion|f12] in 2022, in a report of May 2023."),
    ("cause", "Copper came to [$1.30 billion|f1], driven by demand."),
    ("judgement", "Imports of copper were robust."),
    ("judgement", "Copper remained at [$1.30 billion|f1]."),
    ("judgement", "Zinc ores surged [11%|f7] from 2024."),
    ("judgement", "Copper was the largest line."),
]


@pytest.mark.parametrize(("rule", "sentence"), BROKEN, ids=[f"{rule}: {sentence}" for rule, sentence in BROKEN])
def test_a_broken_rule_names_the_sentence(rule: str, sentence: str) -> None:
    """Each sentence says one thing that its claims do not."""
    assert (rule, text(sentence)["words"]) in judged(with_paragraph(sentence))


SOUND = [
    ("Customs took in [$110.90 million|f5] of zinc ores and [$14.16 million|f3] of aluminium ores.",),
    ("Iron ores exceeded [$101 million|f2].",),
    (
        "Aluminium ores rose to [$14.16 million|f3] from [$0.29 million|f4] in 2024.",
        "The gain was [$13.87 million|f8].",
    ),
    ("This edition does not say whether copper, at [$1.30 billion|f1], rose or fell.",),
    ("[85%|f9] of it, at most, was copper.".replace(", at most,", ""),),
]


@pytest.mark.parametrize("sentences", SOUND, ids=[sentences[0] for sentences in SOUND])
def test_a_sound_sentence_passes(sentences: tuple[str, ...]) -> None:
    """What is rightly said is not held."""
    assert [] == judged(with_paragraph(*sentences))


@pytest.mark.parametrize(
    "sentence",
    [
        "Zinc ores and aluminium ores are some words apart.",
        "See www.example.org/2031/a7 or write to desk7@example.org.",
        "HS 2022 is the nomenclature; the codes are HS 2606 and 2608.",
    ],
)
def test_digits_that_are_no_figure_pass(sentence: str) -> None:
    """An editor, who needs no figure for each sentence, may name codes, addresses and the nomenclature."""
    told = with_paragraph(sentence)
    told["stories"]["en"]["blocks"][4]["id"] = "remarks"
    assert [] == judged(told)


@pytest.mark.parametrize("whole", ["8.1", "10.2", "91,362.8", "1,091,362.8"])
def test_a_unit_is_that_of_the_figure_before_its_own(whole: str) -> None:
    """However long the second of two points is, the first is in its unit."""
    proof = claims_data()
    proof["claims"].append(dict(proof["claims"][6], id="f20", kind="contribution", unit="pp"))
    said = f"Zinc ores added [3.1|f20] of the {whole} percentage points of growth from 2024."
    assert [] == [words for rule, words in judged(with_paragraph(said), proof) if rule == "unit"]


def test_a_low_base_has_no_per_cent() -> None:
    """A rate on less than a million dollars, or of more than five times, is printed nowhere."""
    proof = claims_data()
    proof["claims"].append(
        dict(proof["claims"][6], id="f20", codes=["2606"], formula=["growth", ["cell", "c3"], ["cell", "c4"]])
    )
    assert "low base" in [rule for rule, _ in judged(with_paragraph("Aluminium ores rose [11%|f20] from 2024."), proof)]


@pytest.mark.parametrize(
    "words",
    [
        "Copper at [$1.30 billion|f1] is [85%|f9] of imports",
        "China imported a very great deal of Pakistani copper and other ores in 2025, customs say",
    ],
)
def test_a_headline_is_short_and_has_one_number(words: str) -> None:
    """At most one figure and twelve words."""
    told = edition()
    told["stories"]["en"]["subject"] = text(words)
    assert ("headline", text(words)["words"]) in judged(told)


def test_a_headline_is_no_finer_than_the_text() -> None:
    """Where the text says 11%, the headline does not say 10.8%."""
    told = edition()
    told["stories"]["en"]["subject"] = text("Pakistani zinc ores rose [10.8%|f7]")
    assert ("precision", "Pakistani zinc ores rose 10.8%") in judged(told)


@pytest.mark.parametrize(("field", "wrong"), [("value", 1400.0), ("low", 1.0), ("bound", True), ("before", 7.0)])
def test_a_bar_is_as_long_as_its_figure(field: str, wrong: object) -> None:
    """What is drawn is what is printed beside it."""
    told = edition()
    chart = next(item for item in told["stories"]["en"]["blocks"] if item["kind"] == "chart")
    chart["bars"][0][field] = wrong
    assert [("bar", "1,300")] == judged(told)


@pytest.mark.parametrize(("label", "passes"), [("HS 26", True), ("HS 27", False), ("HS 26 rose", False)])
def test_a_section_may_be_called_after_a_chapter(label: str, passes: bool) -> None:  # noqa: FBT001 -- a table
    """That of a code of the edition, and nothing else beside it."""
    told = with_paragraph("Copper is there.")
    told["stories"]["en"]["blocks"][4]["label"] = text(label)
    assert passes is (("number trace", label) not in judged(told))


@pytest.mark.parametrize(
    ("title", "words", "passes"),
    [
        ("Words c3304", "You receive this as a reader of Words c3304.", True),
        ("The two rivers", "You receive this as a reader of The two rivers.", True),
        ("Words c3304", "You receive this as a reader of Words c3305.", False),
        ("Words c3304", "You receive this as one of 3304 readers.", False),
        ("3304", "You receive this as one of 3304 readers.", False),
    ],
)
def test_a_number_in_the_title_is_the_titles(title: str, words: str, passes: bool) -> None:  # noqa: FBT001 -- a table
    """Where the whole title stands; a title that is a number alone allows none."""
    told = edition()
    of = {block["kind"]: block for block in told["stories"]["en"]["blocks"]}
    of["finding"]["series"], of["foot"]["reason"] = text(title), text(words, "mail", "txt")
    assert passes is (("number trace", words) not in judged(told))


def test_a_language_without_words_passes_nothing() -> None:
    """An edition in a language that the audit cannot read is held."""
    told = edition() | {"stories": {"xx": story()}}
    assert [("language", "")] == judged(told)


def test_of_two_names_that_share_a_word_the_later_counts() -> None:
    """Copper bars are named by "refined copper bars", a longer name stands for itself."""
    labels = {"7403": ["refined copper"], "7407": ["copper bars"], "74": ["copper"]}
    grounds = Grounds({"labels": {"en": labels}}, Evidence({}, {}, {}), "en")
    named = [code for *_, code in grounds.named("Refined copper bars, refined copper and copper")]
    assert ["7407", "7403", "74"] == named


PARTS = [
    "China’s imports from Pakistan rose in [2025|f9].",
    "China’s 2025 imports from Pakistan were large.",
    "Customs recorded [$1.30 billion|f1] of imports from Pakistan.",
    "Imports rose to [$1.30 billion|f1].",
    "China’s total imports from Pakistan follow.",
    "China imported goods from Pakistan.",
]
WHOLES = [
    "China’s mineral imports from Pakistan follow.",
    "China’s imports of copper from Pakistan follow.",
    "China’s selected imports from Pakistan follow.",
    "China’s imports from Pakistan follow, in HS 74.",
    "Imports are counted where they cross.",
    "China’s exports of these lines to Pakistan were large and its imports small.",
]


@pytest.mark.parametrize(("sentence", "told"), [*((one, True) for one in PARTS), *((one, False) for one in WHOLES)])
def test_a_part_of_the_trade_is_told_as_a_part(sentence: str, told: bool) -> None:  # noqa: FBT001 -- a table
    """The sample counts eleven codes: what is said of all goods is untrue of them."""
    assert told == ("whole" in {rule for rule, _ in judged(with_paragraph(sentence))})


def test_all_chapters_are_all_trade() -> None:
    """Then “China’s imports from Pakistan” are what they say."""
    told = with_paragraph(PARTS[1]) | {"codes": [code for code in nomenclature() if len(code) == 2]}
    assert "whole" not in {rule for rule, _ in judged(told)}


def test_a_title_of_all_trade_is_of_all_trade() -> None:
    """It stands over every page."""
    told = edition()
    told["stories"]["en"]["title"] = text("China’s imports from Pakistan, 2025")
    assert [("whole", "China’s imports from Pakistan, 2025")] == [one for one in judged(told) if one[0] == "whole"]
