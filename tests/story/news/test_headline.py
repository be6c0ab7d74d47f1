"""Headline: the table of heads, row by row; what is not said twice; tails; states of the data."""

from dataclasses import replace
from decimal import Decimal

import pytest

from generator.story.news.edition_news import News
from generator.story.news.head_rows import HeadMark
from generator.story.news.headline import Headline, Last, chosen, form_of, headline
from generator.story.news.opening import things
from generator.story.news.report import report_of
from generator.story.words import speak
from generator.story.words.speech import tree_of_slot
from generator.trade.trees import leaves
from tests.story.months import ground
from tests.story.news.made import HOLIDAY, PLAIN, Made, news, of, rows_of, years

YEAR = [1000.0] * 12


def _told(found: Made, last: Last | None = None) -> Headline:
    """Return the headline, of which the auditor finds every claim; every language has words for what is true."""
    told = chosen(found, last)
    assert [] == found.faults([told.head, told.tail, *told.true])
    tails = [told.tail] if told.tail else []
    for language in ("zh", "ur"):
        other = News(replace(found.month, words=speak(language)), found.span)
        assert all(head.text(other, "head") for head in told.true)
        assert all(tail.text(other, "tail") for tail in tails)
    return told


@pytest.mark.parametrize(
    ("levels", "key", "way"),
    [
        ([*YEAR, *[1100.0] * 7, 900.0], "turn_ending", "down"),
        ([*YEAR, 900.0, *[1100.0] * 7, 900.0], "turn", "down"),
        ([*YEAR, 900.0, *[1100.0] * 5, 900.0], "plain", "down"),  # five months are too few
        ([*YEAR, 900.0, *[1100.0] * 7, 995.0], "stall", "down"),
        ([*[1000.0] * 36, 1100.0], "record", "up"),
        ([*[1000.0] * 36, 1100.0, 1200.0], "record_nth", "up"),
        ([*[1000.0] * 36, 1100.0, 1050.0, 1200.0], "record_of_year", "up"),
        ([*YEAR, *[1000.0] * 10, 4000.0, 2100.0], "but_month", "up"),
        ([*YEAR, *[1000.0] * 10, 2600.0, 2100.0], "multiple", "up"),  # down by less than a quarter
        ([*[1000.0] * 22, 1940.0], "plain", "up"),
        ([*YEAR, *[1000.0] * 11, 540.0], "multiple", "down"),
        ([*YEAR, *[2000.0, 2100.0] * 4], "plain", "up"),  # a multiple in half of the last steps
        ([*[1000.0] * 3, 1500.0, *[1000.0] * 24, 1200.0], "since", "up"),
        ([*[1000.0] * 3, 500.0, *[1000.0] * 24, 900.0], "since", "down"),
        ([*[1000.0] * 28, 1200.0], "since_on_file", "up"),
        ([*[1000.0] * 40, 900.0], "since_on_file", "down"),
        ([*[1000.0] * 22, 1200.0], "plain", "up"),  # 23 months
        ([*YEAR, *[1000.0] * 12, *[1100.0] * 6], "run", "up"),
        ([*YEAR, *[1100.0] * 6], "run.many", "up"),  # all that is on file: it may have begun before
        ([*YEAR, *[1100.0] * 7], "plain", "up"),
        ([*YEAR, 600.0, 750.0, 810.0], "pace.narrowing.down", "down"),
        ([*YEAR, *[1010.0 + 10 * at for at in range(11)], 1500.0, 1300.0], "plain", "up"),
        ([*YEAR, 1005.0], "quiet", "up"),
        ([*YEAR, 1000.0], "quiet", None),
    ],
)
def test_the_first_true_row_is_the_head(levels: list[float], key: str, way: str | None) -> None:
    """Of one line, whose rows about lines drop out."""
    told = _told(news(levels))
    assert (key, way) == (told.head.form, told.head.way), [head.form for head in told.true]


LINES = ("7402", "7403", "7404", "7602")


def _lines(now: tuple[float, ...], base: tuple[float, ...] = (1000.0, 900.0, 800.0, 700.0)) -> Made:
    """Return news of four lines after a year at `base` and three months each a little up and down."""
    return news({code: [*[was] * 12, level] for code, was, level in zip(LINES, base, now, strict=True)})


@pytest.mark.parametrize(
    ("now", "key", "line"),
    [
        ((1000.0, 1400.0, 800.0, 700.0), "leader", "7403"),
        ((1300.0, 850.0, 750.0, 690.0), "line_all", "7402"),
        ((1300.0, 950.0, 850.0, 750.0), "line", "7402"),
        ((1100.0, 990.0, 880.0, 770.0), "plain", None),
        ((1100.0, 820.0, 800.0, 700.0), "offset", None),
        ((1010.0, 895.0, 800.0, 700.0), "quiet", None),
        ((1020.0, 910.0, 815.0, 690.0), "plain", None),
        ((1500.0, 300.0, 800.0, 700.0), "line_all", "7403"),
    ],
)
def test_lines_have_rows_of_their_own(now: tuple[float, ...], key: str, line: str | None) -> None:
    """A new leader, one line that made all of it, one that made most, two that made up for each other."""
    told = _told(_lines(now))
    assert (key, line) == (told.head.form, told.head.line), [head.form for head in told.true]


def test_value_and_tonnage_of_one_line_part() -> None:
    """A fifth more tonnage for three per cent more money."""
    rows = rows_of({"7403": [*YEAR, 1030.0]}, "2025-12")
    table = rows | {("7403", "2025-12"): (1_030_000, 1_200_000)}
    found = of(ground(table, parties=PLAIN))
    told = _told(found)
    assert "parted.same" == told.head.form
    assert [3, 20] == [round(claim.value) for claim in found.claims(told.head) if claim.kind == "change"][-2:]
    apart = rows | {("7403", "2025-12"): (1_030_000, 1_100_000)}
    assert "plain" == chosen(of(ground(apart, parties=PLAIN))).head.form


@pytest.mark.parametrize(
    ("head", "first", "key"),
    [
        (HeadMark("run", "up"), HeadMark("run", "up"), "plain"),  # last month's head
        (HeadMark("turn", "up"), HeadMark("run", "up"), "plain"),  # it could have been
        (HeadMark("run", "down"), HeadMark("run", "down"), "run"),  # the other way
        (HeadMark("plain", "up"), HeadMark("plain", "up"), "run"),
        (HeadMark("record", "up"), HeadMark("record", "up"), "record_nth"),  # records grow: they are never stale
    ],
)
def test_a_head_is_not_said_twice(head: HeadMark, first: HeadMark, key: str) -> None:
    """A row that was last month's head, or the first that was true then, gives way to the next."""
    levels = [*YEAR, *[1000.0] * 12, *[1100.0] * 6]
    if key == "record_nth":
        levels = [*[1000.0] * 36, 1100.0, 1200.0]
    assert key == _told(news(levels), (head, first)).head.form


def test_a_row_about_another_line_is_no_repetition() -> None:
    """Last month's line and this month's are two pieces of news."""
    found = _lines((1300.0, 950.0, 850.0, 750.0))
    mine, other = (HeadMark("line", "up", code) for code in ("7402", "7404"))
    assert ["plain", "line"] == [_told(found, (mark, mark)).head.form for mark in (mine, other)]


@pytest.mark.parametrize(
    ("now", "key"),
    [
        ((1300.0, 950.0, 850.0, 750.0), None),  # the head says the line
        ((1160.0, 1040.0, 830.0, 730.0), "two_lines"),
        ((1100.0, 990.0, 880.0, 770.0), None),
        ((4400.0, 850.0, 750.0, 690.0), "line_all"),  # under a multiple
    ],
)
def test_a_tail_says_something_else(now: tuple[float, ...], key: str | None) -> None:
    """The two largest lines where they made most of it; nothing that the head says."""
    tail = _told(_lines(now)).tail
    assert key == (tail.form if tail else None)


def test_a_new_leader_is_a_tail_under_a_head_on_another_line() -> None:
    """One line falls by more than the total, and the second, which rose, is now the largest."""
    found = news({"7403": [*[1000.0] * 12, 500.0], "7402": [*[900.0] * 12, 1000.0], "7404": [*[400.0] * 12, 410.0]})
    told = _told(found)
    assert told.tail is not None
    assert ["line_all", "leader", "7402"] == [told.head.form, told.tail.row, told.tail.line]
    assert [] == found.faults([told.head, told.tail])


@pytest.mark.parametrize(
    ("tail", "key"),
    [
        (None, "since_on_file"),
        (HeadMark("since", "up"), "run.many"),  # last month's tail gives way
        (HeadMark("run", "up"), "since_on_file"),
        (HeadMark("since", "down"), "since_on_file"),  # the other way
    ],
)
def test_a_tail_is_not_said_twice(tail: HeadMark | None, key: str) -> None:
    """Four months at more than double after 26 even ones: the highest of thirty, and the fourth month up."""
    found = news([*[1000.0] * 26, 2200.0, 2200.0, 2200.0, 2300.0])
    marks = (HeadMark("plain", "up"), HeadMark("plain", "up"))
    told = _told(found, (*marks, tail) if tail else marks)
    assert told.head.form == "multiple"
    assert told.tail
    assert told.tail.form.removesuffix(".many") == key.removesuffix(".many")
    assert form_of(told).split()[2].startswith("run" if key.startswith("run") else "since")


def test_the_only_true_tail_is_said_again() -> None:
    """Four months up after a year that was even: nothing else is true of them."""
    found = news([*YEAR, *[1000.0] * 12, *[1100.0] * 4])
    marks = (HeadMark("plain", "up"), HeadMark("plain", "up"), HeadMark("run", "up"))
    tail = _told(found, marks).tail
    alone = _told(found, marks[:2]).tail
    assert tail
    assert alone
    assert tail.form == alone.form


def test_a_run_of_four_months_is_a_tail() -> None:
    """At a length that makes no head."""
    found = news([*YEAR, *[1000.0] * 12, *[1100.0] * 4])
    tail = _told(found).tail
    assert tail is not None
    assert ("run", Decimal(4)) == (tail.form, found.claims(tail)[-1].value)


@pytest.mark.parametrize(
    ("levels", "key"),
    [
        ([1000.0, *[0.0] * 12, 1000.0], "begins"),
        ([1000.0, *[0.0] * 11, 1000.0], "quiet"),
        ([1000.0], "first"),
        ([*[90.0] * 12, 100.0], "low"),
        ([*[1000.0] * 12, 5100.0], "low"),  # more than five times as much
        ([*[1000.0] * 12, 4900.0], "multiple"),
    ],
)
def test_a_state_of_the_data_comes_first(levels: list[float], key: str) -> None:
    """No rate is told from almost nothing, from nothing, or where there is no base."""
    assert key == _told(news(levels)).head.form


def test_a_month_with_lines_that_have_not_come_tells_its_largest_part() -> None:
    """Two lines are there, the third had figures to November."""
    rows = rows_of({"7403": [*YEAR, 1200.0], "7402": [*[500.0] * 12, 490.0]}, "2025-12")
    late = rows_of({"7404": [800.0] * 12}, "2025-11")
    told = _told(of(ground(rows | late, parties=PLAIN, covers="listed")))
    assert ("partial", "7403") == (told.head.form, told.head.line)
    assert ["7404"] == [leaf[1] for leaf in leaves(tree_of_slot(told.head.slots["missing"])) if leaf[0] == "line"]
    assert told.tail is None


def test_a_whole_with_a_bound_tells_its_largest_line() -> None:
    """What "over 1.2 million" grew by nobody knows."""
    told = _told(news({"7403": [*YEAR, 1200.0], "7404": [*[800.0] * 12, 700.0]}, over={("7404", "2025-12")}))
    assert ("unknown", "7403") == (told.head.form, told.head.line)


def test_january_alone_is_compared_with_nothing_where_new_year_moves() -> None:
    """Its level is told, and no rate."""
    levels = [*YEAR, 1500.0]
    assert "first" == _told(news(levels, "2025-01", HOLIDAY)).head.form
    assert "plain" == _told(news(levels, "2025-01")).head.form


QUARTERS = [*[1000.0] * 12]


@pytest.mark.parametrize(
    ("months", "key", "turn"),
    [
        ((1800.0, 1300.0, 900.0), "inside", "down"),
        ((1800.0, 1300.0, 1200.0), "inside", "down"),  # each below the one before
        ((1200.0, 1300.0, 1250.0), "plain", None),
        ((700.0, 800.0, 1100.0), "inside", "up"),
    ],
)
def test_a_quarter_may_turn_inside(months: tuple[float, ...], key: str, turn: str | None) -> None:
    """Its months go against it."""
    told = _told(news([*QUARTERS, *months], "2025-Q2"))
    own = told.head.slots.get("turn")
    assert (key, turn) == (told.head.form, tree_of_slot(own)[1] if own else None)


@pytest.mark.parametrize(
    ("year", "key", "span"),
    [
        ([1500.0] * 6 + [900.0] * 6, "year_record", "2025"),
        ([1500.0] * 12, "record", "2025"),
        ([1050.0] * 11 + [1100.0], "record_of_year", "2025-12"),  # a record year that grew by less than a tenth
        ([900.0] * 12, "run", "2025-12"),
    ],
)
def test_a_december_may_lead_with_its_year(year: list[float], key: str, span: str) -> None:
    """Where the year is a record and grew by a tenth or more."""
    found = news([*years(1000.0, 1000.0, 1000.0, 1000.0), *year])
    told = headline(found.month)
    assert (key, span) == (told.head.form, str(told.span)), [head.form for head in told.true]
    assert [] == found.faults([told.head, told.tail])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # a line without a row in a covered year is no trade: the whole is compared, and not partial
        ({"7403": [5000, 5000, 5000, 6500], "7404": [2000, 2000, 1000, 0]}, ("line_all", "7403")),
        ({"7403": [5000, 5000, 5000, 6000]}, ("year_record", None)),
        ({"7403": [5000, 5000, 6000]}, ("plain", None)),  # three years before it are the fewest
    ],
)
def test_an_edition_may_stand_on_figures_of_years(
    lines: dict[str, list[int]], expected: tuple[str, str | None]
) -> None:
    """Thousands of dollars year by year, to 2025."""
    rows = {
        (code, str(2026 - len(levels) + at)): (1000 * level, 1000 * level)
        for code, levels in lines.items()
        for at, level in enumerate(levels)
        if level
    }
    found = of(ground(rows, "2025"))
    report = report_of(found.month)
    assert expected == (report.head.row, report.head.line)
    assert [] == found.faults([report.head, *things(report)])
