"""The page and the mail in a browser: no sideways scrolling, and nothing that shuts a reader out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from generator.page import EditionLook
from generator.story.plan import Masthead, Row, Table, Text
from tests.page.pictures import monthly_table
from tests.page.reading import files_of, html_of, seen
from tests.page.sample import edition, masthead, story, table

SCROLL_WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture(params=["html", "mail"], name="page_text")
def page_of(request: pytest.FixtureRequest, made: Mapping[str, bytes]) -> str:
    """Return the page, and the HTML part of the mail."""
    if request.param == "html":
        return made["en.html"].decode()
    return html_of(made["en.eml"])


@pytest.mark.parametrize("width", [320, 360, 390, 600, 820, 1280])
def test_nothing_scrolls_sideways(browser: Browser, page_text: str, width: int) -> None:
    """Down to 320 px the page is one column that fits."""
    assert width == max(width, seen(browser, page_text, SCROLL_WIDTH, width))


@pytest.mark.parametrize(
    ("heads", "line", "width"),
    [
        (("January–February 2025", "January–February 2024"), ("Refined copper", "84.14", "81.25", "+3.6"), 360),
        (("December 2025", "December 2024"), ("Fresh or chilled seabream", "0.149", "0.151", "low base"), 320),
    ],
)
def test_a_mail_with_the_heads_of_two_months_fits_a_phone(
    browser: Browser, look: EditionLook, heads: tuple[str, str], line: tuple[str, ...], width: int
) -> None:
    """Its heads, as long as "January–February 2025", break over two lines, and do not widen the page."""
    lines = (line, ("Total", "195.78", "189.51", "+3.3"))
    rows = tuple(Row(tuple(map(Text, line))) for line in lines)
    months = replace(
        table(), id="mailed", shown=("mail",), head=tuple(map(Text, ("Line", *heads, "y/y, %"))), rows=rows
    )
    blocks = tuple(months if isinstance(block, Table) else block for block in story().blocks)
    told = edition(stories=(replace(story(), blocks=blocks),), formats=("email",))
    mail = html_of(files_of(told, look)["en.eml"])
    assert width == max(width, seen(browser, mail, SCROLL_WIDTH, width))


@pytest.mark.long
def test_a_phone_shows_the_table_of_a_month_without_its_codes(browser: Browser, look: EditionLook) -> None:
    """Under the heads of groups, too, which keep to their columns."""
    blocks = tuple(monthly_table() if isinstance(block, Table) else block for block in story().blocks)
    told = edition(stories=(replace(story(), blocks=blocks),), formats=("html",))
    text = files_of(told, look)["en.html"].decode()
    asked = """() => { const ends = row => [...document.querySelectorAll(`.figures thead ${row} > *`)]
            .filter(one => one.checkVisibility()).map(one => Math.round(one.getBoundingClientRect().right));
        return [[...document.querySelectorAll('.figures .code')].filter(one => one.checkVisibility()).length,
            ends('tr.groups').filter(end => !ends('tr:last-child').includes(end))] }"""
    for width, codes in ((360, 0), (1280, 2 + len(monthly_table().rows))):
        assert [codes, []] == seen(browser, text, asked, width)


def test_heads_of_groups_stand_in_the_middle_of_their_rules(browser: Browser, look: EditionLook) -> None:
    """Each is over all of its columns, and not over the last one."""
    blocks = tuple(monthly_table() if isinstance(block, Table) else block for block in story().blocks)
    told = edition(stories=(replace(story(), blocks=blocks),), formats=("html",))
    asked = """() => [...document.querySelectorAll('.groups span')].map(span => {
        const words = document.createRange(); words.selectNodeContents(span);
        const middle = box => (box.left + box.right) / 2;
        return middle(words.getBoundingClientRect()) - middle(span.getBoundingClientRect()) })"""
    off = seen(browser, files_of(told, look)["en.html"].decode(), asked, 1280)
    assert [pytest.approx(0, abs=2)] * 3 == off


@pytest.mark.parametrize("width", [360, 1280])
def test_a_warning_stands_beside_the_kind_of_briefing(browser: Browser, look: EditionLook, width: int) -> None:
    """On one line, at any width: who reads "Monthly briefing" has read that its figures are invented."""
    head = replace(masthead(), tag=Text("Illustrative figures"))
    blocks = tuple(head if isinstance(block, Masthead) else block for block in story().blocks)
    told = edition(stories=(replace(story(), blocks=blocks),), formats=("html",))
    files = files_of(told, look)
    asked = """() => ['.issue .strong', '.issue .tag'].map(name => {
        const box = document.querySelector(name).getBoundingClientRect(); return (box.top + box.bottom) / 2 })"""
    kind, warning = seen(browser, files["en.html"].decode(), asked, width)
    assert kind == pytest.approx(warning, abs=2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_reader_is_shut_out(browser: Browser, page_text: str, scheme: str) -> None:
    """Axe finds no fault in names, order or contrast, on light and on dark paper."""
    with browser.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.set_content(page_text)
        assert [] == [fault["id"] for fault in Axe().run(page).response["violations"]]


@pytest.mark.long
def test_the_chart_keeps_to_its_column(browser: Browser, made: Mapping[str, bytes]) -> None:
    """Every mark stands inside the drawing at each width of the page."""
    inside = """() => { const ink = [...document.querySelectorAll('.ink')].find(one => one.checkVisibility());
        const column = ink.parentElement.getBoundingClientRect();
        return [...ink.querySelectorAll('text, rect, path')].every(mark => {
          const box = mark.getBoundingClientRect();
          return box.left >= column.left - 1 && box.right <= column.right + 1 }) }"""
    for width in (320, 359, 360, 389, 390, 519, 520, 679, 680, 759, 760, 899, 900, 1280):
        assert (width, True) == (width, seen(browser, made["en.html"].decode(), inside, width))


@pytest.mark.parametrize("width", [320, 360, 390, 430])
def test_a_phone_fills_its_width_with_the_chart(browser: Browser, made: Mapping[str, bytes], width: int) -> None:
    """One drawing serves them all, as wide as its column; its labels are 11 to 17 px."""
    asked = """() => { const ink = [...document.querySelectorAll('.ink')].find(one => one.checkVisibility());
        return [ink.parentElement.clientWidth - ink.getBoundingClientRect().width,
          13 * ink.getBoundingClientRect().width / ink.viewBox.baseVal.width] }"""
    left, size = seen(browser, made["en.html"].decode(), asked, width)
    assert (0, 11 <= size <= 17) == (round(left), True)


@pytest.mark.parametrize("width", [320, 360])
def test_the_name_of_the_period_is_not_parted(browser: Browser, made: Mapping[str, bytes], width: int) -> None:
    """Two months told together are one name, on one line."""
    named = made["en.html"].decode().replace("<span>2025</span>", "<span>January–February 2025</span>", 1)
    assert "January–February 2025" in named
    assert 1 == seen(browser, named, "document.querySelector('.series span').getClientRects().length", width)


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("width", [820, 1280])
def test_key_figures_have_equal_cells(browser: Browser, made: Mapping[str, bytes], width: int, media: str) -> None:
    """None is read as the larger one, on a screen or on paper."""
    widths = "[...document.querySelectorAll('.strip li')].map(cell => cell.getBoundingClientRect().width)"
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.set_content(made["en.html"].decode())
        page.emulate_media(media=media)  # type: ignore[arg-type]
        cells = page.evaluate(widths)
    assert 4 == len(cells)
    assert max(cells) - min(cells) <= 1


def test_the_right_column_stays_beside_the_text(browser: Browser, made: Mapping[str, bytes]) -> None:
    """Contents and downloads are there however far a reader has come; on a phone the downloads stand at the end."""
    asked = """() => { scrollTo(0, document.documentElement.scrollHeight / 2);
        const side = document.querySelector('.side').getBoundingClientRect();
        const text = document.querySelector('.story').getBoundingClientRect();
        const shown = name => document.querySelector(name).checkVisibility();
        return [side.left >= text.right && side.top >= 0 && side.top <= 30, side.top >= text.bottom,
            shown('.contents'), shown('.take')] }"""
    page = made["en.html"].decode()
    assert [True, False, True, True] == seen(browser, page, asked, 1280)
    assert [False, True, False, True] == seen(browser, page, asked, 360)


@pytest.mark.long
@pytest.mark.parametrize("width", [320, 360])
def test_a_phone_shows_the_other_columns_when_asked(browser: Browser, look: EditionLook, width: int) -> None:
    """First the level, its rate and the bar, all of them in sight, then the others in their place."""
    blocks = tuple(monthly_table() if isinstance(block, Table) else block for block in story().blocks)
    told = edition(stories=(replace(story(), blocks=blocks),), formats=("html",))
    text = files_of(told, look)["en.html"].decode()
    asked = """() => { const heads = () => [...document.querySelectorAll('.figures thead tr:last-child th')]
            .filter(one => one.checkVisibility()).map(one => one.textContent);
        const fits = () => { const place = document.querySelector('.figures .column');
            return place.scrollWidth <= place.clientWidth };
        const first = [heads(), fits()]; document.querySelector('.columns').open = true;
        return [...first, heads(), document.documentElement.scrollWidth <= innerWidth] }"""
    heads, fits, others, stays = seen(browser, text, asked, width)
    every = [head.words for head in monthly_table().head]
    assert (True, True) == (fits, stays)
    assert [every[0], every[2], every[4], every[5]] == heads
    assert [every[0], every[3], every[5], *every[6:8]] == others


@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_printed_from_a_browser_is_a_sheet(browser: Browser, made: Mapping[str, bytes], width: int) -> None:
    """A4 whatever the window's width, in the type of print, with the drawing of print as wide as its column."""
    shown = "[...document.querySelectorAll('.drawing')].filter(one => one.checkVisibility()).map(one => one.className)"
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.set_content(made["en.html"].decode())
        sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
        page.emulate_media(media="print")
        assert ["drawing"] == page.evaluate(shown)
        page.set_viewport_size({"width": 680, "height": 800})  # of A4 without its margins
        wide = "(() => {const one = document.querySelector('.drawing svg'); return [one, one.closest('.column')]"
        assert 1 == page.evaluate(f"{wide}.map(it => it.getBoundingClientRect().width)}})().reduce((a, b) => a / b)")
    pages = len(pypdfium2.PdfDocument(made["en.pdf"]))
    assert (pages, [595, 842]) == (len(sheets), [round(side) for side in sheets[0].get_size()])


def test_a_chart_file_brings_its_faces(browser: Browser, made: Mapping[str, bytes]) -> None:
    """Wherever it is opened, its labels have the widths that it was drawn with."""
    loaded = (
        "document.fonts.ready.then(fonts => [...fonts].map(face => `${face.family} ${face.weight} ${face.status}`))"
    )
    faces = [face.replace('"', "") for face in seen(browser, made["charts/lines.en.svg"].decode(), loaded)]
    assert [f"Source Sans 3 {weight} loaded" for weight in (400, 600, 700)] == faces
