"""What a person types as an address."""

import pytest

from generator.delivery.addresses import read_address
from generator.errors import AddressRefused


@pytest.mark.parametrize(
    ("given", "folded", "ascii_"),
    [
        ("a@example.org", "a@example.org", "a@example.org"),
        (" Ann.Lee@Example.ORG ", "ann.lee@example.org", "Ann.Lee@example.org"),
        ("Ann Lee <ann@example.org>", "ann@example.org", "ann@example.org"),
        ("ann@bücher.example.org", "ann@bücher.example.org", "ann@xn--bcher-kva.example.org"),
        ("جان@example.org", "جان@example.org", ""),
    ],
)
def test_one_mailbox_is_read(given: str, folded: str, ascii_: str) -> None:
    """As it is compared, and as a mail server takes it; a local part beyond ASCII has no such form (RFC 6531)."""
    address = read_address(given)
    assert (folded, ascii_) == (address.folded, address.ascii)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "nobody",
        "a@b",
        "a@example.org, b@example.org",
        "a@example.org\r\nRCPT TO:<b@example.org>",
        "a@example.org\u2028Bcc: b@example.org",
        "a\u202eb@example.org",
        "a\u200b@example.org",
        "<a@example.org",
        "a@-example.org",
        f"{'a' * 65}@example.org",
        f"a@{'b' * 250}.org",
        "a b@example.org",
    ],
)
def test_anything_else_is_refused_with_its_reason(given: str) -> None:
    """Two addresses, a line break, an invisible sign, too long: none reaches a header."""
    with pytest.raises(AddressRefused) as refused:
        read_address(given)
    assert refused.value.reason
