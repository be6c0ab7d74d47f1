"""A notice: a short message of a few sentences, as text and as HTML; no byte from clock or chance."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr, parseaddr

from markupsafe import Markup

from generator.page.folding import folded

_WIDE = 72  # columns of the text
_STYLE = "font: 17px/26px Georgia, serif; max-width: 600px; margin: 0 auto; padding: 24px; overflow-wrap: anywhere"
_PARAGRAPH = Markup('<p style="margin: 0 0 16px">{}</p>\n')
_HTML = Markup(
    '<!DOCTYPE html>\n<html lang="{language}" dir="{direction}">\n<head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>\n'
    '<body>\n<div lang="{language}" dir="{direction}" style="{style}">\n{paragraphs}</div>\n</body>\n</html>\n'
)


@dataclass(frozen=True)
class Notice:
    """What a notice says in one language; the last paragraph says to whom one may turn."""

    language: str
    direction: str
    subject: str
    paragraphs: tuple[str, ...]


def make_notice(notice: Notice, sender: str) -> bytes:
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


def _html(notice: Notice) -> str:
    paragraphs = Markup("").join(_PARAGRAPH.format(one) for one in notice.paragraphs)
    of = {"language": notice.language, "direction": notice.direction, "title": notice.subject}
    return str(_HTML.format(paragraphs=paragraphs, style=_STYLE, **of))
