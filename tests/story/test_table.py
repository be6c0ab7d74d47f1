"""The table of a year with very many lines: rows of the largest, one of the others, and a note in each language."""

from collections.abc import Callable

import pytest

from generator.story.plan import Footnote, Table
from tests.story.conftest import Told, cell

Tell = Callable[..., Told]
CODES = tuple(f"{chapter:02d}" for chapter in range(1, 40))


def told(tell: Tell, lines: int, **hand: object) -> dict[str, Table]:
    """Return the tables of a year in which the n-th line came to n million, after half of it."""
    cells = [cell(code, "2025", f"{2 * place}.00") for place, code in enumerate(CODES[:lines], 1)]
    before = [cell(code, "2024", f"{place}.00") for place, code in enumerate(CODES[:lines], 1)]
    story = tell(*cells, *before, codes=CODES[:lines], labels={}, **hand).story
    return {block.id: block for block in story.blocks if isinstance(block, Table)}


def row(table: Table, place: int) -> list[str]:
    """Return the cells of a row."""
    return [text.words for text in table.rows[place].cells]


def test_thirty_lines_stand_one_by_one(tell: Tell) -> None:
    """No row is spared that would not be worth the words."""
    table = told(tell, 30)["table"]
    assert (31, ()) == (len(table.rows), table.notes)


def test_of_thirty_nine_lines_the_smallest_stand_together(tell: Tell) -> None:
    """The eleven lines from 1 to 11 came to 2 * 66 after 66 million, of 2 * 780: 8.46 per cent."""
    table, said = told(tell, 39)["table"], "Their figures are in figures.csv, inside the PDF of this edition."
    assert ["Eleven other lines", "", "132", "66", "+66", "8.5"] == row(table, 28)
    assert [f"Lines without a row of their own: 11. {said}"] == [note.words for note in table.notes]
    assert (Footnote(0, "a", "note a", ((28, 0),)),) == table.footnotes  # from the row of the eleven


def test_the_mail_has_fourteen_rows_at_most(tell: Tell) -> None:
    """Twelve lines, the other twenty-seven and the total."""
    table = told(tell, 39)["table-mail"]
    assert (14, "27 other lines") == (len(table.rows), row(table, 12)[0])
    assert "27" in table.notes[0].words


@pytest.mark.parametrize(
    ("where", "said"),
    [("folder", "in figures.csv of this edition"), ("publisher", "The terms of the source keep their figures")],
)
def test_the_note_says_where_the_others_are(tell: Tell, where: str, said: str) -> None:
    """An edition without a PDF has them beside it, and one whose terms keep them has none."""
    assert said in told(tell, 39, kept_in=where)["table"].notes[0].words


def test_lines_without_a_figure_are_the_first_to_go(tell: Tell) -> None:
    """Of 36 lines 28 have a row, eight are one; of three without a figure one has room, and two are left out, too."""
    cells = [cell(code, "2025", f"{place}.00") for place, code in enumerate(CODES[:36], 1)]
    story = tell(*cells, codes=CODES[:39], labels={}).story
    table = next(block for block in story.blocks if isinstance(block, Table))
    assert "Eight other lines" == row(table, 28)[0]
    assert ("own: 10. Their figures are" in table.notes[-1].words, len(table.rows)) == (True, 31)
