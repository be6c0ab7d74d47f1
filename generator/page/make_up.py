"""Say which blocks of an edition stand on which printed page, so that no page is white at its foot.

`make_pdf` calls `fill_pages` with the heights of the blocks as they were laid out. Texts keep their order, and so do
figures; a figure that a page has no room for may stand after texts that it preceded. That is how a compositor fills a
page. All pages are worked out at once from the heights: nothing is laid out to try it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

MOST, _LEAST = 24.0, -3.0  # pt added to the gap above a block: most, and least, where a page is a little too full
_SLACK = 5.0  # pt of a page that stay free, as a block may be a little higher beside other neighbours
_FOOT = 0.06  # of a page: so much white stays at its foot before gaps grow
_WHITE, _FULL = 0.14, 0.27  # of a page: the most white at the foot of an inner page, the least that a last one has
_PAGE = 0.3  # what each page costs
_COLUMNS = 2
_APART = 0.04  # what it costs that a figure is not on the page of its text, and for each text between them
_AHEAD = 0.25  # the same where it stands on an earlier page
_FAULT = 60.0  # what a page costs for the share by which it breaks a rule above
_HOLE = 0.5  # what the hole under a shorter column costs, for its share of the page
_HALVINGS = 12  # they find the pt above a block to a hundredth


@dataclass(frozen=True)
class PageBlock:
    """A block of an edition, with heights in pt."""

    height: float
    gap: float  # above it
    is_figure: bool = False
    is_narrow: bool = False  # it stands in one of two columns
    is_tied: bool = False  # the gap between a text above it and this one stays as it is
    less: float = 0.0  # by how much a figure's lower drawing is lower


@dataclass(frozen=True)
class Room:
    """How high pages are: the first under its masthead and key figures, the others, and the last thing of all."""

    first: float
    page: float
    end: float


@dataclass(frozen=True)
class Band:
    """A part of a page over its whole width: one block, or two columns of narrow ones."""

    columns: tuple[tuple[int, ...], ...]  # the numbers of its blocks
    more: float = 0.0  # pt to add above it
    within: tuple[tuple[float, ...], ...] = ()  # pt to add above each block of its columns
    lower: tuple[int, ...] = ()  # the numbers of the figures that have their lower drawings


Page = tuple[Band, ...]
_DrawnPage = tuple[tuple[int, ...], Sequence[PageBlock]]  # the numbers of its blocks, and how high all are drawn


def fill_pages(blocks: Sequence[PageBlock], room: Room) -> tuple[Page, ...]:
    """Return the pages with their blocks, and the white of each page shared out above them.

    The best pages are kept for each pair of numbers: so many texts, so many figures. A further page is added to each of
    them. The first page is empty where the first block is too high for it.
    """
    texts = [number for number, block in enumerate(blocks) if not block.is_figure]
    figures = [number for number, block in enumerate(blocks) if block.is_figure]
    whole = len(texts), len(figures)
    # Nothing stands before a text that opens the edition, nor after one that ends it.
    is_opened = bool(blocks) and not blocks[0].is_figure
    is_closed = bool(blocks) and not blocks[-1].is_figure
    empty: tuple[_DrawnPage, ...] = (((), blocks),) if blocks and blocks[0].height > room.first else ()
    best = {(0, 0): (0.0, empty)}
    for start in product(range(whole[0] + 1), range(whole[1] + 1)):
        if start not in best:
            continue
        cost, pages = best[start]
        for end in product(range(start[0], whole[0] + 1), range(start[1], whole[1] + 1)):
            if (is_closed and end[0] == whole[0] and end != whole) or (is_opened and end[0] == 0 < end[1]):
                continue
            page = tuple(sorted(texts[start[0] : end[0]] + figures[start[1] : end[1]]))
            price, drawn = _cheaper(page, blocks, room, is_first=not pages, is_last=end == whole)
            if not page or price is None:
                continue
            distances = (_distance(figure, texts, start[0], end[0]) for figure in figures[start[1] : end[1]])
            total = cost + price + sum(distances)
            if end not in best or total < best[end][0]:
                best[end] = total, (*pages, (page, drawn))
    _, pages = best[whole]
    made_up = []
    for number, (page, drawn) in enumerate(pages):
        is_last = number == len(pages) - 1
        bands = _share_white(_bands(drawn, page), drawn, room, is_first=not number, is_last=is_last)
        made_up.append(tuple(replace(band, lower=_lower_figures(band, drawn, blocks)) for band in bands))
    return tuple(made_up)


def _cheaper(
    page: Sequence[int], blocks: Sequence[PageBlock], room: Room, *, is_first: bool, is_last: bool
) -> tuple[float | None, Sequence[PageBlock]]:
    """Return the least that a page costs with some of its figures lower, and the blocks as they are drawn then.

    The figures become lower one after the other. The cost is None where the blocks are too high at their lowest.
    """
    least, cheapest = None, blocks
    drawn = list(blocks)
    for number in (None, *(number for number in page if blocks[number].less)):
        if number is not None:
            drawn = [*drawn]
            drawn[number] = replace(blocks[number], height=blocks[number].height - blocks[number].less)
        price = _price(_bands(drawn, page), drawn, room, is_first=is_first, is_last=is_last)
        if price is not None and (least is None or price < least):
            least, cheapest = price, drawn
    return least, cheapest


def _lower_figures(band: Band, drawn: Sequence[PageBlock], blocks: Sequence[PageBlock]) -> tuple[int, ...]:
    """Return the blocks of a band that are lower as they are `drawn` than at their highest."""
    numbers = [number for column in band.columns for number in column]
    return tuple(number for number in numbers if drawn[number].height < blocks[number].height)


def _room_for_blocks(room: Room, *, is_first: bool, is_last: bool) -> float:
    """Return how high the blocks of a page may be."""
    return (room.first if is_first else room.page) - (room.end if is_last else 0) - _SLACK


def _bands(blocks: Sequence[PageBlock], page: Sequence[int]) -> Page:
    """Return the bands of a page: wide blocks that come first, all narrow ones in two columns, the other wide ones."""
    narrow = [number for number in page if blocks[number].is_narrow]
    if len(narrow) < _COLUMNS:
        return tuple(Band(((number,),)) for number in page)
    parts = [(tuple(narrow[:count]), tuple(narrow[count:])) for count in range(1, len(narrow))]
    columns = Band(min(parts, key=lambda part: max(_height(blocks, column) for column in part)))
    wide = [number for number in page if not blocks[number].is_narrow]
    above = [Band(((number,),)) for number in wide if number < narrow[0]]
    return (*above, columns, *(Band(((number,),)) for number in wide if number > narrow[0]))


def _height(blocks: Sequence[PageBlock], column: Sequence[int], more: float = 0.0) -> float:
    """Return the height of blocks under each other, without the gap above the first, with `more` above the others."""
    gaps = sum(blocks[number].gap for number in column[1:])
    return sum(blocks[number].height for number in column) + gaps + more * _free_gaps(blocks, column)


def _free_gaps(blocks: Sequence[PageBlock], column: Sequence[int]) -> int:
    """Return above how many blocks of a column, its first apart, there may be more room."""
    return sum(_is_free(blocks, above, number) for above, number in pairwise(column))


def _is_free(blocks: Sequence[PageBlock], above: int, number: int) -> bool:
    """Return whether there may be more room between two blocks: a figure may stand above a block that is tied."""
    return not blocks[number].is_tied or blocks[above].is_figure


def _page_height(page: Page, blocks: Sequence[PageBlock], more: float, *, is_first: bool) -> float:
    """Return the height of the bands under each other, with `more` above each block that has a free gap.

    On the first page there is also a gap above the first block.
    """
    gaps = sum(blocks[band.columns[0][0]].gap for band in page[1:])
    free_gaps = sum(_has_free_gap(blocks, above, band) for above, band in pairwise(page)) + is_first
    heights = sum(max(_height(blocks, column, more) for column in band.columns) for band in page)
    return gaps + more * free_gaps + heights


def _has_free_gap(blocks: Sequence[PageBlock], above: Band, band: Band) -> bool:
    """Return whether there may be more room between two bands."""
    return _is_free(blocks, above.columns[-1][-1], band.columns[0][0])


def _price(page: Page, blocks: Sequence[PageBlock], room: Room, *, is_first: bool, is_last: bool) -> float | None:
    """Return what a page costs; None where its blocks are too high for it.

    A block that is higher than any page stands on one of its own, and is divided.
    """
    height = _room_for_blocks(room, is_first=is_first, is_last=is_last)
    if height < _page_height(page, blocks, _LEAST, is_first=is_first):
        return _FAULT if len(page) == 1 and sum(map(len, page[0].columns)) == 1 else None
    holes = 0.0
    for band in page:
        highs = [_height(blocks, column) for column in band.columns]
        holes += max(0.0, max(highs) - min(_height(blocks, column, MOST) for column in band.columns)) / room.page
    white = (height - _page_height(page, blocks, 0.0, is_first=is_first)) / room.page
    least_white = (height - _page_height(page, blocks, MOST, is_first=is_first)) / room.page
    fault = max(0.0, white - 1 + _FULL) if is_last else max(0.0, least_white - _WHITE)
    return _PAGE + white * white + _HOLE * holes + _FAULT * fault


def _distance(figure: int, texts: Sequence[int], start: int, end: int) -> float:
    """Return what it costs that a figure stands on a page with the texts from `start` to `end`."""
    text = sum(number < figure for number in texts) - 1  # the text above it
    if text < start:
        return _APART * (start - text)
    return _AHEAD * (text - end + 1) if text >= end else 0.0


def _share_white(page: Page, blocks: Sequence[PageBlock], room: Room, *, is_first: bool, is_last: bool) -> Page:
    """Return the bands with the white of the page above them and within their columns."""
    height = _room_for_blocks(room, is_first=is_first, is_last=is_last)
    natural = _page_height(page, blocks, 0.0, is_first=is_first)
    height = max(min(natural, height), height - _FOOT * room.page)
    more, too_much = _LEAST, MOST
    for _ in range(_HALVINGS):
        middle = (more + too_much) / 2
        if _page_height(page, blocks, middle, is_first=is_first) > height:
            too_much = middle
        else:
            more = middle
    bands: list[Band] = []
    for band in page:
        foot = max(_height(blocks, column, more) for column in band.columns)
        within = []
        for column in band.columns:
            gaps = _free_gaps(blocks, column)
            white = foot - _height(blocks, column)
            more_room = max(_LEAST, min(MOST, white / gaps)) if gaps else 0.0
            frees = [_is_free(blocks, *pair) for pair in pairwise(column)]
            within.append((0.0, *(more_room if is_free else 0.0 for is_free in frees)))
        is_free = _has_free_gap(blocks, bands[-1], band) if bands else is_first
        bands.append(Band(band.columns, more if is_free else 0.0, tuple(within)))
    return tuple(bands)
