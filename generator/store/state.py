"""The state file: the only SQLite database. It is opened with care and never recreated over a damaged file.

Commits are written to the file itself. SQLite's alternative, a write-ahead log, keeps commits in a second file. After a
damaged byte there SQLite silently drops the commits that follow, and a ledger that lost "sent" would send again. The
only second file here is the journal of an unfinished transaction, so damage to it cannot undo a commit.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from generator.errors import DeskBusy, GeneratorError, IntegrityError
from generator.store.durable import made_aside, named_faults, put_in_place, sync_folder

SCHEMA = 4
MARK = 0x74726462  # "trdb": distinguishes this file from another program's database
PATIENCE = 10.0  # seconds to wait for another writer
_REMEDY = "Run `tradebrief doctor`, or restore a backup."


class StateFile:
    """The database at `path`. It is created if neither it nor anything that depends on it exists."""

    def __init__(self, path: Path, dependents: Iterable[Path] = ()) -> None:
        """Open `path`. If it is missing but a folder in `dependents` has files, it was lost: raise IntegrityError."""
        self.path = path
        if not path.exists():
            if any(folder.is_dir() and any(folder.iterdir()) for folder in dependents):
                msg = f"{path} is missing, but releases of this desk are there. {_REMEDY}"
                raise IntegrityError(msg)
            with named_faults(path):
                _make(path)
        with self._faults():
            self._db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        try:
            self._prepare()
        except BaseException:
            self._db.close()
            raise

    def rows(self, query: str, *values: object, **named: object) -> list[sqlite3.Row]:
        """Return the rows of `query` for values by position or by name."""
        with self._faults():
            return self._db.execute(query, named or values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside one transaction, which commits all of the block's writes or none.

        A block inside another one joins the outer transaction.
        """
        if self._db.in_transaction:
            yield self._db
            return
        with self._faults():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise

    def forget(self) -> None:
        """Remove every trace of deleted rows from the file, and delete the copies kept from older schemas.

        Raise DeskBusy where another run keeps reading.
        """
        with named_faults(self.path):
            for copy in self.path.parent.glob(older(self.path, "*").name):
                copy.unlink(missing_ok=True)
        with self._faults():
            self._db.execute("VACUUM")  # secure_delete alone would leave copies in pages that were split

    def copy(self, place: Path) -> None:
        """Write the database as of one moment to the new file `place`, readable by its owner alone and synced to disk.

        Other runs may go on writing meanwhile.
        """
        with self._faults(), named_faults(place):
            handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            try:
                with closing(sqlite3.connect(place)) as to:
                    self._db.backup(to)
                os.fsync(handle)
            except sqlite3.OperationalError as fault:
                msg = f"{place} cannot be written: {fault}. Free space or fix its permissions, and run again."
                raise GeneratorError(msg) from fault
            finally:
                os.close(handle)

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def _prepare(self) -> None:
        with self._faults():
            self._db.row_factory = sqlite3.Row
            for pragma in (
                "synchronous=EXTRA",  # also syncs the folder: a journal that reappears after a power cut undoes commits
                "foreign_keys=ON",
                "secure_delete=ON",
                f"busy_timeout={int(PATIENCE * 1000)}",
            ):
                self._db.execute(f"PRAGMA {pragma}")
            self._refuse_strange()
            self._db.execute("PRAGMA journal_mode=DELETE")  # an older program may have left a write-ahead log
            schema = self._pragma("user_version")
            if schema < SCHEMA:  # upgrade in one transaction
                self._keep(schema)
                with self.writing() as db:
                    _bring_up(db, since=self._pragma("user_version"))

    def _keep(self, schema: int) -> None:
        """Keep a copy as the older program wrote it, unless another run has upgraded the file meanwhile."""
        place = older(self.path, schema)
        with made_aside(place) as aside:
            self.copy(aside / place.name)
            with closing(sqlite3.connect(aside / place.name)) as copy:
                is_older = copy.execute("PRAGMA user_version").fetchone()[0] == schema
            if is_older:
                put_in_place(aside / place.name, place)

    def _refuse_strange(self) -> None:
        if self.path.stat().st_size == 0 or self._pragma("integrity_check") != "ok":
            msg = f"{self.path} is damaged. {_REMEDY}"
            raise IntegrityError(msg)
        if self._pragma("application_id") != MARK:
            msg = f"{self.path} is a database of another program. {_REMEDY}"
            raise IntegrityError(msg)
        schema = self._pragma("user_version")
        if schema > SCHEMA:
            msg = f"{self.path} was written by a newer tradebrief (schema {schema}, here {SCHEMA}). Upgrade tradebrief."
            raise IntegrityError(msg)

    def _pragma(self, name: str) -> Any:  # noqa: ANN401 -- a pragma answers with text or number
        return self._db.execute(f"PRAGMA {name}").fetchone()[0]

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                msg = f"{self.path} is in use by another run. Try again when it has ended."
                raise DeskBusy(msg) from fault
            msg = f"{self.path} cannot be used: {fault}. Look for a full disk or missing permissions."
            raise GeneratorError(msg) from fault
        except sqlite3.DatabaseError as fault:
            if isinstance(fault, sqlite3.IntegrityError | sqlite3.ProgrammingError):
                raise
            msg = f"{self.path} is damaged ({fault}). {_REMEDY}"
            raise IntegrityError(msg) from fault


def older(path: Path, schema: int | str) -> Path:
    """Return the path of the copy that was kept of the state file under an older schema."""
    return path.with_name(f"{path.name}.schema-{schema}")


def _make(path: Path) -> None:
    # Make the file elsewhere and link it into place. A crash leaves no partial file, and the first of two runs wins.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # the readers' data is private
    aside = Path(mkdtemp(dir=path.parent, prefix=".making-"))
    with closing(sqlite3.connect(aside / path.name, isolation_level=None)) as db:
        db.executescript(f"BEGIN; {_script('schema.sql')}")
        db.execute(f"PRAGMA application_id={MARK}")
        _bring_up(db, since=1)
        db.execute("COMMIT")  # one transaction for everything, since each one waits for the disk four times
    (aside / path.name).chmod(0o600)
    with suppress(FileExistsError):
        os.link(aside / path.name, path)
    (aside / path.name).unlink()
    aside.rmdir()
    sync_folder(path.parent)


def _bring_up(db: sqlite3.Connection, since: int) -> None:
    """Run the upgrade steps after schema `since`, then set the schema's number."""
    for number in range(since + 1, SCHEMA + 1):
        for statement in _script(f"schema-{number}.sql").split(";\n"):
            db.execute(statement)
    db.execute(f"PRAGMA user_version={SCHEMA}")


def _script(name: str) -> str:
    return files("generator.store").joinpath(name).read_text(encoding="utf-8")
