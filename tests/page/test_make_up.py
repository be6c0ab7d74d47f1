"""How pages are made up: nothing is lost, nothing is torn apart, and a foot is white only where it must be."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pytest

from generator.page import EditionLook, make_up
from generator.page.make_up import PageBlock, Room
from generator.page.templates import is_short
from generator.story import plan
from generator.story.plan import Text
from tests.page.pictures import contributions, monthly_story, monthly_table, panels, year_gap
from tests.page.reading import files_of
from tests.page.sample import edition, lede, note, section, story, strip, voices, watch

FOOT, AREA = 66.0, 841.89 - 66 - 54
AHEAD = "in columns a picture may stand a page ahead of its text where that page would be white"
SAID = "Customs counted what came in, month by month. "


def made_up(blocks: tuple[plan.Block, ...], look: EditionLook, style: str) -> list[pypdfium2.PdfTextPage]:
    """Return the text of each page of a story of these blocks."""
    told = edition(stories=(replace(story(), blocks=blocks),), formats=("pdf",))
    files = files_of(told, replace(look, name=style))
    return [page.get_textpage() for page in pypdfium2.PdfDocument(files["en.pdf"])]


def page_of(words: str, pages: list[pypdfium2.PdfTextPage]) -> int:
    """Return on which page `words` begin."""
    wanted = "".join(words.split())
    return next(at for at, text in enumerate(pages) if wanted in "".join(text.get_text_range().split()))


def white(text: pypdfium2.PdfTextPage) -> float:
    """Return how much of the type area is white at the foot of a page."""
    feet = (text.get_charbox(at)[1] for at in range(text.count_chars()))
    return float(min(foot for foot in feet if foot > FOOT) - FOOT) / AREA


def long_month(paragraphs: int) -> tuple[plan.Block, ...]:
    """Return a month with so many paragraphs before its panels; its year is told above its picture."""
    head, foot = monthly_story().blocks[:2], monthly_story().blocks[-1]
    more = [section(f"more{at}", f"More {at}", None, SAID * 4) for at in range(paragraphs)]
    year = section("year", "The year", None, "The year rose. " + SAID)
    pages = ("pdf", "html")
    drawn = panels(shown=pages, title=Text("Panels of lines")), year, year_gap(shown=pages, title=Text("Years drawn"))
    return (*head, *more, *drawn, monthly_table(), watch(), note(), foot)


def test_what_is_over_the_whole_page_stands_above_or_under_both_columns() -> None:
    """Narrow blocks are in two columns of like height, in order; wide ones are where they come among them."""
    blocks = [
        PageBlock(200, 10, is_figure=True),
        *(PageBlock(100, 10, is_narrow=True) for _ in range(4)),
        PageBlock(150, 10),
    ]
    (page,) = make_up.fill_pages(blocks, Room(700, 700, 0))
    assert [((0,),), ((1, 2), (3, 4)), ((5,),)] == [band.columns for band in page]


def test_white_above_a_picture_under_two_columns_is_counted() -> None:
    """A text ends the shorter column, but the picture stands under both: no page gets more white than it has."""
    text, figure = PageBlock(80, 10, is_narrow=True), PageBlock(200, 10, is_narrow=True, is_figure=True)
    wide = PageBlock(220, 10, is_figure=True, is_tied=True)
    blocks = [PageBlock(690, 10), text, figure, text, text, text, figure, wide, PageBlock(600, 10)]
    _, page, _ = make_up.fill_pages(blocks, Room(700, 700, 0))
    columns, picture = page
    heights = [
        sum(blocks[number].height + 10 * bool(place) + more[place] for place, number in enumerate(column))
        for column, more in zip(columns.columns, columns.within, strict=True)
    ]
    assert picture.more > 0
    assert max(heights) + 10 + picture.more + 220 <= 700


@pytest.mark.parametrize(("height", "is_low"), [(130, False), (170, True)])
def test_a_figure_is_lower_only_where_its_page_has_no_room(height: float, *, is_low: bool) -> None:
    """Text and figure fill the page. What is low is as much lower as its lower drawing."""
    blocks = [PageBlock(540, 10), PageBlock(height, 10, is_figure=True, less=40)]
    (page,) = make_up.fill_pages(blocks, Room(700, 700, 0))
    assert [False, is_low] == [bool(band.lower) for band in page]


def test_figures_become_lower_one_after_the_other() -> None:
    """The page has room for the higher drawing of the second, once the first is lower."""
    figure = PageBlock(200, 10, is_figure=True, less=40)
    (page,) = make_up.fill_pages([PageBlock(285, 10), figure, figure], Room(700, 700, 0))
    assert [(), (1,), ()] == [band.lower for band in page]


def test_a_figure_that_has_no_room_stands_after_the_texts_that_have() -> None:
    """Nothing but the figure moves: texts keep their order, and the block that ends the edition ends it."""
    text, figure, end = PageBlock(100, 10), PageBlock(400, 10, is_figure=True), PageBlock(120, 10)
    pages = make_up.fill_pages([text, text, figure, text, text, text, end], Room(500, 700, 0))
    order = [band.columns[0][0] for page in pages for band in page]
    assert [at for at in order if at != 2] == [0, 1, 3, 4, 5, 6]
    assert order.index(2) > order.index(3)
    assert [len(pages[0]), 2 in [band.columns[0][0] for band in pages[1]]] == [4, True]


def test_a_last_page_is_a_quarter_full() -> None:
    """The note alone would be a sixth of a page: the table goes with it, where that leaves no white before."""
    blocks = [
        PageBlock(180, 10),
        PageBlock(180, 10),
        PageBlock(160, 10),
        PageBlock(80, 10, is_figure=True),
        PageBlock(120, 10),
    ]
    first, last = make_up.fill_pages(blocks, Room(700, 700, 0))
    assert [[0, 1, 2], [3, 4]] == [[band.columns[0][0] for band in page] for page in (first, last)]


def test_a_block_higher_than_a_page_is_not_lost() -> None:
    """It has pages of its own, and a first block too high for the first page leaves that to what stands above."""
    pages = make_up.fill_pages([PageBlock(600, 10), PageBlock(900, 10), PageBlock(50, 10)], Room(300, 700, 0))
    assert [(), (0,), (1,), (2,)] == [tuple(band.columns[0][0] for band in page) for page in pages]


def test_figures_alone_have_pages_before_the_text_that_ends_the_edition() -> None:
    """A template of a house may leave out the lede."""
    figure = PageBlock(500, 10, is_figure=True)
    pages = make_up.fill_pages([figure, figure, PageBlock(120, 10)], Room(700, 700, 20))
    assert [[0], [1, 2]] == [[band.columns[0][0] for band in page] for page in pages]


def test_a_paragraph_stands_apart_from_a_figure_above_it_but_not_from_its_text() -> None:
    """The gap above the first block of the first page is shared in, too."""
    figure, tied = PageBlock(300, 10, is_figure=True), PageBlock(100, 7, is_tied=True)
    (page,) = make_up.fill_pages([PageBlock(100, 10), figure, tied, tied, PageBlock(20, 10)], Room(720, 720, 0))
    assert [True, True, True, False, True] == [band.more > 0 for band in page]


def test_white_is_shared_among_the_gaps_of_the_longest_column() -> None:
    """One gap in it and one above it take all but a few per cent of the page, however many the shorter column has."""
    high, low, end = PageBlock(200, 10, is_narrow=True), PageBlock(60, 10, is_narrow=True), PageBlock(500, 10)
    (band,), _ = make_up.fill_pages([high, high, low, low, low, low, end], Room(460, 700, 0))
    assert ((0, 1), (2, 3, 4, 5)) == band.columns
    assert 200 + 10 + 200 + band.more + band.within[0][1] == pytest.approx(455 - 0.06 * 700, abs=0.1)


@pytest.mark.parametrize("style", ["ministry", "gazette"])
def test_a_page_may_end_between_two_statements(look: EditionLook, style: str) -> None:
    """None of them is divided, and no page is left white for the next."""
    first, second = voices().statements
    said = [
        replace(first, words=(Text(f"Said {at}. {SAID * 3}"),), answer=(Text(f"Answer {at}."),)) for at in range(24)
    ]
    head, foot = monthly_story().blocks[:2], monthly_story().blocks[-1]
    pages = made_up((*head, replace(voices(), statements=(*said, second)), foot), look, style)
    assert [page_of(f"Said {at}.", pages) for at in range(24)] == [page_of(f"Answer {at}.", pages) for at in range(24)]
    assert max(white(page) for page in pages[:-1]) < 0.15


@pytest.mark.parametrize(
    ("style", "paragraphs"),
    [
        ("ministry", 9),
        pytest.param("ministry", 3, marks=pytest.mark.long),
        *(
            pytest.param("gazette", count, marks=[pytest.mark.long, pytest.mark.xfail(reason=AHEAD, strict=True)])
            for count in (3, 9)
        ),
    ],
)
def test_a_picture_stands_on_the_page_of_its_paragraph(look: EditionLook, style: str, paragraphs: int) -> None:
    """However much stands above: the year and its lines, and nothing of either is lost."""
    pages = made_up(long_month(paragraphs), look, style)
    places = [
        page_of(words, pages) for words in ("Panels of lines", "The year rose", "Years drawn", "All lines", "Note")
    ]
    assert places == sorted(places)
    assert places[1] == places[2]


@pytest.mark.parametrize("paragraphs", [3, 9])
def test_the_first_page_says_on_which_page_the_year_stands(look: EditionLook, paragraphs: int) -> None:
    """In its margin, beside the lede."""
    blocks = long_month(paragraphs)
    blocks = (*blocks[:2], lede(), *blocks[2:])
    first, *later = made_up(blocks, look, "ministry")
    number = 2 + page_of("The year rose.", later)
    guide = " ".join(first.get_text_range().split())
    assert re.search(rf"\b{number} (?:\D|\bMore \d)*\bThe year\b", guide)


@pytest.mark.long
def test_nothing_is_lost_where_a_figure_finds_no_room_under_columns(look: EditionLook) -> None:
    """The columns of the first page end high above its foot, and the panels do not fit there: all the rest follows."""
    pages, more = ("pdf", "html"), [section(f"more{at}", f"More {at}", None, SAID * 15) for at in range(2)]
    told = (strip(), lede(), contributions(shown=pages), *more)
    pages_made = made_up((*long_month(0)[:2], *told, *long_month(0)[2:]), look, "gazette")
    words = ("Panels of lines", "The year rose", "Years drawn", "All lines", "What to watch", "Note on")
    places = [page_of(one, pages_made) for one in words]
    assert places == sorted(places)


def test_a_short_section_stands_beside_its_label() -> None:
    """Six lines or fewer are never divided; more may be."""
    short, longer = (section("s", "Ores", None, SAID * count) for count in (9, 10))
    assert (True, False) == (is_short(short), is_short(longer))


def test_no_page_begins_in_the_middle_of_a_short_section(look: EditionLook) -> None:
    """Who turns the page finds a label on its first line."""
    told = [
        replace(
            section(f"s{at}", f"Label {at}", None, ""),
            paragraphs=((Text(SAID * (2 + at % 3)),), (Text(f"End of {at}. {SAID}"),)),
        )
        for at in range(24)
    ]
    head, foot = monthly_story().blocks[:2], monthly_story().blocks[-1]
    pages = made_up((*head, *told, foot), look, "ministry")
    assert [page_of(f"Label {at}", pages) for at in range(len(told))] == [
        page_of(f"End of {at}.", pages) for at in range(len(told))
    ]


@pytest.mark.parametrize("style", ["ministry", "gazette"])
def test_key_figures_stand_in_one_row(look: EditionLook, style: str) -> None:
    """A label of two lines moves all four figures down, and none of its words into the text below."""
    first, *others = strip().cells
    named = replace(first, label=Text("Copper and articles, twelve months to November 2025"))
    noted = replace(named, note=Text("43% of the lines in the twelve months to November 2024"))
    blocks = tuple(
        replace(block, cells=(*others, noted)) if isinstance(block, plan.Strip) else block for block in story().blocks
    )
    page = made_up(blocks, look, style)[0]
    words = page.get_text_range()
    from_strip = words.index("Share of copper")
    places = [words.index(cell.figure.words.split()[0], from_strip) for cell in (*others, noted)]
    figures = [page.get_charbox(at)[1] for at in places]
    assert max(figures) - min(figures) < 3  # a sign's foot may hang a little
    last = words.rindex("2024", 0, words.index("BEIJING"))
    assert page.get_charbox(last)[1] > page.get_charbox(words.index("BEIJING"))[3]


def test_the_blocks_of_a_page_share_the_room_that_a_figure_leaves(look: EditionLook) -> None:
    """Where the table fits no more, the blocks before it stand further apart, and leave less white at the foot."""
    blocks = tuple(block for block in long_month(6) if not isinstance(block, plan.Chart))
    plain = replace(look, templates={name: text.replace("data-block", "") for name, text in look.templates.items()})
    shared, close = (made_up(blocks, one, "ministry") for one in (look, plain))
    assert len(shared) == len(close)
    assert white(shared[0]) < white(close[0])


@pytest.mark.long
def test_a_picture_leaves_its_paragraph_where_both_would_leave_half_a_page_white(look: EditionLook) -> None:
    """A long section and its picture, too high together for a column, had both gone to the next page."""
    shown = ("pdf", "html")
    told = strip(), lede(), contributions(shown=shown), section("a", "More", None, SAID * 20), year_gap(shown=shown)
    rest = section("rest", "The rest", None, SAID * 4), watch(), note(), long_month(0)[-1]
    blocks = (*long_month(0)[:2], *told, *rest)
    pages = made_up(blocks, look, "gazette")
    assert len(pages) == 2
    assert white(pages[0]) < 0.12


def test_a_title_of_two_lines_has_two_even_ones(look: EditionLook) -> None:
    """No line of one word: the second is at least two thirds as long as the first."""
    words = "Refined copper made up 44% of the total in the twelve months to November"
    blocks = (*story().blocks[:2], year_gap(shown=("pdf",), title=Text(words)), story().blocks[-1])
    page = made_up(blocks, look, "gazette")[0]
    start = page.get_text_range().index(words[:14])
    boxes = [
        page.get_charbox(at) for at in range(start, start + len(words)) if not page.get_text_range(at, 1).isspace()
    ]
    turns = [at for at, (one, other) in enumerate(pairwise(boxes), 1) if other[0] < one[0]]
    widths = [boxes[turns[0] - 1][2] - boxes[0][0], boxes[-1][2] - boxes[turns[0]][0]]
    assert 1 == len(turns)
    assert min(widths) > max(widths) * 2 / 3


def test_a_paragraph_without_a_label_stands_near_the_line_before_it(look: EditionLook) -> None:
    """The room that a label of two lines needs beside one line is no distance between the two paragraphs."""
    head, foot = monthly_story().blocks[:2], monthly_story().blocks[-1]
    labelled, bare = section("a", "Scrap", "HS 7404", "Scrap rose."), section("b", None, None, "The mill closed.")
    (page,) = made_up((*head, labelled, bare, foot), look, "ministry")
    tops = [page.get_charbox(page.search(words).get_next()[0])[3] for words in ("Scrap rose", "The mill")]
    assert 20 < tops[0] - tops[1] < 24


@pytest.mark.parametrize(("more", "sheets"), [(0, 1), (4, 2)])
def test_two_pages_are_set_tightly_where_one_then_holds_all(look: EditionLook, more: int, sheets: int) -> None:
    """Statements and other accounts stand in two columns there; where two pages are needed, they have a margin."""
    accounts = section("earlier", "Other accounts", None, SAID * 3, *[SAID * 6] * more)
    head, foot = monthly_story().blocks[:2], monthly_story().blocks[-1]
    pages = made_up((*head, strip(), contributions(), voices(), accounts, watch(), note(), foot), look, "ministry")
    places = [page_of(words, pages) for words in ("Voices", "Other accounts", "Note on the figures")]
    page = pages[places[0]]
    label, account = (page.get_text_range().index(words) for words in ("Voices", "Copper worth"))
    indent = page.get_charbox(account)[0] - page.get_charbox(label)[0]
    assert (sheets, sheets == 1, places) == (len(pages), indent < 20, sorted(places))
