"""The printed page as a tagged PDF that conforms to PDF/UA-1 and PDF/A-3a, with its figures embedded.

The same page always gives the same bytes.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from generator.errors import RenderError
from generator.page.pdf_repair import repair_pdf

if TYPE_CHECKING:
    from datetime import date


# PDF/A-3 requires the relation of each attached file to the page: figures are its source, the rest supplements it.
_RELATIONS = {".csv": "Source", ".json": "Supplement"}
_BLOCK = "data-block"  # an attribute of the blocks of a page in the templates
_STRETCH = "--more"  # the property of a style that adds room above a block
_MOST = 16.0  # pt that a block gets above it, at most
_ROOT = 200  # the root element is within so many characters
_STYLES = 6  # parsed styles in the cache: one for each house style and language
_PT = 0.75  # of a CSS px
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

    The page is laid out as close as its style sets it. Where a page then has white at its foot, and the style has room
    to give (`--more`), it is laid out once more with that white shared out above the blocks of the page.
    """
    complaints, log = _Complaints(), logging.getLogger("weasyprint")
    log.addHandler(complaints)
    try:
        document = _lay_out(html, style)
        room = _room(document) if _STRETCH in style else {}
        if room:
            stretched = _lay_out(_stretched(html, room), style)
            if len(stretched.pages) <= len(document.pages):
                document = stretched
        content = _write(document, html, attachments, on)
    finally:
        log.removeHandler(complaints)
    if complaints.messages:
        _read.cache_clear()  # a style gives its warnings only when it is parsed, so parse it again next time
        raise RenderError("; ".join(dict.fromkeys(complaints.messages)))
    return repair_pdf(content, html)


def _room(document: Any) -> dict[int, float]:  # noqa: ANN401 -- WeasyPrint has no types
    """Return the pt to add above each block, by its place in the HTML, so that its page is full.

    The first block of a page begins at its top and gets none.
    """
    room: dict[int, float] = {}
    places: dict[Any, int] = {}
    for page in document.pages:
        box = page._page_box  # noqa: SLF001 -- there is no public way
        top = box.content_box_y() + 1
        blocks = []
        for part in box.children[0].descendants():
            element = part.element
            if element is not None and _BLOCK in element.attrib and element not in places:
                places[element] = len(places)
                blocks.append((places[element], part.position_y + part.margin_top))
        inner = [place for place, y in blocks if y > top]
        if inner:
            share = min(_white(box) / len(inner), _MOST)
            room |= dict.fromkeys(inner, share)
    return {place: share for place, share in room.items() if share >= 1}


def _white(page: Any) -> float:  # noqa: ANN401 -- WeasyPrint has no types
    """Return the pt between the end of the last block of a page and the foot of its type area."""
    ends = [page.content_box_y()]
    for box in page.children[0].descendants():
        element = box.element
        if element is not None and (_BLOCK in element.attrib or element.tag == "footer"):
            ends.append(box.position_y + box.margin_height())
    return float(page.content_box_y() + page.height - max(ends)) * _PT


def _stretched(html: str, room: Mapping[int, float]) -> str:
    """Return the page with the room above each of its blocks as a property of the style.

    The attribute ends its tag. In a text the sign after it would be escaped, so that no text is taken for a block.
    """
    first, *others = html.split(f"{_BLOCK}>")
    pieces = [first]
    for place, rest in enumerate(others):
        style = f' style="{_STRETCH}: {room[place]:.2f}pt"' if place in room else ""
        pieces.append(f"{_BLOCK}{style}>{rest}")
    return "".join(pieces)


def _lay_out(html: str, style: str) -> Any:  # noqa: ANN401 -- WeasyPrint has no types
    import weasyprint

    css, fonts = _read(style)
    return weasyprint.HTML(string=html, url_fetcher=_fetcher()).render(stylesheets=[css], font_config=fonts)


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
