"""The gazette: the same edition on a newspaper's page, in two columns that a listener hears one after the other."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser

from generator.audit.seen.page_styles import PageStyles
from generator.page import EditionLook
from generator.story import plan
from generator.story.plan import Text
from tests.page.pictures import monthly_story
from tests.page.reading import files_of, html_of, pdf_faults, seen
from tests.page.sample import edition, story

MM = 72 / 25.4
SIDES, FOOT, HEAD = 18 * MM, 66.0, 841.89 - 54
MIDDLE = 105 * MM


@pytest.fixture(scope="module", name="gazette")
def rendered(look: EditionLook) -> Mapping[str, bytes]:
    """Return the files of the sample edition as a gazette, by name."""
    return files_of(edition(), replace(look, name="gazette"))


@pytest.fixture(name="pages")
def read(gazette: Mapping[str, bytes]) -> list[pypdfium2.PdfTextPage]:
    """Return the text of each page."""
    return [one.get_textpage() for one in pypdfium2.PdfDocument(gazette["en.pdf"])]


def boxes(text: pypdfium2.PdfTextPage) -> list[tuple[float, float, float, float]]:
    """Return left, bottom, right and top of every character that is seen."""
    found = [text.get_charbox(at) for at in range(text.count_chars())]
    return [box for box in found if box[2] > box[0]]


@pytest.mark.long
def test_the_gazette_keeps_both_standards(gazette: Mapping[str, bytes]) -> None:
    """Columns or not: PDF/UA-1 and PDF/A-3a in one file."""
    assert [] == pdf_faults(gazette["en.pdf"])


@pytest.mark.long
def test_nothing_stands_outside_the_margins(pages: list[pypdfium2.PdfTextPage]) -> None:
    """A column that is too full becomes a third one beside the page, and nobody is told."""
    every = [box for text in pages for box in boxes(text)]
    assert min(box[0] for box in every) >= SIDES - 1
    assert max(box[2] for box in every) <= 210 * MM - SIDES + 1


def test_the_page_hides_nothing(gazette: Mapping[str, bytes]) -> None:
    """Contents that no screen shows would hold the edition."""
    assert [] == list(PageStyles(html.fromstring(gazette["en.html"])).faults())


def test_two_columns_leave_the_gutter_white(pages: list[pypdfium2.PdfTextPage]) -> None:
    """Below the strip of the first page no character stands in the 6 mm between the columns."""
    lede = next(block for block in story().blocks if isinstance(block, plan.Section)).paragraphs[0][0].words
    start = pages[0].get_text_range().index(lede[:20])
    below = pages[0].get_charbox(start)[3] + 1
    crossing = [box for box in boxes(pages[0]) if FOOT < box[1] < below and box[0] < MIDDLE < box[2]]
    assert [] == crossing
    assert {True, False} == {box[0] < MIDDLE for box in boxes(pages[0]) if FOOT < box[1] < below}


def test_a_picture_is_as_wide_as_its_column(gazette: Mapping[str, bytes]) -> None:
    """318 px at three quarters of a point: 84 mm."""
    with pikepdf.open(io.BytesIO(gazette["en.pdf"])) as pdf:
        nodes = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"]
        widths = [round(float(node.A.BBox[2] - node.A.BBox[0]) / MM) for node in nodes]
    assert [84] == widths


def test_the_name_of_the_briefing_is_the_largest_line(pages: list[pypdfium2.PdfTextPage]) -> None:
    """As on a newspaper, in the middle of the page."""
    head = next(block for block in story().blocks if isinstance(block, plan.KeyFinding))
    start = pages[0].get_text_range().index(head.series.words)
    first, last = (pages[0].get_charbox(at) for at in (start, start + len(head.series.words) - 1))
    assert MIDDLE == pytest.approx((first[0] + last[2]) / 2, abs=2)


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 820])
def test_the_gazette_shuts_no_reader_out(
    gazette: Mapping[str, bytes], browser: Browser, scheme: str, width: int
) -> None:
    """Page and mail: nothing scrolls sideways, and axe finds no fault in names, order or contrast."""
    tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    for text in (gazette["en.html"].decode(), html_of(gazette["en.eml"])):
        tab.set_content(text)
        assert [] == [fault["id"] for fault in Axe().run(tab).response["violations"]]
        assert width == max(width, tab.evaluate("document.documentElement.scrollWidth"))
    tab.close()


def test_a_long_headline_is_set_smaller_before_it_takes_a_third_line(look: EditionLook) -> None:
    """At 33 pt this one needs three lines, at 28 pt two: its last line stands at most two leadings below the first."""
    words = "China\u2019s mineral and metal imports from Pakistan rose 9.3% in December"
    blocks = tuple(
        replace(block, headline=plan.Text(words)) if isinstance(block, plan.KeyFinding) else block
        for block in story().blocks
    )
    told = edition(stories=(replace(story(), blocks=blocks),), formats=("pdf",))
    files = files_of(told, replace(look, name="gazette"))
    text = pypdfium2.PdfDocument(files["en.pdf"])[0].get_textpage()
    found = text.get_text_range()
    first, last = (text.get_charbox(found.index(part))[1] for part in ("mineral and", "December"))
    assert 31 == pytest.approx(first - last, abs=1)


@pytest.mark.long
def test_every_picture_of_a_month_fits_its_column(look: EditionLook, browser: Browser) -> None:
    """On a screen of any width one drawing of each picture is shown, and none is wider than its place."""
    told = edition(stories=(monthly_story(),), formats=("html",))
    files = files_of(told, replace(look, name="gazette"))
    asked = """() => [...document.querySelectorAll('.picture')].map(place => {
        const seen = [...place.querySelectorAll('.drawing')].filter(one => one.checkVisibility());
        return [seen.length, place.scrollWidth <= place.clientWidth] })"""
    for width in (320, 360, 390, 520, 680, 760, 900, 1280):
        shown = seen(browser, files["en.html"].decode(), asked, width)
        assert {(1, True)} == {(count, fits) for count, fits in shown}, width


@pytest.mark.long
@pytest.mark.parametrize("name", ["ministry", "gazette"])
def test_a_key_figure_with_a_long_name_stays_above_the_opening(look: EditionLook, name: str) -> None:
    """Four lines of a name need more than the strip's usual height."""
    long = Text("Petroleum oils and oils from bituminous minerals, not crude, twelve months to January 2025")
    blocks = [_renamed(block, long) if isinstance(block, plan.Strip) else block for block in story().blocks]
    told = replace(edition(), stories=(replace(story(), blocks=tuple(blocks)),), formats=("pdf",))
    made = files_of(told, replace(look, name=name))
    page = pypdfium2.PdfDocument(made["en.pdf"])[0].get_textpage()
    words = page.get_text_range()
    lede = next(block for block in story().blocks if isinstance(block, plan.Section)).paragraphs[0][0].words
    gloss, opening = (page.get_charbox(words.index(text)) for text in ("from $0.29", lede[:20]))
    assert gloss[1] > opening[3]


def _renamed(strip: plan.Strip, label: Text) -> plan.Strip:
    *others, last = strip.cells
    return replace(strip, cells=(*others, replace(last, label=label)))
