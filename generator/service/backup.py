"""Back up a desk into one tar file, and restore a desk from such a file; whole or not at all.

The file has settings, state and output under three names (`desk/`, `state/`, `output/`), wherever they lay, and last of
all `backup.json`, which lists every file with its size and SHA-256: what was cut off has none, and is refused.

A backup is taken while other runs go on: what came in is copied first, then the state as it stands at one moment, then
the revisions as that state has them, and last what only grows. Where a revision is replaced in between, or a file
changes while it is read, the copy begins anew.
"""

from __future__ import annotations

import json
import os
import re
import tarfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import file_digest
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any

from generator import __version__
from generator.delivery import Shelf
from generator.delivery.shelf import MANIFEST
from generator.editions.edition_sheet import PLACED_BY
from generator.errors import DeskBusy, GeneratorError, IntegrityError, SettingsError
from generator.intake.file_intake import looked_at_twice
from generator.readers.publication import ARCHIVE, EVIDENCE, point
from generator.readers.returned_mail import FOLDER as BOUNCES
from generator.settings.desk import Desk, gather, read_desk
from generator.settings.desk_folder import DESK, KINDS, OUTBOX
from generator.settings.desk_settings import DeskSettings
from generator.settings.wiring import open_desk
from generator.store import EditionNote, FigureStore
from generator.store.durable import digest_of, made_aside, named_faults, put_in_place

LIST = "backup.json"
SCHEMA = 1
_DESK, _STATE, _OUTPUT = _ROOTS = ("desk", "state", "output")
_SECRETS, _INBOX = "secrets", "inbox"
_PRIVATE = (_SECRETS, OUTBOX, BOUNCES, _STATE)  # folders that are their owner's alone
_COVERED = (DESK, *KINDS, _SECRETS, _INBOX, BOUNCES, OUTBOX)  # what is copied whether or not a setting names it
_HANDLED = ("done", "quarantine")  # of a source's inbox: what lies there was read
_GROWING = ("raw", "figures", "editions", "signatures")  # of the state: nothing there is ever replaced
_TRIES = 5
_NOTED = 1.0  # seconds: a run that put a revision on the shelf has noted it by then
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
    """What a backup holds: when it was taken, its files, folders that had none, and what was left out of it.

    `secrets` says whether keys and passwords are in it.
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
    """A desk that came out of a backup: what the backup held, and the settings of places that were made to fit."""

    folder: Path
    held: BackupList
    moved: tuple[str, ...]


class _Changed(Exception):
    """What was copied changed meanwhile: what was copied before may not belong to it."""


def is_compressed(name: str) -> bool:
    """Say whether a backup of that name is compressed; SettingsError where it is named neither way."""
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
    """Write the desk to the file `place`, .tar or .tar.gz by its name, over an older one; return what it holds.

    It is its owner's alone, and whole or not there. Nothing of the desk is held meanwhile; DeskBusy where runs change
    it faster than it is copied.
    """
    mode = "w:gz" if is_compressed(place.name) else "w"
    differing: set[tuple[EditionNote, str]] = set()
    with made_aside(place) as aside:
        for _ in range(_TRIES):
            contents = _Contents(desk, store, shelf, secrets)
            try:
                with named_faults(place), _new_tar(aside / "whole", mode) as tar:
                    packed = _Packed(tar, tell)
                    _pack(packed, contents, aside / "state.sqlite", differing)
                    listed = _listed(packed, contents, now)
            except _Changed:
                time.sleep(_NOTED)
                continue
            put_in_place(aside / "whole", place)
            return listed
    msg = f"{desk.folder} changes faster than it can be copied. Take the backup when the run has ended."
    raise DeskBusy(msg)


@contextmanager
def _new_tar(path: Path, mode: str) -> Iterator[tarfile.TarFile]:
    """Give a new tar file, its owner's alone, that is on the disk when the block has ended."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, _PLAIN_FILE), "wb") as file:
        with tarfile.open(fileobj=file, mode=mode, format=tarfile.PAX_FORMAT) as tar:  # type: ignore[call-overload]
            yield tar
        file.flush()
        os.fsync(file.fileno())


class _Packed:
    """The files that were put into `tar`."""

    def __init__(self, tar: tarfile.TarFile, tell: Tell) -> None:
        self.tar, self.files = tar, list[BackupFile]()
        self._tell, self._size = tell, 0

    def add(self, files: Iterable[tuple[str, Path]], *, may_go: bool = False) -> None:
        """Add files by name and place; _Changed where one changes meanwhile or is gone, unless it `may_go`."""
        for name, path in files:
            try:
                file = path.open("rb")
            except FileNotFoundError:
                if may_go:
                    continue
                raise _Changed(path) from None
            except OSError as fault:
                msg = f"{path} cannot be read: {fault.strerror}. Nothing was written; mend it and run again."
                raise GeneratorError(msg) from fault
            with file:
                self._add(name, file)

    def _add(self, name: str, file: IO[bytes]) -> None:
        before = os.fstat(file.fileno())
        digest = file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # a file opened for reading
        file.seek(0)
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = before.st_size, before.st_mode & 0o777, int(before.st_mtime)
        try:
            self.tar.addfile(info, file)
        except OSError as fault:
            if fault.errno is None:  # tarfile's own: the file ended early
                raise _Changed(name) from fault
            raise
        after = os.fstat(file.fileno())
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise _Changed(name)
        self.files.append(BackupFile(name, before.st_size, digest))
        self._size += before.st_size
        self._tell(f"{len(self.files)} files, {self._size >> 20} MiB")


def _pack(packed: _Packed, contents: _Contents, copy: Path, differing: set[tuple[EditionNote, str]]) -> None:
    """Pack a desk in the order of this module; `differing`: the revisions that an earlier try found unlike the state.

    A revision that differs still is no run's that is about to note it: it is damaged, and taken as it lies.
    """
    shelf = contents.shelf
    packed.add(contents.before())
    copy.unlink(missing_ok=True)
    notes = contents.store.copy_state(copy)
    packed.add([(f"{_STATE}/state.sqlite", copy)])
    lying = {note: _manifest(shelf, note) for note in notes}
    unlike = {(note, found) for note, found in lying.items() if found != note.manifest_sha256}
    if not unlike <= differing:
        differing |= unlike
        raise _Changed
    contents.left_out += [f"{_title(note)}: not as it was recorded; taken as it lies" for note, _ in unlike]
    for note in sorted(notes, key=lambda note: note.state != "drafted"):  # those first that a run may replace
        packed.add(contents.revision(note))
        if _manifest(shelf, note) != lying[note]:
            raise _Changed(_title(note))
    packed.add(contents.beside(notes))
    packed.add(contents.below(contents.store.folder, _STATE, "held"))
    packed.add(contents.below(contents.desk.folder, _DESK, OUTBOX), may_go=True)  # whoever sends them on removes them
    packed.add(contents.below(contents.store.folder, _STATE, *_GROWING))


def _listed(packed: _Packed, contents: _Contents, now: datetime) -> BackupList:
    """End a backup with its list."""
    inbox = (path for path in (contents.desk.folder / _INBOX).glob("*") if path.is_dir() and not path.is_symlink())
    folders = tuple(sorted(f"{_DESK}/{_INBOX}/{path.name}" for path in inbox))  # a person puts files there
    taken = now.isoformat(timespec="seconds")
    listed = BackupList(taken, contents.secrets, tuple(packed.files), folders, tuple(contents.left_out))
    raw = json.dumps({"schema": SCHEMA, "program": __version__, **asdict(listed)}, indent=1).encode() + b"\n"
    info = tarfile.TarInfo(LIST)
    info.size, info.mode = len(raw), _PLAIN_FILE
    packed.tar.addfile(info, BytesIO(raw))
    return listed


def _manifest(shelf: Shelf, note: EditionNote) -> str:
    """Return the SHA-256 of a revision's manifest as it lies, "" where it is not there."""
    try:
        return digest_of(shelf.place(note.briefing, str(note.period), note.revision) / MANIFEST)
    except FileNotFoundError:
        return ""


def _title(note: EditionNote) -> str:
    return f"{note.briefing}/{note.period}/r{note.revision}"


@dataclass
class _Contents:
    """What of a desk is kept, each file by its name in the backup; `left_out` grows with what is met and not copied.

    What can be made again, or was only for looking, stays out: drawings, faces, previews, drafts, pages of `lab`.
    """

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
        yield f"{_DESK}/{DESK}", folder / DESK
        yield from self.below(folder, _DESK, *sorted(KINDS))
        yield from self._named()
        if self.secrets:
            yield from self.below(folder, _DESK, _SECRETS)
        yield from self._inbox()
        yield from self.below(folder, _DESK, BOUNCES)

    def revision(self, note: EditionNote) -> Iterator[tuple[str, Path]]:
        """Yield the files of a revision."""
        place = self.shelf.place(note.briefing, str(note.period), note.revision)
        yield from self.below(self.shelf.root, _OUTPUT, place.relative_to(self.shelf.root).as_posix())

    def beside(self, notes: Iterable[EditionNote]) -> Iterator[tuple[str, Path]]:
        """Yield what lies beside the revisions of each edition."""
        for period in sorted({self.shelf.place(one.briefing, str(one.period), 1).parent for one in notes}):
            for path in (period / EVIDENCE, period / ARCHIVE):
                if path.is_file():
                    yield f"{_OUTPUT}/{path.relative_to(self.shelf.root).as_posix()}", path

    def below(self, root: Path, kind: str, *folders: str) -> Iterator[tuple[str, Path]]:
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
                        self.left_out.append(f"{name}: it is no file of the desk's own")

    def _inbox(self) -> Iterator[tuple[str, Path]]:
        found = list(self.below(self.desk.folder, _DESK, _INBOX))
        _, moving = looked_at_twice(path for _, path in found if not set(_HANDLED) & set(path.parts))
        self.left_out += [f"{name}: it is still being written" for name, path in found if path in moving]
        yield from (one for one in found if one[1] not in moving)

    def _named(self) -> Iterator[tuple[str, Path]]:
        """Yield the files that settings name, keys and passwords only where they are wanted."""
        folder = self.desk.folder.resolve()
        for key, value in sorted(set(_files_named_in(self.desk.settings.model_dump()))):
            path = (folder / value).resolve()
            is_within = path.is_relative_to(folder)
            if (is_within and path.relative_to(folder).parts[0] in _COVERED) or not (self.secrets or key == "ca_file"):
                continue
            if is_within and path.is_file():
                yield f"{_DESK}/{path.relative_to(folder).as_posix()}", path
            else:
                self.left_out.append(f"{key} of desk.yaml: it lies outside the desk")


def _files_named_in(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each key of settings that names a file, with its value, at whatever depth."""
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield from _files_named_in(value)
        elif key.endswith("_file") and isinstance(value, str):
            yield key, value


def look_through(file: Path, tell: Tell = lambda _: None) -> BackupList:
    """Return what a backup holds, once each of its files was found to be what the list at its end says.

    Anybody may have made a tar file: IntegrityError for names that lead elsewhere, links, devices, two files of one
    place, and for other bytes than those that were packed.
    """
    listed: BackupList | None = None
    found: dict[PurePosixPath, BackupFile] = {}
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
                raise _refused(file, f"{info.name!r} is no plain file")
            if any(one in found for one in (place, *place.parents)):
                raise _refused(file, f"{info.name!r} stands in it twice")
            found[place] = BackupFile(info.name, info.size, file_digest(content, "sha256").hexdigest())  # type: ignore[arg-type]
            tell(f"{len(found)} files")
    if listed is None:
        raise _refused(file, f"it has no {LIST} at its end: it was cut off, or is no backup")
    if odd := sorted({one.name for one in set(listed.files) ^ set(found.values())}):
        raise _refused(file, f"{odd[0]} is not as it was packed" + (f", and {len(odd) - 1} more" if odd[1:] else ""))
    return listed


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file) as tar:
            yield tar
    except _UNREADABLE as fault:
        raise _refused(file, "it is damaged, was cut off, or is no tar file") from fault
    except OSError as fault:
        raise SettingsError(str(file), f"it cannot be read: {fault.strerror or fault}.", "Name a backup.") from fault


def _read_list(raw: bytes) -> BackupList:
    try:
        data: dict[str, Any] = json.loads(raw)
        schema = data["schema"]
        files = tuple(BackupFile(**one) for one in data["files"])
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
    """Return where a file of a backup lies in the restored desk; IntegrityError where it would lie outside of it."""
    root, *below = name.split("/")
    if root not in _ROOTS or not below or any(part in ("", ".", "..") or "\0" in part for part in below):
        msg = f"the backup names {name!r}, which no backup of a desk has. Nothing was restored from it."
        raise IntegrityError(msg)
    return PurePosixPath(*below) if root == _DESK else PurePosixPath(root, *below)


def _refused(file: Path, why: str) -> IntegrityError:
    return IntegrityError(f"{file} is no whole backup: {why}. Nothing was made of it. Take another backup.")


def restore(file: Path, into: Path, env: Mapping[str, str], now: datetime, tell: Tell = lambda _: None) -> RestoredDesk:
    """Make the desk of the backup `file` in `into`, whole or not at all; it sends nothing until a person confirms it.

    `env` sets what it sets over the files of a desk, but for where output and state lie.
    Raises SettingsError where `into` holds anything, IntegrityError where the backup is not what it says of itself.
    """
    into, env = into.resolve(), {key: value for key, value in env.items() if key not in PLACED_BY}
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise SettingsError(str(into), "this is not an empty folder.", "Name one that is empty, or not there yet.")
    listed = look_through(file, tell)
    with named_faults(into):
        into.parent.mkdir(parents=True, exist_ok=True)
    with made_aside(into) as aside, named_faults(into):
        folder = _unpacked(file, aside, listed)
        moved = tuple(_moved(folder, env))
        _note(folder, env, f"{file.name}, taken {listed.taken}", now)
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
    for key in (_OUTPUT, _STATE):
        if (was := getattr(_settings(folder, env), key)) == key:
            continue
        line = re.compile(rf"^{key}:.*$".encode(), re.MULTILINE)
        (folder / DESK).write_bytes(line.sub(f"{key}: {key}".encode(), (folder / DESK).read_bytes(), count=1))
        if getattr(_settings(folder, env), key) != key:
            problem = f"{key} cannot be made to lie in the restored desk."
            raise SettingsError(DESK, problem, f"Write it in one line, {key}: {key}, and take another backup.")
        yield f"{key}: {key} (was {was})"


def _settings(folder: Path, env: Mapping[str, str]) -> DeskSettings:
    return read_desk(gather(folder), env).settings


def _note(folder: Path, env: Mapping[str, str], backup: str, now: datetime) -> None:
    """Note in the state that the desk sends nothing yet, and point at what was published last."""
    desk = open_desk(folder, env)
    with desk.store:
        with desk.store.together():
            desk.store.restored.note(backup, now)
            desk.store.add_to_log("restored", {"backup": backup}, now)
        for name in {note.briefing for note in desk.store.editions()}:
            if (desk.shelf.root / name).is_dir():
                point(desk.store, desk.shelf, name)
