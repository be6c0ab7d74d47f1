"""Edition memory in the text: no form twice in a row, runs at their milestones, and what a revision has undone."""

import json
from collections.abc import Sequence
from decimal import Decimal

import pytest

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.obligations.correction_rules import corrected
from generator.audit.patterns.judge import judge
from generator.audit.trace.recompute import trace
from generator.story.brief import LastEdition, Once
from generator.trade.period import Period
from tests.story.months import NAMES, Monthly, months, table

MILLION = 10**6
LANGUAGES = ("en", "zh", "ur")
NOVEMBER, YEAR_BEFORE = Period.parse("2025-11"), Period.parse("2024-11")
LEVELS = {"7403": 60, "7402": 28, "2608": 9, "2601": 11}  # US$ million a month: 108
GONE = Once(("7403",), NOVEMBER, YEAR_BEFORE, "up", "12%")


def _value(code: str, place: int) -> int:
    """Refined copper rises by a quarter and iron ores fall by a tenth in the last two months of three years."""
    by = {"7403": 125, "2601": 90}.get(code, 102) if place >= 34 else 100
    return MILLION * LEVELS[code] * by // 100


def left(rates: Sequence[Once] = (), forms: dict[str, str] | None = None) -> tuple[LastEdition, bytes]:
    """Return the last edition, of November, and what it left behind."""
    rows = [
        {"codes": list(one.codes), "period": str(one.period), "base": str(one.base), "way": one.way, "shown": one.shown}
        for one in rates
    ]
    data = json.dumps({"schema": 1, "edition": "minerals/2025-11/r1", "rates": rows}).encode()
    return LastEdition("minerals/2025-11/r1", "ab" * 32, forms or {}, tuple(rates)), data


def december(rates: Sequence[Once] = (), *, forms: dict[str, str] | None = None, language: str = "en") -> Monthly:
    """Return the story of December after an edition of November, with what that one left behind among its bytes."""
    last, data = left(rates, forms)
    labels = NAMES if language == "en" else {}
    told = months(table(_value, codes=tuple(LEVELS)), language=language, labels=labels, last=last)
    return Monthly(told.story, told.edition, told.claims, {**told.raw, last.document: data}, told.figures)


def test_a_headline_does_not_stand_twice() -> None:
    """What one line alone made is the headline of November; of December it is the next true row."""
    first = december()
    second = december(forms={"headline": first.story.subject.form})
    rows = [told.story.subject.form.split("/")[0] for told in (first, second)]
    assert ("line_all", True) == (rows[0], rows[1] != rows[0])
    assert ((), ()) == (first.findings, second.findings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rate_that_a_revision_has_undone_is_corrected(language: str) -> None:
    """At the top, and first in the note; the audit finds what was printed in what the last edition left."""
    told = december([GONE], language=language)
    assert told.findings == ()
    note = told.block("note").runs[0].sentences[0].words
    top = told.block("lede").paragraphs[1][0].words
    assert note[1:-1] in top
    if language == "en":
        expected = "refined copper (HS 7403) rose 25% in November 2025 on November 2024; the last edition printed 12%."
        assert top == f"Correction: {expected}"
        assert note == expected[0].upper() + expected[1:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_direction_that_has_turned_is_said(language: str) -> None:
    """What had been told as a rise is a fall; of two corrections it comes first."""
    turned = Once(("2601",), NOVEMBER, YEAR_BEFORE, "up", "1.5%")
    told = december([GONE, turned], language=language)
    assert told.findings == ()
    if language == "en":
        assert [text.words for text in told.block("note").runs[0].sentences] == [
            (
                "Iron ores and concentrates (HS 2601) fell 10% in November 2025 on November 2024; "
                "the last edition printed a rise of 1.5%."
            ),
            "Refined copper (HS 7403) rose 25% in November 2025 on November 2024; the last edition printed 12%.",
        ]


def test_a_rate_that_stands_is_not_corrected() -> None:
    """Nor one that prints as it did, nor one of which nothing is known any more."""
    same = Once(("7403",), NOVEMBER, YEAR_BEFORE, "up", "25%")
    unknown = Once(("7403",), Period.parse("2020-11"), Period.parse("2019-11"), "up", "3.0%")
    told = december([same, unknown])
    assert "last edition" not in " ".join(told.words)
    assert told.findings == ()


def test_the_audit_holds_a_correction_of_what_was_not_printed() -> None:
    """The number, the line, the period and the way must be those that the last edition left."""
    told, (last, _) = december([GONE]), left([GONE])
    for wrong in ({"shown": "13%"}, {"codes": ["7402"]}, {"way": "down"}, {"period": "2025-10"}):
        row = {"codes": ["7403"], "period": "2025-11", "base": "2024-11", "way": "up", "shown": "12%"} | wrong
        data = json.dumps({"edition": "minerals/2025-11/r1", "rates": [row]}).encode()
        other = Monthly(told.story, told.edition, told.claims, {**told.raw, last.document: data}, told.figures)
        assert any("[correction]" in one for one in other.findings), wrong


def test_the_audit_holds_an_edition_that_corrects_nothing() -> None:
    """It works the rates of the last edition out again by itself."""
    told, (last, data) = december(), left([GONE])
    edition = {**told.edition, "movements": {"before": {"edition": last.edition, "sha256": last.document}}}
    evidence, raw = ClaimEvidence.of(told.claims), {**told.raw, last.document: data}
    found = [*judge(edition, evidence), *trace(edition, evidence, raw.__getitem__, told.figures)]
    assert [one.rule for one in found] == ["correction"]
    assert corrected.__doc__


def test_a_rate_is_read_with_its_sign() -> None:
    """A fall of 1,200 % there is none, and one of 12 % is minus twelve."""
    assert Once((), NOVEMBER, YEAR_BEFORE, "down", "12%").rate == Decimal(-12)
    assert Once((), NOVEMBER, YEAR_BEFORE, "up", "1,200%").rate == Decimal(1200)
