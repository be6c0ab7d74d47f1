"""Sign letters by DKIM, so that receivers can verify who sent them (RFC 6376, 8301, 8463).

Head and body are canonicalised relaxed, since servers fold lines anew. Each field is named once more than it occurs, so
that nobody can add a second one. The body's digest and what all letters of a form share are reckoned once.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

Key = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
LEAST_BITS = 1024  # RFC 8301 §3.2
# what is the same in each letter of a form, then what is one reader's own
SHARED = ("From", "Subject", "MIME-Version", "Content-Type")
OWN = ("To", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted")
_NAMES = [name.lower() for name in (*SHARED, *OWN)]
_SPACE = re.compile(r"[ \t\r\n]+")
_FEW = 6  # names in a line of the signature
_COLUMNS = 72


@dataclass(frozen=True)
class Signer:
    """Signs for `domain`; who verifies finds the public half of the key under `selector` in the DNS."""

    domain: str
    selector: str
    key: Key = field(repr=False)

    def field(self, shared: bytes, digest: str, own: Sequence[tuple[str, str]]) -> bytes:
        """Return the field DKIM-Signature of a letter, with its line end.

        `shared` are the canonical fields of its form, `digest` that of its body, `own` the reader's own fields.
        """
        lines = [
            f"v=1; a={self._algorithm}; c=relaxed/relaxed; d={self.domain};",
            f"s={self.selector}; bh={digest};",
            *_named([*_NAMES, *_NAMES]),
            "b=",
        ]
        unsigned = _canonical("DKIM-Signature", " ".join(lines)).removesuffix("\r\n").encode()
        signature = base64.b64encode(self._signed(shared + canonical(own, OWN) + unsigned)).decode()
        cut = [signature[start : start + _COLUMNS] for start in range(0, len(signature), _COLUMNS)]
        return ("DKIM-Signature: " + "\r\n ".join((*lines, *cut)) + "\r\n").encode()

    @property
    def record(self) -> tuple[str, str]:
        """Return name and value of the TXT record that publishes the public half (RFC 6376 §3.6.1)."""
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

    def _signed(self, data: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(hashlib.sha256(data).digest())  # RFC 8463 §3: the digest is what is signed


def read_key(pem: str) -> Key:
    """Return the private key in a text; ValueError says why it is none that can sign."""
    try:
        key = serialization.load_pem_private_key(pem.encode(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        msg = "it is no private key in PEM without a password"
        raise ValueError(msg) from None
    if not isinstance(key, rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey):
        msg = "it is neither an RSA nor an Ed25519 key"
        raise ValueError(msg)  # noqa: TRY004 -- the text is what is wrong
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < LEAST_BITS:
        msg = f"it has {key.key_size} bits, {LEAST_BITS} are the least that anybody trusts"
        raise ValueError(msg)
    return key


def canonical(fields: Sequence[tuple[str, str]], wanted: Sequence[str]) -> bytes:
    """Return those of the fields that are wanted, in that order, as they are signed (RFC 6376 §3.4.2)."""
    known = {name.lower(): (name, value) for name, value in fields}
    return "".join(_canonical(*known[name.lower()]) for name in wanted if name.lower() in known).encode()


def body_digest(body: bytes) -> str:
    """Return the digest of a body in base64, canonicalised relaxed (RFC 6376 §3.4.4)."""
    spaced = re.sub(rb"[ \t]+", b" ", body).replace(b" \r\n", b"\r\n")
    whole = re.sub(rb"(?:\r\n)*\Z", b"", spaced)
    return base64.b64encode(hashlib.sha256(whole + b"\r\n" if whole else b"").digest()).decode()


def _canonical(name: str, value: str) -> str:
    return f"{name.lower()}:{_SPACE.sub(' ', value).strip()}\r\n"


def _named(names: Sequence[str]) -> list[str]:
    rows = [":".join(names[start : start + _FEW]) for start in range(0, len(names), _FEW)]
    return [f"h={rows[0]}:", *(f"{row}:" for row in rows[1:-1]), f"{rows[-1]};"]
