"""Proofs: what a figure of the page opens, in three languages, on figures that can be worked out by hand."""

# ruff: noqa: RUF001 -- Chinese and Urdu have signs of their own
from __future__ import annotations

from functools import cache

import pytest

from generator.commentary.editors_text import EditorParagraph, EditorSection
from generator.story.proofs import CellProof, Proof, proofs_of
from generator.story.record import texts_of
from tests.story.months import Monthly, brief_in, months, table


def _rising(code: str, place: int) -> int:
    """Return 60 million dollars a month of copper, and 80 million since the last January; zinc has a tenth of it."""
    return (60_000_000 if place < 24 else 80_000_000) // (1 if code == "7403" else 10)


@cache
def _month(language: str) -> Monthly:
    return months(table(_rising, codes=("7403", "2608")), codes=("7403", "2608"), language=language)


def _proof(language: str, kind: str, codes: list[str]) -> Proof:
    month = _month(language)
    wanted = (kind, codes, "2025-12")
    rows = [one for one in month.claims["claims"] if (one["kind"], one["codes"], one["period"]) == wanted]
    proofs = proofs_of(month.story, month.claims, _names(language))
    return next(one for one in proofs.each if one.id == rows[0]["id"])


def _names(language: str) -> dict[str, str]:
    brief = brief_in(language)
    return {code: brief.label(code).short for code in ("7403", "2608")}


def _bare(words: str) -> str:
    """Return words without the letters that set directions apart."""
    return "".join(letter for letter in words if letter not in "\u2066\u2067\u2068\u2069")


WHERE = {
    "en": "office, 27 January 2026: office.csv, line {n}",
    "zh": "office，2026年1月27日：office.csv，第{n}行",
    "ur": "office، 27 جنوری 2026: office.csv، سطر {n}",
}


@pytest.mark.parametrize(
    ("language", "of", "formula", "parts", "rounded"),
    [
        (
            "en",
            "Refined copper (HS 7403), December 2025, against December 2024",
            "The change from before to now",
            (("now", "$80,000,000"), ("before", "$60,000,000")),
            "33.3333%, printed as 33% and +33.",
        ),
        (
            "zh",
            "2025年12月，与2024年12月相比，",
            "与基期相比的变动",
            (("本期", "80,000,000美元"), ("基期", "60,000,000美元")),
            "33.3333%，印作33%和+33。",
        ),
        (
            "ur",
            "ریفائنڈ تانبا (HS 7403)، دسمبر 2025، بمقابلہ دسمبر 2024",
            "پہلے کے مقابلے میں تبدیلی",
            (("اب", "80,000,000 ڈالر"), ("پہلے", "60,000,000 ڈالر")),
            "33.3333 فیصد",
        ),
    ],
)
def test_a_growth_opens_its_two_levels_and_their_cells(
    language: str, of: str, formula: str, parts: tuple[tuple[str, str], ...], rounded: str
) -> None:
    """80 on 60 is a third more; both cells are shown with day, file and line."""
    found = _proof(language, "change", ["7403"])
    assert of in _bare(found.of)
    assert (formula, parts) == (found.formula, tuple((role, _bare(value)) for role, value in found.parts))
    assert rounded in _bare(found.rounded)
    assert ["80,000,000", "60,000,000"] == [ground.text for ground in found.grounds]
    assert [WHERE[language].format(n=row) for row in (73, 61)] == [_bare(ground.where) for ground in found.grounds]


def test_a_print_is_listed_once_however_it_was_typed() -> None:
    """An editor types 33 فیصد without the signs that set our own 33 apart: both are seen alike."""
    words = "دسمبر 2025 میں ریفائنڈ تانبا کی درآمدات میں دسمبر 2024 کے مقابلے میں 33 فیصد اضافہ ہوا۔"
    remarks = (EditorSection("", (EditorParagraph(words, (), "commentary/minerals/2025-12.md:2"),)),)
    codes = ("7403", "2608")
    month = months(table(_rising, codes=codes), codes=codes, language="ur", remarks=remarks)
    assert () == month.findings
    (own,) = [text for text in texts_of(month.story) if text.words == words]
    [mark] = own.marks
    proofs = proofs_of(month.story, month.claims, _names("ur"))
    [rounded] = [_bare(one.rounded) for one in proofs.each if one.id == mark.claim]
    assert "33.3333 فیصد، 33 فیصد اور +33 کی صورت میں چھپا۔" == rounded


def test_a_level_is_its_cell() -> None:
    """Nothing is worked out: the published figure, and how far its digits reach."""
    found = _proof("en", "level", ["7403"])
    assert ("The published figure", ()) == (found.formula, found.parts)
    where = WHERE["en"].format(n=73)
    assert (CellProof("December 2025, HS 7403", "80,000,000", where, "line 73"),) == found.grounds
    assert "$80,000,000; the published digits allow $79,999,999.5 to $80,000,000.5." in found.rounded
    assert f"tradebrief explain minerals/2025-12/r1 {found.id}" == found.explain


def test_of_many_cells_three_are_shown() -> None:
    """The others are counted: claims.json has them."""
    proofs = proofs_of(_month("en").story, _month("en").claims, _names("en"))
    assert {3} == {len(proof.grounds) for proof in proofs.each if proof.more}


def test_a_source_that_keeps_its_cells_keeps_them_here() -> None:
    """Neither a cell nor a value with more digits than the print goes out with the page."""
    claims = _month("en").claims
    documents = {raw: {**one, "redistribution": "none"} for raw, one in claims["documents"].items()}
    proofs = proofs_of(_month("en").story, {**claims, "documents": documents}, {})
    assert {((), ())} == {(one.parts, one.grounds) for one in proofs.each}
    assert {"The terms of the source keep its cells with the publisher."} == {one.more for one in proofs.each}
    assert not any("80,000,000" in str(one) for one in proofs.each)
