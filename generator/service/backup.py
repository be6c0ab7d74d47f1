"""Back up a desk into one tar file, and restore a desk from such a file, completely or not at all.

The file has settings, state and output under `desk/`, `state/` and `output/`, wherever they were. Its last member is
`backup.json`, which lists every file with size and SHA-256. A truncated backup lacks it, and is refused.

Other runs may go on during a backup. So the order matters: first the inbox, then the state as of one moment, then the
revisions of that state from their stored bytes, and last the folders that only grow. Then no file can be missed.
"""

from __future__ import annotations

import json
import os
import re
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import file_digest, sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any

from generator import __version__
from generator.audit.seals import SIGNATURE
from generator.delivery import Shelf
from generator.delivery.shelf import MANIFEST
from generator.editions.desk_signature import sign
from generator.editions.edition_sheet import PLACED_BY
from generator.errors import DeskBusy, GeneratorError, IntegrityError, SettingsError
from generator.intake.file_intake import split_settled
from generator.readers.publication import ARCHIVE, EVIDENCE, point
from generator.readers.returned_mail import FOLDER as BOUNCES
from generator.settings.desk import Desk, gather, read_desk
from generator.settings.desk_folder import DESK, KINDS, OUTBOX
from generator.settings.desk_parts import DeskParts, kept_files
from generator.settings.wiring import open_desk
from generator.store import EditionNote, FigureStore
from generator.store.durable import made_aside, named_faults, put_in_place

LIST = "backup.json"
SCHEMA = 1
_DESK, _STATE, _OUTPUT = _ROOTS = ("desk", "state", "output")
_SECRETS, _INBOX = "secrets", "inbox"
_PRIVATE = (_SECRETS, OUTBOX, BOUNCES, _STATE)  # folders that are their owner's alone
_COVERED = (DESK, *KINDS, _SECRETS, _INBOX, BOUNCES, OUTBOX)  # what is copied whether or not a setting names it
_HANDLED = ("done", "quarantine")  # of a source's inbox: what lies there was read
_GROWING = ("raw", "figures", "editions", "signatures")  # of the state: nothing there is ever replaced
_TRIES = 5
_PLAIN_FILE = 0o600
_UNREADABLE = (tarfile.TarError, zlib.error, EOFError, UnicodeError)  # what a damaged file makes tarfile raise
Tell = Callable[[str], None]


@dataclass(frozen=True)
class BackupFile:
    """One file of a backup: its name in it, its size in bytes and the SHA-256 of its bytes."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class BackupList:
    """The contents of a backup: when it was taken, its files, empty folders, and what was left out.

    `secrets` says whether it contains keys and passwords.
    """

    taken: str
    secrets: bool
    files: tuple[BackupFile, ...]
    folders: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def size(self) -> int:
        """The bytes of all files together."""
        return sum(file.bytes for file in self.files)


@dataclass(frozen=True)
class RestoredDesk:
    """A restored desk: its folder, the contents of the backup, and the settings of folders that were changed to fit."""

    folder: Path
    held: BackupList
    moved: tuple[str, ...]


def is_compressed(name: str) -> bool:
    """Whether a backup of that name is compressed; SettingsError if the ending is neither .tar nor .tar.gz."""
    if name.endswith((".tar.gz", ".tgz")):
        return True
    if name.endswith(".tar"):
        return False
    raise SettingsError(name, "a backup's name ends in .tar or .tar.gz.", "Name it so: tradebrief backup desk.tar.gz")


def back_up(
    desk: Desk,
    store: FigureStore,
    shelf: Shelf,
    place: Path,
    now: datetime,
    tell: Tell = lambda _: None,
    *,
    secrets: bool = True,
) -> BackupList:
    """Write a backup of the desk to the file `place` (.tar or .tar.gz), over an older one, and return its contents.

    Only the owner can read the file. It is written completely or not at all. The desk is not locked meanwhile. Raises
    DeskBusy if a file changes faster than it can be copied.
    """
    mode = "w:gz" if is_compressed(place.name) else "w"
    with made_aside(place) as aside:
        with named_faults(place), _new_tar(aside / "whole", mode) as tar:
            backup = _Backup(DeskParts(desk, store, shelf), tar, now, tell)
            backup.add_settings(secrets=secrets)
            backup.add_inbox()
            backup.add_below(desk.folder, _DESK, BOUNCES)
            notes = store.copy_state(aside / "state.sqlite")
            backup.add_file(f"{_STATE}/state.sqlite", aside / "state.sqlite")
            for note in notes:
                backup.add_revision(note)
            backup.add_beside(notes)
            backup.add_below(store.folder, _STATE, "held")
            backup.add_below(desk.folder, _DESK, OUTBOX)
            backup.add_below(store.folder, _STATE, *_GROWING, is_settled=True)
            listed = backup.end(secrets=secrets)
        put_in_place(aside / "whole", place)
    return listed


@contextmanager
def _new_tar(path: Path, mode: str) -> Iterator[tarfile.TarFile]:
    """Give a new tar file that only its owner can read. It is flushed to the disk at the end of the block."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, _PLAIN_FILE), "wb") as file:
        with tarfile.open(fileobj=file, mode=mode, format=tarfile.PAX_FORMAT) as tar:  # type: ignore[call-overload]
            yield tar
        file.flush()
        os.fsync(file.fileno())


class _Backup:
    """A backup being written: the files in it so far, and what was left out.

    Files that can be made again are left out: drawings, fonts, previews and drafts.
    """

    def __init__(self, parts: DeskParts, tar: tarfile.TarFile, now: datetime, tell: Tell) -> None:
        self.desk, self.store, self.shelf = parts
        self._tar, self._now, self._tell = tar, now, tell
        self._files: list[BackupFile] = []
        self._size = 0
        self._left_out: list[str] = []

    def add_settings(self, *, secrets: bool) -> None:
        """Add the settings, the files that they name, and with `secrets` keys and passwords."""
        folder = self.desk.folder
        self.add_changing(f"{_DESK}/{DESK}", folder / DESK)
        self.add_below(folder, _DESK, *sorted(KINDS))
        for key, value in sorted(set(_files_named_in(self.desk.settings.model_dump()))):
            path = (folder / value).resolve()
            name = path.relative_to(folder.resolve()) if path.is_relative_to(folder.resolve()) else None
            if (name and name.parts[0] in _COVERED) or not (secrets or key == "ca_file"):
                continue
            if name and path.is_file():
                self.add_changing(f"{_DESK}/{name.as_posix()}", path)
            else:
                self._left_out.append(f"{key} of desk.yaml: it lies outside the desk")
        if secrets:
            self.add_below(folder, _DESK, _SECRETS)

    def add_inbox(self) -> None:
        """Add the files of the inbox, except those that are still being written.

        If a run moves a file meanwhile, look for it in its new place. A file that was read is also among the raw bytes;
        reading it again after a restore changes nothing.
        """
        for _ in range(_TRIES):
            names = {file.name for file in self._files}
            entries = [entry for entry in self._below(self.desk.folder, _DESK, _INBOX) if entry[0] not in names]
            _, moving = split_settled(path for _, path in entries if not set(_HANDLED) & set(path.parts))
            if all(self.add_changing(name, path) for name, path in entries if path not in moving):
                self._left_out += [f"{name}: it is still being written" for name, path in entries if path in moving]
                return

    def add_revision(self, note: EditionNote) -> None:
        """Add the files of a revision from their recorded bytes, not from output/."""
        title = f"{note.briefing}/{note.period}/r{note.revision}"
        try:
            content = self.store.raw.read(note.manifest_sha256)
            manifest = json.loads(content)
            files, missing = kept_files(self.store, self.shelf, manifest)
            files[MANIFEST] = content
            signed_by = manifest.get("signed_by")
            if signed_by:
                files[SIGNATURE] = sign(self.desk, self.store, signed_by["key"], content)
        except IntegrityError as fault:
            self._left_out.append(f"{title}: {fault}")
            return
        self._left_out += [f"{title}: {name} is damaged or missing, and was not kept" for name in missing]
        for name in sorted(files):
            self._add_bytes(f"{_OUTPUT}/{title}/{name}", files[name], self._now.timestamp())

    def add_beside(self, notes: Iterable[EditionNote]) -> None:
        """Add the evidence of delivery and the archive page of each edition."""
        for period in sorted({self.shelf.place(note.briefing, str(note.period), 1).parent for note in notes}):
            for path in (period / EVIDENCE, period / ARCHIVE):
                if path.is_file():
                    self.add_changing(f"{_OUTPUT}/{path.relative_to(self.shelf.root).as_posix()}", path)

    def add_below(self, root: Path, kind: str, *folders: str, is_settled: bool = False) -> None:
        """Add the files in `folders` of `root`. With `is_settled` they never change."""
        for name, path in self._below(root, kind, *folders):
            if is_settled:
                self.add_file(name, path)
            else:
                self.add_changing(name, path)

    def _below(self, root: Path, kind: str, *folders: str) -> Iterator[tuple[str, Path]]:
        """Yield the files in `folders` of `root` in order, none that is hidden: those are a run's own, half written."""
        for folder in folders:
            for above, names, files in os.walk(root / folder, followlinks=False):
                links = [name for name in names if Path(above, name).is_symlink()]
                names[:] = sorted(name for name in names if name[0] != "." and name not in links)
                for path in (Path(above, name) for name in sorted((*links, *files)) if name[0] != "."):
                    name = f"{kind}/{path.relative_to(root).as_posix()}"
                    if path.is_file() and path.resolve().is_relative_to(root.resolve()):
                        yield name, path
                    elif os.path.lexists(path):
                        self._left_out.append(f"{name}: it is not a file of the desk's own")

    def add_changing(self, name: str, path: Path) -> bool:
        """Add a consistent copy of a file that may change. Return whether the file still existed."""
        with _reading(path), suppress(FileNotFoundError):
            for _ in range(_TRIES):
                before = path.stat()
                content = path.read_bytes()
                now = path.stat()
                if (now.st_size, now.st_mtime_ns) == (before.st_size, before.st_mtime_ns):
                    self._add_bytes(name, content, before.st_mtime, before.st_mode & 0o777)
                    return True
            msg = f"{path} changes faster than it can be copied. Take the backup when the run has ended."
            raise DeskBusy(msg)
        return False

    def add_file(self, name: str, path: Path) -> None:
        """Add a file that does not change, a piece at a time."""
        with _reading(path), path.open("rb") as file:
            status = os.fstat(file.fileno())
            digest = file_digest(file, "sha256").hexdigest()
            file.seek(0)
            self._add(BackupFile(name, status.st_size, digest), file, status.st_mtime, status.st_mode & 0o777)

    def _add_bytes(self, name: str, content: bytes, time: float, mode: int = 0o644) -> None:
        self._add(BackupFile(name, len(content), sha256(content).hexdigest()), BytesIO(content), time, mode)

    def _add(self, added: BackupFile, file: IO[bytes], time: float, mode: int) -> None:
        info = tarfile.TarInfo(added.name)
        info.size, info.mode, info.mtime = added.bytes, mode, int(time)
        self._tar.addfile(info, file)
        self._files.append(added)
        self._size += added.bytes
        self._tell(f"{len(self._files)} files, {self._size >> 20} MiB")

    def end(self, *, secrets: bool) -> BackupList:
        """End the backup with its list."""
        inbox = (path for path in (self.desk.folder / _INBOX).glob("*") if path.is_dir() and not path.is_symlink())
        folders = tuple(sorted(f"{_DESK}/{_INBOX}/{path.name}" for path in inbox))  # a person puts files there
        moment = self._now.isoformat(timespec="seconds")
        listed = BackupList(moment, secrets, tuple(self._files), folders, tuple(self._left_out))
        raw = json.dumps({"schema": SCHEMA, "program": __version__, **asdict(listed)}, indent=1).encode() + b"\n"
        info = tarfile.TarInfo(LIST)
        info.size, info.mode = len(raw), _PLAIN_FILE
        self._tar.addfile(info, BytesIO(raw))
        return listed


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Turn a fault of reading into an error that names `path`."""
    try:
        yield
    except PermissionError as fault:
        msg = f"{path} cannot be read: {fault.strerror}. Nothing was written; fix it and run again."
        raise GeneratorError(msg) from fault


def _files_named_in(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each key of settings that names a file, with its value, at whatever depth."""
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield from _files_named_in(value)
        elif key.endswith("_file") and isinstance(value, str):
            yield key, value


def look_through(file: Path, tell: Tell = lambda _: None) -> BackupList:
    """Check every file of a backup against the list at its end, and return the list.

    Anybody may have made the tar file. So IntegrityError for names that lead outside, links, devices, two files of the
    same place, and bytes that differ from the list.
    """
    listed: BackupList | None = None
    contents: dict[PurePosixPath, BackupFile] = {}
    with _opened(file) as tar:
        for info in tar:
            if listed is not None:
                raise _refused(file, f"{info.name!r} stands behind {LIST}")
            content = tar.extractfile(info) if info.isreg() else None
            if info.name == LIST and content:
                listed = _read_list(content.read())
                continue
            place = _place(info.name)
            if content is None:
                raise _refused(file, f"{info.name!r} is not a plain file")
            if any(folder in contents for folder in (place, *place.parents)):
                raise _refused(file, f"{info.name!r} stands in it twice")
            contents[place] = BackupFile(info.name, info.size, file_digest(content, "sha256").hexdigest())  # type: ignore[arg-type]
            tell(f"{len(contents)} files")
    if listed is None:
        raise _refused(file, f"it has no {LIST} at its end: it was cut off, or is not a backup")
    odd = sorted({entry.name for entry in set(listed.files) ^ set(contents.values())})
    if odd:
        problem = f"{odd[0]} is not as it was packed"
        if len(odd) > 1:
            problem += f", and {len(odd) - 1} more"
        raise _refused(file, problem)
    return listed


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file) as tar:
            yield tar
    except _UNREADABLE as fault:
        raise _refused(file, "it is damaged, was cut off, or is not a tar file") from fault
    except OSError as fault:
        raise SettingsError(str(file), f"it cannot be read: {fault.strerror or fault}.", "Name a backup.") from fault


def _read_list(raw: bytes) -> BackupList:
    try:
        data: dict[str, Any] = json.loads(raw)
        schema = data["schema"]
        files = tuple(BackupFile(**entry) for entry in data["files"])
        listed = BackupList(data["taken"], data["secrets"], files, tuple(data["folders"]), tuple(data["left_out"]))
    except (ValueError, KeyError, TypeError) as fault:
        msg = f"{LIST} of the backup cannot be read. Take another backup."
        raise IntegrityError(msg) from fault
    if schema != SCHEMA:
        msg = f"the backup has form {schema}, and this program reads {SCHEMA}. Upgrade tradebrief."
        raise IntegrityError(msg)
    for name in listed.folders:
        _place(name)
    return listed


def _place(name: str) -> PurePosixPath:
    """Return the path of a backup's file in the restored desk; IntegrityError if it would be outside."""
    root, *below = name.split("/")
    if root not in _ROOTS or not below or any(part in ("", ".", "..") or "\0" in part for part in below):
        msg = f"the backup names {name!r}, which no backup of a desk has. Nothing was restored from it."
        raise IntegrityError(msg)
    return PurePosixPath(*below) if root == _DESK else PurePosixPath(root, *below)


def _refused(file: Path, why: str) -> IntegrityError:
    return IntegrityError(f"{file} is not a whole backup: {why}. Nothing was made of it. Take another backup.")


def restore(file: Path, into: Path, env: Mapping[str, str], now: datetime, tell: Tell = lambda _: None) -> RestoredDesk:
    """Restore the backup `file` into `into`, completely or not at all. It sends nothing until a person confirms it.

    `env` sets what it sets over the files of a desk, but for where output and state lie.
    Raises SettingsError where `into` holds anything, IntegrityError where the backup is not what it says of itself.
    """
    into = into.resolve()
    env = {key: value for key, value in env.items() if key not in PLACED_BY}
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise SettingsError(str(into), "this is not an empty folder.", "Name one that is empty, or not there yet.")
    listed = look_through(file, tell)
    with named_faults(into):
        into.parent.mkdir(parents=True, exist_ok=True)
    with made_aside(into) as aside, named_faults(into):
        folder = _unpacked(file, aside, listed)
        moved = tuple(_moved(folder, env))
        _note_restored(folder, env, f"{file.name}, taken {listed.taken}", now)
        os.sync()  # thousands of files at once
        put_in_place(folder, into)
    return RestoredDesk(into, listed, moved)


def _unpacked(file: Path, aside: Path, listed: BackupList) -> Path:
    """Return the folder in `aside` that has the files of a backup, each root of it at its place in a desk."""
    with tarfile.open(file) as tar:
        tar.extractall(aside, filter="data")
    folder = aside / _DESK
    for root in (_STATE, _OUTPUT):
        if (aside / root).is_dir():
            (aside / root).rename(folder / root)
    for name in listed.folders:
        (folder / _place(name)).mkdir(parents=True, exist_ok=True)
    (folder / _STATE).mkdir(exist_ok=True)
    for private in _PRIVATE:
        if (folder / private).is_dir():
            (folder / private).chmod(0o700)
    return folder


def _moved(folder: Path, env: Mapping[str, str]) -> Iterator[str]:
    """Let desk.yaml name output and state where they lie now; yield what it named before.

    Where a desk lies decides no byte of an edition.
    """
    file = folder / DESK
    for key in (_OUTPUT, _STATE):
        was = getattr(read_desk(gather(folder), env).settings, key)
        if was == key:
            continue
        line = re.compile(rf"^{key}:.*$".encode(), re.MULTILINE)
        file.write_bytes(line.sub(f"{key}: {key}".encode(), file.read_bytes(), count=1))
        if getattr(read_desk(gather(folder), env).settings, key) != key:
            problem = f"{key} cannot be made to lie in the restored desk."
            raise SettingsError(DESK, problem, f"Write it in one line, {key}: {key}, and take another backup.")
        yield f"{key}: {key} (was {was})"


def _note_restored(folder: Path, env: Mapping[str, str], backup: str, now: datetime) -> None:
    """Note in the state that the desk sends nothing yet, and point at what was published last."""
    desk = open_desk(folder, env)
    with desk.store:
        with desk.store.together():
            desk.store.restored.note(backup, now)
            desk.store.editions.add_to_log("restored", {"backup": backup}, now)
        for name in {note.briefing for note in desk.store.editions.all()}:
            if (desk.shelf.root / name).is_dir():
                point(desk.store, desk.shelf, name)
