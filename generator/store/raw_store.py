"""The raw store: every file as it was received, named by the SHA-256 of its bytes."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path

from generator.errors import IntegrityError, SourceChanged
from generator.store.durable import copy_durably, digest_of, write_durably

_RESTORE = "Restore it from a backup."


class RawStore:
    """Bytes under `root`, as `ab/ab12…`; the same bytes are kept once."""

    def __init__(self, root: Path) -> None:
        """Look under `root`, which may not exist yet."""
        self._root = root

    def exists(self) -> bool:
        """Say whether anything was ever kept here."""
        return self._root.is_dir()

    def make(self) -> None:
        """Make the folder, empty where nothing was kept."""
        self._root.mkdir(parents=True, exist_ok=True)

    def keep(self, raw: bytes) -> str:
        """Return the digest of `raw`, which is on disk from now on."""
        digest = sha256(raw).hexdigest()
        path = self._path(digest)
        if not path.is_file() or path.read_bytes() != raw:
            write_durably(path, raw)
        return digest

    def keep_file(self, file: Path) -> str:
        """Return the digest of a file of any size, whose bytes are on disk from now on."""
        digest = digest_of(file)
        path = self._path(digest)
        if not self.has(digest) or digest_of(path) != digest:
            copy_durably(file, path)
            if digest_of(path) != digest:
                path.unlink()
                msg = f"{file} was changed while it was read. Nothing was stored. Take it in again when it is complete."
                raise SourceChanged(msg)
        return digest

    def has(self, digest: str) -> bool:
        """Say whether a file of that name is there; its bytes are not read."""
        return self._path(digest).is_file()

    def read(self, digest: str) -> bytes:
        """Return the bytes that have `digest`, or raise IntegrityError where they are missing or have changed."""
        raw = self._present(digest).read_bytes()
        if sha256(raw).hexdigest() != digest:
            raise self._changed(digest)
        return raw

    def check(self, digest: str) -> None:
        """Raise IntegrityError where the bytes that have `digest` are missing or have changed; none are held."""
        if digest_of(self._present(digest)) != digest:
            raise self._changed(digest)

    def lend(self, digest: str, place: Path) -> None:
        """Let the bytes that have `digest` stand at `place`, too, as a file that is read and taken away again."""
        self.check(digest)
        os.link(self._path(digest), place)

    def _present(self, digest: str) -> Path:
        if not self.has(digest):
            msg = f"The raw bytes {digest} are not in {self._root}. {_RESTORE}"
            raise IntegrityError(msg)
        return self._path(digest)

    def _changed(self, digest: str) -> IntegrityError:
        return IntegrityError(f"{self._path(digest)} has changed since it was received. {_RESTORE}")

    def _path(self, digest: str) -> Path:
        if not re.fullmatch("[0-9a-f]{64}", digest):
            msg = f"{digest!r} is no SHA-256 digest."
            raise IntegrityError(msg)
        return self._root / digest[:2] / digest
