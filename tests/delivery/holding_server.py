"""A mail server that holds whoever talks to it: at one step its reply never ends, or never begins."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import BinaryIO

from tests.delivery.scripted_server import HOST

GREETING, HELLO, HANDSHAKE = "greeting", "EHLO", "the handshake"
MAIL, IN_BODY, LETTER = "MAIL", "before the dot", "after the dot"
LINES, LINE, FLOOD, SILENCE = "a line at a time", "a byte at a time", "many lines at a time", "silence"
PAUSE = 0.05  # seconds between two pieces
LONGEST = 20.0  # seconds: whoever waits for more than that waits for ever
_REPLIES: Mapping[bytes, bytes] = {
    b"ehlo": b"250-mail\r\n250 STARTTLS",
    b"mail": b"250 ok",
    b"rcpt": b"250 ok",
    b"data": b"354 go on",
    b"star": b"220 go on",
    b"quit": b"221 bye",
}
_STEPS: Mapping[str, bytes] = {HELLO: b"ehlo", MAIL: b"mail", HANDSHAKE: b"star"}
_HANDSHAKE = b"\x16\x03\x03\x40\x00"  # the head of a record of 16 KiB


@dataclass
class Holding:
    """Where a server holds, and how; how many letters it had whole, and whether it came to hold."""

    step: str
    how: str
    letters: list[bytes] = field(default_factory=list)
    held: Event = field(default_factory=Event)
    over: Event = field(default_factory=Event)


@contextmanager
def holding(step: str, how: str) -> Iterator[tuple[Holding, int]]:
    """Give what a server does and its port; each connection is held at `step`."""
    server = Holding(step, how)
    with socket.create_server((HOST, 0)) as door:
        listener = Thread(target=_listen, args=(door, server))
        listener.start()
        try:
            yield server, door.getsockname()[1]
        finally:
            server.over.set()
            door.shutdown(socket.SHUT_RDWR)
            listener.join()


def _listen(door: socket.socket, server: Holding) -> None:
    talks: list[Thread] = []
    with suppress(OSError):
        while True:
            line, _ = door.accept()
            talks.append(Thread(target=_talk, args=(line, server)))
            talks[-1].start()
    for talk in talks:
        talk.join()


def _talk(line: socket.socket, server: Holding) -> None:
    with line, suppress(OSError), line.makefile("rb") as said:
        if server.step == GREETING:
            _hold(line, server, b"220")
        line.sendall(b"220 ready\r\n")
        for command in iter(said.readline, b""):
            word = command[:4].lower()
            if word == _STEPS.get(server.step) and server.step != HANDSHAKE:
                _hold(line, server, b"250")
            line.sendall(_REPLIES[word] + b"\r\n")
            if word == b"star":
                line.sendall(_HANDSHAKE)
                _hold(line, server, b"")
            if word == b"data":
                if server.step == IN_BODY:
                    server.held.set()
                    server.over.wait(LONGEST)
                _take(said, server)
                _hold(line, server, b"250")


def _take(said: BinaryIO, server: Holding) -> None:
    """Read a letter; it is whole where its final dot comes."""
    lines: list[bytes] = []
    for line in said:
        if line == b".\r\n":
            server.letters.append(b"".join(lines))
            return
        lines.append(line)


def _hold(line: socket.socket, server: Holding, code: bytes) -> None:
    """Say something for as long as the line is open, but no whole reply."""
    server.held.set()
    pieces = {LINES: code + b"-wait\r\n", LINE: b"2", FLOOD: (code + b"-wait\r\n") * 5000, SILENCE: b""}
    for _ in range(int(LONGEST / PAUSE)):
        if server.over.wait(PAUSE):
            break
        line.sendall(pieces[server.how])
    raise ConnectionAbortedError
