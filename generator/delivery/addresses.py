"""Read an address that a person typed: one mailbox, or the reason why it is not one."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from generator.errors import AddressRefused

_OF_THIS_MACHINE = "localhost"


@dataclass(frozen=True)
class Address:
    """One mailbox that `read_address` has checked."""

    text: str  # as it is written, with the display name
    folded: str  # as it is compared: case does not matter
    ascii: str  # as a mail server takes it; "" where the server must support UTF-8 local parts (RFC 6531)
    name: str = ""  # the display name before the address


def read_address(text: str) -> Address:
    """Return the one mailbox in `text`, `a@b.org` or `Name <a@b.org>`; AddressRefused says what is wrong with it."""
    typed, text = text, text.strip(" \t")
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"} for sign in text):
        raise AddressRefused(typed, "it holds a line break or an invisible sign")
    local, _, domain = text.rpartition("@")
    if domain.lower() == _OF_THIS_MACHINE and local.isascii() and local.isprintable() and local.isalnum():
        return Address(text, text.lower(), f"{local}@{domain.lower()}")
    try:
        mailbox = validate_email(text, check_deliverability=False, allow_display_name=True, strict=True)
    except EmailNotValidError as fault:
        raise AddressRefused(typed, str(fault).rstrip(".")) from None
    ascii_address = mailbox.ascii_email or ""
    if not ascii_address and mailbox.ascii_local_part:
        ascii_address = f"{mailbox.ascii_local_part}@{mailbox.ascii_domain}"
    return Address(mailbox.normalized, mailbox.normalized.casefold(), ascii_address, mailbox.display_name or "")


def on_the_wire(address: str) -> str:
    """Return a checked address in the form for a mail server: ASCII, unless the local part has no ASCII form."""
    return address if address.isascii() else read_address(address).ascii or address
