"""The printed page as a tagged PDF that conforms to PDF/UA-1 and PDF/A-3a, with its figures embedded.

The same page always gives the same bytes.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import SubElement

from generator.errors import RenderError
from generator.page.make_up import Page, PageBlock, Room, fill_pages
from generator.page.pdf_repair import repair_pdf

if TYPE_CHECKING:
    from datetime import date


# PDF/A-3 requires the relation of each attached file to the page: figures are its source, the rest supplements it.
_RELATIONS = {".csv": "Source", ".json": "Supplement"}
_BLOCK = "data-block"  # an attribute of the blocks of a page in the templates
_FIGURES = {"chart", "figures"}  # the classes of blocks that may stand after a text that follows them
_ROOT = 200  # the root element is within so many characters
_STYLES = 6  # parsed styles in the cache: one for each house style and language
_PT = 0.75  # of a CSS px
_NARROW, _TWO = {"narrow", "column"}, 2  # values of _BLOCK for what stands in one of two columns; pages
_spoken = False  # whether WeasyPrint also writes the text of each run (ActualText)


class _Complaints(logging.Handler):
    """Collects WeasyPrint's warnings. A missing glyph or an unknown style counts as an error here."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def make_pdf(html: str, style: str, attachments: Mapping[str, bytes], on: date) -> bytes:
    """Return the PDF of `html`; RenderError has the warnings of WeasyPrint.

    All is laid out, and `fill_pages` says from the heights on which page each block belongs. What needs two pages is
    set tightly, too, and stays so if one holds it. If a block moves or comes into a column, all is laid out again, else
    only moved down. If a block over the whole width is higher than a page, all flow as the style sets them.
    """
    complaints, log = _Complaints(), logging.getLogger("weasyprint")
    log.addHandler(complaints)
    try:
        images: dict[str, Any] = {}  # by address
        made_up = _made_up(html, style, images)
        if len(made_up[-1]) == _TWO:
            made_up = min(made_up, _made_up(_tightly(html), style, images), key=lambda laid: len(laid[-1]))
        page, document, elements, blocks, room, pages = made_up
        flows = any(block.height > room.page and not block.is_narrow for block in blocks)
        is_changed = _fill_guide(page.etree_element, elements, () if flows else pages)
        if not is_changed and _stays(document, elements, pages):
            _move_down(document, elements, pages, images)
        elif not flows:
            _place(page.etree_element.find(".//main"), elements, blocks, pages)
            is_changed = True
        if is_changed:
            page.wrapper_element = type(page.wrapper_element).from_html_root(page.etree_element)
            document = _lay_out(page, style, images)
        content = _write(document, html, attachments, on)
    finally:
        log.removeHandler(complaints)
    if complaints.messages:
        _read.cache_clear()  # a style gives its warnings only when it is parsed, so parse it again next time
        raise RenderError("; ".join(dict.fromkeys(complaints.messages)))
    return repair_pdf(content, html)


def _fill_guide(root: Any, elements: Sequence[Any], pages: Sequence[Page]) -> bool:  # noqa: ANN401 -- WeasyPrint has no types
    """Give the guide a row for each page after the first, with its parts in their order and its number.

    In the template each part has a row of its own. A single page has no guide, nor have pages that nobody knows, ().
    Return whether there was one.
    """
    beside = root.find(".//ul[@class='guide']/..")
    if beside is None:
        return False
    guide = beside.find("ul")
    names = {row.get("data-to"): row.text for row in guide}
    for row in list(guide):
        guide.remove(row)
    for number, page in enumerate(pages[1:], 2):
        blocks = chain.from_iterable(chain.from_iterable(band.columns) for band in page)
        heads = chain.from_iterable(elements[block].iter("h2") for block in blocks)
        places = [f"#{head.get('id')}" for head in heads]
        parts = [names[place] for place in places if place in names]
        if parts:
            row = SubElement(guide, "li")
            count = SubElement(row, "b")
            count.text, count.tail = str(number), " · ".join(parts)
    if not len(guide):
        beside.remove(guide)
    return True


def _made_up(html: str, style: str, images: dict[str, Any]) -> tuple[Any, Any, list[Any], list[PageBlock], Room, Any]:
    """Return the page, its layout, the elements of its blocks, the blocks, how high pages are, and what is on each."""
    import weasyprint

    page = weasyprint.HTML(string=html, url_fetcher=_fetcher())
    document = _lay_out(page, style, images)
    elements, blocks, room = _measure(document)
    return page, document, elements, blocks, room, fill_pages(blocks, room)


def _tightly(html: str) -> str:
    """Return `html` in the tight setting: statements and other accounts are in two columns if there are several."""
    html = html.replace('class="pdf ', 'class="pdf tight ', 1)
    return html.replace('data-block="aside"', 'data-block="column"') if html.count('data-block="aside"') > 1 else html


def _move_down(document: Any, elements: Sequence[Any], pages: Sequence[Page], images: dict[str, Any]) -> None:  # noqa: ANN401 -- WeasyPrint has no types
    """Move the blocks of each page down by the room that `pages` have above them.

    Backgrounds, links and anchors have places of their own, which are worked out again from the boxes.
    """
    from weasyprint import DEFAULT_OPTIONS
    from weasyprint.images import get_image_from_uri
    from weasyprint.layout.background import layout_backgrounds

    find_image = partial(get_image_from_uri, cache=images, url_fetcher=_fetcher(), options=DEFAULT_OPTIONS)
    above = {elements[band.columns[0][0]]: band.more / _PT for page in pages for band in page}
    moved = []
    for page in document.pages:
        box = page._page_box  # noqa: SLF001 -- there is no public way
        down = 0.0
        for part in _parts_on(page):
            down += above.get(part.element, 0.0)
            part.translate(0, down)
        layout_backgrounds(box, find_image)
        moved.append(type(page)(box))
    document.pages = moved


def _parts_on(page: Any) -> list[Any]:  # noqa: ANN401 -- WeasyPrint has no types
    """Return the boxes that stand under each other on a page: those in `main`, and those before and after it."""
    parts: list[Any] = []
    for part in page._page_box.children[0].children[0].children:  # noqa: SLF001 -- there is no public way
        if part.element_tag == "main":
            parts += part.children
        else:
            parts.append(part)
    return parts


def _is_block(box: Any) -> bool:  # noqa: ANN401 -- WeasyPrint has no types
    return box.element is not None and _BLOCK in box.element.attrib


def _is_tied(element: Any) -> bool:  # noqa: ANN401 -- WeasyPrint has no types
    """Return whether a block belongs to the text above it: as its next paragraph, or its picture in the same column."""
    kinds = set(element.get("class", "").split())
    is_picture = "chart" in kinds and "wide" not in kinds
    return ("bare" in kinds or is_picture) and element.get(_BLOCK) not in _NARROW


def _less(element: Any) -> float:  # noqa: ANN401 -- WeasyPrint has no types
    """Return by how many px the lower drawing of a figure is lower."""
    return sum(float(image.get("data-less", 0)) for image in element.iter("img"))


def _measure(document: Any) -> tuple[list[Any], list[PageBlock], Room]:  # noqa: ANN401 -- WeasyPrint has no types
    """Return the elements of the blocks in order, the blocks, and how high pages are. A block may be on two pages."""
    found: dict[Any, list[Any]] = {}
    first = end = height = 0.0
    for page in document.pages:
        box = page._page_box  # noqa: SLF001 -- there is no public way
        height = box.height
        for part in _parts_on(page):
            if part.element_tag == "footer":
                end += part.margin_height()
            if _is_block(part):
                first = first or box.content_box_y() + height - part.border_box_y()
                found.setdefault(part.element, []).append(part)
    blocks = []
    for element, parts in found.items():
        kinds = set(element.get("class", "").split())
        high, gap = sum(part.border_height() for part in parts), parts[0].style["margin_top"].value
        blocks.append(
            PageBlock(
                high * _PT,
                gap * _PT,
                is_figure=bool(kinds & _FIGURES),
                is_narrow=element.get(_BLOCK) in _NARROW,
                is_tied=_is_tied(element),
                less=_less(element) * _PT,
            )
        )
    return list(found), blocks, Room(first * _PT, height * _PT, end * _PT)


def _stays(document: Any, elements: Sequence[Any], pages: Sequence[Page]) -> bool:  # noqa: ANN401 -- WeasyPrint has no types
    """Return whether the first layout holds: no block comes to another page or column, and no figure is lower."""
    if any(band.lower for page in pages for band in page):
        return False
    laid = [[box.element for box in _parts_on(page) if _is_block(box)] for page in document.pages]
    placed = [[elements[band.columns[0][0]] for band in page] for page in pages]
    return placed == laid[: len(placed)] and not any(band.columns[1:] for page in pages for band in page)


def _place(main: Any, elements: Sequence[Any], blocks: Sequence[PageBlock], pages: Sequence[Page]) -> None:  # noqa: ANN401 -- WeasyPrint has no types
    """Put the elements of the blocks into `main` page by page, with the room above each in its style."""
    for element in elements:
        main.remove(element)
    for count, page in enumerate(pages):
        for place, band in enumerate(page):
            for number in band.lower:
                for image in elements[number].iter("img"):
                    image.set("src", image.get("data-lower", image.get("src")))
            gap = blocks[band.columns[0][0]].gap
            above = (
                f"margin-top: {gap + band.more:.2f}pt" if place or not count else "break-before: page; margin-top: 0"
            )
            if not band.columns[1:]:
                element = elements[band.columns[0][0]]
                element.set("style", above)
                main.append(element)
                continue
            columns = SubElement(main, "div", {"class": "pair", "style": above})
            for column, more in zip(band.columns, band.within, strict=True):
                part = SubElement(columns, "div")
                for position, number in enumerate(column):
                    above = f"margin-top: {blocks[number].gap + more[position] if position else 0:.2f}pt"
                    elements[number].set("style", above)
                    part.append(elements[number])


def _lay_out(page: Any, style: str, images: dict[str, Any]) -> Any:  # noqa: ANN401 -- WeasyPrint has no types
    css, fonts = _read(style)
    return page.render(stylesheets=[css], font_config=fonts, cache=images)


@lru_cache(_STYLES)
def _read(style: str) -> tuple[Any, Any]:
    """Return the parsed style and its fonts. The cache keeps them for other pages with the same style."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    return weasyprint.CSS(string=style, url_fetcher=_fetcher(), font_config=fonts), fonts


@cache
def _fetcher() -> Any:  # noqa: ANN401 -- WeasyPrint has no types
    """Return a fetcher for data: addresses only, so that a page can load neither files nor web addresses."""
    import weasyprint

    return weasyprint.urls.URLFetcher(allowed_protocols=["data"], allow_redirects=False)


def _write(document: Any, html: str, attachments: Mapping[str, bytes], on: date) -> bytes:  # noqa: ANN401 -- WeasyPrint has no types
    import weasyprint

    speak(runs='dir="rtl"' in html[:_ROOT])
    midnight = datetime(on.year, on.month, on.day, tzinfo=UTC)
    document.metadata.attachments = [
        weasyprint.Attachment(
            file_obj=io.BytesIO(data),
            url_fetcher=_fetcher(),
            name=name,
            created=midnight,
            modified=midnight,
            relationship=_RELATIONS.get(name[name.rfind(".") :], "Unspecified"),
        )
        for name, data in attachments.items()
    ]
    # `repair_pdf` compresses it; WeasyPrint would spend an eighth of the whole time on that
    options = {"pdf_variant": "pdf/a-3a", "pdf_tags": True, "pdf_identifier": b"tradebrief", "uncompressed_pdf": True}
    return bytes(document.write_pdf(**options))


def speak(*, runs: bool) -> None:
    """Set whether WeasyPrint writes the text of each run as ActualText, which right-to-left text needs."""
    global _spoken  # noqa: PLW0603 -- WeasyPrint has no option for it
    _spoken = runs
    _listen()


@cache
def _listen() -> None:
    import pydyf
    from weasyprint.pdf.stream import Stream

    plainly = Stream.marked

    @contextmanager
    def marked(stream: Any, box: Any, tag: str) -> Iterator[None]:  # noqa: ANN401 -- WeasyPrint is untyped
        words, tags = getattr(box, "text", ""), stream._tags  # noqa: SLF001 -- as its own method reads it
        if not _spoken or tags is None or not words.strip():
            with plainly(stream, box, tag):
                yield
            return
        number = len(tags)
        tags[box] = {"tag": tag, "mcid": number}
        stream.begin_marked_content(tag, pydyf.Dictionary({"MCID": number, "ActualText": pydyf.String(words)}))
        try:
            yield
        finally:
            stream.end_marked_content()

    Stream.marked = marked
