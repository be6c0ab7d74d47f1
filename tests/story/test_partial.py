"""An edition of which some lines have no figure says that it is partial, and no total of it goes for those lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from generator.audit.claim_evidence import Evidence
from generator.audit.trace.recompute import trace
from generator.trade.codes import Flow
from tests.audit.owing import heard, without
from tests.story.months import Monthly, months, table

MILLION = 10**6
NOW = "2025-12"
THREE = ("2601", "2606", "7403")
LABEL = {"en": "Partial figures", "zh": "数据不全", "ur": "نامکمل اعداد"}


@cache
def told(codes: tuple[str, ...], gone: tuple[str, ...], *, ever: bool = True, **hand: Any) -> Monthly:  # noqa: ANN401 -- fields of a brief
    """Return the story of `codes` of which those `gone` have no figure in December 2025, nor `ever` before."""
    rows = table(lambda code, place: MILLION * (9 + place % 5 + int(code[3])), codes=codes)
    kept = {key: row for key, row in rows.items() if key[0] not in gone or (ever and key[1] != NOW)}
    return months(kept, codes=codes, covers="listed", parties=("DEU", "POL"), **hand)


def subtitle(of: Monthly) -> str:
    """Return what the table of the pages says that it is of."""
    words: str = of.block("table").subtitle.words
    return words


def test_a_total_names_the_lines_that_have_a_figure() -> None:
    """Of three lines, one of which had figures before: the opening, the table and the note name the other two."""
    of = told(THREE, ("2606",), group="")
    whose = "imports of iron ores and refined copper"
    assert "Germany imported $22.00 million of iron ores and refined copper from Poland" in of.said("lede")
    assert subtitle(of).startswith(f"Germany’s {whose} from Poland")
    assert of.story.subject.words.endswith("; aluminium ores not yet in")
    assert of.findings == ()


def test_a_group_says_which_line_is_not_in_it() -> None:
    """Where the desk has a name for the whole, no total takes it bare."""
    of = told(THREE, ("2606",))
    assert [words for words in of.words if "mineral and metal imports" in words] == [
        words for words in of.words if "mineral and metal imports (without aluminium ores)" in words
    ]
    assert "Total (without aluminium ores)" in of.words
    assert of.findings == ()


@pytest.mark.parametrize("language", LABEL)
def test_it_says_so_where_an_invented_one_would(language: str) -> None:
    """Masthead, foot, every chart and table, in each language; the audit hears where one does not."""
    of = told(THREE, ("2606",), language=language)
    sources = [block.source.words for block in of.story.blocks if hasattr(block, "source")]
    assert LABEL[language] in of.block("masthead").tag.words
    assert LABEL[language] in of.block("foot").middle.words
    assert [words for words in sources if LABEL[language] not in words] == []
    assert of.findings == ()
    places = ("the masthead masthead", "the foot foot", "the table table")
    found = heard(of, *without("labels.partial"), "partial")
    assert [place for place in places if not any(f"{place} does not say" in one for one in found)] == []


def test_a_whole_edition_is_not_partial() -> None:
    """The audit hears one that says so without a reason."""
    of = told(THREE, ())
    assert not [words for words in of.words if "artial" in words]
    assert of.findings == ()
    for needless, why in (
        ('["labels.partial", {}]', "says that it is, and it is not"),
        ('["without.part", {"said": ["source.provisional", {}]}]', "every line has a figure"),
    ):
        assert [one for one in heard(of, '["source.provisional", {}]', needless) if why in one]


def _january_and_february(*gone: str, language: str = "en") -> Monthly:
    """Return the story of both months together, of which one line has none of the months that are `gone`."""
    rows = table(lambda code, place: MILLION * (9 + place % 5 + int(code[3])), codes=THREE)
    kept = {key: row for key, row in rows.items() if key not in {("2606", month) for month in gone}}
    return months(kept, "2025-01..2025-02", codes=THREE, covers="listed", language=language)


@pytest.mark.parametrize("language", LABEL)
@pytest.mark.parametrize("gone", ["2025-01", "2025-02"])
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
    assert [one for one in _totals(of, whole) if "its whole leaves out ['2606']" in one]


def _totals(of: Monthly, known: Monthly) -> Iterator[str]:
    """Yield what the audit says of the totals of an edition, were the releases those of `known`."""
    (raw,) = of.claims["documents"]
    claims = json.loads(json.dumps(of.claims).replace(raw, next(iter(known.claims["documents"]))))
    found = trace(of.edition, Evidence.of(claims), known.raw.__getitem__, of.figures)
    yield from (str(item) for item in found if item.rule == "total")


@pytest.mark.parametrize("ever", [True, False])
def test_a_line_that_is_left_alone_is_told_as_itself(ever: bool) -> None:  # noqa: FBT001 -- a table
    """Of two lines one has a figure: no sum; it is compared with its own year before, and named everywhere."""
    of = told(("2601", "2606"), ("2606",), ever=ever)
    assert of.story.subject.words == "Germany’s imports of Polish iron ores fall 23%"
    assert subtitle(of).startswith("Germany’s imports of iron ores from Poland")
    assert not [words for words in of.words if "mineral and metal imports" in words]
    assert LABEL["en"] == of.block("masthead").tag.words
    assert of.findings == ()


@pytest.mark.parametrize("language", LABEL)
def test_a_line_that_is_left_alone_may_be_little_changed(language: str) -> None:
    """Named by its code, it is the whole of which the headline speaks."""
    rows = table(lambda _, place: MILLION * 9 + place * 1000, codes=("5205", "2606"))
    kept = {key: row for key, row in rows.items() if key != ("2606", NOW)}
    hand: dict[str, Any] = {"flow": Flow.RE_EXPORT, "parties": ("ARE", "PAK"), "labels": {}}
    assert months(kept, codes=("2606", "5205"), covers="listed", language=language, **hand).findings == ()


def test_no_steps_lead_to_a_part_of_a_total() -> None:
    """Of a partial edition the waterfall would go from all lines to some; a line that never had a figure hides none."""
    lost, never = (told(THREE, ("2606",), ever=ever, charts=("waterfall",)) for ever in (True, False))
    assert (None, "waterfall") == (lost.block("waterfall"), never.block("waterfall").id)
    assert ((), ()) == (lost.findings, never.findings)


def test_only_the_same_lines_are_compared() -> None:
    """A line that had figures a year before leaves no comparison; one that never had any leaves that of the others."""
    lost, never = told(THREE, ("2606",), group=""), told(THREE, ("2606",), ever=False, group="")
    assert [cell.words for cell in lost.block("table-mail").rows[-1].cells[1:]] == ["22.00", "–", "–"]
    assert "compared with no other period." in " ".join(lost.words)
    assert (
        never.story.subject.words == "Germany’s imports of iron ores and refined copper from Poland fall 21%"
    )  # 22 of 28
    things = [thing.words for thing in never.block("finding").things]
    assert things[0].startswith("$22.00 million in December 2025, against $28.00 million a year earlier")  # 13 and 15
    assert "compared with no other period." not in " ".join(never.words)
    assert never.findings == ()


LISTED = '[["line", "2601", "short"], ["line", "7403", "short"]]'
SELECTED = '["trade.selected", {"flow": ["flow", "M", "noun"]}]'
LESS = f'["without.lines", {{"said": {SELECTED}, "names": ["line", "2606", "short"]}}]'
FALSE = {
    "a sum that names a line without a figure": (LISTED, LISTED.replace("7403", "2606"), "names HS 2606"),
    "the chapter of it": (LISTED, LISTED.replace("7403", "26"), "names HS 2606"),
    "a headline of the whole selection": (LESS, SELECTED, "does not say which lines"),
    "a headline without another line": (LESS, LESS.replace("2606", "2601"), "without a figure are HS 2606"),
    "a note on what is counted": ('[["code", "2601"]', '[["code", "2606"]', "names HS 2606"),
    "a line without a figure that is not named": (*without("note.unknown.said"), "no figure for HS 2606"),
    "another line that is said to have none": (
        '["time", "2025-12", "span"], "names": ["line", "2606"',
        '["time", "2025-12", "span"], "names": ["line", "2601"',
        "HS 2601 has a figure",
    ),
}


YEARS = {"2601": (40, 30), "2606": (9, 7), "7403": (70, 58)}  # millions of 2025 and 2024


@cache
def year(*gone: tuple[str, str]) -> Monthly:
    """Return the story of 2025 of three lines, without the codes and years that are `gone`."""
    every = {
        (code, when): (value * MILLION, value * MILLION // 4)
        for code, own in YEARS.items()
        for when, value in zip(("2025", "2024"), own, strict=True)
    }
    kept = {key: row for key, row in every.items() if key not in gone}
    return months(kept, period="2025", codes=tuple(YEARS), covers="listed", parties=("DEU", "POL"), themes=())
