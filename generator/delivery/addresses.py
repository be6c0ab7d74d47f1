"""Read an address that a person typed: one mailbox, or the reason why it is none."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from generator.errors import AddressRefused

_OF_THIS_MACHINE = "localhost"


@dataclass(frozen=True)
class Address:
    """One mailbox. `text` is how it is written, `folded` how it is compared, `name` who stands before it.

    `ascii` is what goes to a mail server, "" where only one that takes UTF-8 local parts (RFC 6531) can have it.
    """

    text: str
    folded: str
    ascii: str
    name: str = ""


def read_address(given: str) -> Address:
    """Return the one mailbox in `given`, `a@b.org` or `Name <a@b.org>`; AddressRefused says what is wrong with it."""
    text = given.strip(" \t")
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"} for sign in text):
        raise AddressRefused(given, "it holds a line break or an invisible sign")
    local, _, domain = text.rpartition("@")
    if domain.lower() == _OF_THIS_MACHINE and local.isascii() and local.isprintable() and local.isalnum():
        return Address(text, text.lower(), f"{local}@{domain.lower()}")
    try:
        found = validate_email(text, check_deliverability=False, allow_display_name=True, strict=True)
    except EmailNotValidError as fault:
        raise AddressRefused(given, str(fault).rstrip(".")) from None
    plain = found.ascii_email or (f"{found.ascii_local_part}@{found.ascii_domain}" if found.ascii_local_part else "")
    return Address(found.normalized, found.normalized.casefold(), plain, found.display_name or "")


def on_the_wire(address: str) -> str:
    """Return an address that was read before as a mail server is given it: ASCII, unless its local part is not."""
    return address if address.isascii() else read_address(address).ascii or address
