"""The printed page as PDF: tagged, PDF/UA-1 and PDF/A-3a at once, its figures embedded, the same bytes each time."""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from generator.errors import RenderError
from generator.page.repair import repaired

if TYPE_CHECKING:
    from datetime import date

# PDF/A-3 asks how each attached file relates to the page: the figures are its source, the rest supplements it.
_RELATIONS = {".csv": "Source", ".json": "Supplement"}
_ENOUGH = 0.45  # how far down the last page its text must reach to be worth a page


class _Complaints(logging.Handler):
    """Keeps what WeasyPrint warns of: a missing glyph or an unknown style is a fault, not a remark."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def make_pdf(html: str, tighter: str, style: str, attachments: Mapping[str, bytes], on: date) -> bytes:
    """Return the PDF of `html`, or raise RenderError with what WeasyPrint complained of.

    `tighter` is the same page set closer: it is taken where that saves a last page of a few lines.
    """
    complaints, log = _Complaints(), logging.getLogger("weasyprint")
    log.addHandler(complaints)
    try:
        content = _written(_best(html, tighter, style), attachments, on)
    finally:
        log.removeHandler(complaints)
    if complaints.said:
        raise RenderError("; ".join(dict.fromkeys(complaints.said)))
    return repaired(content)


def _best(html: str, tighter: str, style: str) -> Any:  # noqa: ANN401 -- WeasyPrint is untyped
    loose = _laid_out(html, style)
    last = loose.pages[-1]
    end = last.anchors.get("end", (0, last.height))[1]
    if len(loose.pages) == 1 or end > _ENOUGH * last.height:
        return loose
    close = _laid_out(tighter, style)
    return close if len(close.pages) < len(loose.pages) else loose


def _laid_out(html: str, style: str) -> Any:  # noqa: ANN401
    """Lay out with a fetcher that knows data addresses only: no file and no host can come in."""
    import weasyprint

    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=["data"], allow_redirects=False)
    css = weasyprint.CSS(string=style, url_fetcher=fetcher)
    return weasyprint.HTML(string=html, url_fetcher=fetcher).render(stylesheets=[css])


def _written(document: Any, attachments: Mapping[str, bytes], on: date) -> bytes:  # noqa: ANN401
    midnight = datetime(on.year, on.month, on.day, tzinfo=UTC)
    document.metadata.attachments = [_attachment(name, data, midnight) for name, data in attachments.items()]
    return bytes(document.write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True, pdf_identifier=b"tradebrief"))


def _attachment(name: str, data: bytes, stamp: datetime) -> Any:  # noqa: ANN401
    import weasyprint

    relation = _RELATIONS.get(name[name.rfind(".") :], "Unspecified")
    return weasyprint.Attachment(
        file_obj=io.BytesIO(data), name=name, created=stamp, modified=stamp, relationship=relation
    )
