"""A finished message, no byte from clock or chance: the mail of an edition, with its pictures and the PDF."""

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


# Quoted-printable keeps plain letters as they are, so that a reader's own links can be set in without encoding anew.
_QUOTED = charset.Charset("utf-8")
_QUOTED.body_encoding = charset.QP
_POLICY = compat32.clone(linesep="\r\n", max_line_length=76)


def content_id(edition: RenderRequest, story: Story, picture: str, place: str) -> str:
    """Return the id by which the HTML part names an inline picture.

    It is short: a longer one is folded, which leaves the header's first line empty, and some readers then see no id.
    """
    return f"{picture}-{place}.{_digest(edition, story, 'pictures')[:12]}@{_domain(edition)}"


def make_message(
    edition: RenderRequest, story: Story, text: str, html: str, pictures: Mapping[str, bytes], pdf: bytes | None
) -> bytes:
    """Return the message as bytes with CRLF; `pictures` are PNG by content id, `pdf` is attached where it is given.

    It is addressed to nobody: delivery sets the reader's address and its own id.
    """
    related = MIMEMultipart("related", _boundary(edition, story, "related"), [_text(html, "html")], type="text/html")
    for identity, png in pictures.items():
        related.attach(_inline(identity, png))
    body = MIMEMultipart("alternative", _boundary(edition, story, "alternative"), [_text(text, "plain"), related])
    whole = body
    if pdf is not None:
        whole = MIMEMultipart("mixed", _boundary(edition, story, "mixed"), [body, _attached(edition, story, pdf)])
    for name, value in _headers(edition, story).items():
        whole[name] = value  # type: ignore[assignment]  # compat32 takes a Header, too
    return whole.as_bytes(policy=_POLICY)


def with_pdf(message: bytes, old: bytes, new: bytes) -> bytes:
    """Return a message with the PDF `new` in the place of `old`; one that carries another or none is as it was."""
    return message.replace(_lines(old), _lines(new))


def _lines(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def _headers(edition: RenderRequest, story: Story) -> dict[str, str | Header]:
    name, address = parseaddr(edition.publisher.sender)
    midnight = datetime(edition.date.year, edition.date.month, edition.date.day, tzinfo=UTC)
    return {
        "From": formataddr((name, address)),
        "To": "undisclosed-recipients:;",
        "Subject": _header(story.subject.words),
        "Date": format_datetime(midnight),
        "Message-ID": f"<{_stem(edition, story)}@{_domain(edition)}>",
        "Content-Language": story.language,
    }


def _header(words: str) -> Header:
    """Return a header that folds at 76 columns, in ASCII where it can be and else as encoded words (RFC 2047)."""
    plain = words.replace("\u00a0", " ")
    return Header(plain, None if plain.isascii() else "utf-8", maxlinelen=76, header_name="Subject")


def _text(words: str, kind: str) -> MIMEText:
    return MIMEText(words, kind, _QUOTED)  # type: ignore[arg-type]  # a Charset is taken, too


def _inline(identity: str, png: bytes) -> MIMEImage:
    part = MIMEImage(png, "png")
    part["Content-ID"] = f"<{identity}>"
    part["Content-Disposition"] = "inline"
    return part


def _attached(edition: RenderRequest, story: Story, pdf: bytes) -> MIMEBase:
    part = MIMEBase("application", "pdf")
    part.set_payload(pdf)
    encoders.encode_base64(part)
    part.add_header(
        "Content-Disposition", "attachment", filename=f"{edition.name}-{edition.period}-{story.language}.pdf"
    )
    return part


def _stem(edition: RenderRequest, story: Story) -> str:
    period = edition.period.replace("..", "_")  # two dots in a row are no dot-atom (RFC 5322, 3.2.3)
    return f"{edition.name}.{period}.r{edition.revision}.{story.language}"


def _domain(edition: RenderRequest) -> str:
    return parseaddr(edition.publisher.sender)[1].rpartition("@")[2] or "localhost"


def _boundary(edition: RenderRequest, story: Story, part: str) -> str:
    """Return a boundary that no body can hold: neither quoted-printable nor base64 writes `=_`."""
    return f"=_{_digest(edition, story, part)[:24]}"


def _digest(edition: RenderRequest, story: Story, part: str) -> str:
    return hashlib.sha256(f"{_stem(edition, story)} {part}".encode()).hexdigest()
