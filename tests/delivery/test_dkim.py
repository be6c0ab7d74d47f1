"""Signatures, verified by another's program (dkimpy), and what breaks them."""

import base64
import re
import subprocess
from datetime import UTC, datetime
from hashlib import sha256

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from dkim.canonicalization import Relaxed

from generator.delivery.keys import Keys
from generator.delivery.letter_form import Form, Key, Pen, Signer, Writer, body_digest, form_of, read_key
from generator.store import Letter

HEAD = (
    b"Content-Type: text/plain;\r\n\tcharset=us-ascii\r\nMIME-Version: 1.0\r\nFrom: Trade  Section <t@example.org>\r\n"
)
MESSAGE = HEAD + b"To: x\r\nSubject: Fish\r\n\tfell  \r\n\r\nFish \t fell. \r\n.\r\n\r\nEnd\t\r\n\r\n\r\n"
LETTER = Letter(1, 1, "abc1", "ann@example.org", "ann@example.org", "en", "", "fish.r1.x@example.org")
AT = datetime(2026, 1, 20, 12, tzinfo=UTC)
KEY = rsa.generate_private_key(65537, 2048)


def signed(key: Key = KEY, form: Form | None = None, leave_at: str = "https://example.org/") -> tuple[bytes, Signer]:
    """Return a signed letter and who signed it."""
    signer = Signer("example.org", "s2026", key)
    writer = Writer("t@example.org", "example.org", leave_at, "fish.example.org")
    return Pen(writer, Keys((bytes(32),)), signer).write(form or form_of(MESSAGE), LETTER, AT), signer


def verifies(raw: bytes, signer: Signer) -> bool:
    """Say whether dkimpy takes the signature, by the record that the signer publishes."""
    known = {f"{signer.record[0]}.".encode(): signer.record[1].encode()}
    return bool(dkim.verify(raw, dnsfunc=lambda name, timeout=5: known.get(name)))  # noqa: ARG005 -- as dkimpy calls it


@pytest.mark.parametrize("leave_at", ["", "https://example.org/"])
def test_a_signature_holds(leave_at: str) -> None:
    """With and without a page to leave by; the signature comes first."""
    raw, signer = signed(leave_at=leave_at)
    assert (True, True) == (raw.startswith(b"DKIM-Signature: "), verifies(raw, signer))
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_what_a_server_may_do_breaks_nothing() -> None:
    """Lines folded anew, white space, an empty line at the end."""
    raw, signer = signed()
    other = (
        raw.replace(b"Subject: Fish\r\n\tfell  ", b"subject:   Fish fell").replace(b" \t fell. ", b" fell.") + b"\r\n"
    )
    assert (True, False) == (verifies(other, signer), other == raw)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"Fish \t fell", b"Fish \t rose"),
        (b"Subject: Fish", b"Subject: Fowl"),
        (b"From: Trade", b"From: Fraud"),
        (b"To: ann@", b"To: eve@"),
        (b"leave/abc1", b"leave/abc2"),
        (b"List-Unsubscribe=One-Click", b"List-Unsubscribe=Two-Click"),
        (b"Auto-Submitted: auto-generated", b"Auto-Submitted: no"),
        (b"\r\nFrom: ", b"\r\nFrom: Eve <eve@example.net>\r\nFrom: "),
        (b"\r\nSubject: ", b"\r\nSubject: Another\r\nSubject: "),
        (b"bh=", b"bh=A"),
    ],
)
def test_any_change_breaks_it(before: bytes, after: bytes) -> None:
    """One changed byte of body or head, or a second field beside a signed one."""
    raw, signer = signed()
    assert 1 == raw.count(before)
    assert not verifies(raw.replace(before, after), signer)


def test_a_page_to_leave_by_cannot_be_added() -> None:
    """The letter had none: a field that was absent is signed as absent."""
    raw, signer = signed(leave_at="")
    added = raw.replace(b"\r\nFrom: ", b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nFrom: ")
    assert (True, False) == (verifies(raw, signer), verifies(added, signer))


def test_an_ed25519_signature_holds() -> None:
    """Dkimpy wants PyNaCl for it: here it canonicalises, and OpenSSL verifies the digest (RFC 8463 §3)."""
    key = ed25519.Ed25519PrivateKey.generate()
    raw, signer = signed(key)
    fields, _ = dkim.rfc822_parse(raw)
    values = {name.lower(): value for name, value in fields}
    unsigned, _, signature = values[b"dkim-signature"].partition(b"b=\r\n")
    names = list(dict.fromkeys(re.sub(rb"\s", b"", unsigned.partition(b" h=")[2]).rstrip(b";").split(b":")))
    order = [(name, values[name]) for name in names] + [(b"dkim-signature", unsigned + b"b=")]
    data = b"".join(b":".join(one) for one in Relaxed.canonicalize_headers(order)).removesuffix(b"\r\n")
    key.public_key().verify(base64.b64decode(signature), sha256(data).digest())
    assert f"v=DKIM1; k=ed25519; p={base64.b64encode(key.public_key().public_bytes_raw()).decode()}" == signer.record[1]
    assert b"a=ed25519-sha256;" in unsigned


@pytest.mark.parametrize("body", [b"", b"\r\n\r\n", b" C \r\nD \t E\r\n\r\n\r\n"])
def test_the_digest_of_a_body_is_that_of_the_rfc(body: bytes) -> None:
    """RFC 6376 §3.4.5 has the last one; dkimpy canonicalises for itself."""
    expected = sha256(Relaxed.canonicalize_body(body)).digest()
    assert base64.b64encode(expected).decode() == body_digest(body)


def test_a_key_that_openssl_makes_can_sign() -> None:
    """As docs/mail.md says."""
    made = subprocess.run(["openssl", "genrsa", "2048"], capture_output=True, check=True, text=True)
    raw, signer = signed(read_key(made.stdout))
    assert verifies(raw, signer)


@pytest.mark.parametrize(
    ("pem", "why"),
    [
        ("hush", "not a private key in PEM"),
        (ec.generate_private_key(ec.SECP256R1()), "neither an RSA nor an Ed25519 key"),
        ("locked", "not a private key in PEM without a password"),
    ],
)
def test_a_key_that_cannot_sign_is_refused(pem: str | ec.EllipticCurvePrivateKey, why: str) -> None:
    """By what it is; its text is not repeated."""
    pkcs8 = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    if pem == "locked":
        pem = KEY.private_bytes(*pkcs8, serialization.BestAvailableEncryption(b"x")).decode()
    elif not isinstance(pem, str):
        pem = pem.private_bytes(*pkcs8, serialization.NoEncryption()).decode()
    with pytest.raises(ValueError, match=why) as caught:
        read_key(pem)
    assert pem not in str(caught.value)
