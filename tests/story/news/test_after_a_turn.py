"""What a text says of the total in the months after a turn, and of the base that the next month will have."""

from collections.abc import Callable
from dataclasses import replace

from generator.story.news import comparisons
from generator.story.news.headline import chosen
from generator.story.news.report import NewsReport
from generator.story.news.time_series import Run
from generator.story.plan import Text
from tests.story.news.made import Made, news

STEADY = [100.0] * 12
GROWN = [110.0, 120.0, 110.0, 130.0, 120.0, 110.0, 120.0, 130.0, 110.0]  # nine months of growth on STEADY


def _report(made: Made) -> NewsReport:
    return NewsReport(made, chosen(made))


def _said(made: Made, sentence: Callable[[NewsReport], Text | None]) -> str:
    """Return the words of a comparison, whose claims the audit works out from the table."""
    text = sentence(_report(made))
    assert made.faults([text]) == []
    return str(text) if text else ""


def test_the_second_month_of_a_fall_says_since_when() -> None:
    """Nine months had grown, then two fell: November and December 2025."""
    made = news([*STEADY, 100.0, *GROWN, 90.0, 80.0])
    expected = "Imports have fallen since November; until then they had grown for nine months in a row."
    assert expected == _said(made, comparisons.run_since)


def test_a_turn_after_a_short_run_is_not_remembered() -> None:
    """Five months of growth are no news when they end, and none in the month after."""
    made = news([*STEADY, *[100.0] * 5, *GROWN[:5], 90.0, 80.0])
    assert _said(made, comparisons.run_since) == ""


def test_a_fall_of_four_months_is_a_run_of_its_own() -> None:
    """From then on headline or text counts the months."""
    made = news([*STEADY, *GROWN[:8], 90.0, 80.0, 90.0, 80.0])
    assert _said(made, comparisons.run_since) == ""


def test_a_turn_after_three_months_says_how_long_they_went() -> None:
    """Three months had grown and the month before them had fallen; after two months nothing is said."""
    three, two = [*STEADY, *[100.0] * 5, 90.0, *GROWN[:3], 95.0], [*STEADY, *[100.0] * 5, 90.0, *GROWN[:2], 95.0]
    assert _said(news(three), comparisons.run_ended) == "Until then imports had grown for three months in a row."
    assert _said(news(two), comparisons.run_ended) == ""


def test_a_run_that_is_said_to_begin_later_is_found() -> None:
    """The audit compares the month in the text with the first step of the run."""
    made = news([*STEADY, 100.0, *GROWN, 90.0, 80.0])
    run = made.run
    assert isinstance(run, Run)
    claim = run.claim_since(made.ledger)
    assert made.ground.faults([claim]) == []
    later = replace(claim, compare_period=made.month.period)
    assert any("it is compared with 2025-11" in fault for fault in made.ground.faults([later]))


def test_a_narrowing_fall_names_those_before() -> None:
    """66, 39 and 28 per cent, as in the head of the last: the text has the two before."""
    made = news([*[1000.0] * 12, *[1010.0] * 9, 340.0, 610.0, 720.0])
    assert "The decline had been 66% in October and 39% in November." == _said(made, comparisons.narrowing)


def test_a_high_base_of_the_next_month_is_named() -> None:
    """January 2025 had brought two and a half times what December 2024 had, or half of it; with 40 % more nothing."""
    expected = [
        "January has a higher base than December, $250.00 million a year earlier.",
        "January has a lower base than December, $50.00 million a year earlier.",
        "",
    ]
    before, after = [*STEADY[:11], 100_000.0], [*[100.0] * 10, 100_000.0]
    cases = [news([*before, level, *after]) for level in (250_000.0, 50_000.0, 140_000.0)]
    assert expected == [_said(case, comparisons.next_base) for case in cases]


def test_a_month_that_always_brought_less_is_named_ahead() -> None:
    """August had half of July in three years before; with a fifth less in one of them, or in two years, nothing."""
    year = [*[100_000.0] * 7, 50_000.0, *[100_000.0] * 4]
    weaker = [*[100_000.0] * 7, 80_000.0, *[100_000.0] * 4]
    seven = [100_000.0] * 7
    three, two, weak = ([*years, *seven] for years in ([*year * 3], [*year * 2], [*weaker, *year * 2]))
    said = [_said(news(levels, "2025-07"), comparisons.season_ahead) for levels in (three, two, weak)]
    assert ["In each of the last three years August brought less than July.", "", ""] == said
