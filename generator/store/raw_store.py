"""The raw store: every file as received, named by the SHA-256 of its bytes."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path

from generator.errors import IntegrityError, SourceChanged
from generator.store.durable import copy_durably, digest_of, write_durably

_RESTORE = "Restore it from a backup."


class RawStore:
    """Files under `root`, at `ab/ab12…`. Equal bytes are kept once."""

    def __init__(self, root: Path) -> None:
        """Use the folder `root`, which may not exist yet."""
        self._root = root

    def exists(self) -> bool:
        """Whether the folder exists."""
        return self._root.is_dir()

    def make(self) -> None:
        """Make the folder if it does not exist."""
        self._root.mkdir(parents=True, exist_ok=True)

    def keep(self, raw: bytes) -> str:
        """Write `raw` to disk and return its digest."""
        digest = sha256(raw).hexdigest()
        path = self._path(digest)
        if not path.is_file() or path.read_bytes() != raw:
            write_durably(path, raw)
        return digest

    def keep_file(self, file: Path) -> str:
        """Copy a file of any size into the store and return its digest."""
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
        """Whether a file with that digest as its name exists. Its bytes are not read."""
        return self._path(digest).is_file()

    def read(self, digest: str) -> bytes:
        """Return the bytes with `digest`. Raise IntegrityError where they are missing or have changed."""
        raw = self._present(digest).read_bytes()
        if sha256(raw).hexdigest() != digest:
            raise self._changed(digest)
        return raw

    def check(self, digest: str) -> None:
        """Raise IntegrityError where the bytes with `digest` are missing or have changed. They are read in pieces."""
        if digest_of(self._present(digest)) != digest:
            raise self._changed(digest)

    def lend(self, digest: str, place: Path) -> None:
        """Link the bytes with `digest` to `place`, too. The caller reads them there and removes the link."""
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
