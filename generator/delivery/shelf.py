"""The shelf: writes a revision into output/, whole or not at all, and reads it back.

A revision is made in a folder beside its place, flushed to the disk, and renamed into it: the rename is the only step
that shows it. A folder without a manifest that parses is not a revision.
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
        """Open the shelf at `root`; it is made when the first revision is put on it."""
        self.root = root

    def place(self, name: str, period: str, revision: int) -> Path:
        """Return where a revision stands, whether or not it is there."""
        return self.root / name / period / f"r{revision}"

    def revisions(self, name: str, period: str) -> tuple[int, ...]:
        """Return the revisions that are there, oldest first."""
        folders = (self.root / name / period).glob("r*")
        numbers = sorted(int(folder.name[1:]) for folder in folders if folder.name[1:].isdigit())
        return tuple(number for number in numbers if self.manifest(name, period, number) is not None)

    def editions(self) -> tuple[tuple[str, str], ...]:
        """Return briefing and period of every edition that has a revision, in order."""
        folders = {path.parent.parent for path in self.root.glob(f"*/*/r*/{MANIFEST}")}
        return tuple(sorted((folder.parent.name, folder.name) for folder in folders))

    def manifest(self, name: str, period: str, revision: int) -> dict[str, Any] | None:
        """Return the manifest of a revision, or None where there is none that can be read."""
        try:
            manifest = json.loads((self.place(name, period, revision) / MANIFEST).read_bytes())
        except (OSError, ValueError):
            return None
        return manifest if isinstance(manifest, dict) else None

    def read(self, name: str, period: str, revision: int) -> dict[str, bytes]:
        """Return the files of a revision by relative name; IntegrityError where the revision is not there."""
        place = self.place(name, period, revision)
        if not place.is_dir():
            msg = f"{name}/{period}/r{revision} is not in {self.root}. `tradebrief regenerate` makes it again."
            raise IntegrityError(msg)
        return read_folder(place)

    def put_draft(self, name: str, period: str, files: Mapping[str, bytes]) -> Path:
        """Put a draft in the place of the last one, and return that place: it is not a revision."""
        place = self.root / name / period / DRAFT
        write_folder(place, files)
        return place

    def sweep(self) -> None:
        """Undo what a killed run left: an old revision or draft moved aside comes back, a half-made one goes."""
        for old in self.root.glob("*/*/.*.old"):
            place = old.with_name(old.name.removeprefix(".").removesuffix(".old"))
            if place.exists():
                shutil.rmtree(old)
            else:
                old.rename(place)
        for half in self.root.glob("*/*/.*.new"):
            shutil.rmtree(half)

    def put(self, name: str, period: str, revision: int, files: Mapping[str, bytes]) -> Path:
        """Put a revision in its place, over an older one if there is one, whole or not at all."""
        place = self.place(name, period, revision)
        write_folder(place, files)
        return place


def write_folder(place: Path, files: Mapping[str, bytes]) -> None:
    """Make `place` hold exactly `files`: written aside, flushed, renamed."""
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
    """Put a folder that is written into its place; what was there goes."""
    for folder in (aside, *(path for path in aside.rglob("*") if path.is_dir())):
        sync_folder(folder)
    if place.exists():
        place.rename(old)
    aside.rename(place)
    sync_folder(place.parent)
    shutil.rmtree(old, ignore_errors=True)


def read_folder(place: Path) -> dict[str, bytes]:
    """Return every file under `place` by its name relative to it, in order of the names."""
    paths = sorted(path for path in place.rglob("*") if path.is_file())
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in paths}
