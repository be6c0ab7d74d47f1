"""The mail of an edition, with pictures and PDF. No byte depends on the clock or on chance."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email import charset, encoders
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.page.render_request import RenderRequest
    from generator.story.plan import Story


# Quoted-printable keeps plain letters as they are, so a reader's own links can be inserted later without encoding.
_QUOTED = charset.Charset("utf-8")
_QUOTED.body_encoding = charset.QP
_POLICY = compat32.clone(linesep="\r\n", max_line_length=76)


def content_id(edition: RenderRequest, story: Story, picture: str, place: str) -> str:
    """Return the content id with which the HTML part names an inline picture.

    It must be short. A longer one would be folded, the first line of the header would be empty, and some mail programs
    would then see no id.
    """
    return f"{picture}-{place}.{_digest(edition, story, 'pictures')[:12]}@{_domain(edition)}"


def make_message(
    edition: RenderRequest, story: Story, text: str, html: str, pictures: Mapping[str, bytes], pdf: bytes | None
) -> bytes:
    """Return the message as bytes with CRLF. `pictures` are PNG by content id; `pdf` is attached unless it is None.

    To and Message-ID are placeholders: delivery replaces them for each reader.
    """
    page = MIMEText(html, "html", _QUOTED)  # type: ignore[arg-type]  # a Charset is taken, too
    related = MIMEMultipart("related", _boundary(edition, story, "related"), [page], type="text/html")
    for identity, png in pictures.items():
        part = MIMEImage(png, "png")
        part["Content-ID"] = f"<{identity}>"
        part["Content-Disposition"] = "inline"
        related.attach(part)
    plain = MIMEText(text, "plain", _QUOTED)  # type: ignore[arg-type]
    message = MIMEMultipart("alternative", _boundary(edition, story, "alternative"), [plain, related])
    if pdf is not None:
        attachment = MIMEBase("application", "pdf")
        attachment.set_payload(pdf)
        encoders.encode_base64(attachment)
        name = f"{edition.name}-{edition.period}-{story.language}.pdf"
        attachment.add_header("Content-Disposition", "attachment", filename=name)
        message = MIMEMultipart("mixed", _boundary(edition, story, "mixed"), [message, attachment])
    subject = story.subject.words.replace("\u00a0", " ")
    # folded at 76 columns; encoded words (RFC 2047) if it is not ASCII
    folded = Header(subject, None if subject.isascii() else "utf-8", maxlinelen=76, header_name="Subject")
    midnight = datetime(edition.date.year, edition.date.month, edition.date.day, tzinfo=UTC)
    message["From"] = formataddr(parseaddr(edition.publisher.sender))
    message["To"] = "undisclosed-recipients:;"
    message["Subject"] = folded  # type: ignore[assignment]  # compat32 takes a Header, too
    message["Date"] = format_datetime(midnight)
    message["Message-ID"] = f"<{_stem(edition, story)}@{_domain(edition)}>"
    message["Content-Language"] = story.language
    return message.as_bytes(policy=_POLICY)


def with_pdf(message: bytes, old: bytes, new: bytes) -> bytes:
    """Return a message with the PDF `new` in place of `old`. A message without `old` stays as it is."""
    before, after = (base64.encodebytes(pdf).replace(b"\n", b"\r\n") for pdf in (old, new))
    return message.replace(before, after)


def _stem(edition: RenderRequest, story: Story) -> str:
    period = edition.period.replace("..", "_")  # two dots in a row are not a dot-atom (RFC 5322, 3.2.3)
    return f"{edition.name}.{period}.r{edition.revision}.{story.language}"


def _domain(edition: RenderRequest) -> str:
    return parseaddr(edition.publisher.sender)[1].rpartition("@")[2] or "localhost"


def _boundary(edition: RenderRequest, story: Story, part: str) -> str:
    """Return a boundary that cannot occur in a body, because neither quoted-printable nor base64 writes `=_`."""
    return f"=_{_digest(edition, story, part)[:24]}"


def _digest(edition: RenderRequest, story: Story, part: str) -> str:
    return hashlib.sha256(f"{_stem(edition, story)} {part}".encode()).hexdigest()
