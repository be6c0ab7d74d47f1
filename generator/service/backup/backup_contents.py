"""Places: which files of a desk go into a backup, by the name that they have in it.

What can be made again, or was only for looking, stays out: drawings, faces, previews, drafts, pages of `lab`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.delivery import Shelf
from generator.intake.file_intake import looked_at_twice
from generator.readers.publication import ARCHIVE, EVIDENCE
from generator.readers.returned_mail import FOLDER as BOUNCES
from generator.service.backup import backup_manifest
from generator.settings.desk import Desk
from generator.settings.desk_folder import DESK, KINDS, OUTBOX
from generator.store import EditionNote, FigureStore

SECRETS, INBOX = "secrets", "inbox"
PRIVATE = (SECRETS, OUTBOX, BOUNCES)  # folders that are their owner's alone
_HANDLED = ("done", "quarantine")  # of a source's inbox: what lies there was read
_NAMES = "_file"  # keys of settings that name a file


@dataclass
class Places:
    """What a desk has to be kept; `left_out` grows with what is met on the way and is not copied."""

    desk: Desk
    store: FigureStore
    shelf: Shelf
    secrets: bool
    left_out: list[str] = field(default_factory=list)

    def before(self) -> Iterator[tuple[str, Path]]:
        """Yield what must be copied before the state, so that no file is in neither: settings and what came in.

        A file of the inbox that was read meanwhile is then in both, and is nothing new when it is read again.
        """
        folder = self.desk.folder
        yield self._of_desk(folder / DESK)
        for kind in sorted(KINDS):
            yield from self._below(folder / kind)
        yield from self._named()
        if self.secrets:
            yield from self._below(folder / SECRETS)
        yield from self._inbox()
        yield from self._below(folder / BOUNCES)

    def of(self, note: EditionNote) -> Iterator[tuple[str, Path]]:
        """Yield the files of a revision."""
        place = self.shelf.place(note.briefing, str(note.period), note.revision)
        yield from self._walk(place, self.shelf.root, backup_manifest.OUTPUT)

    def beside(self, notes: tuple[EditionNote, ...]) -> Iterator[tuple[str, Path]]:
        """Yield what lies beside the revisions of each edition."""
        for period in sorted({self.shelf.place(one.briefing, str(one.period), 1).parent for one in notes}):
            for path in (period / EVIDENCE, period / ARCHIVE):
                if path.is_file():
                    yield self._name(path, self.shelf.root, backup_manifest.OUTPUT), path

    def held(self) -> Iterator[tuple[str, Path]]:
        """Yield what the audit refused."""
        yield from self._walk(self.store.folder / "held", self.store.folder, backup_manifest.STATE)

    def letters(self) -> Iterator[tuple[str, Path]]:
        """Yield the letters of outbox/."""
        yield from self._below(self.desk.folder / OUTBOX)

    def growing(self) -> Iterator[tuple[str, Path]]:
        """Yield what only grows, and is copied last: every file that the state names is there by then."""
        for kind in ("raw", "figures", "editions", "signatures"):
            yield from self._walk(self.store.folder / kind, self.store.folder, backup_manifest.STATE)

    def folders(self) -> Iterator[str]:
        """Yield the folders of the inbox: a person puts files there, empty as they may be."""
        found = (path for path in (self.desk.folder / INBOX).glob("*") if path.is_dir() and not path.is_symlink())
        yield from sorted(self._name(path, self.desk.folder, backup_manifest.DESK) for path in found)

    def _inbox(self) -> Iterator[tuple[str, Path]]:
        found = list(self._below(self.desk.folder / INBOX))
        waiting = [path for _, path in found if not set(_HANDLED) & set(path.parts)]
        _, moving = looked_at_twice(waiting)
        for name, path in found:
            if path in moving:
                self.left_out.append(f"{name}: it is still being written")
            else:
                yield name, path

    def _named(self) -> Iterator[tuple[str, Path]]:
        """Yield the files that settings name, keys and passwords only where they are wanted."""
        data = self.desk.settings.model_dump()
        for key, value in sorted(set(_files_in(data))):
            path = self.desk.folder / value
            is_within = path.resolve().is_relative_to(self.desk.folder.resolve())
            is_covered = is_within and path.resolve().relative_to(self.desk.folder.resolve()).parts[0] in _COVERED
            if is_covered or (key != "ca_file" and not self.secrets):
                continue
            if is_within and path.is_file():
                yield self._of_desk(path.resolve())
            else:
                self.left_out.append(f"{key} of desk.yaml: it lies outside the desk")

    def _of_desk(self, path: Path) -> tuple[str, Path]:
        return self._name(path, self.desk.folder, backup_manifest.DESK), path

    def _below(self, folder: Path) -> Iterator[tuple[str, Path]]:
        yield from self._walk(folder, self.desk.folder, backup_manifest.DESK)

    def _walk(self, folder: Path, root: Path, kind: str) -> Iterator[tuple[str, Path]]:
        """Yield the files under `folder` in order, none that is hidden: those are a run's own, half written."""
        for above, folders, names in os.walk(folder, followlinks=False):
            linked = [name for name in folders if Path(above, name).is_symlink()]
            self.left_out += [
                f"{self._name(Path(above, name), root, kind)}: it is a link to a folder" for name in linked
            ]
            folders[:] = sorted(name for name in folders if name[0] != "." and name not in linked)
            for path in (Path(above, name) for name in sorted(names) if name[0] != "."):
                name = self._name(path, root, kind)
                if path.is_file() and path.resolve().is_relative_to(root.resolve()):
                    yield name, path
                elif os.path.lexists(path):
                    self.left_out.append(f"{name}: it is no file of the desk's own")

    @staticmethod
    def _name(path: Path, root: Path, kind: str) -> str:
        return f"{kind}/{path.relative_to(root).as_posix()}"


_COVERED = (DESK, *KINDS, SECRETS, INBOX, BOUNCES, OUTBOX)


def _files_in(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each key of settings that names a file, with its value, at whatever depth."""
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield from _files_in(value)
        elif key.endswith(_NAMES) and isinstance(value, str):
            yield key, value
