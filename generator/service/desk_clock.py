"""Run the clock of a desk: one clock at a time, whose settings are read again when they change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from generator.errors import DeskBusy
from generator.service.alerts import COOL_DOWN, tell
from generator.service.edition_steps import Stopping, as_generator_error
from generator.service.tick import Entry, Time, tick
from generator.settings.desk_folder import gather
from generator.settings.environment import redacted
from generator.settings.wiring import open_desk

STATE_FILE = "state.sqlite"


class Running:
    """The desk in `folder` under the clock `time`; `env` goes over its files."""

    def __init__(self, folder: Path, env: Mapping[str, str], time: Time) -> None:
        """Open the desk; SettingsError where it cannot be."""
        self._folder, self._env, self._time = folder, env, time
        self._files = gather(folder)
        self.parts = open_desk(folder, env)
        self._file = _identity(self.parts.store.folder)

    @contextmanager
    def hold_clock(self) -> Iterator[None]:
        """Be the only clock of the desk for the block; DeskBusy where another runs."""
        self.parts.store.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.parts.store.folder / "clock", timeout=0):
                yield
        except Timeout:
            msg = f"another clock runs {self._folder}. One is enough: end the other first."
            raise DeskBusy(msg) from None

    def tick(self, stopping: Stopping = lambda: False) -> Iterator[Entry]:
        """Yield what one tick did; a desk that another run holds, or that cannot be read, waits for the next tick."""
        try:
            self._read_anew()
            with self.parts.held():
                for entry in tick(*self.parts, self._time, stopping):
                    yield Entry(**{**vars(entry), "said": redacted(entry.said)})
        except DeskBusy:
            return
        except Exception as fault:  # noqa: BLE001 -- a clock that ends is worse than one that says what is wrong
            yield from self._stopped(redacted(str(as_generator_error(fault))))

    def _stopped(self, reason: str) -> Iterator[Entry]:
        """Yield why nothing can be done, once a day, and tell the operators: the desk as it last was can still tell."""
        now = self._time.now()
        entries = list[Entry]()
        try:
            with self.parts.held():
                last = self.parts.store.due.last_alert("", "", "failed")
                if last is None or last.said != reason or now - last.at >= COOL_DOWN:
                    entries.append(Entry(now, "", "", "look", "failed", reason))
                    self.parts.store.due.alert(now, "", "", "failed", reason)
                entries += [
                    Entry(now, "", "", "alert", line.word, line.text)
                    for line in tell(self.parts.desk, self.parts.store, self._time.now)
                ]
        except DeskBusy:
            return
        except Exception:  # noqa: BLE001 -- nowhere to write it: then it is at least said
            entries = entries or [Entry(now, "", "", "look", "failed", reason)]
        yield from entries

    def close(self) -> None:
        """Close the desk's state."""
        self.parts.store.close()

    def _read_anew(self) -> None:
        """Open the desk anew where its settings are others, or its state file is: one must not be written to unseen."""
        files = gather(self._folder)
        file = _identity(self.parts.store.folder)
        if (files, file) != (self._files, self._file):
            opened = open_desk(self._folder, self._env)
            self.parts.store.close()
            self.parts, self._files, self._file = opened, files, _identity(opened.store.folder)


def _identity(state: Path) -> tuple[int, int] | None:
    """Return what tells the state file from another one of its name, None where there is none."""
    try:
        status = (state / STATE_FILE).stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino
