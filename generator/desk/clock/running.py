"""Running: a desk under the clock, whose settings are read anew when they change, one clock at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from generator.desk.clock.alerts import COOL_DOWN, tell
from generator.desk.clock.steps import Stopping
from generator.desk.clock.tick import Entry, tick
from generator.desk.clock.trust import Time
from generator.desk.environment import redacted
from generator.desk.folder import gather
from generator.desk.opened import OpenDesk
from generator.desk.wiring import open_desk
from generator.errors import DeskBusy, GeneratorError


class Running:
    """The desk in `folder` under the clock `time`; `env` goes over its files."""

    def __init__(self, folder: Path, env: Mapping[str, str], time: Time) -> None:
        """Open the desk; SettingsError where it cannot be."""
        self._folder, self._env, self._time = folder, env, time
        self._files = gather(folder)
        self.desk: OpenDesk = open_desk(folder, env)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only clock of the desk for the block; DeskBusy where another runs."""
        self.desk.state.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.desk.state / "clock", timeout=0):
                yield
        except Timeout:
            msg = f"another clock runs {self._folder}. One is enough: end the other first."
            raise DeskBusy(msg) from None

    def tick(self, stopping: Stopping = lambda: False) -> Iterator[Entry]:
        """Yield what one tick did; a desk that another run holds, or that cannot be read, waits for the next tick."""
        try:
            self._read_anew()
            with self.desk.held():
                for entry in tick(self.desk, self._time, stopping):
                    yield Entry(**{**vars(entry), "said": redacted(entry.said)})
        except DeskBusy:
            return
        except GeneratorError as fault:
            yield from self._stopped(redacted(str(fault)))

    def _stopped(self, said: str) -> Iterator[Entry]:
        """Yield why nothing can be done, once a day, and tell the operators: the desk as it last was can still tell."""
        now, due = self._time.now(), self.desk.store.due
        with suppress(GeneratorError), self.desk.held():
            last = due.last_alert("", "", "failed")
            if last is None or last.said != said or now - last.at >= COOL_DOWN:
                due.alert(now, "", "", "failed", said)
                yield Entry(now, "", "", "look", "failed", said)
            for line in tell(self.desk, self._time.now):
                yield Entry(self._time.now(), "", "", "alert", line.word, line.said)

    def close(self) -> None:
        """Close the desk's state."""
        self.desk.store.close()

    def _read_anew(self) -> None:
        files = gather(self._folder)
        if files != self._files:
            opened = open_desk(self._folder, self._env)
            self.desk.store.close()
            self.desk, self._files = opened, files
