"""Ten thousand letters to a sink, against a client of bare sockets that sends the same bytes (`make bench-sending`).

The sink is Postfix's `smtp-sink`, in C. The bare client knows no reader, keeps no ledger and signs nothing: it says the
same commands over as many connections and writes the same letter again and again. Each run is a process of its own;
what is timed goes from the first connection to the last answer.
"""

from __future__ import annotations

import base64
import json
import os
import random
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives.asymmetric import rsa

from generator.delivery.keys import Keys
from generator.delivery.letter_form import Pen, Signer, Writer, form_of
from generator.delivery.mail_server import MailServer
from generator.delivery.sender import LetterSender
from generator.delivery.smtp_transport import SmtpTransport
from generator.store import EditionNote, FigureStore, Letter, Mailing
from generator.trade.period import Period

HOST, SINK = "127.0.0.1", "smtp-sink"
READERS, FEW, MANY = 10_000, 1_000, 100_000
CONNECTIONS, ROUNDS = 16, 3
_BYTES = 250_000  # the English mail of a monthly briefing with its PDF
_NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)


def message() -> bytes:
    """Return a message as large as a monthly briefing's, the same each time."""
    noise = base64.encodebytes(random.Random(1).randbytes(_BYTES * 73 // 100))  # noqa: S311 -- no secret
    head = b"Content-Type: text/plain\nMIME-Version: 1.0\nFrom: Trade <t@example.org>\nTo: x\nSubject: Fish\n\n"
    return (head + noise).replace(b"\n", b"\r\n")


def written(store: FigureStore, readers: int) -> Mailing:
    """Return a mailing that is being sent, with its readers written down."""
    store.editions.note(EditionNote("fish", Period.parse("2025"), 1, "sending", "", "a", "b", date(2026, 1, 20)), _NOON)
    to = (f"reader{number}@example.org" for number in range(readers))
    letters = (Letter(0, n, f"key{n}", one, one, "en", "", f"fish.{n}@example.org") for n, one in enumerate(to))
    return store.ledger.freeze(Mailing(0, "edition", "fish", "2025", 1, "a", _NOON), letters)


def ours(port: int, readers: int, *, signs: bool) -> float:
    """Return the seconds that we take to send to `readers`."""
    signer = Signer("example.org", "b2026", rsa.generate_private_key(65537, 2048)) if signs else None
    pen, form = Pen(Writer("t@example.org", "example.org"), Keys((bytes(32),)), signer), form_of(message())
    with tempfile.TemporaryDirectory() as folder, FigureStore(Path(folder, "state")) as store:
        mailing = written(store, readers)
        transport = SmtpTransport(
            MailServer(HOST, port, "example.org", plain=True), lambda _: "t@example.org", CONNECTIONS
        )
        start = time.perf_counter()
        LetterSender(
            store.ledger,
            transport,
            compose=lambda letter: pen.write(form, letter, _NOON),
            clock=lambda: _NOON,
            tell=lambda of: bool(store.ledger.counts(of.number)),
        ).send(mailing, "")
        taken = time.perf_counter() - start
        assert readers == store.ledger.counts(mailing.number)["sent"]
        return taken


def bare(port: int, readers: int) -> float:
    """Return the seconds that bare sockets take."""
    letter = message() + b".\r\n"
    shares = [range(lane, readers, CONNECTIONS) for lane in range(CONNECTIONS)]
    start = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as lanes:
        assert readers == sum(lanes.map(lambda share: _said(port, letter, share), shares))
    return time.perf_counter() - start


def _said(port: int, letter: bytes, share: range) -> int:
    with socket.create_connection((HOST, port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.recv(4096)
        _command(line, b"EHLO example.org\r\n", b"250")
        for number in share:
            _command(line, b"MAIL FROM:<t@example.org>\r\n", b"250")
            _command(line, f"RCPT TO:<reader{number}@example.org>\r\n".encode(), b"250")
            _command(line, b"DATA\r\n", b"354")
            _command(line, letter, b"250")
    return len(share)


def _command(line: socket.socket, said: bytes, wanted: bytes) -> None:
    line.sendall(said)
    assert line.recv(4096).startswith(wanted)


def frozen(readers: int) -> float:
    """Return the seconds in which so many readers are written down."""
    with tempfile.TemporaryDirectory() as folder, FigureStore(Path(folder, "state")) as store:
        start = time.perf_counter()
        written(store, readers)
        return time.perf_counter() - start


@contextmanager
def sink() -> Iterator[int]:
    """Give the port of a sink."""
    with socket.socket() as line:
        line.bind((HOST, 0))
        port = int(line.getsockname()[1])
    as_whom = ["-u", "postfix"] if os.geteuid() == 0 else []
    with subprocess.Popen([SINK, *as_whom, f"{HOST}:{port}", "1000"], stdout=subprocess.DEVNULL) as running:
        time.sleep(0.5)
        try:
            yield port
        finally:
            running.terminate()


def measured(what: str, readers: int) -> tuple[float, float]:
    """Return seconds and MiB of a new process that does one thing."""
    with sink() as port:
        command = [sys.executable, "-m", "benchmarks.sending", what, str(readers), str(port)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds, memory = json.loads(done.stdout)
    return seconds, memory


def compared(what: str) -> None:
    """Print the rate of the bare client beside ours, round by round."""
    ratios = []
    for turn in range(1, ROUNDS + 1):
        (mine, _), (other, _) = measured(what, READERS), measured("bare", READERS)
        ratios.append(other / mine)
        print(f"{what} {turn}/{ROUNDS}: {READERS / mine:,.0f} a second / {READERS / other:,.0f} = {ratios[-1]:.2f}")
    print(f"{what}: median {median(ratios):.2f}, from {min(ratios):.2f} to {max(ratios):.2f}")


def main() -> None:
    """Print ratios, memory and the time in which readers are written down."""
    for what in ("plain", "signed"):
        compared(what)
    for readers in (FEW, READERS):
        print(f"memory with {readers:,} readers: {measured('signed', readers)[1]:.0f} MiB")
    print(f"{MANY:,} readers written down: {measured('frozen', MANY)[0]:.1f} s")


if __name__ == "__main__":
    if arguments := sys.argv[1:]:
        what, readers, port = arguments[0], int(arguments[1]), int(arguments[2])
        runs = {
            "bare": lambda: bare(port, readers),
            "plain": lambda: ours(port, readers, signs=False),
            "signed": lambda: ours(port, readers, signs=True),
            "frozen": lambda: frozen(readers),
        }
        print(json.dumps([runs[what](), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
    else:
        main()
