"""An editor's words: borne out, contradicted, or a comment that somebody signs.

Lines of December 2025 against December 2024, in US$ million; each of the two years has one level for all of its months.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from generator.commentary.editor import faults_of, vouched
from generator.commentary.editors_text import EditorParagraph, EditorSection
from generator.story.plan import KeyFinding, Section
from tests.story.months import Monthly, months, table

MILLION = 10**6
BEFORE = {"7403": 60, "7402": 28, "2608": 9, "2601": 11, "2606": 4, "2607": 3, "2610": 0}  # 115
NOW = {"7403": 72, "7402": 27, "2608": 18, "2601": 5, "2606": 4, "2607": 0, "2610": 3}  # 129: 12% more; 7403: 20%
WHERE = "commentary/minerals/2025-12.md:2"
COMMENT = "Smelters wait for the new railway."
COPPER = "Refined copper rose 20% in December."
FALSE = "Refined copper fell 5% in December."


@cache
def _table() -> dict[tuple[str, str], tuple[int, int]]:
    return dict(table(lambda code, place: MILLION * (NOW if place >= 24 else BEFORE)[code], codes=tuple(NOW)))


def with_headline(words: str) -> Monthly:
    """Return the edition under an editor's headline."""
    return months(_table(), headline=EditorParagraph(words, (), WHERE, "Ann Lee"))


def with_remark(words: str, *sources: str, accepted: Mapping[str, str] | None = None, place: str = "end") -> Monthly:
    """Return the edition with an editor's paragraph."""
    remarks = (EditorSection("", (EditorParagraph(words, sources, WHERE, "Ann Lee"),), place),)
    return months(_table(), remarks=remarks, accepted=accepted or {})


def faults(told: Monthly, *, refuses_comments: bool = False) -> list[str]:
    """Return what an editor is told to mend."""
    return list(map(str, faults_of(told.story.verdicts, refuses_comments=refuses_comments)))


def paragraph(told: Monthly) -> list[str]:
    """Return the sentences of the editor's paragraph as they are printed."""
    (block,) = [one for one in told.story.blocks if isinstance(one, Section) and one.id.startswith("remarks")]
    return [text.words for text in block.paragraphs[0]]


def test_a_figure_of_the_releases_is_traced_and_unmarked() -> None:
    """It becomes a claim like ours, and nobody signs it."""
    told = with_remark(COPPER)
    (verdict,) = told.story.verdicts
    (claim,) = [row for row in told.claims["claims"] if row["id"] in verdict.claims]
    assert ("borne_out", "change", ["7403"]) == (verdict.outcome, claim["kind"], claim["codes"])
    assert [COPPER] == paragraph(told)
    assert () == told.findings


def test_a_comment_is_signed_where_it_ends() -> None:
    """A reader sees who vouches for what no figure says."""
    told = with_remark(f"{COPPER} {COMMENT} More trains are planned. {COPPER}")
    assert [COPPER, COMMENT, "More trains are planned.", "(Comment, Ann Lee)", COPPER] == paragraph(told)
    assert [COMMENT, "More trains are planned."] == [one.sentence for one in vouched(told.story.verdicts)]
    assert () == told.findings
    assert [] == faults(told)


@pytest.mark.parametrize(
    ("language", "headline", "signed"),
    [
        ("en", "Smelters wait for a railway", "Smelters wait for a railway (Comment, Ann Lee)"),
        ("zh", "冶炼厂等待新铁路", "冶炼厂等待新铁路（评论：Ann Lee）"),  # noqa: RUF001 -- Chinese
        ("ur", "کارخانے نئی ریلوے کے منتظر", "کارخانے نئی ریلوے کے منتظر (تبصرہ: Ann Lee)"),
    ],
)
def test_a_comment_as_headline_is_signed(language: str, headline: str, signed: str) -> None:
    """Wherever the headline goes: on the page, and as the subject of the mail."""
    told = months(_table(), language=language, headline=EditorParagraph(headline, (), WHERE, "Ann Lee"))
    (found,) = [block.headline for block in told.story.blocks if isinstance(block, KeyFinding)]
    assert [signed, signed] == [found.words, told.story.subject.words]
    assert [(headline, "Ann Lee")] == [(one.sentence, one.by) for one in vouched(told.story.verdicts)]
    assert () == told.findings


def test_a_desk_may_want_no_comments() -> None:
    """Each is told with its line."""
    (fault,) = faults(with_remark(COMMENT), refuses_comments=True)
    assert fault.startswith(f"{WHERE}: “{COMMENT}” is a comment")


def test_all_faults_are_told_at_once_with_the_right_figures() -> None:
    """Refined copper rose 20%, zinc ores doubled."""
    told = with_remark(f"{FALSE} Zinc ores rose 30% in December.")
    assert [
        f"{WHERE}: “{FALSE}”: the figures do not have “5%”. The figures have +20%.",
        f"{WHERE}: “Zinc ores rose 30% in December.”: the figures do not have “30%”. The figures have +100%.",
    ] == faults(told)


def test_a_source_does_not_outdo_the_figures() -> None:
    """What it says otherwise needs the figures' answer behind it; the office whose figures these are is no source."""
    source = "Metals Weekly, 4 March 2026"
    said = f"Refined copper fell 5% in December ({source})."
    assert "write behind it what the figures say" in faults(with_remark(said, source))[0]
    answered = with_remark(f"{said} {COPPER}", source)
    assert [] == faults(answered)
    assert ["sourced", "borne_out"] == [one.outcome for one in answered.story.verdicts]
    own = "General Administration of Customs, 4 March 2026"
    other = with_remark(f"Smelters wait ({own}).", own)
    assert ["comment"] == [one.outcome for one in other.story.verdicts]


def test_an_editor_may_accept_what_the_figures_contradict() -> None:
    """It is a comment then, and never a claim."""
    told = with_remark(FALSE, accepted={FALSE: "by weight (Ann Lee)"})
    (verdict,) = told.story.verdicts
    assert ("accepted", (), "by weight (Ann Lee)") == (verdict.outcome, verdict.claims, verdict.because)
    assert [FALSE, "(Comment, Ann Lee)"] == paragraph(told)
    assert [] == faults(told)


def test_a_comment_may_stand_at_the_top() -> None:
    """Right under the lede."""
    blocks = [block.id for block in with_remark(COMMENT, place="top").story.blocks]
    assert "remarks-top-1" == blocks[blocks.index("lede") + 1]


def test_a_headline_may_be_long() -> None:
    """It is judged as a short one is, and stops no other judgement; what it says without a figure is the editor's."""
    assert [] == faults(with_headline("Copper leads a strong December"))
    words = " and ".join(3 * ["refined copper fell 5% in December"])
    told = months(
        _table(),
        headline=EditorParagraph(words, (), WHERE),
        remarks=(EditorSection("", (EditorParagraph(FALSE, (), WHERE),)),),
    )
    assert [f"“{words}”", f"“{FALSE}”"] == [fault.split(": ")[1] for fault in faults(told)]


@pytest.mark.parametrize(
    "words",
    [
        "Imports halve in December",
        "Imports quintupled",
        "Imports grew 3-fold",
        "Imports rise tenfold",
        "Copper imports fall to zero",
        "No imports of iron ores in December",
        "Imports rise 13%",
        "Imports fall 12%",
        "Refined copper falls 20%",
        "Refined copper exceeded $72.00 million",
        "Refined copper and unrefined copper rise 20% and 5%",
        "Zinc ores more than doubled",
        "Zinc ores tripled",
        "Iron ores at record low",
        "Imports rise for a tenth straight month",
    ],
)
def test_a_false_headline_is_contradicted(words: str) -> None:
    """By a figure, by its way, by a multiple in words."""
    assert ["contradicted"] == [one.outcome for one in with_headline(words).story.verdicts]


@pytest.mark.parametrize(
    "words",
    [
        "Steel imports rise",
        "Demand for refined copper rises",
        "Iron ores fall on weak demand",
        "Imports will rise",
        "Imports did not rise",
        "Imports rise again",
        "Everything rises",
        "Only refined copper rose",
        "Refined copper and unrefined copper rise",
    ],
)
def test_what_the_figures_do_not_bear_is_no_claim(words: str) -> None:
    """Others' trade, causes, what will be, and words that are not known."""
    (verdict,) = with_headline(words).story.verdicts
    assert ("borne_out", ()) != (verdict.outcome, verdict.claims)
    assert "borne_out" != verdict.outcome


@pytest.mark.parametrize(
    "words",
    [
        "Imports rise 12%",
        "Refined copper rises 20%",
        "Zinc ores doubled",
        "Iron ores more than halved",
        "Refined copper leads",
        "Iron ores fall, zinc ores rise",
        "Refined copper made 56% of imports",
        "Imports of refined copper came to $72 million",
    ],
)
def test_a_true_headline_is_borne_out(words: str) -> None:
    """As a newspaper writes it."""
    assert ["borne_out"] == [one.outcome for one in with_headline(words).story.verdicts]
