"""How a year and a quarter are told: halves, the month that turned, the months before its last, tonnage and market."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from generator.story.news import year_sentences
from generator.story.news.headline import chosen
from generator.story.news.report import NewsReport
from tests.story.months import Monthly, months
from tests.story.news.made import PLAIN, news, years

MILLION = 1_000_000
LINE, OTHER = "7403", "7404"
Levels = Sequence[float]  # millions of dollars, by month
FLAT = [1.0] * 12
# up 60% in the first half, then 60, 40, 30 and 15 per cent below a year before
TURNED = [1.6] * 6 + [1.2] * 2 + [0.4, 0.6, 0.7, 0.85]
SINCE = "From September to December each month brought less than a year before, after eight months of growth."
NARROWING = "In December the decline narrowed to 7.5%, after 30% in September, 20% in October and 15% in November."


def rows_of(
    last_year: Levels, code: str = LINE, kilograms: float = 1, start: int = 2021
) -> dict[tuple[str, str], tuple[int, int]]:
    """Return flat years from `start` on, and a last year of `kilograms` a dollar."""
    rows = {}
    for at, level in enumerate([*FLAT * (2025 - start), *last_year]):
        dollars = round(level * MILLION)
        weight = kilograms if at >= 12 * (2025 - start) else 1
        rows[code, f"{start + at // 12}-{at % 12 + 1:02}"] = dollars, round(dollars * weight)
    return rows


def told(last_year: Levels, period: str, **more: Any) -> Monthly:  # noqa: ANN401 -- as of `months`
    """Return the edition of two lines, of which the second stays as it was."""
    rows = rows_of(last_year) | rows_of(FLAT[: len(last_year)], OTHER)
    edition = months(rows, period, parties=PLAIN, themes=(), **more)
    assert () == edition.findings
    return edition


@pytest.mark.parametrize("period", ["2025", "2025-12"])
def test_a_year_tells_its_halves_and_the_month_that_turned(period: str) -> None:
    """9.6 million on 6, then 4.95 on 6, each with 6 of the second line: a record year, so December leads with it."""
    edition = told(TURNED, period)
    lede = edition.said("lede")
    assert "In the whole of" not in edition.prose  # the year is the news itself
    assert "The first half brought $15.60 million, the second $10.95 million." in lede
    assert "after eight months of growth" in lede
    assert "From September to December each month brought less than a year before" in lede


def findings_with(edition: Monthly, value: str, **marks: object) -> list[str]:
    """Return what is found in the first claim that has `marks`, if its figure were `value`."""
    claims = json.loads(json.dumps(edition.claims))
    claim = next(claim for claim in claims["claims"] if {**claim, **marks} == claim)
    claim.update(value=value, low=value, high=value)
    return [finding for finding in replace(edition, claims=claims).findings if claim["id"] in finding]


def test_a_turn_that_is_dated_wrong_is_found() -> None:
    """The text has October, the claim begins in September; twelve months of growth were eight."""
    edition = told(TURNED, "2025-12")

    def later(block: Any) -> None:  # noqa: ANN401 -- JSON
        text = json.loads(json.dumps(block).replace("2025-09", "2025-10").replace("From September", "From October"))
        block.clear()
        block.update(text)

    assert any("is not the" in finding for finding in edition.findings_after("lede", later))
    assert findings_with(edition, "12", kind="turned")


@pytest.mark.parametrize(
    ("last_year", "said"),
    [
        ([1.2] * 5 + [0.9] * 7, ""),  # five months of growth are no news
        ([1.2] * 12, ""),
        ([0.9] * 7 + [1.2] * 5, "From August to December each month brought more than a year before, after seven"),
        ([1.1] * 11 + [0.9], "Until December imports had grown for eleven months in a row."),
    ],
)
def test_a_year_turned_after_half_a_year_or_more(last_year: list[float], said: str) -> None:
    """In its last month it says how long the run was, else since when."""
    lede = told(last_year, "2025").said("lede")
    assert said in lede
    assert ("a year before, after" in lede or "Until" in lede) == bool(said)


def test_a_year_led_december_tells_the_months_before_a_narrowing_one() -> None:
    """60, 40, 30 and then 15 per cent; of two lines, each fall is half of that. Five in a row are found."""
    edition = told(TURNED, "2025-12")
    assert NARROWING in edition.prose
    assert findings_with(edition, "5", kind="narrowing")


@pytest.mark.parametrize(
    ("quarter", "said"),
    [
        ([1.5, 1.2, 0.4], "Until September imports had grown for eight months in a row."),
        (
            [2.0, 0.7, 0.6],
            "From August to September each month brought less than a year before, after seven months of growth.",
        ),
        ([1.5, 1.2, 1.1], ""),
        ([0.9, 0.8, 0.7], ""),  # it turned with the quarter
    ],
)
def test_a_quarter_says_when_its_months_turned(quarter: list[float], said: str) -> None:
    """After growth since January."""
    lede = told([1.2] * 6 + quarter, "2025-Q3").said("lede")
    assert said in lede
    assert ("Until" in lede or "From August" in lede) == bool(said)


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
@pytest.mark.parametrize("period", ["2025", "2025-12", "2025-Q4", "2025-Q3"])
def test_every_language_is_proved(language: str, period: str) -> None:
    """From the raw cells."""
    told(TURNED[:9] if period == "2025-Q3" else TURNED, period, language=language)


def test_a_year_has_the_tonnage_of_all() -> None:
    """Of the lead both rates are told, 30 and 17 per cent; all 24 thousand tonnes came to 26 thousand."""
    rows = rows_of([1.3] * 12, kilograms=0.9) | rows_of(FLAT, OTHER)
    edition = months(rows, "2025", parties=PLAIN, themes=())
    assert () == edition.findings
    # 15.6 million dollars at 0.9 kilograms are 14,040 tonnes, and 12,000 of the other line
    assert "All shipments together grew 8.5%, to 26,040 tonnes." in edition.words
    claims = json.loads(json.dumps(edition.claims).replace('"26040000"', '"26040001"'))
    assert any("value comes to 26040000" in finding for finding in replace(edition, claims=claims).findings)


@pytest.mark.parametrize(
    ("second_half", "sentences"),
    [
        (1.2, ["The first half was up 5.0%, the second half up 20%.", "In 2024 imports had grown 10%."]),
        (1.05, []),  # its halves are alike, and the year before alone is no news
    ],
)
def test_a_december_tells_the_course_of_its_year(second_half: float, sentences: list[str]) -> None:
    """2024 grew a tenth."""
    levels = [*years(1000.0, 1100.0), *[1100.0 * 1.05] * 6, *[1100.0 * second_half] * 6]
    for period, expected in (("2025-12", sentences), ("2025-11", [])):
        made = news(levels[: 24 + int(period[-2:])], period)
        texts = year_sentences.course_of_year(NewsReport(made, chosen(made)))
        assert [text.words for text in texts] == expected
        assert made.faults(texts) == []


Table = Mapping[tuple[str, str], tuple[int, int]]


def market(of: Mapping[str, Levels], start: int = 2024) -> dict[str, Table]:
    """Return the trade of other partners in both lines: of the first as written, of the second flat."""
    return {
        partner: rows_of(levels, start=start) | rows_of(FLAT[: len(levels)], OTHER, start=start)
        for partner, levels in of.items()
    }


def test_a_year_has_the_market_of_its_leading_line() -> None:
    """Refined copper: 12 of 36 million, then 18 of 42: 33 and 43 per cent, and first of three."""
    edition = told([1.5] * 12, "2025", market=market({"MEX": FLAT, "CAN": FLAT}))
    expected = "In refined copper Türkiye was first supplier, with 43% of the market against 33% a year before."
    assert expected in edition.prose
    assert findings_with(edition, "2", kind="market_rank", codes=["7403"])


def test_a_december_that_leads_with_its_year_names_the_year_of_a_market_that_went_the_other_way() -> None:
    """Türkiye had 26.55 million after 24, the others 20.4 each after 24, all in the second line: 67.35 after 72."""
    others = rows_of(FLAT, start=2024) | rows_of([0.7] * 12, OTHER, start=2024)
    edition = told(TURNED, "2025-12", market={"MEX": others, "CAN": others})
    assert (
        "By contrast, the United States’ mineral and metal imports from all suppliers fell 6.5% in 2025"
        in edition.prose
    )


def test_a_quarter_has_the_share_of_the_quarter_before() -> None:
    """A third a year before, 9 of 21 million in spring, now 7.5 of 19.5: up on the year, and below the spring."""
    flat = market({"MEX": FLAT[:9], "CAN": FLAT[:9]})
    edition = told([1.0] * 3 + [2.0] * 3 + [1.5] * 3, "2025-Q3", market=flat)
    assert "In April–June Türkiye’s share had been 43%." in edition.prose
    assert "share had been" not in told([1.0] * 6 + [1.5] * 3, "2025-Q3", market=flat).prose
    assert findings_with(edition, "33", kind="market_share", period="2025-Q2")
