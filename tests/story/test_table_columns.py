"""The table of a month has no column that says nothing."""

from __future__ import annotations

import pytest

from generator.page.plain_text import grid
from generator.page.table_cells import without_sparks
from tests.story.months import months, table

MILLION = 10**6
CODES = ("7402", "7403")
YEARS = ("2024-12", "2025-12")


def columns(count: int, *codes: str) -> list[str]:
    """Return the heads of the table of the last `count` months of `codes`."""
    rows = table(lambda code, place: MILLION * (9 + place + int(code[3])), codes=codes, months=count)
    told = months(rows, codes=codes, covers="listed", parties=("DEU", "POL"))
    assert told.findings == ()
    return [text.words for text in told.block("table").head]


@pytest.mark.parametrize(
    ("count", "heads"),
    [
        (36, ["2025", "2024", "y/y, %", "points", "2025", "y/y, %", "24 months"]),
        (13, ["2025", "2024", "y/y, %", "points", "2025", "13 months"]),
        (12, ["2025", "2025", "12 months"]),
        (6, ["2025", "6 months"]),
        (5, ["2025"]),
        (1, ["2025"]),
    ],
)
def test_a_column_stands_where_a_line_has_a_figure_for_it(count: int, heads: list[str]) -> None:
    """Nothing to compare with: neither rates nor contributions; of five months nobody sees a course."""
    assert ["Line", "HS", *heads] == columns(count, *CODES)


def test_a_total_has_the_rate_of_the_headline() -> None:
    """Of sums of rounded figures no print may bear the rate out: −5.8 % stands in the headline, and in its row, too."""
    years = {"7402": (10609, 10105), "7403": (4389, 3860), "7404": (878, 989)}  # in hundreds: 1,587,600 to 1,495,400
    rows = {(code, when): (value, 1) for code, pair in years.items() for when, value in zip(YEARS, pair, strict=True)}
    told = months(rows, codes=tuple(years), covers="listed", scale=100)
    assert told.block("finding").headline.words.endswith("fall 5.8%")
    assert [cell.words for cell in told.block("table").rows[-1].cells[:5]] == ["Total", "", "1.50", "1.59", "−5.8"]
    assert told.findings == ()


def test_a_single_line_has_no_contribution() -> None:
    """It is the whole: its rate would stand there twice."""
    assert ["Line", "HS", "2025", "2024", "y/y, %", "2025", "y/y, %", "24 months"] == columns(36, "7403")


def test_bars_stay_under_their_head() -> None:
    """The table without a year before it has lost the columns to the left of the bars, and the bars with them."""
    rows = table(lambda _, place: MILLION * (9 + place), codes=CODES)
    whole = months(rows, codes=CODES).block("table")
    assert (5, "points") == (whole.bar_column, whole.head[whole.bar_column].words)
    fresh = months(dict.fromkeys([(code, "2025-12") for code in CODES], (MILLION, 1)), codes=CODES, covers="listed")
    assert (None, [None] * 3) == (fresh.block("table").bar_column, [row.bar for row in fresh.block("table").rows])


def test_heads_over_several_columns_shrink_with_them() -> None:
    """They cover as many columns as there are."""
    rows = table(lambda _, place: MILLION * (9 + place), codes=CODES, months=6)
    found = months(rows, codes=CODES, covers="listed", parties=("DEU", "POL")).block("table")
    assert len(found.head) == sum(group.columns for group in found.groups)


def test_a_text_has_no_head_over_what_it_cannot_draw() -> None:
    """In plain text and Markdown "24 months" stood over nothing."""
    found = months(table(lambda _, place: MILLION * (9 + place), codes=CODES), codes=CODES).block("table")
    assert "24 months" == found.head[-1].words
    assert "24 months" not in grid(found)
    assert len(without_sparks(found).head) == sum(group.columns for group in without_sparks(found).groups)
    assert without_sparks(without_sparks(found)) == without_sparks(found)
