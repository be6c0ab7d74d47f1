"""Tokens and ids that nobody else can make."""

from pathlib import Path

import pytest

from generator.delivery.keys import FILE, Keys, add_key, read_keys
from generator.errors import SettingsError

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
