"""What is missing is said plainly, no total goes for lines without a figure, and the audit hears whether it is so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.trace.recompute import trace
from generator.trade.codes import Flow
from tests.audit.owing import heard, without
from tests.story.gallery import HOUSES, MILLION, THREE, edition, swaying
from tests.story.months import Monthly, months, table

LABEL = {"en": "Partial figures", "zh": "数据不全", "ur": "نامکمل اعداد"}
ROWS = table(swaying, codes=THREE)


@pytest.mark.parametrize("language", LABEL)
def test_a_partial_edition_says_so_where_an_invented_one_would(language: str) -> None:
    """Masthead, foot, every chart and table, in each language; the audit hears where one does not."""
    of = edition("partial", language)
    sources = [block.source.words for block in of.story.blocks if hasattr(block, "source")]
    places = [of.block("masthead").tag.words, of.block("foot").left.words, *sources]
    assert [words for words in places if LABEL[language] not in words] == []
    found = heard(of, *without("labels.partial"), "partial")
    named = ("the masthead masthead", "the foot foot", "the table table")
    assert [place for place in named if not any(f"{place} does not say" in line for line in found)] == []


@pytest.mark.parametrize(
    ("needless", "why"),
    [
        ('["labels.partial", {}]', "says that it is, and it is not"),
        ('["without.part", {"said": ["source.provisional", {}]}]', "every line has a figure"),
    ],
)
def test_a_whole_edition_is_not_partial(needless: str, why: str) -> None:
    """The audit hears one that says so without a reason."""
    of = months(ROWS, codes=THREE, covers="listed", parties=HOUSES)
    assert ([], ()) == ([words for words in of.words if "artial" in words], of.findings)
    assert [line for line in heard(of, '["source.provisional", {}]', needless) if why in line]


def _january_and_february(*gone: str, language: str = "en") -> Monthly:
    """Return the story of both months together, of which one line has none of the months that are `gone`."""
    kept = {key: row for key, row in ROWS.items() if key not in {("2606", month) for month in gone}}
    return months(kept, "2025-01..2025-02", codes=THREE, covers="listed", language=language)


@pytest.mark.parametrize(("gone", "language"), [("2025-01", "en"), ("2025-02", "zh"), ("2025-01", "ur")])
def test_a_line_with_one_of_two_months_has_no_figure(gone: str, language: str) -> None:
    """Its other month is none of January and February together: it is named, and in no total."""
    of = _january_and_february(gone, language=language)
    assert LABEL[language] in of.block("masthead").tag.words
    assert {("2601",), ("7403",), ("2601", "7403")} == {row.codes for row in of.block("table").rows}
    assert of.findings == ()


def test_the_audit_refuses_a_total_without_a_line_that_has_both_months() -> None:
    """The edition above goes for one of which every month is known."""
    of, whole = _january_and_february("2025-01"), _january_and_february()
    assert [] == [*_totals(of, of)]
    assert [line for line in _totals(of, whole) if "its whole leaves out ['2606']" in line]


def _totals(of: Monthly, known: Monthly) -> Iterator[str]:
    """Yield what the audit says of the totals of an edition, were the releases those of `known`."""
    (raw,) = of.claims["documents"]
    claims = json.loads(json.dumps(of.claims).replace(raw, next(iter(known.claims["documents"]))))
    found = trace(of.edition, ClaimEvidence.of(claims), known.raw.__getitem__, of.figures)
    yield from (str(item) for item in found if item.rule == "total")


@pytest.mark.parametrize("language", LABEL)
def test_a_line_that_is_left_alone_may_be_little_changed(language: str) -> None:
    """Named by its code, it is the whole of which the headline speaks."""
    rows = table(lambda _, place: MILLION * 9 + place * 1000, codes=("5205", "2606"))
    kept = {key: row for key, row in rows.items() if key != ("2606", "2025-12")}
    hand: dict[str, Any] = {"flow": Flow.RE_EXPORT, "parties": ("ARE", "PAK"), "labels": {}}
    assert months(kept, codes=("2606", "5205"), covers="listed", language=language, **hand).findings == ()


def test_only_the_same_lines_are_compared() -> None:
    """A line that had figures a year before leaves no comparison; one that never had any leaves that of the others."""
    lost, never = edition("partial"), edition("partial-never-known")
    assert [cell.words for cell in lost.block("table-mail").rows[-1].cells[1:]] == ["22.00", "–"]
    assert [cell.words for cell in never.block("table").rows[-1].cells[2:4]] == ["22.00", "28.00"]  # 13 and 15
    steps = []
    for name in ("2606", "2606 ever"):  # the waterfall would go from all lines to some
        kept = {key: row for key, row in ROWS.items() if key[0] != "2606" or ("ever" in name and key[1] != "2025-12")}
        of = months(kept, codes=THREE, covers="listed", parties=HOUSES, charts=("waterfall",))
        steps.append((of.block("waterfall") is not None, of.findings))
    assert [(True, ()), (False, ())] == steps


SAID = '["without_base.all", {"then": ["time", "2024-12", "span"]}]'
MARCH = '["time", "2023-03", "period"]'
RUN = '["note.gaps.within", {"begin": ["time", "2024-05", "months"], "last": ["time", "2024-06", "period"]}]'


@pytest.mark.parametrize(
    "change",
    [
        (SAID, SAID.replace("2024-12", "2024-11")),
        (SAID, SAID.replace("all", "some")),
        without("without_base.all"),
        (MARCH, MARCH.replace("03", "04")),
        (f"{MARCH}, ", ""),
        (RUN, RUN.replace("06", "07")),
        (RUN, '["time", "2024-05", "period"]'),
        (RUN, RUN.replace("within", "some")),
        without("note.gaps.said"),
    ],
)
def test_the_audit_knows_which_months_are_missing(change: tuple[str, str]) -> None:
    """2023-03, 2024-05, 2024-06 and 2024-12 of the 36 months; another, one more, one less and none are refused."""
    assert heard(edition("months-missing"), *change) != []


@pytest.mark.parametrize(
    ("right", "needless"),
    [
        ('["note.rounding.said", {}]', SAID),
        ('["note.rounding.said", {}]', f'["note.gaps.said", {{"months": {MARCH}}}]'),
        ("note.rounding.said", "no_past.begun"),
    ],
)
def test_the_audit_refuses_a_gap_that_is_none(right: str, needless: str) -> None:
    """The releases have three years of months, and the text names no gap."""
    of = months(table(swaying, codes=("7403", "7404")), codes=("7403", "7404"), covers="listed", parties=HOUSES)
    parts = ("no figure for", "Not every line", "no figures of", "A dash", "HS 2022", "No trade in HS")
    assert [] == [part for part in parts if part in of.prose]
    assert heard(of, right, needless) != []


WITHHELD = '["withheld.line", {"code": ["code", "7404"], "months": ["time", "2025-05", "period"]}]'


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("withheld", WITHHELD, WITHHELD.replace("2025-05", "2025-06")),
        ("withheld", WITHHELD, WITHHELD.replace("7404", "7403")),
        ("codes-without-trade", '["code", "7404"], ["code", "7602"]', '["code", "7404"], ["code", "7402"]'),
    ],
)
def test_the_audit_knows_what_is_withheld_and_not_traded(name: str, right: str, wrong: str) -> None:
    """Another month, another line, a code that was traded."""
    assert heard(edition(name), right, wrong) != []
