"""Make letters: the finished message of an edition, with header fields for one reader and a DKIM signature.

The message is split once; a letter joins the pieces. We choose the header fields and their order. The body is the
audited one, unchanged.

The DKIM signature lets receivers verify the sender (RFC 6376, 8301, 8463). Header and body use the relaxed
canonicalisation, since servers may fold lines again. The signature names each field once more than it occurs, so that
nobody can add a second one. The digest of the body and the shared fields are computed once per form.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from functools import cached_property

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from generator.delivery.addresses import on_the_wire
from generator.delivery.keys import Keys
from generator.errors import IntegrityError
from generator.store import Letter

_END = b"\r\n\r\n"
_OF_READER = (b"to", b"date", b"message-id")  # set for each reader
_STRAY = re.compile(rb"\r(?!\n)|(?<!\r)\n")  # CR or LF alone: two servers may disagree where such a letter ends
_LONGEST = 998  # bytes of a line (RFC 5322 §2.1.1)
_FIELD = re.compile(rb"[^\r\n]+(?:\r\n[ \t][^\r\n]*)*")


@dataclass(frozen=True)
class Writer:
    """The sender of letters, and how a reader can leave the list."""

    address: str  # also takes mails that unsubscribe
    domain: str  # of the address
    leave_at: str = ""  # the base of the reader pages, https://…/; "" without such pages
    list_id: str = ""  # "" if the letters belong to no list: then nobody can leave


@dataclass(frozen=True)
class Form:
    """A message without the fields of a single reader: the fields that all letters share, and the body."""

    fields: bytes
    body: bytes

    def letter(self, reader_fields: Sequence[tuple[str, str]], signature: bytes = b"") -> bytes:
        """Return the whole message: the signature, the fields of its reader, the shared fields, the body."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in reader_fields).encode("utf-8")
        return b"".join((signature, lines, self.fields, _END, self.body))

    @cached_property
    def digest(self) -> str:
        """The digest of the body for the signature, in base64."""
        return body_digest(self.body)

    @cached_property
    def shared(self) -> bytes:
        """The shared fields in the canonical form that is signed."""
        split = (field.partition(b":") for field in _FIELD.findall(self.fields))
        return canonical([(name.decode(), value.decode()) for name, _, value in split], SHARED)


def form_of(message: bytes) -> Form:
    """Return the form of a finished message; IntegrityError if it has no body, a line too long or a bad line end."""
    head, end, body = message.partition(_END)
    if not end:
        msg = "the edition's message has no body."
        raise IntegrityError(msg)
    if _STRAY.search(message) or max(map(len, message.split(b"\r\n"))) > _LONGEST:
        msg = "the edition's message has a line of more than 998 bytes, or one without CR LF (RFC 5322 §2.1.1)."
        raise IntegrityError(msg)
    fields = [field for field in _FIELD.findall(head) if field.partition(b":")[0].lower() not in _OF_READER]
    return Form(b"\r\n".join(fields), body)


def fields_of_reader(writer: Writer, to: str, message_id: str, token: str, at: datetime) -> tuple[tuple[str, str], ...]:
    """Return the header fields of one reader's letter (RFC 5322, 2369, 2919, 3834, 8058).

    No value is folded: some mail programs cannot read a folded address, and no value is longer than 998 characters.
    """
    return (
        ("To", to),
        ("Date", format_datetime(at)),
        ("Message-ID", f"<{message_id}>"),
        *_list_fields(writer, token),
        ("Auto-Submitted", "auto-generated"),
    )


def _list_fields(writer: Writer, token: str) -> tuple[tuple[str, str], ...]:
    """Return the fields that say how a reader leaves: by mail, and by a page if there is one. None without a list."""
    if not writer.list_id:
        return ()
    list_id, leave = f"<{writer.list_id}>", f"<mailto:{writer.address}?subject=unsubscribe%20{token}>"
    if not writer.leave_at:
        return ("List-Id", list_id), ("List-Unsubscribe", leave)
    return (
        ("List-Id", list_id),
        ("List-Unsubscribe", f"<{writer.leave_at}leave/{token}>, {leave}"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    )


@dataclass(frozen=True)
class Pen:
    """Writes the letters of one sender; without a `signer` they are not signed."""

    writer: Writer
    keys: Keys
    signer: Signer | None = None

    def write(self, form: Form, letter: Letter, at: datetime) -> bytes:
        """Return the finished message. Every attempt with the same `at` gives the same bytes."""
        token = self.keys.token(letter.key, "leave")
        fields = fields_of_reader(self.writer, on_the_wire(letter.address), letter.message_id, token, at)
        signature = self.signer.field(form.shared, form.digest, fields) if self.signer else b""
        return form.letter(fields, signature)


Key = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
LEAST_BITS = 1024  # RFC 8301 §3.2
# the fields that all letters of a form share, then those of a single reader
SHARED = ("From", "Subject", "MIME-Version", "Content-Type")
OF_READER = ("To", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted")
_NAMES = [name.lower() for name in (*SHARED, *OF_READER)]
_SPACE = re.compile(r"[ \t\r\n]+")
_FEW = 6  # names in a line of the signature
_COLUMNS = 72  # characters of the signature in a line


@dataclass(frozen=True)
class Signer:
    """Signs letters for `domain`. Receivers look up the public key in the DNS, under `selector`."""

    domain: str
    selector: str
    key: Key = field(repr=False)

    def field(self, shared: bytes, digest: str, reader_fields: Sequence[tuple[str, str]]) -> bytes:
        """Return the DKIM-Signature field of a letter, with its line end.

        `shared` and `digest` come from the form of the letter. `reader_fields` are the fields of its reader.
        """
        lines = [
            f"v=1; a={self._algorithm}; c=relaxed/relaxed; d={self.domain};",
            f"s={self.selector}; bh={digest};",
            *_name_lines([*_NAMES, *_NAMES]),
            "b=",
        ]
        unsigned = _canonical("DKIM-Signature", " ".join(lines)).removesuffix("\r\n").encode()
        signature = base64.b64encode(self._sign(shared + canonical(reader_fields, OF_READER) + unsigned)).decode()
        lines += [signature[start : start + _COLUMNS] for start in range(0, len(signature), _COLUMNS)]
        return ("DKIM-Signature: " + "\r\n ".join(lines) + "\r\n").encode()

    @property
    def record(self) -> tuple[str, str]:
        """Return name and value of the DNS TXT record that publishes the public key (RFC 6376 §3.6.1)."""
        public = self.key.public_key()
        if isinstance(public, rsa.RSAPublicKey):
            kind, form = "rsa", (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        else:
            kind, form = "ed25519", (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        text = base64.b64encode(public.public_bytes(*form)).decode()
        return f"{self.selector}._domainkey.{self.domain}", f"v=DKIM1; k={kind}; p={text}"

    @property
    def _algorithm(self) -> str:
        return "rsa-sha256" if isinstance(self.key, rsa.RSAPrivateKey) else "ed25519-sha256"

    def _sign(self, data: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(hashlib.sha256(data).digest())  # RFC 8463 §3: sign the digest


def read_key(pem: str) -> Key:
    """Return the private key in a PEM text; ValueError says why it cannot sign."""
    try:
        key = serialization.load_pem_private_key(pem.encode(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        msg = "it is not a private key in PEM without a password"
        raise ValueError(msg) from None
    if not isinstance(key, rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey):
        msg = "it is neither an RSA nor an Ed25519 key"
        raise ValueError(msg)  # noqa: TRY004 -- the text is what is wrong
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < LEAST_BITS:
        msg = f"it has {key.key_size} bits, {LEAST_BITS} are the least that anybody trusts"
        raise ValueError(msg)
    return key


def canonical(fields: Sequence[tuple[str, str]], names: Sequence[str]) -> bytes:
    """Return the fields called `names`, in that order, in the relaxed form that is signed (RFC 6376 §3.4.2)."""
    by_name = {name.lower(): (name, value) for name, value in fields}
    return "".join(_canonical(*by_name[name.lower()]) for name in names if name.lower() in by_name).encode()


def body_digest(body: bytes) -> str:
    """Return the SHA-256 digest of a body in its relaxed form (RFC 6376 §3.4.4), in base64."""
    spaced = re.sub(rb"[ \t]+", b" ", body).replace(b" \r\n", b"\r\n")
    text = re.sub(rb"(?:\r\n)*\Z", b"", spaced)
    return base64.b64encode(hashlib.sha256(text + b"\r\n" if text else b"").digest()).decode()


def _canonical(name: str, value: str) -> str:
    return f"{name.lower()}:{_SPACE.sub(' ', value).strip()}\r\n"


def _name_lines(names: Sequence[str]) -> list[str]:
    rows = [":".join(names[start : start + _FEW]) for start in range(0, len(names), _FEW)]
    return [f"h={rows[0]}:", *(f"{row}:" for row in rows[1:-1]), f"{rows[-1]};"]
