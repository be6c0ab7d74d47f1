"""The table of very many lines: rows of the largest, one of the others, and a note."""

from collections.abc import Callable

import pytest

from generator.story.plan import Footnote, Table
from tests.story.conftest import Told, cell

Tell = Callable[..., Told]
CODES = tuple(f"{chapter:02d}" for chapter in range(1, 40))


def told(tell: Tell, lines: int, **hand: object) -> dict[str, Table]:
    """Return the tables of a year in which the n-th line came to 2 n million, after n million."""
    cells = [cell(code, "2025", f"{2 * place}.000000") for place, code in enumerate(CODES[:lines], 1)]
    before = [cell(code, "2024", f"{place}.000000") for place, code in enumerate(CODES[:lines], 1)]
    story = tell(*cells, *before, codes=CODES[:lines], labels={}, **hand).story
    return {block.id: block for block in story.blocks if isinstance(block, Table)}


def row(table: Table, place: int) -> list[str]:
    """Return the cells of a row."""
    return [text.words for text in table.rows[place].cells]


def test_fourteen_lines_stand_one_by_one(tell: Tell) -> None:
    """No row is spared that would not be worth the words."""
    table = told(tell, 14)["table"]
    assert (15, ()) == (len(table.rows), table.notes)


def test_of_thirty_nine_lines_the_smallest_stand_together(tell: Tell) -> None:
    """The 27 lines from 1 to 27 came to 2 * 378 after 378 million, 48.46 points of 780."""
    table, said = told(tell, 39)["table"], "Their figures are in figures.csv, inside the PDF of this edition."
    assert ["27 other lines", "", "756.00", "378.00", "+100", "+48.5"] == row(table, 12)
    assert [f"Lines without a row of their own: 27. {said}"] == [note.words for note in table.notes]
    assert (Footnote(0, "a", "note a", ((12, 0),)),) == table.footnotes  # from the row of the others


def test_the_mail_has_six_lines_and_the_total(tell: Tell) -> None:
    """The other 33 are counted in its note."""
    table = told(tell, 39)["table-mail"]
    assert 7 == len(table.rows)
    assert "33" in table.notes[0].words


@pytest.mark.parametrize(
    ("where", "said"),
    [("folder", "in figures.csv of this edition"), ("publisher", "The terms of the source keep their figures")],
)
def test_the_note_says_where_the_others_are(tell: Tell, where: str, said: str) -> None:
    """An edition without a PDF has them beside it, and one whose terms keep them has none."""
    assert said in told(tell, 39, kept_in=where)["table"].notes[0].words


def test_a_line_without_a_figure_has_no_row(tell: Tell) -> None:
    """Text and note name it; a row would be all dashes."""
    cells = [cell(code, "2025", f"{place}.00") for place, code in enumerate(CODES[:4], 1)]
    story = tell(*cells, codes=CODES[:6], labels={}).story
    table = next(block for block in story.blocks if isinstance(block, Table))
    assert ["04", "03", "02", "01"] == [line.cells[1].words for line in table.rows[:-1]]
