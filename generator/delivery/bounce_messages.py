"""Parse a message from bounces/: a bounce, a request of a reader, or something else. Nothing is verified here.

A bounce is a delivery report of a mail server (RFC 3464, RFC 6533 for UTF-8). It contains the header of the letter that
came back. A request is a mail with the subject `unsubscribe TOKEN` or `confirm TOKEN`, as the links in our letters
write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Literal

Kind = Literal["bounce", "unsubscribe", "confirm", "automatic", "other"]
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_WORD = re.compile(r"(?:[^\W\d_]{1,5}\s*[:\uff1a]\s*)*(unsubscribe|confirm)\s+([a-z0-9]+)", re.IGNORECASE)
_TAGGED = re.compile(r"([a-z0-9]+)@", re.IGNORECASE)
_IDENTITY = re.compile(r"<([^<>\s]+)>")
_ADDRESS = re.compile(r"<?[^\s<>;:,()]+@[^\s<>;:,()]+>?")
_REPORTS = ("message/delivery-status", "message/global-delivery-status")
_HEADS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "Final-Recipient", "Original-Recipient")
_CODES = re.compile(r"^(\d{3}[ -])?([245]\.\d+\.\d+ )?(…:? )?")  # codes and address before the server's text
_MAILBOX_FULL = "2.2"
_ABOUT_US = ("1.7", "1.8", "2.3", "3.4")  # a bad sender address, a letter that is too large: the reader's is fine
_POLICY, _CONTENT = "7.", "6."
_TEXT = 200  # characters of a server's text that are kept


@dataclass(frozen=True)
class DeliveryVerdict:
    """What a mail server reports about one letter."""

    action: str  # "failed", "delayed" and the other actions of RFC 3464
    status: str  # the status code of RFC 3463, such as 5.1.1
    text: str = ""  # the server's text, with addresses removed

    @property
    def is_hard(self) -> bool:
        """Whether the address cannot receive mail at all. A full mailbox or a fault of our letter does not count."""
        kind, _, detail = self.status.partition(".")
        is_ours = detail.startswith((_POLICY, _CONTENT)) or detail in (_MAILBOX_FULL, *_ABOUT_US)
        return kind == "5" and not is_ours

    def __str__(self) -> str:
        """Return the status and the text as one line."""
        return f"{self.status} {self.text}".strip()


@dataclass(frozen=True)
class Returned:
    """One parsed message. Anybody may have written it, so nothing here is verified."""

    kind: Kind
    token: str = ""  # of a request
    verdict: DeliveryVerdict | None = None  # of a bounce
    letters: tuple[str, ...] = ()  # of a bounce: message ids of the letters that it may be about
    paths: tuple[str, ...] = ()  # of a bounce: candidates for the token of a return path
    at: datetime | None = None  # of a bounce: its Date field


def read_returned(raw: bytes) -> Returned:
    """Return a message, parsed. Its kind is "other" if it is neither a bounce, a request nor an automatic answer."""
    message = message_from_bytes(raw)
    parts = list(message.walk())
    groups = [group for part in parts if part.get_content_type() in _REPORTS for group in _groups(part)]
    verdicts = [_verdict(group) for group in groups if group["Action"]]
    if verdicts:
        # a report can cover several readers: if one is not failed, some may have got the letter
        verdict = next((verdict for verdict in verdicts if verdict.action != "failed"), verdicts[0])
        letters, paths = tuple(_letters(message, parts)), tuple(_paths([message, *groups]))
        return Returned("bounce", verdict=verdict, letters=letters, paths=paths, at=_day(message))
    word = _WORD.fullmatch(_subject(message))
    if word and word[1].lower() == "unsubscribe":
        return Returned("unsubscribe", word[2])
    if _is_automatic(message):
        return Returned("automatic")
    return Returned("confirm", word[2]) if word else Returned("other")


def _groups(part: Message) -> Iterator[Message]:
    """Yield the groups of fields of a delivery report.

    The email library splits a `message/delivery-status` into groups. It parses a `message/global-delivery-status` as a
    single message, so its text is split here.
    """
    for group in part.get_payload() if part.is_multipart() else ():
        if isinstance(group, Message):
            yield group
            text = group.get_payload()
            if isinstance(text, str):
                yield from map(message_from_string, re.split(r"\r?\n\r?\n", text))


def _verdict(group: Message) -> DeliveryVerdict:
    action, words = str(group["Action"]).strip().lower(), str(group["Diagnostic-Code"] or "")
    code = _STATUS.search(str(group["Status"] or "")) or _STATUS.search(words)
    status = code[0] if code else "5.0.0" if action == "failed" else "4.0.0"
    plain = " ".join(_ADDRESS.sub("…", words.partition(";")[2]).split())
    return DeliveryVerdict(action, status, _CODES.sub("", plain)[:_TEXT])


def _letters(message: Message, parts: list[Message]) -> Iterator[str]:
    """Yield the message ids in a bounce: first those of the returned headers, then that of its In-Reply-To."""
    heads = [part for part in parts[1:] if part["Message-ID"]]
    heads += [message_from_string(_text(part)) for part in parts if part.get_content_type() in _HEADS]
    for head in heads:
        yield from _IDENTITY.findall(str(head["Message-ID"] or ""))
    yield from _IDENTITY.findall(str(message["In-Reply-To"] or ""))


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    if isinstance(content, bytes):
        return content.decode("utf-8", errors="replace")
    return part.as_string()


def _paths(heads: list[Message]) -> Iterator[str]:
    for head in heads:
        for name in _TO:
            for value in head.get_all(name, []):
                yield from _TAGGED.findall(str(value))


def _subject(message: Message) -> str:
    subject = str(message["Subject"] or "")
    try:
        return " ".join(str(make_header(decode_header(subject))).split())
    except (LookupError, ValueError, UnicodeError):
        return subject


def _is_automatic(message: Message) -> bool:
    """Whether the message is an automatic answer (RFC 3834) or a read receipt (RFC 8098)."""
    submitted = str(message["Auto-Submitted"] or "no").partition(";")[0].strip().lower()
    precedence = str(message["Precedence"] or "").strip().lower()
    is_receipt = message.get_param("report-type") == "disposition-notification"
    marked = any(message[name] for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponse"))
    return submitted != "no" or precedence in ("auto_reply", "bulk", "junk") or is_receipt or marked


def _day(message: Message) -> datetime | None:
    try:
        date = parsedate_to_datetime(str(message["Date"]))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
