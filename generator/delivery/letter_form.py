"""Make letters: the finished message of an edition, with each reader's own header fields and a signature.

The message is split once; a letter is a join of pieces. Header names and order are ours, the body is the audited one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cached_property

from generator.delivery.addresses import on_the_wire
from generator.delivery.dkim import SHARED, Signer, body_digest, canonical
from generator.delivery.keys import Keys
from generator.errors import IntegrityError
from generator.store import Letter

_END = b"\r\n\r\n"
_OWN = (b"to", b"date", b"message-id")  # set anew for each reader
_STRAY = re.compile(rb"\r(?!\n)|(?<!\r)\n")  # two servers may not agree on where a letter with one ends
_LONGEST = 998
_FIELD = re.compile(rb"[^\r\n]+(?:\r\n[ \t][^\r\n]*)*")


@dataclass(frozen=True)
class Writer:
    """Who writes, and how a reader leaves: `domain` of the address, a mailbox and, where it is open, a page.

    Without `list_id` it writes to no list, and nobody can leave it.
    """

    address: str
    domain: str
    leave_at: str = ""  # the base of the reader pages: https://…/
    list_id: str = ""


@dataclass(frozen=True)
class Form:
    """A message without what is one reader's own: the fields that stay and the body."""

    fields: bytes
    body: bytes

    def letter(self, own: Sequence[tuple[str, str]], signature: bytes = b"") -> bytes:
        """Return the whole message, the signature and the reader's own fields first."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in own).encode("utf-8")
        return b"".join((signature, lines, self.fields, _END, self.body))

    @cached_property
    def digest(self) -> str:
        """The digest of the body, as a signature names it."""
        return body_digest(self.body)

    @cached_property
    def shared(self) -> bytes:
        """The fields that stay, as they are signed."""
        split = (field.partition(b":") for field in _FIELD.findall(self.fields))
        return canonical([(name.decode(), value.decode()) for name, _, value in split], SHARED)


def form_of(message: bytes) -> Form:
    """Return the form of a finished message; IntegrityError where it has no head, or a line that no server may take."""
    head, end, body = message.partition(_END)
    if not end:
        msg = "the edition's message has no body."
        raise IntegrityError(msg)
    if _STRAY.search(message) or max(map(len, message.split(b"\r\n"))) > _LONGEST:
        msg = "the edition's message has a line of more than 998 bytes, or one without CR LF (RFC 5322 §2.1.1)."
        raise IntegrityError(msg)
    kept = [field for field in _FIELD.findall(head) if field.partition(b":")[0].lower() not in _OWN]
    return Form(b"\r\n".join(kept), body)


def own_fields(writer: Writer, to: str, message_id: str, token: str, at: datetime) -> tuple[tuple[str, str], ...]:
    """Return the fields that are one reader's own (RFC 5322, 2369, 2919, 3834, 8058).

    No value is folded: a folded address is no address any more for some readers, and none passes 998 signs.
    """
    return (
        ("To", to),
        ("Date", format_datetime(at)),
        ("Message-ID", f"<{message_id}>"),
        *(_of_list(writer, token) if writer.list_id else ()),
        ("Auto-Submitted", "auto-generated"),
    )


def _of_list(writer: Writer, token: str) -> tuple[tuple[str, str], ...]:
    leave = f"<mailto:{writer.address}?subject=unsubscribe%20{token}>"
    of_list = ("List-Id", f"<{writer.list_id}>")
    if not writer.leave_at:
        return of_list, ("List-Unsubscribe", leave)
    paged = ("List-Unsubscribe", f"<{writer.leave_at}leave/{token}>, {leave}")
    return of_list, paged, ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")


@dataclass(frozen=True)
class Pen:
    """Who writes, with which keys, and signs as whom."""

    writer: Writer
    keys: Keys
    signer: Signer | None = None

    def write(self, form: Form, letter: Letter, at: datetime) -> bytes:
        """Return the finished message; the same at each try."""
        token = self.keys.token(letter.key, "leave")
        own = own_fields(self.writer, on_the_wire(letter.address), letter.message_id, token, at)
        return form.letter(own, self.signer.field(form.shared, form.digest, own) if self.signer else b"")
