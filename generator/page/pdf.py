"""The printed page as PDF: tagged, PDF/UA-1 and PDF/A-3a at once, its figures embedded, the same bytes each time."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from generator.errors import RenderError
from generator.page.repair import repaired

if TYPE_CHECKING:
    from datetime import date

_MEDIA_TYPES = {".csv": "text/csv", ".json": "application/json"}
# PDF/A-3 asks how each attached file relates to the page: the figures are its source, the rest supplements it.
_RELATIONS = {".csv": "Source", ".json": "Supplement"}


class _Complaints(logging.Handler):
    """Keeps what WeasyPrint warns of: a missing glyph or an unknown style is a fault, not a remark."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def make_pdf(html: str, style: str, attachments: Mapping[str, bytes], on: date) -> bytes:
    """Return the PDF of `html`, or raise RenderError with what WeasyPrint complained of."""
    import weasyprint  # noqa: PLC0415 -- more than a second, and only the renderer pays it

    complaints, log = _Complaints(), logging.getLogger("weasyprint")
    log.addHandler(complaints)
    try:
        content = _written(weasyprint, html, style, attachments, on)
    finally:
        log.removeHandler(complaints)
    if complaints.said:
        raise RenderError("; ".join(dict.fromkeys(complaints.said)))
    return repaired(content)


def _written(weasyprint: Any, html: str, style: str, attachments: Mapping[str, bytes], on: date) -> bytes:  # noqa: ANN401
    """Write the PDF with a fetcher that knows data addresses only: no file and no host can come in."""
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
    css = weasyprint.CSS(string=style, url_fetcher=fetcher)
    document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(stylesheets=[css])
    midnight = datetime(on.year, on.month, on.day, tzinfo=UTC)
    document.metadata.attachments = [_attachment(weasyprint, name, data, midnight) for name, data in attachments.items()]
    return bytes(document.write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True, pdf_identifier=b"tradebrief"))


def _attachment(weasyprint: Any, name: str, data: bytes, stamp: datetime) -> Any:  # noqa: ANN401
    ending = name[name.rfind(".") :]
    return weasyprint.Attachment(
        string=data, name=name, created=stamp, modified=stamp, relationship=_RELATIONS.get(ending, "Unspecified")
    )
