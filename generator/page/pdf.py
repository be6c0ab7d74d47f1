"""The printed page as a tagged PDF that conforms to PDF/UA-1 and PDF/A-3a, with its figures embedded.

The same page always gives the same bytes.
"""

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


# PDF/A-3 requires the relation of each attached file to the page: figures are its source, the rest supplements it.
_RELATIONS = {".csv": "Source", ".json": "Supplement"}
_CLASS, _PACES = 'class="pdf ', ("", "tight ", "airy ", "loose ")  # classes of the root element in edition.html.j2
_SOURCES = re.compile(r'<section class="sources">.*?</section>', re.DOTALL)
_ROOT = 200  # the root element is within so many characters
_WHITE_AT_MOST = 0.12  # allowed white space at the foot of a page before the last, as a share of the type area
_PASSES = 0.1  # a layout with so much white space beyond the allowed, over all pages, is good enough
_STYLES = 6  # parsed styles in the cache: one for each house style and language
_ENOUGH = 0.6  # allowed white space at the foot of the last page, as a share of the type area
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

    If a page has too much white space at its foot, other spacings are tried ("tight", "airy", "loose"), as far as the
    style has rules for them. The best layout is used.
    """
    complaints, log = _Complaints(), logging.getLogger("weasyprint")
    log.addHandler(complaints)
    try:
        content = _write(_best(html, style), html, attachments, on)
    finally:
        log.removeHandler(complaints)
    if complaints.messages:
        _read.cache_clear()  # a style gives its warnings only when it is parsed, so parse it again next time
        raise RenderError("; ".join(dict.fromkeys(complaints.messages)))
    return repair_pdf(content, html)


def _best(html: str, style: str) -> Any:  # noqa: ANN401 -- WeasyPrint is untyped
    body = _SOURCES.sub("", html)  # the sources begin a new page at the end, so they do not affect the layout
    layouts: dict[str, Any] = {}
    costs: dict[str, tuple[int, float]] = {}
    for pace in _PACES if _CLASS in html else ("",):  # a desk's own template may have another class
        if pace and f".{pace}" not in style:
            continue
        layouts[pace] = _lay_out(body, pace, style)
        costs[pace] = _cost(layouts[pace])
        if costs[pace][1] <= _PASSES or len(layouts[pace].pages) < len(layouts[""].pages):
            break
    best = min(costs, key=costs.__getitem__)
    return layouts[best] if body == html else _lay_out(html, best, style)


def _cost(document: Any) -> tuple[int, float]:  # noqa: ANN401 -- WeasyPrint has no types
    """Return the cost of a layout: its count of pages, then the white space beyond the allowed over all pages."""
    whites = [_white(page._page_box) for page in document.pages]  # noqa: SLF001 -- there is no public way
    allowed = [_WHITE_AT_MOST] * (len(whites) - 1) + [_ENOUGH if len(whites) > 1 else 1.0]
    return len(whites), sum(max(0.0, white - most) for white, most in zip(whites, allowed, strict=True))


def _white(page: Any) -> float:  # noqa: ANN401 -- WeasyPrint has no types
    """Return the white share of the type area at the foot of a page: the mean of its left and its right half."""
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
