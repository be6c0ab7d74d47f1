"""Give letters to a mail server over one connection, and return the outcome of each (RFC 5321).

smtplib alone is not enough, for two reasons:

- It does not say whether a connection died before or after the final dot of a letter. Before it, the server cannot have
  accepted the letter. After it, nobody knows (RFC 1047).
- It does not limit the time or the size of a whole reply. Its timeout starts again with every byte, and its limit of
  length with every line. A server that sends `220-wait` once a second would be read for ever.
"""

from __future__ import annotations

import base64
import io
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.errors import DeliveryError, ServerRefused
from generator.store.ledger import State

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
import re
import select
from collections.abc import Callable
from contextlib import suppress

from generator.store import Letter, LetterOutcome

WELL = range(200, 300)  # reply codes of success
_MOST_WORDS = 300  # characters of a server's answer that are kept
LONGEST_REPLY = 2**16  # bytes: 128 lines of the length that RFC 5321 §4.5.3.1.5 allows


@dataclass(frozen=True)
class MailServer:
    """The mail server that takes our letters, and how to connect to it."""

    host: str
    port: int
    hello: str  # the host name that we give in EHLO
    user: str = ""
    password: str = field(default="", repr=False)
    plain: bool = False  # connect without TLS
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)  # verifies certificate and name
    at_once: bool = False  # TLS from the first byte
    patience: float = 60  # seconds for the whole reply to a command
    verdict: float = 600  # seconds for the reply to a letter (RFC 5321 §4.5.3.2.6)

    def __str__(self) -> str:
        """Return host and port, for messages."""
        return f"{self.host}:{self.port}"


class Connection(smtplib.SMTP):
    """An SMTP connection where the timeout of the socket limits the whole reply."""

    def getreply(self) -> tuple[int, bytes]:
        """Return code and text of the next reply; SMTPServerDisconnected if it takes too long or is too long."""
        line = self.sock
        if line is None:
            msg = "no connection"
            raise smtplib.SMTPServerDisconnected(msg)
        seconds = line.gettimeout()
        if self.file is None:  # smtplib sets it to None at STARTTLS, and so drops what it has read before
            self._reader = ReplyReader(line)
            self.file = io.BufferedReader(self._reader)
        self._reader.begin(seconds)
        reply = super().getreply()
        line.settimeout(seconds)
        return reply


class TlsConnection(Connection, smtplib.SMTP_SSL):
    """A connection with TLS from the first byte."""


class ReplyReader(io.RawIOBase):
    """The stream from which smtplib reads lines. It fails if a reply takes too long or has too many bytes."""

    def __init__(self, line: socket.socket | ssl.SSLSocket) -> None:
        """Read from the socket `line`."""
        self._line = line
        self._seconds = self._end = 0.0
        self._room = 0

    def begin(self, seconds: float | None) -> None:
        """Start the clock for the next reply, which may take `seconds`."""
        self._seconds = seconds or 0.0
        self._end = time.monotonic() + self._seconds
        self._room = LONGEST_REPLY

    def readable(self) -> bool:
        """Return True, as io.BufferedReader expects."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read into `buffer` and return the count of bytes; OSError if the reply takes too long or is too long."""
        count = self._read(buffer)
        self._room -= count
        if self._room < 0:
            msg = f"its reply has more than {LONGEST_REPLY} bytes"
            raise OSError(msg)
        return count

    def _read(self, buffer: WriteableBuffer) -> int:
        seconds = self._end - time.monotonic()
        msg = f"no whole reply within {self._seconds:g} seconds"
        if seconds <= 0:
            raise TimeoutError(msg)
        self._line.settimeout(seconds)
        try:
            return self._line.recv_into(buffer)
        except TimeoutError:
            raise TimeoutError(msg) from None


def connect(server: MailServer) -> Connection:
    """Return an open connection after EHLO, STARTTLS and login; DeliveryError if it cannot be made."""
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
            raise _connection_error(server, fault) from None
        raise
    return smtp


def _secure(smtp: smtplib.SMTP, server: MailServer) -> None:
    """Start TLS. A server without STARTTLS is refused before it sees a password or a letter (RFC 3207 §6)."""
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
        words = f"{fault.smtp_code} {discreet(one_line(fault.smtp_error), secrets(server))}"
        msg = f"{server} does not let {server.user} in: {words}. Correct mail.smtp.user or its password."
        raise (ServerRefused if state(fault.smtp_code) == "failed" else DeliveryError)(msg) from None
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, UnicodeError):
        msg = f"{server} knows no way to sign in that we know with this user and password (PLAIN, LOGIN, CRAM-MD5)."
        raise ServerRefused(msg) from None


def secrets(server: MailServer) -> tuple[str, ...]:
    """Return the password in the forms that a server may repeat: plain and in base64. Empty without a password."""
    forms = (server.password, f"\0{server.user}\0{server.password}")
    return (server.password, *(base64.b64encode(form.encode()).decode() for form in forms)) if server.password else ()


def discreet(text: str, secrets: tuple[str, ...]) -> str:
    """Return a server's text, or a note in its place if it repeats the password."""
    return "(its words repeat the password)" if any(secret in text for secret in secrets) else text


def _connection_error(server: MailServer, fault: Exception) -> DeliveryError:
    """Return our error for a fault of the connection or the greeting."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        remedy = "mail.smtp.ca_file names an authority of your own."
        return ServerRefused(f"{server} is not who it should be: {fault.verify_message}. Nothing was sent. {remedy}")
    if isinstance(fault, smtplib.SMTPConnectError) and state(fault.smtp_code) == "failed":
        return ServerRefused(f"{server} lets nobody in from here: {fault.smtp_code} {one_line(fault.smtp_error)}")
    why = one_line(fault)
    if isinstance(fault, smtplib.SMTPResponseException):
        why = f"{fault.smtp_code} {one_line(fault.smtp_error)}"
    return DeliveryError(f"{server} cannot be reached: {why}. What it has not taken waits.")


def state(code: int) -> State:
    """Return what a refusal means for a letter: "failed" if it is permanent, "queued" if we may try again."""
    return "failed" if code // 100 == 5 else "queued"  # noqa: PLR2004 -- RFC 5321 §4.2.1


def one_line(words: object) -> str:
    """Return the text of a server or of an exception as one line of printable characters."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(text.split())[:_MOST_WORDS]


_GO_ON = (354,)
_NOT_NOW = 421
_TOO_LARGE = 552  # RFC 1870 §6.1: about this letter, not about the sender
_LETS_NOBODY_IN = (530, 535, 538)  # the server wants a password or TLS
_MAILBOX = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[^\s<>@\x00-\x1f\x7f]+")
_PIECE = 2**18  # bytes per sendall, because Python's timeout is for the whole call


class Gone(Exception):
    """The connection ended before the server saw the current letter. The letter can safely be sent again."""


class Conversation:
    """One open connection after login. `is_over` is True once it can carry no more letters.

    Before the final dot of a letter, `may_finish` is called. If it returns False, the dot is not written, so the server
    does not accept the letter.
    """

    def __init__(self, server: MailServer, may_finish: Callable[[Letter], bool] = lambda _: True) -> None:
        """Connect and log in; ServerRefused if a person must act, DeliveryError if a later try may succeed."""
        self.server, self.is_over, self._secrets = server, False, secrets(server)
        self._may_finish = may_finish
        self._smtp = connect(server)
        self._smtp.command_encoding = "utf-8"  # an address may have non-ASCII letters (SMTPUTF8)
        self._socket: socket.socket = self._smtp.sock  # type: ignore[assignment]
        # the dot must not wait for an acknowledgement
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def carry(self, letter: Letter, sender: str, to: str, message: bytes) -> LetterOutcome:
        """Give one letter to the server and return the outcome.

        Raises Gone if the connection ended before the server saw the letter, and ServerRefused if the server refuses
        the sender.
        """
        if why := self._unfit(to, message):
            return LetterOutcome(letter.number, "failed", text=why)
        options = f" SIZE={len(message)}" if self._smtp.has_extn("size") else ""
        if not to.isascii():
            options += " BODY=8BITMIME SMTPUTF8"
        code, text = self._say(f"MAIL FROM:<{sender}>{options}")
        if code == _NOT_NOW:
            self.end()
            raise Gone(text)
        if state(code) == "failed" and code != _TOO_LARGE:
            self._forget()
            msg = f"{self.server} takes no letters from {sender}: {code} {text}"
            raise ServerRefused(msg)
        try:
            return self._transfer(letter, to, message, (code, text))
        except Gone as gone:
            return LetterOutcome(
                letter.number, "queued", text=f"the connection ended before the whole letter was given: {gone}"
            )

    def end(self) -> None:
        """Send QUIT if the connection still works, and close."""
        self.is_over = True
        with suppress(OSError, smtplib.SMTPException):
            self._socket.settimeout(1)
            self._smtp.quit()
        self._smtp.close()

    def _unfit(self, to: str, message: bytes) -> str:
        """Return why the server cannot take a letter, by the limits in its EHLO reply; "" if it can."""
        if not _MAILBOX.fullmatch(to):
            return "it is not an address that a mail server can be given"
        most = self._smtp.esmtp_features.get("size", "").strip()
        if most.isdecimal() and 0 < int(most) < len(message):
            return f"the server takes {most} bytes at most, the letter has {len(message)}"
        if not to.isascii() and not self._smtp.has_extn("smtputf8"):
            return "the server takes no address in other than Latin letters (it offers no SMTPUTF8)"
        return ""

    def _transfer(self, letter: Letter, to: str, message: bytes, reply: tuple[int, str]) -> LetterOutcome:
        """Return the outcome after RCPT and DATA. `reply` answers MAIL FROM, and can be a refusal already."""
        for command, codes in (("", WELL), (f"RCPT TO:<{to}>", WELL), ("DATA", _GO_ON)):
            code, text = self._say(command) if command else reply
            if code not in codes:
                return self._refuse(letter, to, code, text)
        self._write(message)
        if not self._may_finish(letter):
            self._lost("the run has ended")
        return self._verdict(letter, to)

    def _refuse(self, letter: Letter, to: str, code: int, text: str) -> LetterOutcome:
        if code == _NOT_NOW:
            self.end()
        else:
            self._forget()
        if code in _LETS_NOBODY_IN:
            msg = f"{self.server} wants us to sign in otherwise: {code} {text}"
            raise ServerRefused(msg)
        return LetterOutcome(letter.number, state(code), code, without(to, text))

    def _write(self, message: bytes) -> None:
        """Write the letter without its final dot (RFC 5321 §4.5.2); Gone if the server closes or answers too early."""
        stuffed = memoryview(message.replace(b"\r\n.", b"\r\n.."))
        try:
            for start in range(0, len(stuffed), _PIECE):
                self._socket.sendall(stuffed[start : start + _PIECE])
            if not message.endswith(b"\r\n"):
                self._socket.sendall(b"\r\n")
            if _has_spoken(self._socket):
                code, words = self._smtp.getreply()
                self._lost(f"{code} {self._words(words)}")
        except (OSError, smtplib.SMTPException) as fault:
            self._lost(one_line(fault))

    def _verdict(self, letter: Letter, to: str) -> LetterOutcome:
        """Write the final dot and return the outcome; it is "uncertain" if the server does not answer."""
        try:
            self._socket.sendall(b".\r\n")
            self._socket.settimeout(self.server.verdict)
            code, words = self._smtp.getreply()
            self._socket.settimeout(self.server.patience)
        except (OSError, smtplib.SMTPException) as fault:
            self._over()
            return LetterOutcome(
                letter.number, "uncertain", text=f"no answer after the whole letter was given: {one_line(fault)}"
            )
        text = without(to, self._words(words))
        if code in WELL:
            return LetterOutcome(letter.number, "sent", code, text)
        if code // 100 not in (4, 5):
            self._over()
            return LetterOutcome(letter.number, "uncertain", text=f"the answer to the whole letter was none: {text}")
        return self._refuse(letter, to, code, text)

    def _say(self, command: str) -> tuple[int, str]:
        """Send a command and return code and text of the reply; Gone if there is none."""
        try:
            code, words = self._smtp.docmd(command)
        except (OSError, smtplib.SMTPException) as fault:
            self._lost(one_line(fault))
        if code < 0:
            self._lost("what answers does not speak SMTP")
        return code, self._words(words)

    def _words(self, words: bytes) -> str:
        """Return a server's text in one line, without the password."""
        return discreet(one_line(words), self._secrets)

    def _forget(self) -> None:
        """Reset the server after a refused letter, so that the next one can follow."""
        with suppress(Gone):
            self._say("RSET")

    def _over(self) -> None:
        self.is_over = True
        self._smtp.close()

    def _lost(self, why: str) -> None:
        self._over()
        raise Gone(why) from None


def without(address: str, text: str) -> str:
    """Return a server's text with `address` replaced, because outcomes are kept longer than addresses."""
    if address.lower() not in text.lower():  # building a pattern for each reader would take half the time of a letter
        return text
    return re.sub(re.escape(address), "(the address)", text, flags=re.IGNORECASE)


def _has_spoken(line: socket.socket) -> bool:
    """Whether the server has closed, or has answered too early. With TLS only a closed connection is seen."""
    if not select.select([line], [], [], 0)[0]:
        return False
    first = socket.socket.recv(line, 1, socket.MSG_PEEK)  # with TLS this reads encrypted bytes

    return not first or not isinstance(line, ssl.SSLSocket)
