"""Two senders, a sender that sleeps, a full disk, a damaged database."""

import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.crash import operators
from tests.crash.mailroom import HOUSE, READERS, Mailroom, Point, by_port, by_smtp, prepare
from tests.delivery.holding_server import GREETING, LETTER, LINE, LINES, SILENCE, Holding, holding
from tests.desk.conftest import StarterDesk

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is not installed: apt-get install strace"
)
BUSY, INTEGRITY, FAULT = 7, 6, 1
SOON = 10.0  # seconds: half of what a server holds for


@pytest.fixture
def room(finished: StarterDesk, tmp_path: Path) -> Mailroom:
    """Return a desk with an approved edition and its readers."""
    prepare(tmp_path / "desk", finished.folder)
    return Mailroom(tmp_path / "desk")


def begin(room: Mailroom, *strace: str) -> subprocess.Popen[str]:
    """Begin a `send` and return its process."""
    traced = ["strace", "-f", "-qq", "-o", str(room.folder / "trace"), *strace] if strace else []
    command = [*traced, *room.program(*room.verb)]
    known = {**os.environ, **room.environment}
    return subprocess.Popen(command, cwd=HOUSE, env=known, stderr=subprocess.PIPE, text=True, start_new_session=True)


def test_two_senders_at_once_send_each_letter_once(room: Mailroom) -> None:
    """One works; the other waits for it and finds nothing left, or is told that the desk is held."""
    both = [begin(room) for _ in range(2)]
    codes = sorted(process.wait(120) for process in both)
    for process in both:
        assert process.stderr
        process.stderr.close()
    assert codes in ([0, 0], [0, BUSY])
    assert "whole" == room.verdict(kills=0)


@pytest.mark.long
@needs_strace
def test_a_sender_that_slept_while_another_took_over_sends_nothing_more(room: Mailroom) -> None:
    """Its lock was lost with its machine, say; the fence still holds it back, with exit code 7."""
    tenth = [point.number for point in room.points() if point.call == "rename"][9]
    sleeper = begin(room, "-e", "trace=rename", "-e", f"inject=rename:signal=STOP:when={tenth}")
    try:
        _wait(lambda: len(room.arrived()) >= 9)
        (room.folder / "state" / "lock").unlink()
        assert "" == room.finish()
        assert "whole" == room.verdict(kills=0)
        before = {path.name: path.stat().st_mtime_ns for path in (room.folder / "outbox").iterdir()}
    finally:
        _wake(sleeper)
    assert BUSY == sleeper.wait(120)
    assert sleeper.stderr
    assert "another run has taken over sending" in sleeper.stderr.read()
    sleeper.stderr.close()
    assert "whole" == room.verdict(kills=0)
    anew = [name for name, at in before.items() if (room.folder / "outbox" / name).stat().st_mtime_ns != at]
    assert len(anew) <= 16, "what it had in hand, at most"


@pytest.mark.long
@needs_strace
@pytest.mark.parametrize(
    "call", ["pwrite64", *(pytest.param(call, marks=pytest.mark.long) for call in ("fsync", "write"))]
)
def test_a_full_disk_stops_a_sending_and_loses_nothing(room: Mailroom, call: str) -> None:
    """The run ends with a sentence that names the disk; with room again the next one ends the work."""
    point = [one for one in room.points() if one.call == call][4]
    full = room.befall("error=ENOSPC", Point(call, point.number))
    assert FAULT == full.returncode
    assert any(word in full.stderr for word in ("disk", "space"))
    assert "Traceback" not in full.stderr
    assert [] == room.beside()
    assert "" == room.finish()
    assert "whole" == room.verdict(kills=0)


def _flipped(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    for at in range(4096, len(raw), 1024):
        raw[at] ^= 0xFF
    path.write_bytes(raw)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:5000]), id="cut off"),
        pytest.param(lambda path: path.write_bytes(b"another file"), id="another file"),
        pytest.param(lambda path: path.unlink(), id="gone"),
        pytest.param(_flipped, id="flipped bits"),
    ],
)
def test_a_damaged_ledger_is_refused_and_never_made_anew(room: Mailroom, damage: Callable[[Path], object]) -> None:
    """Exit code 6, the remedy is named, no letter leaves, and the file is left as it is."""
    path = room.folder / "state" / "state.sqlite"
    damage(path)
    before = path.read_bytes() if path.exists() else None
    done = room.send()
    assert INTEGRITY == done.returncode, done.stderr
    assert "restore a backup" in done.stderr
    assert before == (path.read_bytes() if path.exists() else None)
    assert 0 == room.arrived().total()


@pytest.mark.long
def test_a_signal_ends_a_sending_in_good_order(room: Mailroom) -> None:
    """SIGTERM: what is in hand is finished, the rest waits, exit code 130, and the next run ends the work."""
    running = begin(room)
    _wait(lambda: room.arrived().total() > 0 or running.poll() is not None)
    running.send_signal(signal.SIGTERM)
    code = running.wait(120)
    assert running.stderr
    running.stderr.close()
    assert [] == room.beside()
    waiting = sum(state == "queued" for state in room.ledger().values())
    assert (130 if waiting else 0) == code
    assert "inflight" not in room.ledger().values()
    assert "" == room.finish()
    assert "whole" == room.verdict(kills=0)
    assert READERS == room.arrived().total()


@pytest.mark.long
@pytest.mark.parametrize(
    ("step", "how", "sign"),
    [
        pytest.param(GREETING, LINES, signal.SIGTERM, marks=pytest.mark.long),
        pytest.param(GREETING, SILENCE, signal.SIGINT, marks=pytest.mark.long),
        pytest.param(LETTER, LINES, signal.SIGTERM, marks=pytest.mark.long),
        (LETTER, LINE, signal.SIGINT),
    ],
)
def test_a_signal_ends_a_sending_that_a_mail_server_holds(
    room: Mailroom, step: str, how: str, sign: signal.Signals
) -> None:
    """Within a few seconds, exit code 130; what may have arrived is uncertain, and the next run sends the rest."""
    with holding(step, how) as (server, port):
        assert 130 == _signalled(replace(room, environment=by_port(port)), server, sign)
    lanes = 2 if step == LETTER else 0
    assert Counter(uncertain=lanes, queued=READERS - lanes) == Counter(room.ledger().values())
    with by_smtp(room.folder) as mended:
        assert "" == mended.finish()
        assert READERS - lanes == mended.arrived().total()
        assert "whole" == mended.verdict(kills=1)


@pytest.mark.long
@pytest.mark.parametrize(("step", "state"), [(GREETING, "queued"), (LETTER, "uncertain")])
def test_a_signal_ends_a_clock_that_a_mail_server_holds(tmp_path: Path, step: str, state: str) -> None:
    """While it tells the operators: within a few seconds, exit code 0; the next look goes on."""
    operators.prepare(tmp_path / "desk")
    with holding(step, LINES) as (server, port):
        room = Mailroom(tmp_path / "desk", 2, by_port(port), verb=("run", "--every", "1"))
        assert 0 == _signalled(room, server, signal.SIGTERM)
    assert dict.fromkeys(operators.OPERATORS, state) == room.ledger()
    with by_smtp(room.folder) as mended:
        assert 0 == replace(mended, verb=("run", "--once")).send().returncode
        assert Counter(operators.OPERATORS if state == "queued" else ()) == mended.arrived()


def _signalled(room: Mailroom, server: Holding, sign: signal.Signals) -> int:
    """Begin a run, give it a signal once the server holds it, and return with which code it soon ends."""
    running = begin(room)
    letters = 2 if server.step == LETTER else 0  # one on each connection
    _wait(lambda: server.held.is_set() and len(server.letters) == letters)
    begun = time.monotonic()
    running.send_signal(sign)
    _, errors = running.communicate(timeout=60)
    assert time.monotonic() - begun < SOON, errors
    return running.returncode


def _wait(until: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def _wake(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGCONT)
