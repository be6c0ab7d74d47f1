"""Finished messages, no byte from clock or chance: an edition's mail with pictures and PDF, and short notices."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import charset, encoders
from email.header import Header
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP, compat32
from email.utils import format_datetime, formataddr, parseaddr
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.page.plain_text import folded

if TYPE_CHECKING:
    from generator.page.render_request import RenderRequest
    from generator.story.plan import Story


# Quoted-printable keeps plain letters as they are, so that a reader's own links can be set in without encoding anew.
_QUOTED = charset.Charset("utf-8")
_QUOTED.body_encoding = charset.QP
_POLICY = compat32.clone(linesep="\r\n", max_line_length=76)
_WIDE = 72  # columns of the text
_STYLE = "font: 17px/26px Georgia, serif; max-width: 600px; margin: 0 auto; padding: 24px; overflow-wrap: anywhere"
_PARAGRAPH = Markup('<p style="margin: 0 0 16px">{}</p>\n')
_HTML = Markup(
    '<!DOCTYPE html>\n<html lang="{language}" dir="{direction}">\n<head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>\n'
    '<body>\n<div lang="{language}" dir="{direction}" style="{style}">\n{paragraphs}</div>\n</body>\n</html>\n'
)


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


@dataclass(frozen=True)
class MailNotice:
    """What a notice says in one language; the last paragraph says to whom one may turn."""

    language: str
    direction: str
    subject: str
    paragraphs: tuple[str, ...]


def make_notice(notice: MailNotice, sender: str) -> bytes:
    """Return the message with CRLF, from `sender`, to nobody: delivery sets the reader's address, day and id."""
    made = EmailMessage(policy=SMTP.clone(max_line_length=998))
    made["From"] = formataddr(parseaddr(sender))
    made["Subject"] = " ".join(notice.subject.split())
    made["Content-Language"] = notice.language
    text = "\n\n".join("\n".join(folded(one, _WIDE)) for one in notice.paragraphs)
    made.set_content(f"{text}\n", cte="quoted-printable")
    made.add_alternative(_html(notice), subtype="html", cte="quoted-printable")
    made.set_boundary(f"=_{hashlib.sha256(repr(notice).encode()).hexdigest()[:24]}")
    return made.as_bytes()


def _html(notice: MailNotice) -> str:
    paragraphs = Markup("").join(_PARAGRAPH.format(one) for one in notice.paragraphs)
    of = {"language": notice.language, "direction": notice.direction, "title": notice.subject}
    return str(_HTML.format(paragraphs=paragraphs, style=_STYLE, **of))
