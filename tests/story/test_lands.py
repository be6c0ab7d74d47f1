"""Economies in sentences: articles, genitives, and names that the UN list of reporters shortens."""

import pytest

from generator.story.plan import Finding
from generator.story.words import speak
from generator.trade.codes import Flow
from tests.story.months import Monthly, months, table
from tests.story.whole import whole

land = speak("en").land
CODES = ("7403", "7402", "2601")


def told(reporter: str, partner: str, customs: str = "Customs", group: str = "mineral") -> Monthly:
    """Return the story of three lines that rise by two per cent of their first month each month."""
    rows = table(lambda _, place: 10**6 * (100 + 2 * place), codes=CODES)
    return months(rows, codes=CODES, parties=(reporter, partner), customs=customs, group=group)


@pytest.mark.parametrize(
    ("reporter", "partner", "headline"),
    [
        ("NLD", "ARE", "The Netherlands’ selected imports from the United Arab Emirates hit record $510.00 million"),
        ("GBR", "PHL", "The United Kingdom’s selected imports from the Philippines hit record $510.00 million"),
        ("USA", "KOR", "The United States’ selected imports from the Republic of Korea hit record $510.00 million"),
        (
            "COD",
            "HKG",
            "The Democratic Republic of the Congo’s selected imports from Hong Kong SAR hit record $510.00 million",
        ),
        ("TZA", "RUS", "Tanzania’s imports of HS 2601, 7402 and 7403 from Russia hit record $510.00 million"),
    ],
)
def test_a_headline_names_both_parties_as_english_does(reporter: str, partner: str, headline: str) -> None:
    """164 to 190 for 100 million: 170 over 146 of each line; a long name leaves the reporter to the series above."""
    found = told(reporter, partner, group="")
    assert (headline, ()) == (found.block("finding").headline.words, found.findings)


def test_an_office_that_names_its_land_is_not_given_it_again() -> None:
    """Statistics Netherlands is no Netherlands’ Statistics Netherlands; HM Revenue and Customs names no land."""
    assert ", Statistics Netherlands reported." in told("NLD", "DEU", customs="Statistics Netherlands").said("lede")
    office = ", the United Kingdom’s HM Revenue and Customs reported."
    assert office in told("GBR", "DEU", customs="HM Revenue and Customs").said("lede")


def test_a_source_line_names_the_land_without_its_article() -> None:
    """It is a list, no sentence."""
    assert "Source: Customs, Netherlands, 28 January 2026" in "\n".join(told("NLD", "DEU").words)


def test_exports_of_a_line_are_said_to_be_exports() -> None:
    """No office records copper to a land."""
    rows = table(lambda _, place: 10**6 * (100 + 2 * place), codes=("7403",))
    found = months(rows, codes=("7403",), flow=Flow.EXPORT)
    assert "China exported $170.00 million of refined copper to Pakistan" in found.said("lede")


BOTH = "2025 2608 110.90 million\n2024 2608 {} million\n2025 2601 90.10 million\n2024 2601 80.20 million"
ONE = "2025 2608 110.90 million"


@pytest.mark.parametrize(
    ("rows", "flow", "headline"),
    [
        (
            BOTH.format("112.30"),
            Flow.EXPORT,
            "The United Kingdom’s mineral exports to the Netherlands rise 4.4%, on iron ores alone",
        ),
        (
            BOTH.format("119.30"),
            Flow.IMPORT,
            "Mineral imports from the Netherlands flat: iron ores up $9.90 million, zinc ores down $8.40 million",
        ),
        (BOTH.format("117.90"), Flow.IMPORT, "The United Kingdom’s mineral imports from the Netherlands edge up 1.5%"),
        (
            ONE,
            Flow.EXPORT,
            "The United Kingdom’s exports of zinc ores to the Netherlands come to $110.90 million in 2025",
        ),
    ],
)
def test_a_year_between_long_names_has_a_short_headline(rows: str, flow: Flow, headline: str) -> None:
    """201 after 192.5, 199.5 or 198.1 million; sixteen words at most, the goods among them."""
    codes = ("2608", "2601") if "2601" in rows else ("2608",)
    told = whole(rows, codes, flow=flow, parties=("GBR", "NLD"))
    found = next(block for block in told.story.blocks if isinstance(block, Finding))
    assert (headline, ()) == (found.headline.words, told.findings)
