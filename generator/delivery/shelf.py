"""The shelf: writes a revision into output/, completely or not at all, and reads it back.

A revision is written into a temporary folder beside its place, flushed to the disk, and renamed. Only the rename makes
it visible. A folder without a readable manifest is not a revision.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.errors import IntegrityError
from generator.store.durable import sync_folder

MANIFEST = "manifest.json"
DRAFT = "draft"


class Shelf:
    """The revisions of one desk, `root/NAME/PERIOD/rN/`."""

    def __init__(self, root: Path) -> None:
        """Open the shelf at `root`. The folder is made with the first revision."""
        self.root = root

    def place(self, name: str, period: str, revision: int) -> Path:
        """Return the folder of a revision, whether or not it exists."""
        return self.root / name / period / f"r{revision}"

    def revisions(self, name: str, period: str) -> tuple[int, ...]:
        """Return the numbers of the existing revisions, oldest first."""
        folders = (self.root / name / period).glob("r*")
        numbers = sorted(int(folder.name[1:]) for folder in folders if folder.name[1:].isdigit())
        return tuple(number for number in numbers if self.manifest(name, period, number) is not None)

    def editions(self) -> tuple[tuple[str, str], ...]:
        """Return briefing and period of every edition that has a revision, in order."""
        folders = {path.parent.parent for path in self.root.glob(f"*/*/r*/{MANIFEST}")}
        return tuple(sorted((folder.parent.name, folder.name) for folder in folders))

    def manifest(self, name: str, period: str, revision: int) -> dict[str, Any] | None:
        """Return the manifest of a revision, or None if it is missing or cannot be read."""
        try:
            manifest = json.loads((self.place(name, period, revision) / MANIFEST).read_bytes())
        except (OSError, ValueError):
            return None
        return manifest if isinstance(manifest, dict) else None

    def read(self, name: str, period: str, revision: int) -> dict[str, bytes]:
        """Return the files of a revision by relative name; IntegrityError if the revision is missing."""
        place = self.place(name, period, revision)
        if not place.is_dir():
            msg = f"{name}/{period}/r{revision} is not in {self.root}. `tradebrief regenerate` makes it again."
            raise IntegrityError(msg)
        return read_folder(place)

    def put_draft(self, name: str, period: str, files: Mapping[str, bytes]) -> Path:
        """Write a draft over the last one and return its folder. A draft is not a revision."""
        place = self.root / name / period / DRAFT
        write_folder(place, files)
        return place

    def sweep(self) -> None:
        """Clean up after a killed run: restore a revision or draft that was moved aside, delete unfinished ones."""
        for old in self.root.glob("*/*/.*.old"):
            place = old.with_name(old.name.removeprefix(".").removesuffix(".old"))
            if place.exists():
                shutil.rmtree(old)
            else:
                old.rename(place)
        for half in self.root.glob("*/*/.*.new"):
            shutil.rmtree(half)

    def put(self, name: str, period: str, revision: int, files: Mapping[str, bytes]) -> Path:
        """Write a revision completely or not at all, over an existing one with its number, and return its folder."""
        place = self.place(name, period, revision)
        write_folder(place, files)
        return place


def write_folder(place: Path, files: Mapping[str, bytes]) -> None:
    """Make the folder `place` hold exactly `files`: write a temporary folder, flush it, rename it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    aside, old = (place.parent / f".{place.name}.{word}" for word in ("new", "old"))
    for stale in (aside, old):
        shutil.rmtree(stale, ignore_errors=True)
    for name, content in files.items():
        (aside / name).parent.mkdir(parents=True, exist_ok=True)
        with (aside / name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    _swap(aside, place, old)


def _swap(aside: Path, place: Path, old: Path) -> None:
    """Move the finished folder `aside` to `place`, and delete what was there. It stands at `old` meanwhile."""
    for folder in (aside, *(path for path in aside.rglob("*") if path.is_dir())):
        sync_folder(folder)
    if place.exists():
        place.rename(old)
    aside.rename(place)
    sync_folder(place.parent)
    shutil.rmtree(old, ignore_errors=True)


def read_folder(place: Path) -> dict[str, bytes]:
    """Return the content of every file under `place` by relative name, in order of the names."""
    paths = sorted(path for path in place.rglob("*") if path.is_file())
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in paths}
