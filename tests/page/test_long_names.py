"""A long name takes the lines that it needs: nothing is printed over it."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from generator.page import EditionLook
from generator.story.label import described
from generator.story.plan import Text
from tests.page.pictures import monthly_story, monthly_table
from tests.page.sample import lede, note, section, strip
from tests.page.test_make_up import made_up, page_of

NAME = "Petroleum oils and oils obtained from bituminous minerals"
STYLES = ["ministry", "gazette"]


def place(words: str, page: pypdfium2.PdfTextPage) -> tuple[float, float]:
    """Return where the last of `words` on a page begins and ends, counted from the foot."""
    searcher, found = page.search(words), None
    while (hit := searcher.get_next()) is not None:
        found = hit
    assert found is not None, words
    boxes = [page.get_charbox(at) for at in range(found[0], found[0] + found[1])]
    return min(box[1] for box in boxes), max(box[3] for box in boxes)


@pytest.mark.parametrize("style", STYLES)
def test_a_key_figure_stands_below_its_name(look: EditionLook, style: str) -> None:
    """Three lines of a name ran into the number, which had room for two above it."""
    cells = tuple(
        replace(cell, label=Text(f"{NAME}, in what was the twelvemonth {at}"), figure=Text(f"{at}{at}{at}.55"))
        for at, cell in enumerate(strip().cells, start=1)
    )
    head, foot = monthly_story().blocks[:2], monthly_story().blocks[-1]
    page = made_up((*head, replace(strip(), cells=cells), lede(), foot), look, style)[0]
    for at in range(1, len(cells) + 1):
        assert place(f"{at}{at}{at}.55", page)[1] < place(f"twelvemonth {at}", page)[0]
    feet = {round(place(f"{at}{at}{at}.55", page)[0]) for at in range(1, len(cells) + 1)}
    assert len(feet) == 1


def test_the_next_label_stands_below_a_long_one_and_its_codes(look: EditionLook) -> None:
    """One line of text beside four of label and codes: the next section begins below them."""
    head, foot = monthly_story().blocks[:2], monthly_story().blocks[-1]
    told = (section("oil", NAME, "HS 2709", "It fell."), section("next", "Afterwards", None, "It rose."))
    page = made_up((*head, *told, foot), look, "ministry")[0]
    assert place("Afterwards", page)[1] < place("HS 2709", page)[0]


def test_a_short_table_across_the_page_leaves_no_hole(look: EditionLook) -> None:
    """It had the height of six rows, which a source in the margin needs: here its source stood a hand below it."""
    rows = monthly_table().rows[:1]
    head, foot = monthly_story().blocks[:2], monthly_story().blocks[-1]
    page = made_up((*head, replace(monthly_table(), rows=rows), note(), foot), look, "ministry")[0]
    name, source = rows[0].cells[0].words, monthly_table().source.words[:20]
    assert 0 < place(name, page)[0] - place(source, page)[1] < 2 * 14  # lines
    assert page_of("Note", [page]) == 0


@pytest.mark.parametrize(
    ("code", "name"),
    [("2709", "crude oil"), ("2710", "petroleum products"), ("0205", "horse and donkey meat")],
)
def test_a_name_keeps_what_tells_the_goods_apart(code: str, name: str) -> None:
    """Without "crude" petroleum oils are those of HS 2710, too; "meat" is of every animal."""
    assert name == described(code, "en").full
