"""The table of very many lines: rows of the largest, one of the others, and a note."""

import pytest

from generator.story.plan import Footnote, Table
from tests.story.whole import whole

CODES = tuple(f"{chapter:02d}" for chapter in range(1, 40))


def told(lines: int, kept_in: str = "pdf") -> dict[str, Table]:
    """Return the tables of a year in which the n-th line came to 2 n million, after n million."""
    rows = [
        f"{year} {code} {times * place}.000000 million"
        for place, code in enumerate(CODES[:lines], 1)
        for year, times in ((2025, 2), (2024, 1))
    ]
    story = whole("\n".join(rows), CODES[:lines], labels={}, kept_in=kept_in).story
    return {block.id: block for block in story.blocks if isinstance(block, Table)}


def row(table: Table, place: int) -> list[str]:
    """Return the cells of a row."""
    return [text.words for text in table.rows[place].cells]


def test_fourteen_lines_stand_one_by_one() -> None:
    """No row is spared that would not be worth the words."""
    table = told(14)["table"]
    assert (15, ()) == (len(table.rows), table.notes)


def test_of_thirty_nine_lines_the_smallest_stand_together() -> None:
    """The 27 lines from 1 to 27 came to 2 * 378 after 378 million, 48.46 points of 780."""
    table, said = told(39)["table"], "Their figures are in figures.csv, inside the PDF of this edition."
    assert ["27 other lines", "", "756.00", "378.00", "+100", "+48.5"] == row(table, 12)
    assert [f"Lines without a row of their own: 27. {said}"] == [note.words for note in table.notes]
    assert (Footnote(0, "a", "note a", ((12, 0),)),) == table.footnotes  # from the row of the others


def test_the_mail_has_six_lines_and_the_total() -> None:
    """The other 33 are counted in its note."""
    table = told(39)["table-mail"]
    assert 7 == len(table.rows)
    assert "33" in table.notes[0].words


@pytest.mark.parametrize(
    ("where", "said"),
    [("folder", "in figures.csv of this edition"), ("publisher", "The terms of the source keep their figures")],
)
def test_the_note_says_where_the_others_are(where: str, said: str) -> None:
    """An edition without a PDF has them beside it, and one whose terms keep them has none."""
    assert said in told(39, kept_in=where)["table"].notes[0].words


def test_a_line_without_a_figure_has_no_row() -> None:
    """Text and note name it; a row would be all dashes."""
    rows = [f"2025 {code} {place}.00 million" for place, code in enumerate(CODES[:4], 1)]
    story = whole("\n".join(rows), CODES[:6], labels={}).story
    table = next(block for block in story.blocks if isinstance(block, Table))
    assert ["04", "03", "02", "01"] == [line.cells[1].words for line in table.rows[:-1]]
