"""A desk with an approved edition and 25 readers, runs of `send` on it under strace, and what came of them."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests import program
from tests.delivery.scripted_server import HOST, serving

HOUSE = Path(__file__).parents[2]
EDITION = "pakistan-minerals/2025"
READERS = 25
# what leaves a trace outside the process, or may be the last thing before one does
CALLS = ("write", "pwrite64", "fsync", "fdatasync", "rename", "unlink", "sendto", "sendmsg", "close", "ftruncate")
_GOOD = (0, 5)  # done; done, but of some it is not known


@dataclass(frozen=True)
class Point:
    """The `number`-th call of a kind in a run: where something befalls it."""

    call: str
    number: int


@dataclass
class Mailroom:
    """A desk in `folder` whose letters arrive where `arrived` looks; `lanes` is how many are on the wire at once."""

    folder: Path
    lanes: int = 0  # that a kill may leave uncertain: none where the transport leaves a trace
    environment: Mapping[str, str] = field(default_factory=dict)
    received: Callable[[], Counter[str]] | None = None  # what a mail server has, by address
    verb: tuple[str, ...] = ("send", EDITION, "--yes", "--quiet")

    def program(self, *arguments: str) -> list[str]:
        """Return the command that runs `tradebrief` on the desk."""
        return [sys.executable, "-m", "generator.cli", *arguments, "--desk", str(self.folder)]

    def send(self, *strace: str) -> subprocess.CompletedProcess[str]:
        """Run `send`, under strace with those options where there are any, else in a fork (tests/program.py)."""
        known = {**os.environ, **self.environment}
        if not strace:
            ended = program.run(*self.verb, "--desk", self.folder, environment=known, seconds=300)
            return subprocess.CompletedProcess(self.verb, *ended)
        command = ["strace", "-f", "-qq", "-o", str(self.folder / "trace"), *strace, *self.program(*self.verb)]
        known["PYTHONDONTWRITEBYTECODE"] = "1"
        return subprocess.run(command, cwd=HOUSE, env=known, capture_output=True, text=True, timeout=300, check=False)

    def befall(self, what: str, point: Point) -> subprocess.CompletedProcess[str]:
        """Run `send`, and let `what` (`signal=KILL`, `error=ENOSPC`) befall it at that point."""
        return self.send("-e", f"trace={point.call}", "-e", f"inject={point.call}:{what}:when={point.number}")

    def points(self) -> Iterator[Point]:
        """Yield each call of a whole run after it took the desk's lock, in order; the run itself is made on a copy."""
        rehearsal = self.folder.with_name("rehearsal")
        shutil.copytree(self.folder, rehearsal, symlinks=True)
        whole = replace(self, folder=rehearsal).send("-e", f"trace=flock,{','.join(CALLS)}")
        assert whole.returncode == 0, whole.stderr
        seen: Counter[str] = Counter()
        is_locked = False
        for line in (rehearsal / "trace").read_text(encoding="utf-8", errors="replace").splitlines():
            call = line.split(maxsplit=1)[-1].partition("(")[0]
            is_locked = is_locked or (call == "flock" and "LOCK_EX" in line)
            seen[call] += 1
            if is_locked and call in CALLS:
                yield Point(call, seen[call])
        shutil.rmtree(rehearsal)

    def arrived(self) -> Counter[str]:
        """Return how often each reader's letter arrived, by address."""
        if self.received:
            return self.received()
        files = (self.folder / "outbox").glob("*.eml")
        return Counter(file.read_bytes().split(b"\r\n", 1)[0].decode().removeprefix("To: ") for file in files)

    def ledger(self) -> dict[str, str]:
        """Return the state of each reader's letter, as whoever opens the file finds it."""
        with closing(sqlite3.connect(self.folder / "state" / "state.sqlite")) as db:
            return dict(db.execute("SELECT address, state FROM outbox").fetchall())

    def beside(self) -> list[Path]:
        """Return what SQLite left beside the state file."""
        return sorted((self.folder / "state").glob("state.sqlite-*"))

    def verdict(self, kills: int) -> str:
        """Return "whole", or what is wrong after the last run ended by itself."""
        arrived, states = self.arrived(), self.ledger()
        counted = Counter(states.values())
        faults = [f"doubled: {address}" for address, times in arrived.items() if times > 1]
        sent = {address for address, state in states.items() if state == "sent"}
        faults += [f"lost in silence: {address}" for address in sorted(sent - arrived.keys())]
        if open_ := counted["queued"] + counted["inflight"] + counted["failed"]:
            faults.append(f"{open_} not sent")
        if counted["uncertain"] > kills * self.lanes:
            faults.append(f"{counted['uncertain']} uncertain after {kills} kills")
        if len(states) != READERS or arrived.keys() - states.keys():
            faults.append(f"{len(states)} readers, {len(arrived)} arrived")
        if left := [file.name for file in (self.folder / "outbox").glob(".*")]:
            faults.append(f"left behind: {left}")
        return "; ".join(faults) or "whole"

    def finish(self) -> str:
        """Run `send` until it ends by itself, and return what is wrong with how it ended, or ""."""
        done = self.send()
        return "" if done.returncode in _GOOD else f"ended with {done.returncode}: {done.stderr.strip()[-300:]}"

    def state(self) -> str:
        """Return the edition's state as `status` tells it."""
        told = program.run("status", "--json", "--desk", self.folder)
        assert 0 == told.code, told.err
        return str(json.loads(told.out)["editions"][0]["state"])


@contextmanager
def by_folder(folder: Path) -> Iterator[Mailroom]:
    """Give a room whose letters are files in outbox/."""
    yield Mailroom(folder)


@contextmanager
def by_smtp(folder: Path) -> Iterator[Mailroom]:
    """Give a room whose letters go to a mail server, two at once."""
    with serving() as (notes, port):
        yield Mailroom(folder, 2, by_port(port), lambda: notes.got)


def by_port(port: int) -> Mapping[str, str]:
    """Return the environment in which a desk's letters go to the mail server on a port of this machine."""
    smtp = {"HOST": HOST, "PORT": str(port), "ALLOW_INSECURE": "true", "CONNECTIONS": "2"}
    environment = {f"TRADEBRIEF_MAIL__SMTP__{key}": value for key, value in smtp.items()}
    return {"TRADEBRIEF_MAIL__TRANSPORT": "smtp", **environment}


ROOMS: Mapping[str, Callable[[Path], AbstractContextManager[Mailroom]]] = {"folder": by_folder, "smtp": by_smtp}


def prepare(folder: Path, starter: Path) -> None:
    """Make `folder` a copy of a finished starter desk, with 25 readers and a yes."""
    shutil.copytree(starter, folder, symlinks=True)
    listed = "".join(f"r{number}@example.org\n" for number in range(READERS))
    (folder / "list.csv").write_text(f"address\n{listed}", encoding="utf-8")
    for arguments in (
        ("subscribers", "import", str(folder / "list.csv"), "--confirmed", "--basis", "a test"),
        ("approve", EDITION, "--by", "Ann"),
    ):
        ended = program.run(*arguments, "--desk", folder)
        assert 0 == ended.code, ended.err
