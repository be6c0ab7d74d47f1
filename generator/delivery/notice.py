"""Make a short message that is not an edition, as text and HTML. The same content gives the same bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import formataddr, parseaddr
from html import escape

_CODE = re.compile(r"`([^`\n]+)`")
_QUOTED = charset.Charset("utf-8")
_QUOTED.body_encoding = charset.QP
_POLICY = compat32.clone(linesep="\r\n", max_line_length=76)
_PAGE = (
    '<!DOCTYPE html>\n<html lang="{language}" dir="{direction}">'
    '<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>{title}</title></head>\n'
    '<body style="font-family: sans-serif; line-height: 1.5; max-width: 36em; overflow-wrap: anywhere">\n'
    "{body}\n</body></html>\n"
)


@dataclass(frozen=True)
class NoticeParagraph:
    """One paragraph of a notice."""

    words: str  # line breaks are kept; text in backticks is shown as code
    link: str = ""  # in HTML, the whole paragraph links to it
    shown: str = ""  # with a link: the plain text in place of `words`; "" shows the link itself
    head: str = ""  # a bold heading above

    @property
    def text(self) -> str:
        """The paragraph as plain text."""
        text = self.words if not self.link else self.shown or self.link
        return f"{self.head}\n{text}" if self.head else text


def make_notice(
    identity: str, sender: str, subject: str, paragraphs: Sequence[NoticeParagraph], *, language: str, direction: str
) -> bytes:
    """Return a message as bytes with CRLF and no To field. `identity` determines its MIME boundary."""
    boundary = f"=_{hashlib.sha256(identity.encode()).hexdigest()[:24]}"
    text = "\n\n".join(paragraph.text for paragraph in paragraphs) + "\n"
    body = "\n".join(f"<p>{_to_html(paragraph)}</p>" for paragraph in paragraphs)
    page = _PAGE.format(language=language, direction=direction, title=escape(subject), body=body)
    message = MIMEMultipart("alternative", boundary, [_part(text, "plain"), _part(page, "html")])
    message["From"] = formataddr(parseaddr(sender))
    message["Subject"] = Header(subject, None if subject.isascii() else "utf-8", maxlinelen=76, header_name="Subject")  # type: ignore[assignment]  # compat32 takes a Header, too
    message["Content-Language"] = language
    return message.as_bytes(policy=_POLICY)


def _to_html(line: NoticeParagraph) -> str:
    words = _CODE.sub(r"<code>\1</code>", escape(line.words)).replace("\n", "<br>\n")
    if line.head:
        words = f"<b>{escape(line.head)}</b><br>\n{words}"
    return f'<a href="{escape(line.link)}">{words}</a>' if line.link else words


def _part(words: str, kind: str) -> MIMEText:
    return MIMEText(words, kind, _QUOTED)  # type: ignore[arg-type]  # a Charset is taken, too
