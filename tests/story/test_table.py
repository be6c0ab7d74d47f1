"""The table of lines: the rows of many lines, and columns that say something."""

import pytest

from generator.page.plain_text import grid
from generator.page.table_cells import without_sparks
from generator.story.plan import Table
from tests.story.months import months, table
from tests.story.whole import whole

CODES = tuple(f"{chapter:02d}" for chapter in range(1, 40))
TWO = ("7402", "7403")
MILLION = 10**6


def tables(lines: int, kept_in: str = "pdf", heavy: int = 1) -> dict[str, Table]:
    """Return the tables of a year in which the n-th line came to 2 n million, after n million.

    The twelve largest lines are `heavy` times as large.
    """
    rows = []
    for place, code in enumerate(CODES[:lines], 1):
        level = place * heavy if place > lines - 12 else place
        rows += [f"2025 {code} {2 * level}.000000 million", f"2024 {code} {level}.000000 million"]
    story = whole("\n".join(rows), CODES[:lines], labels={}, kept_in=kept_in).story
    return {block.id: block for block in story.blocks if isinstance(block, Table)}


def test_fourteen_lines_stand_one_by_one_and_of_more_the_smallest_together() -> None:
    """Of 39 lines the 27 from 1 to 27 came to 2 * 378 after 378 million, 0.93 points of 40,578."""
    few, many = tables(14)["table"], tables(39, heavy=100)
    assert (15, ()) == (len(few.rows), few.notes)
    cells = [text.words for text in many["table"].rows[12].cells]
    assert ["27 other lines", "", "756.00", "378.00", "+100", "+0.9"] == cells
    assert (7, "Six largest lines") == (len(many["table-mail"].rows), many["table-mail"].title.words)


def test_lines_that_are_more_than_a_tenth_of_the_total_share_no_row() -> None:
    """The smaller 27 of 39 lines are 48 per cent of it, so that each has its row; the mail keeps to the largest."""
    found = tables(39)
    assert ("All lines", 40) == (found["table"].title.words, len(found["table"].rows))
    assert "Six largest lines" == found["table-mail"].title.words
    assert "Twelve largest lines" == tables(39, heavy=100)["table"].title.words


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("pdf", "all figures are in figures.csv, inside the PDF"),
        ("folder", "all figures are in figures.csv of this edition"),
        ("publisher", "the terms of the source keep their figures with the publisher"),
    ],
)
def test_the_note_says_where_the_others_are(where: str, words: str) -> None:
    """An edition without a PDF has them beside it, and one whose terms keep them has none."""
    [note] = tables(39, kept_in=where, heavy=100)["table"].notes
    assert f"Other lines: {words}." == note.words


def test_a_line_without_a_figure_has_no_row() -> None:
    """Text and note name it; a row would be all dashes."""
    rows = [f"2025 {code} {place}.00 million" for place, code in enumerate(CODES[:4], 1)]
    story = whole("\n".join(rows), CODES[:6], labels={}).story
    shown = next(block for block in story.blocks if isinstance(block, Table))
    assert ["04", "03", "02", "01"] == [line.cells[1].words for line in shown.rows[:-1]]


def columns(count: int, *codes: str) -> Table:
    """Return the table of the last `count` months of `codes`."""
    rows = table(lambda code, place: MILLION * (9 + place + int(code[3])), codes=codes, months=count)
    told = months(rows, codes=codes, covers="listed", parties=("DEU", "POL"))
    assert told.findings == ()
    shown: Table = told.block("table")
    return shown


@pytest.mark.parametrize(
    ("count", "codes", "heads"),
    [
        (36, TWO, ["2025", "2024", "y/y, %", "points", "2025", "y/y, %", "36 months"]),
        (36, TWO[1:], ["2025", "2024", "y/y, %", "2025", "y/y, %", "36 months"]),  # the only line is the whole
        (13, TWO, ["2025", "2024", "y/y, %", "points", "2025", "13 months"]),
        (12, TWO, ["2025", "share, %", "2025", "12 months"]),
        (5, TWO, ["2025", "share, %"]),  # of five months nobody sees a course
    ],
)
def test_a_column_stands_where_a_line_has_a_figure_for_it(count: int, codes: tuple[str, ...], heads: list[str]) -> None:
    """Nothing to compare with: shares stand for rates and contributions, and have the bars."""
    shown = columns(count, *codes)
    assert ["Line", "HS", *heads] == [text.words for text in shown.head]
    assert len(shown.head) == sum(group.columns for group in shown.groups)
    barred = [head for head in heads if head in {"points", "share, %"}]
    assert barred == [shown.head[column].words for column in (shown.bar_column,) if column is not None]
    assert [bool(barred)] * len(codes) == [row.bar is not None for row in shown.rows if row.weight == "line"]


def test_a_total_has_the_rate_of_the_headline() -> None:
    """Of sums of rounded figures no print may bear the rate out: −5.8 % stands in the headline, and in its row, too."""
    years = {"7402": (10609, 10105), "7403": (4389, 3860), "7404": (878, 989)}  # in hundreds: 1,587,600 to 1,495,400
    ends = [(code, *end) for code, pair in years.items() for end in zip(("2024-12", "2025-12"), pair, strict=True)]
    rows = {(code, when): (value, 1) for code, when, value in ends}
    told = months(rows, codes=tuple(years), covers="listed", scale=100)
    assert told.block("finding").headline.words.endswith("fall 5.8%")
    assert [cell.words for cell in told.block("table").rows[-1].cells[:5]] == ["Total", "", "1.50", "1.59", "−5.8"]
    assert told.findings == ()


def test_a_text_has_no_head_over_what_it_cannot_draw() -> None:
    """In plain text and Markdown "36 months" stood over nothing."""
    shown = columns(36, *TWO)
    bare = without_sparks(shown)
    assert ("36 months", False) == (shown.head[-1].words, "36 months" in grid(shown))
    assert len(bare.head) == sum(group.columns for group in bare.groups)
    assert without_sparks(bare) == bare


def test_a_year_without_one_before_has_shares_on_the_page_and_in_the_mail() -> None:
    """Of 4.00 million 3.00 are 75 per cent; no column is empty, and the total has no bar beside the lines'."""
    rows = table(lambda code, _: 3 * MILLION if code == "7403" else MILLION, codes=TWO, months=12)
    told = months(rows, codes=TWO, covers="listed")
    shown, mailed = told.block("table"), told.block("table-mail")
    column = [text.words for text in shown.head].index("share, %")
    assert ["75", "25", "100"] == [row.cells[column].words for row in shown.rows]
    assert [75.0, 25.0, None] == [row.bar for row in shown.rows]
    assert ["Line", "December 2025", "share, %"] == [text.words for text in mailed.head]
    assert ["75", "25", "100"] == [row.cells[2].words for row in mailed.rows]
    assert () == told.findings
