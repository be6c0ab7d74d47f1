"""The pages of a month: every form of picture, where it is shown and nowhere else, and the table with what it draws."""

from __future__ import annotations

import io
from collections.abc import Mapping
from email import message_from_bytes
from typing import Any

import pikepdf
import pypdfium2
import pytest
from lxml import html

from generator.page import EditionLook, render
from tests.page.pictures import contributions, monthly_story, monthly_table, panels, shares, year_gap
from tests.page.reading import pdf_faults
from tests.page.sample import edition
from tests.page.test_pdf import elements

DRAWN = (contributions(), panels(), year_gap(), shares())


@pytest.fixture(name="files", scope="module")
def rendered(look: EditionLook) -> Mapping[str, bytes]:
    """Return the files of the monthly edition by name."""
    return {item.name: item.content for item in render(edition(stories=(monthly_story(),)), look)}


@pytest.fixture(name="tree", scope="module")
def parsed(files: Mapping[str, bytes]) -> Any:  # noqa: ANN401 -- lxml
    """Return the web page as a tree."""
    return html.fromstring(files["en.html"].decode())


def flow(words: str) -> str:
    """Return words without their spaces."""
    return "".join(words.split())


def test_sparks_bars_and_heads_over_columns_keep_the_standards(files: Mapping[str, bytes]) -> None:
    """What is drawn in a table is decoration, and its heads say how many columns they head."""
    assert [] == pdf_faults(files["en.pdf"])


def test_the_pdf_has_a_figure_for_each_picture_and_no_more(files: Mapping[str, bytes]) -> None:
    """Sparks and bars are no figures; each picture has its text, at three quarters of a point a px."""
    pdf = pikepdf.open(io.BytesIO(files["en.pdf"]))
    found = [one for one in elements(pdf.Root.StructTreeRoot) if one.S == "/Figure"]
    assert [picture.alt.words for picture in DRAWN] == [str(one.Alt) for one in found]
    assert [357, 482, 357, 357] == [round(float(one.A.BBox[2]) - float(one.A.BBox[0])) for one in found]


def test_how_to_read_a_picture_is_read_after_it(files: Mapping[str, bytes]) -> None:
    """It stands beside the picture in print, and behind its source for those who listen or copy."""
    pages = [one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(files["en.pdf"])]
    told, picture = flow("".join(pages)), contributions()
    order = [told.find(flow(text.words)) for text in (picture.title, picture.source, *picture.aside)]
    assert order == sorted(order)
    assert order[0] >= 0


def test_a_picture_is_drawn_where_it_is_shown(files: Mapping[str, bytes], tree: Any) -> None:  # noqa: ANN401
    """The mail has its own; the pages have the others, the small multiples across the whole width."""
    message = message_from_bytes(files["en.eml"])
    pictures = {str(part["Content-ID"])[1:].split(".")[0] for part in message.walk() if part["Content-ID"]}
    assert {"mailed-wide", "mailed-narrow"} == pictures
    figures = [figure for figure in tree.iter("figure") if "chart" in figure.get("class")]
    widths = [[svg.get("width") for one in figure.find_class("drawing") for svg in one] for figure in figures]
    usual = ["476", "320"]
    assert [usual, ["642", "320"], usual, usual] == widths
    assert [False, True, False, False] == ["wide" in figure.get("class") for figure in figures]


def test_a_picture_comes_with_its_table(tree: Any) -> None:  # noqa: ANN401
    """Heads and rows of the story; note and source stand before them."""
    (figure,) = (one for one in tree.iter("figure") if one.find(".//h2").get("id") == "contributions-title")
    assert ["Line", "Points"] == [
        head.text_content() for head in figure.iterfind(".//details//thead//th[@scope='col']")
    ]
    assert 8 == len(figure.findall(".//details//tbody/tr"))
    assert ["figcaption", "div", "p", "p", "div"] == [str(part.tag) for part in figure]


def test_a_note_without_a_head_has_none(tree: Any) -> None:  # noqa: ANN401
    """Only a short first sentence stands out."""
    strong = [(note.text or "").strip() for note in tree.find_class("aside")]
    assert ["How to read it.", ""] == strong


def test_the_table_draws_what_its_rows_have(tree: Any) -> None:  # noqa: ANN401
    """A spark in every row, a bar where there is one, no word in either; heads over columns count them all."""
    (figure,) = tree.find_class("figures")
    drawings = [len(row.xpath("./td[contains(@class, 'spark')]/svg")) for row in figure.iter("tr")]
    assert [0] * 2 + [1] * 13 == drawings
    assert 12 == len(figure.findall(".//td/svg")) - 13
    assert {("", "true")} == {(svg.text_content(), svg.get("aria-hidden")) for svg in figure.iter("svg")}
    over = figure.find(".//tr[@class='groups']")
    assert len(monthly_table().head) == sum(int(cell.get("colspan", "1")) for cell in over)
