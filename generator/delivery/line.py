"""The line to a mail server, on which each reply has a deadline and a limit of length, all its lines together.

A socket's own timeout begins anew with every byte, and smtplib's limit with every line: a server that says `220-wait`
once a second would be heard for ever.
"""

from __future__ import annotations

import io
import smtplib
import socket
import ssl
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LONGEST_REPLY = 2**16  # bytes: 128 lines as long as RFC 5321 §4.5.3.1.5 lets them be


class Line(smtplib.SMTP):
    """A connection of smtplib's; the timeout of its socket is the time for a whole reply."""

    def getreply(self) -> tuple[int, bytes]:
        """Return code and words of the next reply; SMTPServerDisconnected where it takes too long or has no end."""
        line = self.sock
        if line is None:
            msg = "no connection"
            raise smtplib.SMTPServerDisconnected(msg)
        seconds = line.gettimeout()
        if self.file is None:  # smtplib forgets it at STARTTLS, and with it what was said before
            self._reader = _Reader(line)
            self.file = io.BufferedReader(self._reader)
        self._reader.begin(seconds)
        reply = super().getreply()
        line.settimeout(seconds)
        return reply


class TlsLine(Line, smtplib.SMTP_SSL):
    """One with TLS from the first byte."""


class _Reader(io.RawIOBase):
    """What smtplib reads lines from: the bytes of `line`, until the reply has lasted too long or has too many."""

    def __init__(self, line: socket.socket | ssl.SSLSocket) -> None:
        self._line = line
        self._seconds = self._end = 0.0
        self._room = 0

    def begin(self, seconds: float | None) -> None:
        """Await a reply for so long."""
        self._seconds = seconds or 0.0
        self._end = time.monotonic() + self._seconds
        self._room = LONGEST_REPLY

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        count = self._read(buffer)
        self._room -= count
        if self._room < 0:
            msg = f"its reply has more than {LONGEST_REPLY} bytes"
            raise OSError(msg)
        return count

    def _read(self, buffer: WriteableBuffer) -> int:
        left = self._end - time.monotonic()
        msg = f"no whole reply within {self._seconds:g} seconds"
        if left <= 0:
            raise TimeoutError(msg)
        self._line.settimeout(left)
        try:
            return self._line.recv_into(buffer)
        except TimeoutError:
            raise TimeoutError(msg) from None
