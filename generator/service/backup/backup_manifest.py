"""backup.json: what a backup holds, and which names may stand in one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from generator import __version__
from generator.errors import IntegrityError, SettingsError

NAME = "backup.json"
DESK, STATE, OUTPUT = ROOTS = ("desk", "state", "output")
SCHEMA = 1
COMPRESSED, PLAIN = (".tar.gz", ".tgz"), (".tar",)


@dataclass(frozen=True)
class File:
    """One file of a backup: its name in it, its size in bytes and the SHA-256 of its bytes."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Held:
    """What a backup holds: when it was taken, its files, folders that had none, and what was left out of it.

    `secrets` says whether keys and passwords are in it.
    """

    taken: str
    secrets: bool
    files: tuple[File, ...]
    folders: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def size(self) -> int:
        """The bytes of all files together."""
        return sum(file.bytes for file in self.files)

    def written(self) -> bytes:
        """Return it as backup.json."""
        return json.dumps({"schema": SCHEMA, "program": __version__, **asdict(self)}, indent=1).encode() + b"\n"


def read_manifest(raw: bytes) -> Held:
    """Return what backup.json says; IntegrityError where it says nothing that can be read."""
    try:
        data: dict[str, Any] = json.loads(raw)
        schema = data["schema"]
        files = tuple(File(**one) for one in data["files"])
        held = Held(data["taken"], data["secrets"], files, tuple(data["folders"]), tuple(data["left_out"]))
    except (ValueError, KeyError, TypeError) as fault:
        msg = f"{NAME} of the backup cannot be read. Take another backup."
        raise IntegrityError(msg) from fault
    if schema != SCHEMA:
        msg = f"the backup has form {schema}, and this program reads {SCHEMA}. Upgrade tradebrief."
        raise IntegrityError(msg)
    _refuse_names(held.folders)
    return held


def is_compressed(name: str) -> bool:
    """Say whether a backup of that name is compressed; SettingsError where it is named neither way."""
    if name.endswith(COMPRESSED):
        return True
    if name.endswith(PLAIN):
        return False
    raise SettingsError(name, "a backup's name ends in .tar or .tar.gz.", "Name it so: tradebrief backup desk.tar.gz")


def refuse_name(name: str) -> None:
    """Raise IntegrityError for a name that would lead out of the restored desk, or that no backup has."""
    parts = name.split("/")
    if parts[0] not in ROOTS or len(parts) == 1 or any(part in ("", ".", "..") or "\0" in part for part in parts):
        msg = f"the backup names {name!r}, which no backup of a desk has. Nothing was restored from it."
        raise IntegrityError(msg)


def _refuse_names(names: Sequence[str]) -> None:
    for name in names:
        refuse_name(name)
