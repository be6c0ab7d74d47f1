"""Things: what, through what and against what, under heads of made and of published figures."""

from generator.story.news.headline import chosen, headline
from generator.story.news.things import Things, things
from tests.story.news.made import Made, news, years


def _keys(of: Things) -> list[list[str]]:
    return [[point.key for point in thing] for thing in of]


def _under(found: Made, *, december: bool = False) -> Things:
    """Return the things of a period, of which the auditor finds every claim."""
    head = headline(found.month) if december else chosen(found)
    told = things(found.month, head)
    assert [] == found.faults([point for thing in told for point in thing])
    return told


DECEMBER = [*[100.0] * 10, 100.0, 120.0]
LINES = {"7402": [*[1000.0] * 12, 1400.0], "7403": [*[900.0] * 12, 860.0]}


def test_a_rate_that_the_head_has_is_not_said_again() -> None:
    """A record tells its level: then the rate stands under it; a rate leaves the levels."""
    record, plain = news([*[1000.0] * 36, 1100.0]), news([1000.0] * 12 + [1040.0])
    assert ["rate" in _under(found).what[0].arguments for found in (record, plain)] == [True, False]


def test_a_broken_season_is_what_a_month_is_told_against() -> None:
    """Before the year; where it is the tail of the head, the year is told."""
    levels = [1000 * level for level in [*DECEMBER * 4, *[100.0] * 11, 80.0]]
    alone, beside = news(levels), news({"7402": levels, "7403": [50_000.0] * 60})
    tails = [chosen(found).tail for found in (alone, beside)]
    assert ["tail.season_broken", "tail.line"] == [tail.key for tail in tails if tail]
    assert [["things.against.year"], ["things.against.season"]] == [_keys(_under(one))[2] for one in (alone, beside)]


def test_a_broken_season_goes_the_way_of_its_month() -> None:
    """December is up on the year and down on November, on which it was up in four years before."""
    tail = chosen(news([1000 * level for level in [*DECEMBER * 4, *[200.0] * 11, 150.0]])).tail
    assert tail is not None
    assert ("tail.season_broken", "down") == (tail.key, tail.way)


def test_the_month_before_is_told_if_it_is_no_season() -> None:
    """From 100 to 120 each December it would say nothing; from 100 to 110 without a season it does."""
    season = news([1000 * level for level in DECEMBER * 5])
    fresh = news([1000.0] * 12 + [1000.0] * 11 + [1100.0])
    told = [point.key for found in (season, fresh) for point in _under(found).what]
    assert ["things.what", "things.what", "body.mom.up_from"] == told


def test_a_line_tells_its_dollars_of_the_wholes_unless_they_are_more() -> None:
    """Four hundred thousand of a rise of 360 thousand is more than all: what it moved is told."""
    rises = {code: [*[1000.0] * 12, now] for code, now in (("7402", 1200.0), ("7403", 1150.0), ("7404", 1180.0))}
    assert ["things.through.line", "things.through.moved"] == _keys(_under(news(rises)))[1]
    alone = _keys(_under(news(LINES)))[1]
    assert ["things.through.moved"] == alone[:1]


def test_a_line_of_the_head_tells_its_levels() -> None:
    """Its part of the change stands above already."""
    found = news({"7402": [*[1000.0] * 12, 1400.0], "7403": [*[900.0] * 12, 1000.0]})
    assert "head.line" == chosen(found).head.key
    point = _under(found).through[0]
    assert ("body.list.low", "7402") == (point.key, point.arguments["line"])


def test_a_quiet_month_has_two() -> None:
    """What, and the year."""
    told = _keys(_under(news([*years(1000.0), *[1100.0] * 5, 1004.0], "2025-06")))
    assert ([], [["things.against.year"]]) == (told[1], told[2:])


def test_a_year_to_date_that_passes_the_last_one_is_told_once() -> None:
    """In the month in which it does; the month before it is short of it."""
    levels = [*years(1000.0, 1000.0), *[1300.0, 1330.0] * 6]
    keys = [_keys(_under(news(levels[: 24 + month], f"2025-{month:02}")))[2] for month in (9, 10, 11)]
    assert [["body.year.short_of"], ["body.year.passed"], ["things.against.year"]] == keys


def test_a_december_that_leads_with_its_year_has_the_month_as_its_third_thing() -> None:
    """And the halves, which the head names, in figures."""
    found = news([*years(1000.0, 1000.0, 1000.0, 1000.0), *[1500.0] * 6, *[900.0] * 6])
    told = _under(found, december=True)
    assert [["things.what", "body.year.halves"], ["things.against.month"]] == [_keys(told)[0], _keys(told)[2]]


def test_a_quarter_tells_its_months() -> None:
    """Where they go against it."""
    told = _keys(_under(news([1000.0] * 12 + [1800.0, 1300.0, 900.0], "2025-Q2")))
    assert ["things.through.path"] == told[1]


def test_without_a_whole_the_lines_are_told() -> None:
    """The largest stands in the head; the next ones follow."""
    lines = {"7403": [*[1000.0] * 12, 1200.0], "7404": [*[800.0] * 12, 700.0]}
    told = _under(news(lines, over={("7404", "2025-12")}))
    assert [("things.part", "7404")] == [(point.key, point.arguments["line"]) for point in told.through]
