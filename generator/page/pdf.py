"""The printed page as PDF: tagged, PDF/UA-1 and PDF/A-3a at once, its figures embedded, the same bytes each time."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from generator.errors import RenderError
from generator.page.pdf_repair import repair_pdf

if TYPE_CHECKING:
    from datetime import date


# PDF/A-3 asks how each attached file relates to the page: the figures are its source, the rest supplements it.
_RELATIONS = {".csv": "Source", ".json": "Supplement"}
_CLASS, _PACES = 'class="pdf ', ("", "tight ", "airy ", "loose ")  # of the root element, as edition.html.j2 writes it
_SOURCES = re.compile(r'<section class="sources">.*?</section>', re.DOTALL)
_ROOT = 200  # signs within which the root element begins
_WHITE_AT_MOST = 0.12  # of the type area, at the foot of a page that others follow
_PASSES = 0.1  # of it, over all pages: what more than meant is white and not worth another setting
_STYLES = 6  # of a house in its languages, on one paper
_ENOUGH = 0.6  # white at most at the foot of a last page that is worth its paper
_spoken = False


class _Complaints(logging.Handler):
    """Keeps what WeasyPrint warns of: a missing glyph or an unknown style is a fault, not a remark."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def make_pdf(html: str, style: str, attachments: Mapping[str, bytes], on: date) -> bytes:
    """Return the PDF of `html`, or raise RenderError with what WeasyPrint complained of.

    Where too much of its pages is left white, its blocks are set closer or further apart, or may be parted from the
    picture that follows them, if that is better and the style knows how.
    """
    complaints, log = _Complaints(), logging.getLogger("weasyprint")
    log.addHandler(complaints)
    try:
        content = _write(_best(html, style), html, attachments, on)
    finally:
        log.removeHandler(complaints)
    if complaints.messages:
        _read.cache_clear()  # it complains of a style when it reads it, and not again
        raise RenderError("; ".join(dict.fromkeys(complaints.messages)))
    return repair_pdf(content, html)


def _best(html: str, style: str) -> Any:  # noqa: ANN401 -- WeasyPrint is untyped
    body = _SOURCES.sub("", html)  # what stands at the end has pages of its own
    layouts: dict[str, Any] = {}
    costs: dict[str, tuple[int, float]] = {}
    for pace in _PACES if _CLASS in html else ("",):  # a desk's own template may write another class
        if pace and f".{pace}" not in style:
            continue
        layouts[pace] = _lay_out(body, pace, style)
        costs[pace] = _cost(layouts[pace])
        if costs[pace][1] <= _PASSES or len(layouts[pace].pages) < len(layouts[""].pages):
            break
    best = min(costs, key=costs.__getitem__)
    return layouts[best] if body == html else _lay_out(html, best, style)


def _cost(document: Any) -> tuple[int, float]:  # noqa: ANN401 -- WeasyPrint has no types
    """Return what a layout costs a reader: its pages, and the white that nobody meant at the foot of each."""
    whites = [_white(page._page_box) for page in document.pages]  # noqa: SLF001 -- a page has no other way to say it
    allowed = [_WHITE_AT_MOST] * (len(whites) - 1) + [_ENOUGH if len(whites) > 1 else 1.0]
    return len(whites), sum(max(0.0, white - most) for white, most in zip(whites, allowed, strict=True))


def _white(page: Any) -> float:  # noqa: ANN401 -- WeasyPrint has no types
    """Return how much of a page's type area is white at its foot, in the mean of its left and its right half."""
    x, y, width, height = page.content_box_x(), page.content_box_y(), page.width, page.height
    boxes = [box for box in page.children[0].descendants() if hasattr(box, "text") or box.element_tag == "img"]
    halves = (
        [box for box in boxes if box.position_x < x + width / 2],
        [box for box in boxes if box.position_x + box.width > x + width / 2],
    )
    ends = (max((box.position_y + box.height for box in half), default=y) for half in halves)
    return float(1 - (sum(ends) / len(halves) - y) / height)


def _lay_out(html: str, pace: str, style: str) -> Any:  # noqa: ANN401 -- WeasyPrint has no types
    import weasyprint

    css, fonts = _read(style)
    page = html.replace(_CLASS, f"{_CLASS}{pace}", 1)
    return weasyprint.HTML(string=page, url_fetcher=_fetcher()).render(stylesheets=[css], font_config=fonts)


@lru_cache(_STYLES)
def _read(style: str) -> tuple[Any, Any]:
    """Return a style as WeasyPrint reads it, and the fonts that go with it; once for all pages that have it."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    return weasyprint.CSS(string=style, url_fetcher=_fetcher(), font_config=fonts), fonts


@cache
def _fetcher() -> Any:  # noqa: ANN401 -- WeasyPrint has no types
    """Return a fetcher that knows data addresses only: no file and no host can come in."""
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
    # packed once, when it is repaired: WeasyPrint would take an eighth of the entire time for it
    options = {"pdf_variant": "pdf/a-3a", "pdf_tags": True, "pdf_identifier": b"tradebrief", "uncompressed_pdf": True}
    return bytes(document.write_pdf(**options))


def speak(*, runs: bool) -> None:
    """Have WeasyPrint write the words of each run from now on, or not."""
    global _spoken  # noqa: PLW0603 -- WeasyPrint has no place of its own for it
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
