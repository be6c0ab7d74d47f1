"""Tokens and ids that nobody else can make."""

from pathlib import Path

import pytest

from generator.delivery import Shelf
from generator.delivery.addresses import read_address
from generator.delivery.keys import FILE, Keys, add_key, read_keys
from generator.errors import AddressRefused, IntegrityError, SettingsError

OLD, NEW = bytes(32), bytes([1] * 32)


def test_a_token_leads_back_to_its_reader_and_to_one_purpose() -> None:
    """What lets a reader leave does not confirm anybody."""
    keys = Keys((NEW,))
    token = keys.token("ab12", "leave")
    assert ("ab12", None) == (keys.reader_of(token, "leave"), keys.reader_of(token, "confirm"))


def test_a_token_that_was_changed_or_made_elsewhere_is_none() -> None:
    """Each letter of it counts."""
    keys = Keys((NEW,))
    token = keys.token("ab12", "leave")
    changed = [token[:at] + ("a" if sign != "a" else "b") + token[at + 1 :] for at, sign in enumerate(token)]
    forged = [*changed, f"{token[:-1]}é", Keys((OLD,)).token("ab12", "leave"), "", "ab12", token[:-1]]
    assert {None} == {keys.reader_of(one, "leave") for one in forged}


def test_letters_that_an_older_key_signed_still_count() -> None:
    """A new key is put in front, the link in last year's letter goes on working, and a letter keeps its id."""
    before, after = Keys((OLD,)), Keys((NEW, OLD))
    assert "ab12" == after.reader_of(before.token("ab12", "leave"), "leave")
    assert after.token("ab12", "leave") != before.token("ab12", "leave")
    assert before.message_id("m/2025/r1", "ab12", "example.org") == after.message_id("m/2025/r1", "ab12", "example.org")


def test_a_message_id_is_one_that_headers_take() -> None:
    """A combined period has two dots, and two in a row are no dot-atom (RFC 5322, 3.2.3)."""
    found = Keys((OLD,)).message_id("m.PAK/2025-01..2025-02/r1", "ab12", "example.org")
    assert found.startswith("m.PAK.2025-01_2025-02.r1.")
    assert ".." not in found


def test_a_key_is_the_owners_alone(tmp_path: Path) -> None:
    """The file is 0600 from its first byte; a new key stands before the old one."""
    assert [1, 2] == [add_key(tmp_path), add_key(tmp_path)]
    assert 0o600 == (tmp_path / FILE).stat().st_mode & 0o777
    (tmp_path / FILE).chmod(0o640)
    with pytest.raises(SettingsError, match="others can read it"):
        read_keys(tmp_path)


@pytest.mark.parametrize("content", [b"", b"abc\n", b"ab" * 32 + b"\nzz\n", b"\xff\xfe"])
def test_a_damaged_key_is_refused(tmp_path: Path, content: bytes) -> None:
    """It is never made anew in silence: links that are out would die."""
    add_key(tmp_path)
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(SettingsError, match="secrets/readers: it cannot be used"):
        read_keys(tmp_path)


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


FILES = {"en.txt": b"text", "charts/lines.svg": b"<svg/>", "manifest.json": b'{"files": []}'}


def test_a_revision_comes_back_as_it_was_put(tmp_path: Path) -> None:
    """Every file, folders too."""
    shelf = Shelf(tmp_path)
    shelf.put("minerals", "2025", 1, FILES)
    assert shelf.read("minerals", "2025", 1) == FILES


def test_a_replaced_revision_holds_nothing_of_the_old_one(tmp_path: Path) -> None:
    """The folder is exchanged, not written into."""
    shelf = Shelf(tmp_path)
    shelf.put("minerals", "2025", 1, {**FILES, "old.txt": b"old"})
    shelf.put("minerals", "2025", 1, FILES)
    assert shelf.read("minerals", "2025", 1) == FILES
    assert [path.name for path in (tmp_path / "minerals" / "2025").iterdir()] == ["r1"]


def test_what_is_not_there_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    """The message says which verb makes it again."""
    with pytest.raises(IntegrityError, match="regenerate"):
        Shelf(tmp_path).read("minerals", "2025", 1)


def test_an_old_revision_moved_aside_by_a_killed_run_comes_back(tmp_path: Path) -> None:
    """Killed between the two renames, a run has lost nothing."""
    shelf = Shelf(tmp_path)
    place = shelf.put("minerals", "2025", 1, FILES)
    place.rename(place.with_name(".r1.old"))
    (place.parent / ".r1.new").mkdir()
    shelf.sweep()
    assert shelf.read("minerals", "2025", 1) == FILES
    assert [path.name for path in place.parent.iterdir()] == ["r1"]
