"""Things: what, through what and against what, under heads of made and of published figures."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from generator.story.news import comparisons
from generator.story.news.headline import chosen
from generator.story.news.opening import things
from generator.story.news.report import NewsReport, report_of
from generator.story.plan import as_data
from generator.trade.trees import keys, leaves
from tests.story.months import NAMES, Monthly, months, table
from tests.story.news.made import Made, news, years


def _under(found: Made, *, december: bool = False) -> list[list[str]]:
    """Return the patterns of each thing of a period, the outer ones first; the auditor finds every claim."""
    report = report_of(found.month) if december else NewsReport(found, chosen(found))
    told = things(report)
    assert [] == found.faults(told)
    return [list(keys(text.tree)) for text in told if text.tree]


def _heads(found: Made) -> list[str]:
    return [told[0] for told in _under(found)]


DECEMBER = [*[100.0] * 10, 100.0, 120.0]
LINES = {"7402": [*[1000.0] * 12, 1400.0], "7403": [*[900.0] * 12, 860.0]}


def test_a_level_has_one_comparison() -> None:
    """Under a record, whose headline has no rate, that is the rate; else the place in time or the month before."""
    record, plain = news([*[1000.0] * 36, 1100.0]), news([1000.0] * 12 + [1040.0])
    assert ["things.what.rate", "things.what.alone"] == [_heads(found)[0] for found in (record, plain)]
    assert "things.place.of" in _under(plain)[0]


def test_a_rate_that_the_head_has_is_not_said_again() -> None:
    """A record tells its level: then the rate stands under it; a rate leaves the levels."""
    record = news([*[1000.0] * 34, 1080.0, 1100.0])
    plain = news([*[1000.0] * 17, 1100.0, *[1000.0] * 4, 1020.0, 1040.0])
    assert ["things.what.rate", "things.what.levels"] == [_heads(found)[0] for found in (record, plain)]


def test_a_broken_season_is_what_a_month_is_told_against() -> None:
    """Before the year; where it is the tail of the head, the year is told."""
    levels = [1000 * level for level in [*DECEMBER * 4, *[100.0] * 11, 80.0]]
    alone, beside = news(levels), news({"7402": levels, "7403": [50_000.0] * 60})
    tails = [chosen(found).tail for found in (alone, beside)]
    assert ["season_broken", "line"] == [tail.form for tail in tails if tail]
    assert ["body.year.level", "body.season.broken"] == [_heads(found)[-1] for found in (alone, beside)]


def test_a_broken_season_goes_the_way_of_its_month() -> None:
    """December is up on the year and down on November, on which it was up in four years before."""
    tail = chosen(news([1000 * level for level in [*DECEMBER * 4, *[200.0] * 11, 150.0]])).tail
    assert tail is not None
    assert ("season_broken", "down") == (tail.form, tail.way)


def test_the_month_before_is_told_if_it_is_no_season() -> None:
    """From 100 to 120 each December it would say nothing; from 100 to 110 without a season it does."""
    season = news([1000 * level for level in DECEMBER * 5])
    fresh = news([1000.0] * 12 + [1000.0] * 11 + [1100.0])
    assert [False, True] == ["things.month" in _under(found)[0] for found in (season, fresh)]


def test_a_line_tells_its_dollars_of_the_wholes_unless_they_are_more() -> None:
    """Four hundred thousand of a rise of 360 thousand is more than all: what it moved is told."""
    rises = {code: [*[1000.0] * 12, now] for code, now in (("7402", 1200.0), ("7403", 1050.0), ("7404", 1080.0))}
    assert "things.through.line" == _heads(news(rises))[1]
    assert "things.through.alone" == _heads(news(LINES))[1]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (1150.0, "Refined copper gained $0.20 million; copper scrap gained $0.15 million."),
        (1080.0, "Refined copper made $0.20 million of the $0.28 million gain."),  # under half of the first
    ],
)
def test_a_second_line_is_told_from_half_of_the_first_on(second: float, expected: str) -> None:
    """Copper rises by two hundred thousand; scrap goes from a million to `second` thousand."""
    found = news({"7403": [*[1000.0] * 12, 1200.0], "7404": [*[1000.0] * 12, second]})
    report = NewsReport(found, chosen(found))
    told = things(report)
    assert expected in [text.words for text in told]
    assert [] == found.faults(told)


def test_a_quiet_month_has_two() -> None:
    """What, and the year."""
    assert ["things.what.rate", "body.year.level"] == _heads(news([*years(1000.0), *[1100.0] * 5, 1004.0], "2025-06"))


def test_a_year_to_date_that_passes_the_last_one_is_told_once() -> None:
    """In the month in which it does; the month before it is short of it."""
    levels = [*years(1000.0, 1000.0), *[1300.0, 1330.0] * 6]
    told = [_heads(news(levels[: 24 + month], f"2025-{month:02}"))[-1] for month in (9, 10, 11)]
    assert ["body.year.short_of", "body.year.passed", "body.year.level"] == told


def test_a_december_that_leads_with_its_year_has_the_month_as_its_third_thing() -> None:
    """And the halves, which the head names, in figures."""
    found = news([*years(1000.0, 1000.0, 1000.0, 1000.0), *[1500.0] * 6, *[900.0] * 6])
    told = _under(found, december=True)
    assert "things.halves" in told[0]
    assert "body.year.step" == told[-1][0]


def test_a_december_that_leads_with_its_year_names_the_line_of_its_month() -> None:
    """Scrap tripled in December: without it the month would have fallen a tenth, from 1,000 to 900 thousand."""
    year = [*years(1000.0, 1000.0, 1000.0, 1000.0), *[1500.0] * 11]
    report = report_of(news({"7403": [*year, 900.0], "7404": [*[200.0] * 59, 600.0]}).month)
    things(report)
    words = " ".join(str(text) for text in comparisons.after_the_lines(report))
    assert "Copper scrap tripled in December, to $0.60 million, its largest month so far." in words
    assert "Without it imports would have fallen 10%." in words


def test_a_quarter_tells_its_months() -> None:
    """Where they go against it."""
    assert "body.path.ways" == _heads(news([1000.0] * 12 + [1800.0, 1300.0, 900.0], "2025-Q2"))[1]


def test_without_a_whole_the_lines_are_told() -> None:
    """The largest stands in the head; the next ones follow, and how many lines have a figure of the year before."""
    lines = {"7403": [*[1000.0] * 12, 1200.0], "7404": [*[800.0] * 12, 700.0]}
    found = news(lines, over={("7404", "2025-12")})
    told = things(NewsReport(found, chosen(found)))
    named = [[leaf[1] for leaf in leaves(text.tree) if leaf[0] == "line"] for text in told if text.tree]
    assert [["7404"], []] == named


def test_a_label_is_of_what_its_sentence_names() -> None:
    """Labels that changed places are found, and none as they are."""
    rows = table(
        lambda code, place: 1_000_000 * (130 if (code, place) == ("7403", 35) else 100), codes=("7403", "7404")
    )
    made = months(rows, labels=NAMES)
    found = made.findings_after("finding", lambda block: block["labels"].reverse())
    assert made.findings == ()
    assert [True, True] == ["about something else" in fault for fault in (found[0], found[-1])]


def _relabel(block: dict[str, Any], label: Any) -> None:  # noqa: ANN401 -- JSON
    block["label"] = label


def test_a_label_in_the_margin_is_of_what_its_section_names() -> None:
    """The lede is about December, the paragraph about refined copper: with the other's label each is found."""
    rows = table(
        lambda code, place: 1_000_000 * (130 if (code, place) == ("7403", 35) else 100), codes=("7403", "7404")
    )
    made = months(rows, labels=NAMES)
    lede, paragraph = (made.block(name).label for name in ("lede", "body-1"))
    assert [str(label) for label in (lede, paragraph)] == ["December 2025", "Refined copper"]
    for name, label in (("lede", paragraph), ("body-1", lede)):
        found = made.findings_after(name, partial(_relabel, label=as_data(label)))
        assert any("about something else" in fault or "of other lines" in fault for fault in found)


def test_a_line_that_is_now_the_largest_is_told_wherever_it_stands() -> None:
    """Refined copper halves in December; ores, the third line, rise from 30 to 45 million and pass both others."""
    usual, last = {"7403": 50, "7404": 40, "2603": 30}, {"7403": 25, "7404": 41, "2603": 45}
    levels = {35: last}
    rows = table(lambda code, place: levels.get(place, usual)[code] * 1_000_000, codes=tuple(usual))
    found = months(rows, labels=NAMES, parties=("DEU", "POL"))
    assert found.findings == ()
    assert "They were the largest line for the first time in figures that begin in " in found.prose
    assert ", in place of refined copper." in found.prose


def falling(quarter: Callable[[int], int]) -> Callable[[str, int], int]:
    """Return dollars of two lines: 60 and 40 million a month, by the per cent that `quarter` gives each quarter."""
    return lambda code, place: 10_000 * {"7403": 60, "7404": 40}[code] * quarter(place // 3)


def last_quarter(quarter: Callable[[int], int], language: str = "en") -> Monthly:
    """Return the edition of the last of twelve quarters."""
    rows = table(falling(quarter), codes=("7403", "7404"))
    return months(rows, "2025-Q4", language=language, labels=NAMES if language == "en" else {})


def fell(quarter: int) -> int:
    """Eleven quarters alike, and a last one of two fifths of them."""
    return 40 if quarter == 11 else 100


@pytest.mark.parametrize(
    ("language", "less", "more"),
    [
        ("en", "Less than half of the $300.00 million of July–September.", "More than twice the $300.00 million of"),
        ("zh", "不到7—9月（3.00亿美元）的一半。", "超过7—9月（3.00亿美元）的两倍。"),  # noqa: RUF001 -- Chinese
        (
            "ur",
            "جولائی تا ستمبر (30 کروڑ ڈالر) کے نصف سے بھی کم",
            "جولائی تا ستمبر (30 کروڑ ڈالر) کے دگنے سے بھی زیادہ",
        ),
    ],
)
def test_a_quarter_is_told_against_the_quarter_before(language: str, less: str, more: str) -> None:
    """300 million in July to September, then 120 or 630."""
    told = last_quarter(fell, language), last_quarter(lambda quarter: 210 if quarter == 11 else 100, language)
    assert [of.findings for of in told] == [(), ()]
    assert [sentence in of.prose for of, sentence in zip(told, (less, more), strict=True)] == [True, True]


@pytest.mark.parametrize(
    "quarter",
    [
        lambda quarter: 40 if quarter == 7 else 44 if quarter == 11 else 100,  # the year before did so too
        lambda quarter: 50 if quarter == 11 else 100,  # half
        lambda quarter: 200 if quarter == 11 else 100,  # twice
    ],
)
def test_the_quarter_before_is_left_out_where_it_says_little(quarter: Callable[[int], int]) -> None:
    """A quarter that falls each year, or to half as much, has the year to date instead."""
    told = last_quarter(quarter)
    assert told.findings == ()
    assert "of July–September." not in told.prose


def test_the_word_for_the_quarter_before_is_proven() -> None:
    """Two fifths are not more than twice."""

    def spoil(block: Any) -> None:  # noqa: ANN401 -- JSON
        text = next(text for text in block["things"] if "Less than half of" in text["words"])
        was, now = "Less than half of", "More than twice"
        text["words"] = text["words"].replace(was, now)
        for mark in text["marks"]:
            mark["end"] -= len(was) - len(now)
            mark["start"] -= len(was) - len(now) if mark["start"] else 0
        figure, claim, (kind, name, _) = text["said"][1]["times"]
        text["said"][1]["times"] = [figure, claim, [kind, name, "more_than_double"]]

    assert any("is not more_than_double" in fault for fault in last_quarter(fell).findings_after("finding", spoil))
