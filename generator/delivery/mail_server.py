"""A mail server: where letters are handed in, and a connection to it that is open, secured and signed in.

smtplib does not limit how long a reply may take: the timeout of its socket begins anew with every byte, and its limit
of length with every line. A server that says `220-wait` once a second would be heard for ever.
"""

from __future__ import annotations

import base64
import io
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import DeliveryError, ServerRefused
from generator.store.ledger import State

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

WELL = range(200, 300)
_MOST_WORDS = 300  # signs of a server's answer that are kept
LONGEST_REPLY = 2**16  # bytes: 128 lines as long as RFC 5321 §4.5.3.1.5 lets them be


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in. `plain` is without TLS; `tls` verifies the certificate and the name on it.

    `patience` is for the whole reply to a command, `verdict` for that to a letter, in seconds (RFC 5321 §4.5.3.2.6).
    """

    host: str
    port: int
    hello: str  # our name
    user: str = ""
    password: str = field(default="", repr=False)
    plain: bool = False
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)
    at_once: bool = False  # TLS from the first byte
    patience: float = 60
    verdict: float = 600

    def __str__(self) -> str:
        """Return it as a person names it."""
        return f"{self.host}:{self.port}"


def trusting(authority: Path | None) -> ssl.SSLContext:
    """Return what verifies a server: against the machine's own authorities, or against the one in a file alone."""
    return ssl.create_default_context(cafile=authority)


class Connection(smtplib.SMTP):
    """A connection of smtplib's; the timeout of its socket is the time for a whole reply."""

    def getreply(self) -> tuple[int, bytes]:
        """Return code and words of the next reply; SMTPServerDisconnected where it takes too long or has no end."""
        line = self.sock
        if line is None:
            msg = "no connection"
            raise smtplib.SMTPServerDisconnected(msg)
        seconds = line.gettimeout()
        if self.file is None:  # smtplib forgets it at STARTTLS, and with it what was said before
            self._reader = ReplyReader(line)
            self.file = io.BufferedReader(self._reader)
        self._reader.begin(seconds)
        reply = super().getreply()
        line.settimeout(seconds)
        return reply


class TlsConnection(Connection, smtplib.SMTP_SSL):
    """One with TLS from the first byte."""


class ReplyReader(io.RawIOBase):
    """What smtplib reads lines from: the bytes of `line`, until the reply has lasted too long or has too many."""

    def __init__(self, line: socket.socket | ssl.SSLSocket) -> None:
        """Read from `line`."""
        self._line = line
        self._seconds = self._end = 0.0
        self._room = 0

    def begin(self, seconds: float | None) -> None:
        """Await a reply for so long."""
        self._seconds = seconds or 0.0
        self._end = time.monotonic() + self._seconds
        self._room = LONGEST_REPLY

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read into `buffer`; OSError where the reply lasts too long or has too many bytes."""
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


def connected(server: MailServer) -> Connection:
    """Return a connection on which hello was said, that is secured and signed in."""
    smtp: Connection | None = None
    try:
        if server.at_once:
            smtp = TlsConnection(server.host, server.port, server.hello, timeout=server.patience, context=server.tls)
        else:
            smtp = Connection(server.host, server.port, server.hello, timeout=server.patience)
        _hello(smtp)
        if not (server.plain or server.at_once):
            _secure(smtp, server)
        if server.user:
            _sign_in(smtp, server)
    except BaseException as fault:
        if smtp:
            smtp.close()
        if isinstance(fault, OSError | smtplib.SMTPException):
            raise _named(server, fault) from None
        raise
    return smtp


def _secure(smtp: smtplib.SMTP, server: MailServer) -> None:
    """Begin TLS; a server that does not offer it gets neither password nor letter (RFC 3207 §6)."""
    if not smtp.has_extn("starttls"):
        msg = f"{server} offers no STARTTLS: nothing was sent, no password and no letter. Ask for its port with TLS."
        raise ServerRefused(msg)
    smtp.starttls(context=server.tls)
    _hello(smtp)


def _hello(smtp: smtplib.SMTP) -> None:
    code, words = smtp.ehlo()
    if code not in WELL:
        raise smtplib.SMTPConnectError(code, words)


def _sign_in(smtp: smtplib.SMTP, server: MailServer) -> None:
    try:
        smtp.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as fault:
        said = f"{fault.smtp_code} {discreet(one_line(fault.smtp_error), secrets(server))}"
        msg = f"{server} does not let {server.user} in: {said}. Mend mail.smtp.user or its password."
        raise (ServerRefused if state(fault.smtp_code) == "failed" else DeliveryError)(msg) from None
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, UnicodeError):
        msg = f"{server} knows no way to sign in that we know with this user and password (PLAIN, LOGIN, CRAM-MD5)."
        raise ServerRefused(msg) from None


def secrets(server: MailServer) -> tuple[str, ...]:
    """Return the password as it goes over the line: plain or in base64; nothing where there is none."""
    forms = (server.password, f"\0{server.user}\0{server.password}")
    return (server.password, *(base64.b64encode(form.encode()).decode() for form in forms)) if server.password else ()


def discreet(text: str, secrets: tuple[str, ...]) -> str:
    """Return a server's words, but not where they repeat the password."""
    return "(its words repeat the password)" if any(secret in text for secret in secrets) else text


def _named(server: MailServer, fault: Exception) -> DeliveryError:
    """Return a fault of connection or greeting as an error of ours."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        own = "mail.smtp.ca_file names an authority of your own."
        return ServerRefused(f"{server} is not who it should be: {fault.verify_message}. Nothing was sent. {own}")
    if isinstance(fault, smtplib.SMTPConnectError) and state(fault.smtp_code) == "failed":
        return ServerRefused(f"{server} lets nobody in from here: {fault.smtp_code} {one_line(fault.smtp_error)}")
    why = one_line(fault)
    if isinstance(fault, smtplib.SMTPResponseException):
        why = f"{fault.smtp_code} {one_line(fault.smtp_error)}"
    return DeliveryError(f"{server} cannot be reached: {why}. What it has not taken waits.")


def state(code: int) -> State:
    """Return what a reply means for a letter: a permanent refusal, or one that may be tried again."""
    return "failed" if code // 100 == 5 else "queued"  # noqa: PLR2004 -- RFC 5321 §4.2.1


def one_line(said: object) -> str:
    """Return what a server or a fault said, as one line that a terminal can show."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(text.split())[:_MOST_WORDS]
