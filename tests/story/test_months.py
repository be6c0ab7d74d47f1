"""What a monthly edition says; the figures of each table are worked out by hand beside it."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache

import pytest

from generator.story.brief import Remark
from generator.story.plan import Text
from generator.trade.codes import Flow
from tests.story.months import Monthly, Table, months, table

MILLION = 10**6
BEFORE = {"7403": 60, "7402": 28, "2608": 9, "2601": 11, "2606": 4}  # US$ million a month in 2023 and 2024: 112
NOW = {"7403": 72, "7402": 27, "2608": 10, "2601": 7, "2606": 4}  # and in 2025: 120


def _stepped(code: str, place: int) -> int:
    return MILLION * (NOW if place >= 24 else BEFORE)[code]


def _growing(code: str, place: int) -> int:
    return MILLION * BEFORE[code] * (100 + 2 * place) // 100


def _falling(code: str, place: int) -> int:
    return MILLION * BEFORE[code] * (100 - 8 * (place // 12)) // 100


def _still(code: str, place: int) -> int:
    return MILLION * BEFORE[code] + 1000 * place


def _eventful(code: str, place: int) -> int:
    """Aluminium ores begin and zinc ores end in December 2025; unrefined copper is 2.5 times, iron ores half."""
    now = {"7403": 60, "7402": 70, "2608": 0, "2601": 5.5, "2606": 4}
    before = BEFORE | {"2606": 0}
    return int(MILLION * (now if place == 35 else before)[code])


def _without(month: str) -> Table:
    rows = table(_growing, codes=tuple(NOW))
    return {key: row for key, row in rows.items() if key != ("2606", month)}


SHAPES: dict[str, Callable[[], Monthly]] = {
    "a step": lambda: months(table(_stepped, codes=tuple(NOW))),
    "illustrative": lambda: months(table(_stepped, codes=tuple(NOW)), tag="Illustrative figures"),
    "January and February": lambda: months(table(_growing, codes=tuple(NOW)), "2025-01..2025-02"),
    "January alone": lambda: months(table(_growing, codes=tuple(NOW)), "2025-01"),
    "June": lambda: months(table(_growing, codes=tuple(NOW)), "2025-06"),
    "all falling": lambda: months(table(_falling, codes=tuple(NOW))),
    "quiet": lambda: months(table(_still, codes=tuple(NOW))),
    "events": lambda: months(table(_eventful, codes=tuple(NOW))),
    "one line": lambda: months(table(_growing, codes=("7403",)), codes=("7403",)),
    "one line of a chapter": lambda: months(table(_growing, codes=("7403",))),
    "a short past": lambda: months(table(_growing, codes=tuple(NOW), months=5)),
    "a year and two months": lambda: months(table(_growing, codes=tuple(NOW), months=14)),
    "exports": lambda: months(table(_growing, codes=tuple(NOW)), flow=Flow.EXPORT),
    "more than its lines": lambda: months(table(_growing, codes=tuple(NOW)), besides=5 * MILLION),
    "a line not listed now": lambda: months(_without("2025-12"), codes=tuple(NOW), covers="listed"),
    "a line not listed then": lambda: months(_without("2024-12"), codes=tuple(NOW), covers="listed"),
    "a month not listed": lambda: months(_without("2025-05"), codes=tuple(NOW), covers="listed"),
    "lines alone": lambda: months(table(_stepped, codes=tuple(NOW)), codes=tuple(NOW)),
}


@cache
def shape(name: str) -> Monthly:
    """Return the story of that name."""
    return SHAPES[name]()


@pytest.mark.parametrize("name", list(SHAPES))
def test_a_month_passes_its_own_audit(name: str) -> None:
    """What the writer may say and what the auditor lets pass are the same for every kind of month."""
    assert shape(name).findings == ()


def test_the_headline_is_how_the_total_moved() -> None:
    """120 after 112 is 7.1 per cent."""
    words = shape("a step").block("finding").headline.words
    assert words == "China’s mineral and metal imports from Pakistan rise 7.1%, on refined copper alone"


@pytest.mark.parametrize("name", ["a step", "all falling", "January and February", "June", "events"])
def test_the_bars_add_up_to_the_total_as_printed(name: str) -> None:
    """A reader who adds the printed bars finds the printed total, or reads why not; small bars have a digit more."""
    chart = shape(name).block("contributions")
    if "rounded once" in chart.aside[2].words:
        assert chart.rows[-1].codes[1:] == ()  # every line is named, and none is left to be folded
        return
    shown = sum((Decimal(bar.figure.words.replace("\N{MINUS SIGN}", "-")) for bar in chart.bars), Decimal(0))
    assert f"{abs(round(shown, 1))} points of the total" in chart.aside[2].words


def test_without_one_the_other_way_is_left_out() -> None:
    """Where all lines fall nothing goes the other way."""
    assert shape("all falling").block("other-way") is None


def test_a_rate_in_the_table_is_the_one_that_its_levels_give() -> None:
    """27 after 28 is 3.6 per cent down."""
    row = next(row for row in shape("a step").block("table").rows if row.codes == ("7402",))
    assert [text.words for text in row.cells[2:5]] == ["27.00", "28.00", "\N{MINUS SIGN}3.6"]


def test_january_and_february_are_told_as_one() -> None:
    """Places 24 and 25 come to 148 and 150 per cent of 112 million, places 12 and 13 to 124 and 126: 333.76 and 280."""
    lede = shape("January and February").said("lede")
    assert "$333.76 million" in lede
    assert "in January–February 2025, 19% more than a year earlier," in lede


def test_january_alone_has_levels_and_no_rate() -> None:
    """The New Year's holiday may have moved out of it."""
    assert "against $138.88 million a year earlier" in shape("January alone").said("lede")
    assert "%" not in shape("January alone").said("theme-1")


def test_without_a_year_before_levels_stand_alone() -> None:
    """Five months of figures have no year before."""
    told = shape("a short past")
    assert "%" not in "".join(text for text in told.words if "$" in text)
    assert told.block("finding").headline.words.endswith("come to $120.96 million in December 2025")


def test_an_illustrative_edition_says_so_under_every_picture() -> None:
    """Masthead, foot, every picture and table."""
    told = shape("illustrative")
    sources = [block.source.words for block in told.story.blocks if hasattr(block, "source")]
    assert len(sources) > 4
    assert all(words.endswith("Illustrative figures.") for words in sources)


def test_an_editors_headline_prints_a_figure_of_the_month() -> None:
    """$72.00 million is refined copper's level of December 2025."""
    told = months(
        table(_stepped, codes=tuple(NOW)), headline=Remark("Refined copper from Pakistan came to $72.00 million", ())
    )
    assert told.block("finding").headline.marks
    assert told.findings == ()


def test_an_editors_headline_with_a_figure_that_is_none_is_refused() -> None:
    """$73.00 million is no figure of the table."""
    told = months(
        table(_stepped, codes=tuple(NOW)), headline=Remark("Refined copper from Pakistan came to $73.00 million", ())
    )
    (verdict,) = told.story.verdicts
    assert ("contradicted", "$72.00 million") == (verdict.outcome, verdict.right)


def test_what_a_picture_draws_goes_with_the_edition() -> None:
    """Five lines over 36 months, and the weights that sentences stand on."""
    cells = shape("a step").claims["cells"].values()
    drawn = {(cell["code"], cell["period"]) for cell in cells if len(cell["code"]) == 4 and cell["measure"] == "usd"}
    assert len(drawn) == 5 * 36
    assert {cell["measure"] for cell in cells} == {"usd", "kg"}


def numbers(text: Text) -> list[str]:
    """Return the figures of a text that are digits; "largest" and "eighth month in a row" are words."""
    shown = [text.words[mark.start : mark.end] for mark in text.marks]
    return [words for words in shown if words[0].isdigit() or words[0] == "$"]


def test_a_chapter_with_more_than_its_lines_is_told_itself() -> None:
    """Five million dollars a month of each chapter are in none of the selected headings."""
    rows = shape("more than its lines").block("table").rows
    assert [row.codes for row in rows] == [("74",), ("26",), ("26", "74")]


def test_a_year_of_two_months_has_no_label_under_the_panels() -> None:
    """Its label would stand beyond the last point."""
    steps = [text.words for text in shape("January and February").block("panels").steps]
    assert [words for words in steps if words] == ["2023", "2024"]
