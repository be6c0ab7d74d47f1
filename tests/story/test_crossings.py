"""Round numbers: passed for the first time, or stayed above; told once, in three languages, and worked out again."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from generator.desk.printed import forms_of
from generator.story.crossings import round_below
from generator.story.editor import STOPS
from generator.story.last import LastEdition
from generator.story.record import texts_of
from tests.story.months import NAMES, Monthly, months, table
from tests.story.whole import whole

MILLION = 10**6
LANGUAGES = ("en", "zh", "ur")
LEVELS = {"7403": 60, "7402": 24, "2608": 9, "2601": 4}  # US$ million a month: 97
Value = Callable[[str, int], int]


def rising(first: int = 35, **by: int) -> Value:
    """Return months at their levels, of which those from `first` on are `by` so many per cent of it."""
    return lambda code, place: MILLION * LEVELS[code] * (by.get(f"hs{code}", 100) if place >= first else 100) // 100


TOTAL = {"hs7403": 120}  # 109 in all, which passes 100; 72 of copper, whose 60 were above 50 already
LINE = {"hs2608": 130, "hs2601": 80, "hs7402": 80}  # 11.7 of zinc ores, which pass 10; 94.1 in all


def told(value: Value, language: str = "en", form: str = "", count: int = 36) -> Monthly:
    """Return the story of December, after an edition of November that told a round number in `form`."""
    last = LastEdition("minerals/2025-11/r1", "ab" * 32, {"round": form}) if form else None
    labels = NAMES if language == "en" else {}
    made = table(value, codes=tuple(LEVELS), months=count)
    return months(made, language=language, labels=labels, last=last)


def said(of: Monthly) -> list[str]:
    """Return the sentences that print a round number."""
    claims = {claim["id"] for claim in of.claims["claims"] if claim["kind"] == "crossing"}
    return [text.words for text in texts_of(of.story) if claims & {mark.claim for mark in text.marks}]


SAID = {
    ("total", "topped"): {
        "en": "The total topped $100 million for the first time in these figures",
        "zh": "总额自有数据以来首次突破1亿美元",
        "ur": "ان اعداد میں تمام مدات کی مالیت پہلی بار 10 کروڑ ڈالر سے تجاوز کر گئی",
    },
    ("total", "exceeded"): {
        "en": "The total exceeded $100 million for the first time in these figures",
        "zh": "总额自有数据以来首次超过1亿美元",
        "ur": "ان اعداد میں تمام مدات کی مالیت پہلی بار 10 کروڑ ڈالر سے اوپر رہی",
    },
    ("total", "stayed"): {
        "en": "The total remained above $100 million, as in November 2025",
        "zh": "总额继2025年11月之后仍高于1亿美元",
        "ur": "تمام مدات کی مالیت نومبر 2025 کی طرح اب بھی 10 کروڑ ڈالر سے اوپر ہے",
    },
    ("line", "topped"): {
        "en": "topping $10 million for the first time in these figures",
        "zh": "自有数据以来首次突破1000万美元",
        "ur": "جو ان اعداد میں پہلی بار 1 کروڑ ڈالر سے تجاوز کر گئی",
    },
    ("line", "exceeded"): {
        "en": "exceeding $10 million for the first time in these figures",
        "zh": "自有数据以来首次超过1000万美元",
        "ur": "جو ان اعداد میں پہلی بار 1 کروڑ ڈالر سے اوپر رہی",
    },
    ("line", "stayed"): {
        "en": "remaining above $10 million, as in November 2025",
        "zh": "继2025年11月之后仍高于1000万美元",
        "ur": "جو نومبر 2025 کی طرح اب بھی 1 کروڑ ڈالر سے اوپر ہے",
    },
}
MARKS = {"total": "100000000.total", "line": "10000000.2608"}
KEPT = {"topped": "", "exceeded": "round.topped.50000000.7403", "stayed": "round.topped.{mark}"}


def variant(of: str, verb: str, language: str) -> Monthly:
    """Return the story in which the total, or a line, is said to have done so."""
    value = rising(34 if verb == "stayed" else 35, **(TOTAL if of == "total" else LINE))
    return told(value, language, KEPT[verb].format(mark=MARKS[of]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("of", "verb"), SAID)
def test_a_round_number_is_told_once_and_passes_the_audit(of: str, verb: str, language: str) -> None:
    """By one verb, by another after an edition that had it, and as what stays the month after."""
    made = variant(of, verb, language)
    assert made.findings == ()
    [words] = said(made)
    assert words.rstrip(STOPS).endswith(SAID[of, verb][language])


def test_the_next_edition_is_told_of_it() -> None:
    """The verb, the number and whose it was; what stays is told for one month."""
    first = variant("total", "topped", "en")
    assert forms_of(first.edition)["round"] == "round.topped.100000000.total"
    again = variant("total", "stayed", "en")
    assert said(told(rising(34, **TOTAL), form=forms_of(again.edition)["round"])) == []
    assert said(told(rising(34, **TOTAL))) == []


def _fell(code: str, place: int) -> int:
    return rising(**TOTAL)(code, place) * (2 if place == 3 else 1)


def _grew(code: str, place: int) -> int:
    return rising(**{f"hs{one}": 700 for one in LEVELS})(code, place)


@pytest.mark.parametrize(
    ("value", "count"), [(rising(**TOTAL), 24), (_fell, 36), (_grew, 36), (rising(hs7403=104), 36)]
)
def test_nothing_is_told_where_it_is_not_so(value: Value, count: int) -> None:
    """Of a past too short, one that was above it before, a level from too little, and one that passes nothing."""
    made = told(value, count=count)
    assert (said(made), made.findings) == ([], ())


def test_what_is_read_is_compared_not_what_is_printed() -> None:
    """A past of $100,000,001 prints as $100.00 million and was above it."""
    past = {("7403", 5): 63 * MILLION + 1}
    flat = rising(**TOTAL)
    made = told(lambda code, place: past.get((code, place), flat(code, place)))
    assert said(made) == []
    under = told(lambda code, place: past.get((code, place), flat(code, place)) - (place == 5))
    assert len(said(under)) == 1


@pytest.mark.parametrize(
    ("level", "number"),
    [("1e8", "5e7"), ("100000000.5", "1e8"), ("199999999", "1e8"), ("5.1e6", "5e6"), ("2e6", "1e6")],
)
def test_a_round_number_is_one_two_or_five_with_zeros(level: str, number: str) -> None:
    """And lies below the level."""
    assert round_below(Decimal(level)) == Decimal(number)


def with_claim(of: Monthly, change: Callable[[dict[str, Any]], None]) -> tuple[str, ...]:
    """Return what the audit finds where the claim of the round number is changed."""
    claims = json.loads(json.dumps(of.claims))
    [claim] = [one for one in claims["claims"] if one["kind"] == "crossing"]
    change(claim)
    return replace(of, claims=claims).findings


def other_number(claim: dict[str, Any]) -> None:
    """Take 50 million, which was passed long ago."""
    claim.update(value="50000000", low="50000000", high="50000000")


def without_a_month(claim: dict[str, Any]) -> None:
    """Leave out a month of the past."""
    del claim["formula"][5]


def without_the_beginning(claim: dict[str, Any]) -> None:
    """Leave out the first months, still of two years."""
    del claim["formula"][30:]


def of_few_months(claim: dict[str, Any]) -> None:
    """Keep one year of the past."""
    del claim["formula"][14:]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (other_number, "value comes to 100000000"),
        (without_a_month, "does not come next"),
        (without_the_beginning, "the releases begin with 2023-01"),
        (of_few_months, "a first time needs 24 periods"),
    ],
)
def test_the_audit_works_it_out_again(change: Callable[[dict[str, Any]], None], problem: str) -> None:
    """The number, every month of the past, and how many there are."""
    assert [one for one in with_claim(variant("total", "topped", "en"), change) if problem in one]


def with_words(of: Monthly, old: str, new: str, language: str) -> tuple[str, ...]:
    """Return what the audit finds where `new` stands for `old` in the sentence; its marks keep their places."""
    edition = json.loads(json.dumps(of.edition))
    for text in _texts(edition["stories"][language]):
        at = text["words"].find(old)
        if at >= 0:
            text["words"] = text["words"].replace(old, new)
            for mark in text["marks"]:
                moved = len(new) - len(old)
                mark["start"] += moved * (mark["start"] >= at + len(old))
                mark["end"] += moved * (mark["end"] >= at + len(old))
    assert edition != of.edition
    return replace(of, edition=edition).findings


def _texts(part: Any) -> list[Any]:  # noqa: ANN401 -- JSON
    if isinstance(part, list):
        return [text for one in part for text in _texts(one)]
    if not isinstance(part, dict):
        return []
    return [part] if "marks" in part else [text for one in part.values() for text in _texts(one)]


WRONG = [
    ("total", "topped", "en", "topped $100 million for the first time in these figures", "came to $100 million"),
    ("total", "topped", "en", "$100 million", "$200 million"),
    ("total", "topped", "en", "topped", "remained above"),
    ("total", "topped", "en", "in these figures", "since March 2023"),
    ("total", "topped", "en", " for the first time in these figures", ""),
    ("total", "topped", "zh", "首次突破", "为"),
    ("total", "topped", "zh", "1亿", "2亿"),
    ("total", "topped", "zh", "首次突破", "仍高于"),
    ("total", "topped", "ur", "پہلی بار ", ""),
    ("total", "topped", "ur", "10 کروڑ", "20 کروڑ"),
    ("total", "topped", "ur", " سے تجاوز کر گئی", " رہی"),
    ("total", "stayed", "en", "remained above", "topped"),
    ("total", "stayed", "en", "November 2025", "October 2025"),
    ("total", "stayed", "en", ", as in November 2025", ""),
    ("total", "stayed", "zh", "2025年11月", "2025年10月"),
    ("total", "stayed", "zh", "仍高于", "首次突破"),
    ("total", "stayed", "ur", "نومبر 2025", "اکتوبر 2025"),
    ("total", "stayed", "ur", "اب بھی", "پہلی بار"),
    ("line", "topped", "en", "topping $10 million for", "topping $5 million for"),
    ("line", "topped", "zh", "1000万", "2000万"),
    ("line", "topped", "ur", "1 کروڑ ڈالر", "2 کروڑ ڈالر"),
]


@pytest.mark.parametrize(("of", "verb", "language", "old", "new"), WRONG)
def test_another_number_period_or_word_is_refused(of: str, verb: str, language: str, old: str, new: str) -> None:
    """In the text alone, which no file contradicts."""
    assert with_words(variant(of, verb, language), old, new, language)


YEARS = {2020: 730, 2021: 830, 2022: 910, 2023: 920, 2024: 940, 2025: 1030}  # US$ million of both lines
YEAR = {
    "en": "The total topped $1 billion for the first time in these figures",
    "zh": "总额自有数据以来首次突破10亿美元",
    "ur": "ان اعداد میں تمام مدات کی مالیت پہلی بار 1 ارب ڈالر سے تجاوز کر گئی",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_needs_five_before_it(language: str) -> None:
    """Five say that it is the first, four do not."""
    rows = [f"{year} 74 {all_of_it - 130}.00 million\n{year} 2608 130.00 million" for year, all_of_it in YEARS.items()]
    found = [whole("\n".join(some), ("74", "2608"), covers="all", language=language) for some in (rows, rows[1:])]
    assert [one.findings for one in found] == [(), ()]
    assert [YEAR[language] in [text.words.rstrip(STOPS) for text in texts_of(one.story)] for one in found] == [
        True,
        False,
    ]
