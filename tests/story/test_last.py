"""Edition memory in the text: no form twice in a row, runs at their milestones, and what a revision has undone."""

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from generator.audit.corrected import corrected
from generator.audit.evidence import Evidence
from generator.audit.recompute import trace
from generator.audit.rules import judge
from generator.story.last import LastEdition, Once, Place, form_after
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


def test_a_form_that_stood_there_last_gives_way() -> None:
    """And comes back a month later."""
    last, _ = left(forms={"lede": "said.up"})
    assert form_after(last, "lede", "said.up") == "said.up.other"
    assert form_after(left(forms={"lede": "said.up.other"})[0], "lede", "said.up") == "said.up"
    assert form_after(None, "lede", "said.up") == "said.up"


@pytest.mark.parametrize("language", LANGUAGES)
def test_headline_and_lede_are_told_otherwise_than_last_month(language: str) -> None:
    """The same things in another order, and the audit lets both pass."""
    first = december(language=language)
    forms = {"headline": first.story.subject.form, "lede": first.block("lede").paragraphs[0][0].form}
    second = december(forms=forms, language=language)
    for told in (first, second):
        assert told.findings == ()
    assert forms == {"headline": "turned.up", "lede": "said.up"}
    assert second.story.subject.words != first.story.subject.words
    assert second.block("lede").paragraphs[0][0].words != first.block("lede").paragraphs[0][0].words
    assert {mark.claim for mark in second.story.subject.marks} == {mark.claim for mark in first.story.subject.marks}


def test_the_other_forms_in_english() -> None:
    """The month stands first in the headline, and the office last in the lede."""
    told = december(forms={"headline": "turned.up", "lede": "said.up"})
    assert told.story.subject.words == "In December China’s mineral and metal imports from Pakistan rose 14%"
    lede = told.block("lede").paragraphs[0][0].words
    assert lede.startswith("China’s mineral and metal imports from Pakistan came to $122.64 million in December 2025, ")
    assert lede.endswith(", according to China’s General Administration of Customs.")


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
    evidence, raw = Evidence.of(told.claims), {**told.raw, last.document: data}
    found = [*judge(edition, evidence), *trace(edition, evidence, raw.__getitem__, told.figures)]
    assert [one.rule for one in found] == ["correction"]
    assert corrected.__doc__


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_that_goes_on_as_it_was_told_continues_to(language: str) -> None:
    """November told its rise; in December it has gone on for two months, which is a claim."""
    same = Once(("7403",), NOVEMBER, YEAR_BEFORE, "up", "25%")
    told, alone = december([same], language=language), december(language=language)
    words = {"en": "continued to", "zh": "继续", "ur": "مزید"}[language]
    assert words in told.said("theme-1")
    assert words not in alone.said("theme-1")
    assert told.findings == ()
    if language == "en":
        expected = "Refined copper (HS 7403) continued to rise, up 25% on December 2024 to $75.00 million"
        assert told.said("theme-1").startswith(expected)
    claims = json.loads(json.dumps(told.claims))
    run = next(claim for claim in claims["claims"] if words in claim["printed"])
    assert ("streak", "2") == (run["kind"], run["value"])
    run["formula"], run["value"], run["low"], run["high"] = run["formula"][:2], "1", "1", "1"
    found = Monthly(told.story, told.edition, claims, told.raw, told.figures).findings
    assert any("is not the run of" in one for one in found)


def test_what_went_the_other_way_in_the_last_edition_does_not_continue() -> None:
    """Nor does a line that was told of another month."""
    for once in (
        Once(("7403",), NOVEMBER, YEAR_BEFORE, "down", "25%"),
        Once(("7403",), NOVEMBER.step(-1), YEAR_BEFORE.step(-1), "up", "0.0%"),
    ):
        assert "continued to" not in december([once]).said("theme-1")


def test_a_run_of_months_stands_under_the_headline_at_its_milestones_alone() -> None:
    """Four months down are news; five are not, and six are again."""

    def fallen(code: str, place: int) -> int:
        down = code == "2601" and place >= 30
        return MILLION * LEVELS[code] * (70 if down else 100 + 20 * (place >= 24)) // 100

    rows = table(fallen, codes=tuple(LEVELS))
    for when, run in (("2025-10", "fourth month"), ("2025-11", ""), ("2025-12", "sixth month")):
        standfirst = months(rows, when).block("finding").standfirst.words
        assert (run in standfirst) if run else ("month in a row" not in standfirst), when


def test_a_rate_is_read_with_its_sign() -> None:
    """A fall of 1,200 % there is none, and one of 12 % is minus twelve."""
    assert Once((), NOVEMBER, YEAR_BEFORE, "down", "12%").rate == Decimal(-12)
    assert Once((), NOVEMBER, YEAR_BEFORE, "up", "1,200%").rate == Decimal(1200)


APRIL = Period.parse("2025-04")


def _crest(code: str, place: int) -> int:
    """Refined copper is higher in November 2025 than in any month but April, zinc ores are lower."""
    peaks = {("7403", 34): 130, ("7403", 27): 140, ("2608", 34): 60, ("2608", 27): 50}
    return MILLION * LEVELS[code] * peaks.get((code, place), 100) // 100


def placed(*places: Place, rates: Sequence[Once] = (), language: str = "en") -> Monthly:
    """Return the story of December after an edition of November that had printed `places`."""
    last, data = left(rates)
    rows = [
        {"codes": list(one.codes), "period": str(one.period), "then": str(one.then), "side": one.side} for one in places
    ]
    data = json.dumps(json.loads(data) | {"places": rows}).encode()
    last, labels = replace(last, places=places), NAMES if language == "en" else {}
    told = months(table(_crest, codes=tuple(LEVELS)), language=language, labels=labels, last=last)
    edition = {**told.edition, "movements": {"before": {"edition": last.edition, "sha256": last.document}}}
    return Monthly(told.story, edition, told.claims, {**told.raw, last.document: data}, told.figures)


RECORD = Place(("7403",), NOVEMBER, Period.parse("2023-01"), "highest")
SINCE = Place(("2608",), NOVEMBER, Period.parse("2023-06"), "since_low")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_that_a_revision_has_undone_is_corrected(language: str) -> None:
    """With the month that undoes it, at the top and first in the note; so is a "lowest since"."""
    told = placed(SINCE, RECORD, language=language)
    assert told.findings == ()
    note = [text.words for text in told.block("note").runs[0].sentences]
    top = told.block("lede").paragraphs[1][0].words
    assert note[0][1:-1] in top
    if language == "en":
        assert note == [
            (
                "Zinc ores and concentrates (HS 2608) came to $5.40 million in November 2025, against $4.50 million in "
                "April 2025; the last edition called it the lowest since June 2023."
            ),
            (
                "Refined copper (HS 7403) came to $78.00 million in November 2025, against $84.00 million in "
                "April 2025; the last edition called it the largest single month in these figures."
            ),
        ]
    if language == "zh":
        assert "上期简报称前者为有数据以来的最高单月值" in note[1]
    if language == "ur":
        assert "پچھلے شمارے میں اسے ان اعداد میں کسی ایک مہینے کی سب سے زیادہ مالیت لکھا تھا" in note[1]


def test_a_height_since_a_month_that_is_lower_now_is_corrected() -> None:
    """February 2025 was as high, the last edition said; it is not."""
    told = placed(Place(("7403",), NOVEMBER, Period.parse("2025-05"), "since_high"))
    assert told.findings == ()
    assert told.block("note").runs[0].sentences[0].words == (
        "Refined copper (HS 7403) came to $78.00 million in November 2025, against $60.00 million in May 2025; "
        "the last edition called it the highest since May 2025."
    )


def test_a_place_that_stands_is_not_corrected() -> None:
    """Nor one of goods that are no line of this edition."""
    after = Place(("7403",), NOVEMBER, Period.parse("2025-05"), "highest")
    since = Place(("7403",), NOVEMBER, APRIL, "since_high")
    other = replace(RECORD, codes=("7404",))
    told = placed(after, since, other)
    assert "last edition" not in " ".join(told.words)
    assert told.findings == ()


def test_what_is_no_record_comes_before_a_rate_that_kept_its_way() -> None:
    """As what turned does; among them the larger error is first."""
    rate = Once(("7403",), NOVEMBER, YEAR_BEFORE, "up", "12%")
    told = placed(RECORD, rates=[rate])
    assert told.findings == ()
    note = [text.words for text in told.block("note").runs[0].sentences]
    assert ["called it the largest" in words for words in note] == [True, False]
