"""Parse a message from bounces/: a delivery report, a word of a reader, or neither. Nothing is verified here.

A bounce is a report of a mail server (RFC 3464, in UTF-8 RFC 6533) with the head of the letter that it is about; a
reader's word is a mail whose subject is `unsubscribe TOKEN` or `confirm TOKEN`, as the links of our letters write it.
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
_CODES = re.compile(r"^(\d{3}[ -])?([245]\.\d+\.\d+ )?(…:? )?")  # what stands in front of a server's words
_MAILBOX_FULL = "2.2"
_ABOUT_US = ("1.7", "1.8", "2.3", "3.4")  # the sender's address, a letter that is too large: no fault of the reader's
_POLICY, _CONTENT = "7.", "6."
_TEXT = 200  # signs of a server's words


@dataclass(frozen=True)
class DeliveryVerdict:
    """What a mail server did: `action` failed or delayed, the `status` of RFC 3463, its words without an address."""

    action: str
    status: str
    text: str = ""

    @property
    def is_hard(self) -> bool:
        """Whether it means that the address reaches nobody: not that it is full, nor that we are disliked."""
        kind, _, detail = self.status.partition(".")
        is_ours = detail.startswith((_POLICY, _CONTENT)) or detail in (_MAILBOX_FULL, *_ABOUT_US)
        return kind == "5" and not is_ours

    def __str__(self) -> str:
        """Return it as one line."""
        return f"{self.status} {self.text}".strip()


@dataclass(frozen=True)
class Returned:
    """One message: its kind; of a bounce what was done, of a word its token.

    `letters` are the ids of letters that it may be about, `paths` what may be tokens of return paths; neither is
    believed yet. `at` is when it was written, by itself.
    """

    kind: Kind
    token: str = ""
    verdict: DeliveryVerdict | None = None
    letters: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    at: datetime | None = None


def read_returned(raw: bytes) -> Returned:
    """Return what a message says; its kind is "other" where it is nothing that we know."""
    message = message_from_bytes(raw)
    parts = list(message.walk())
    groups = [group for part in parts if part.get_content_type() in _REPORTS for group in _groups(part)]
    verdicts = [_verdict(group) for group in groups if group["Action"]]
    if verdicts:
        # of several readers some may have got it
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
    """Yield the groups of fields of a report: the library takes the old kind apart, the new one as a whole letter."""
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
    """Yield the ids of letters that a bounce names: the one whose head came back, else the one it answers."""
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
    """Say whether a program answered by itself (RFC 3834), or told that a letter was read (RFC 8098)."""
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
