"""Say which blocks of an edition stand on which printed page, so that no page is white at its foot.

`make_pdf` calls `fill_pages` with the heights of the blocks as they were laid out. Texts keep their order, and so do
figures; a figure that a page has no room for may stand after texts that it preceded. That is how a compositor fills a
page. All pages are worked out at once from the heights: nothing is laid out to try it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

MOST, LEAST = 24.0, -3.0  # pt added to the gap above a block: most, and least, where a page is a little too full
_SLACK = 5.0  # pt of a page that stay free, as a block may be a little higher beside other neighbours
_WHITE, _FULL = 0.14, 0.27  # of a page: the most white at the foot of an inner page, the least that a last one has
_PAGE = 0.3  # what each page costs
_COLUMNS = 2
_APART = 0.04  # what it costs that a figure is not on the page of its text, and for each text between them
_AHEAD = 0.25  # the same where it stands on an earlier page
_FAULT = 60.0  # what a page costs for the share by which it breaks a rule above
_HOLE = 0.5  # what the hole under a shorter column costs, for its share of the page


@dataclass(frozen=True)
class PageBlock:
    """A block of an edition, with heights in pt."""

    height: float
    gap: float  # above it
    is_figure: bool = False
    is_narrow: bool = False  # it stands in one of two columns
    is_tied: bool = False  # the gap above it stays as it is
    is_divided: bool = False  # the first layout has it on two pages


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
    within: tuple[float, ...] = ()  # pt to add above each block of a column but the first


Page = tuple[Band, ...]


def fill_pages(blocks: Sequence[PageBlock], room: Room) -> tuple[Page, ...]:
    """Return the pages with their blocks, and the white of each page shared out above them.

    The best pages are kept for each pair of numbers: so many texts, so many figures. A further page is added to each of
    them. The first page is empty where the first block is too high for it.
    """
    texts = [at for at, block in enumerate(blocks) if not block.is_figure]
    figures = [at for at, block in enumerate(blocks) if block.is_figure]
    whole = len(texts), len(figures)
    # Nothing stands before a text that opens the edition, nor after one that ends it.
    is_opened = bool(blocks) and not blocks[0].is_figure
    is_closed = bool(blocks) and not blocks[-1].is_figure
    begin: tuple[tuple[int, ...], ...] = ((),) if blocks and blocks[0].height > room.first else ()
    best = {(0, 0): (0.0, begin)}
    for begun in product(range(whole[0] + 1), range(whole[1] + 1)):
        if begun not in best:
            continue
        cost, pages = best[begun]
        for ended in product(range(begun[0], whole[0] + 1), range(begun[1], whole[1] + 1)):
            if (is_closed and ended[0] == whole[0] and ended != whole) or (is_opened and ended[0] == 0 < ended[1]):
                continue
            chosen = tuple(sorted(texts[begun[0] : ended[0]] + figures[begun[1] : ended[1]]))
            price = _price(_bands(blocks, chosen), blocks, room, is_first=not pages, is_last=ended == whole)
            if not chosen or price is None:
                continue
            moved = (_distance(at, texts, begun[0], ended[0]) for at in figures[begun[1] : ended[1]])
            total = cost + price + sum(moved)
            if ended not in best or total < best[ended][0]:
                best[ended] = total, (*pages, chosen)
    _, pages = best[whole]
    last = len(pages) - 1
    return tuple(
        _share_white(_bands(blocks, page), blocks, _room_for_blocks(room, is_first=not number, is_last=number == last))
        for number, page in enumerate(pages)
    )


def _room_for_blocks(room: Room, *, is_first: bool, is_last: bool) -> float:
    """Return how high the blocks of a page may be."""
    return (room.first if is_first else room.page) - (room.end if is_last else 0) - _SLACK


def _bands(blocks: Sequence[PageBlock], page: Sequence[int]) -> Page:
    """Return the bands of a page: wide blocks that come first, all narrow ones in two columns, the other wide ones."""
    narrow = [at for at in page if blocks[at].is_narrow]
    if len(narrow) < _COLUMNS:
        return tuple(Band(((at,),)) for at in page)
    parts = [(tuple(narrow[:at]), tuple(narrow[at:])) for at in range(1, len(narrow))]
    columns = Band(min(parts, key=lambda part: max(_height(blocks, column) for column in part)))
    wide = [at for at in page if not blocks[at].is_narrow]
    above = [Band(((at,),)) for at in wide if at < narrow[0]]
    return (*above, columns, *(Band(((at,),)) for at in wide if at > narrow[0]))


def _height(blocks: Sequence[PageBlock], column: Sequence[int]) -> float:
    """Return the height of blocks under each other, without the gap above the first."""
    return sum(blocks[at].height + (blocks[at].gap if place else 0) for place, at in enumerate(column))


def _page_height(page: Page, blocks: Sequence[PageBlock]) -> float:
    """Return the height of the bands under each other."""
    gaps = sum(blocks[band.columns[0][0]].gap for band in page[1:])
    return gaps + sum(max(_height(blocks, column) for column in band.columns) for band in page)


def _free_gaps(blocks: Sequence[PageBlock], column: Sequence[int]) -> int:
    """Return above how many blocks of a column, its first apart, there may be more room."""
    return sum(not blocks[at].is_tied for at in column[1:])


def _gaps(page: Page, blocks: Sequence[PageBlock]) -> int:
    """Return between how many blocks the white of a page can be shared out."""
    between = _free_gaps(blocks, [band.columns[0][0] for band in page])
    return between + sum(max(_free_gaps(blocks, column) for column in band.columns) for band in page)


def _price(page: Page, blocks: Sequence[PageBlock], room: Room, *, is_first: bool, is_last: bool) -> float | None:
    """Return what a page costs; None where its blocks are too high for it.

    A block that is higher than any page stands on one of its own, and is divided.
    """
    white = (_room_for_blocks(room, is_first=is_first, is_last=is_last) - _page_height(page, blocks)) / room.page
    if white < LEAST * _gaps(page, blocks) / room.page:
        return _FAULT if len(page) == 1 and sum(map(len, page[0].columns)) == 1 else None
    holes = 0.0
    for band in page:
        highs = [_height(blocks, column) for column in band.columns]
        lifted = [high + MOST * _free_gaps(blocks, column) for high, column in zip(highs, band.columns, strict=True)]
        holes += max(0.0, max(highs) - min(lifted)) / room.page
    least_white = white - MOST * _gaps(page, blocks) / room.page
    fault = max(0.0, white - 1 + _FULL) if is_last else max(0.0, least_white - _WHITE)
    return _PAGE + white * white + _HOLE * holes + _FAULT * fault


def _distance(figure: int, texts: Sequence[int], begun: int, ended: int) -> float:
    """Return what it costs that a figure stands on a page with the texts from `begun` to `ended`."""
    text = sum(at < figure for at in texts) - 1  # the text above it
    if text < begun:
        return _APART * (begun - text)
    return _AHEAD * (text - ended + 1) if text >= ended else 0.0


def _share_white(page: Page, blocks: Sequence[PageBlock], height: float) -> Page:
    """Return the bands with the white of the page above them and within their columns."""
    gaps = _gaps(page, blocks)
    more = max(LEAST, min(MOST, (height - _page_height(page, blocks)) / gaps)) if gaps else 0.0
    found: list[Band] = []
    for band in page:
        ends = [_height(blocks, column) + more * _free_gaps(blocks, column) for column in band.columns]
        within = []
        for column in band.columns:
            free = _free_gaps(blocks, column)
            left = max(ends) - _height(blocks, column)
            within.append(max(LEAST, min(MOST, left / free)) if free else 0.0)
        is_free = bool(found) and not blocks[band.columns[0][0]].is_tied
        found.append(Band(band.columns, more if is_free else 0.0, tuple(within)))
    return tuple(found)
