"""Make and verify tokens, message ids and return paths. Only the holder of the desk's key can make them.

The file `secrets/readers` holds one key per line, the newest first. Tokens signed with an older key stay valid, so a
link in last year's letter works after the key was changed. `secrets/signing` has the same form
(editions/desk_signature.py).
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.errors import SettingsError

FILE = "secrets/readers"
Purpose = Literal["leave", "confirm", "bounce"]
_BYTES = 32
_READABLE = 0o077


@dataclass(frozen=True)
class Keys:
    """The keys of a desk, newest first."""

    secrets: tuple[bytes, ...]

    def token(self, reader: str, purpose: Purpose) -> str:
        """Return an opaque token, of digits and lower-case letters, that lets one reader do one thing."""
        return f"{reader}{_sign(self.secrets[0], purpose, reader)}"

    def reader_of(self, token: str, purpose: Purpose) -> str | None:
        """Return the key of the reader whom `token` was made for, or None if it is not ours or has another purpose."""
        text = token.strip().lower()
        if not text.isascii():
            return None
        reader, signature = text[:-16], text[-16:]
        is_ours = any(hmac.compare_digest(_sign(key, purpose, reader), signature) for key in self.secrets)
        return reader if is_ours and reader else None

    def message_id(self, edition: str, reader: str, domain: str) -> str:
        """Return the message id of an edition's letter to a reader, without angle brackets; each attempt has the same.

        The oldest key signs it, since it must stay the same when a new key is added.
        """
        return f"{edition.replace('/', '.').replace('..', '_')}.{_sign(self.secrets[-1], edition, reader, 20)}@{domain}"


def make_key() -> bytes:
    """Return the content of a new key file with one key."""
    return f"{secrets.token_hex(_BYTES)}\n".encode()


def read_keys(folder: Path) -> Keys:
    """Return the keys of the desk in `folder`; SettingsError if there are none, or if other users can read the file."""
    keys = keys_of(folder, FILE)
    if not keys:
        remedy = (
            "A desk of an older tradebrief gets one by `tradebrief subscribers key`; a lost one comes from a backup."
        )
        raise SettingsError(FILE, "there is no key for readers' tokens.", remedy)
    return Keys(keys)


def keys_of(folder: Path, file: str) -> tuple[bytes, ...]:
    """Return the keys in a `file` of the desk in `folder`, newest first, or none if the file does not exist.

    Raises SettingsError if other users can read the file, or if it holds anything but keys.
    """
    path = folder / file
    try:
        mode, lines = path.stat().st_mode, path.read_text(encoding="ascii").split()
        keys = tuple(_keys(lines))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as fault:
        problem = (
            f"it cannot be used: {getattr(fault, 'strerror', None) or 'not a key of 64 hexadecimal digits a line'}."
        )
        raise SettingsError(file, problem, "Restore it from a backup.") from None
    if mode & _READABLE:
        raise SettingsError(file, "others can read it.", f"Run: chmod 600 {path}")
    return keys


def add_key(folder: Path, name: str = FILE) -> int:
    """Put a new key before the existing ones and return the count. The file has mode 0600 from its creation."""
    path = folder / name
    old = path.read_bytes() if path.exists() else b""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    aside = path.with_name(f".{path.name}.new")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(make_key() + old)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    return len(keys_of(folder, name))


def _keys(lines: list[str]) -> Iterator[bytes]:
    for line in lines:
        if len(line) != 2 * _BYTES:
            raise ValueError(line[:4])
        yield bytes.fromhex(line)
    if not lines:
        raise ValueError


def _sign(key: bytes, purpose: str, reader: str, length: int = 16) -> str:
    """Return a signature of digits and lower-case letters: a mail server may change the case of a local part."""
    digest = hmac.digest(key, f"{purpose}\0{reader}".encode(), "sha256")
    return base64.b32encode(digest).decode().lower()[:length]
