"""A conversation with a mail server: one connection (RFC 5321), and what became of each letter that is given to it.

The bytes of a letter are written here and not by smtplib, which does not tell on which side of the final dot a
connection died: before it the server cannot have taken the letter, after it nobody knows (RFC 1047).
"""

from __future__ import annotations

import base64
import re
import select
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from generator.delivery.line import Line, TlsLine
from generator.errors import DeliveryError, ServerRefused
from generator.store import Answer, Letter
from generator.store.ledger import State

_WELL = range(200, 300)
_GO_ON = (354,)
_NOT_NOW = 421
_TOO_LARGE = 552  # RFC 1870 §6.1: of this letter, not of whom it comes from
_LETS_NOBODY_IN = (530, 535, 538)  # asked for a password or for TLS
_MAILBOX = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[^\s<>@\x00-\x1f\x7f]+")
_PIECE = 2**18  # bytes; Python's timeout is for a whole sendall
_MOST_WORDS = 300  # signs of a server's answer that are kept


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


class Gone(Exception):
    """The connection ended before the server had heard of the letter in hand: it may be told of it anew."""


def trusting(authority: Path | None) -> ssl.SSLContext:
    """Return what verifies a server: against the machine's own authorities, or against the one in a file alone."""
    return ssl.create_default_context(cafile=authority)


class Conversation:
    """One connection that is open and signed in. `is_over` once it can carry no more.

    `may_finish` is asked before the final dot of a letter is written, which is left out at a no.
    """

    def __init__(self, server: MailServer, may_finish: Callable[[Letter], bool] = lambda _: True) -> None:
        """Connect, secure and sign in; ServerRefused where a person must act, DeliveryError where it may pass."""
        self.server, self.is_over, self._secrets = server, False, _secrets(server)
        self._may_finish = may_finish
        self._smtp = _connected(server)
        try:
            _greet(self._smtp, server)
        except BaseException:
            self._smtp.close()
            raise
        self._socket: socket.socket = self._smtp.sock  # type: ignore[assignment]
        self._socket.setsockopt(
            socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
        )  # the dot must not wait for an acknowledgement

    def carry(self, letter: Letter, sender: str, to: str, message: bytes) -> Answer:
        """Give one letter to the server and return what became of it.

        Raises Gone where the server has not heard of it, and ServerRefused where it refuses whom it comes from.
        """
        if why := self._unfit(to, message):
            return Answer(letter.number, "failed", text=why)
        code, text = self._say(f"MAIL FROM:<{sender}>{self._options(to, message)}")
        if code == _NOT_NOW:
            self.end()
            raise Gone(text)
        if _state(code) == "failed" and code != _TOO_LARGE:
            self._forget()
            msg = f"{self.server} takes no letters from {sender}: {code} {text}"
            raise ServerRefused(msg)
        try:
            return self._given(letter, to, message, (code, text))
        except Gone as gone:
            return Answer(
                letter.number, "queued", text=f"the connection ended before the whole letter was given: {gone}"
            )

    def end(self) -> None:
        """Say good-bye where that can be heard, and close."""
        self.is_over = True
        with suppress(OSError, smtplib.SMTPException):
            self._socket.settimeout(1)
            self._smtp.quit()
        self._smtp.close()

    def _unfit(self, to: str, message: bytes) -> str:
        """Return why the server cannot take a letter, by what it has said of itself."""
        if not _MAILBOX.fullmatch(to):
            return "it is no address that a mail server can be given"
        most = self._smtp.esmtp_features.get("size", "").strip()
        if most.isdecimal() and 0 < int(most) < len(message):
            return f"the server takes {most} bytes at most, the letter has {len(message)}"
        if not to.isascii() and not self._smtp.has_extn("smtputf8"):
            return "the server takes no address in other than Latin letters (it offers no SMTPUTF8)"
        return ""

    def _options(self, to: str, message: bytes) -> str:
        size = f" SIZE={len(message)}" if self._smtp.has_extn("size") else ""
        return size + ("" if to.isascii() else " BODY=8BITMIME SMTPUTF8")

    def _given(self, letter: Letter, to: str, message: bytes, reply: tuple[int, str]) -> Answer:
        """Go through RCPT and DATA; a refusal at any step ends the letter, and clears the table for the next one."""
        for command, wanted in (("", _WELL), (f"RCPT TO:<{to}>", _WELL), ("DATA", _GO_ON)):
            code, text = self._say(command) if command else reply
            if code not in wanted:
                return self._refused(letter, to, code, text)
        self._write(message)
        if not self._may_finish(letter):
            self._lost("the run has ended")
        return self._verdict(letter, to)

    def _refused(self, letter: Letter, to: str, code: int, text: str) -> Answer:
        if code == _NOT_NOW:
            self.end()
        else:
            self._forget()
        if code in _LETS_NOBODY_IN:
            msg = f"{self.server} wants us to sign in otherwise: {code} {text}"
            raise ServerRefused(msg)
        return Answer(letter.number, _state(code), code, without(to, text))

    def _write(self, message: bytes) -> None:
        """Write all of a letter but its final dot (RFC 5321 §4.5.2); Gone where the server ended it, or answered."""
        stuffed = memoryview(message.replace(b"\r\n.", b"\r\n.."))
        try:
            for start in range(0, len(stuffed), _PIECE):
                self._socket.sendall(stuffed[start : start + _PIECE])
            if not message.endswith(b"\r\n"):
                self._socket.sendall(b"\r\n")
            if _has_spoken(self._socket):
                code, words = self._smtp.getreply()
                self._lost(f"{code} {self._heard(words)}")
        except (OSError, smtplib.SMTPException) as fault:
            self._lost(_words(fault))

    def _verdict(self, letter: Letter, to: str) -> Answer:
        """Write the final dot and return what the server says; without an answer nobody knows."""
        try:
            self._socket.sendall(b".\r\n")
            self._socket.settimeout(self.server.verdict)
            code, words = self._smtp.getreply()
            self._socket.settimeout(self.server.patience)
        except (OSError, smtplib.SMTPException) as fault:
            self._over()
            return Answer(
                letter.number, "uncertain", text=f"no answer after the whole letter was given: {_words(fault)}"
            )
        text = without(to, self._heard(words))
        if code in _WELL:
            return Answer(letter.number, "sent", code, text)
        if code // 100 not in (4, 5):
            self._over()
            return Answer(letter.number, "uncertain", text=f"the answer to the whole letter was none: {text}")
        return self._refused(letter, to, code, text)

    def _say(self, command: str) -> tuple[int, str]:
        """Return the code and the words that answer a command; Gone where nothing does."""
        try:
            self._socket.sendall(f"{command}\r\n".encode())
            code, words = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as fault:
            self._lost(_words(fault))
        if code < 0:
            self._lost("what answers does not speak SMTP")
        return code, self._heard(words)

    def _heard(self, words: bytes) -> str:
        """Return a server's words as they may be kept and shown."""
        return _discreet(_words(words), self._secrets)

    def _forget(self) -> None:
        """Let the server forget a letter that it refused."""
        with suppress(Gone):
            self._say("RSET")

    def _over(self) -> None:
        self.is_over = True
        self._smtp.close()

    def _lost(self, why: str) -> None:
        self._over()
        raise Gone(why) from None


def without(address: str, text: str) -> str:
    """Return a server's words without the address that they may repeat."""
    if address.lower() not in text.lower():  # a pattern for each reader would be half the work of a letter
        return text
    return re.sub(re.escape(address), "(the address)", text, flags=re.IGNORECASE)


def _connected(server: MailServer) -> Line:
    try:
        if server.at_once:
            return TlsLine(server.host, server.port, server.hello, timeout=server.patience, context=server.tls)
        return Line(server.host, server.port, server.hello, timeout=server.patience)
    except (OSError, smtplib.SMTPException) as fault:
        raise _named(server, fault) from None


def _greet(smtp: smtplib.SMTP, server: MailServer) -> None:
    """Say hello, secure the connection, sign in."""
    try:
        _hello(smtp)
        if not (server.plain or server.at_once):
            _secure(smtp, server)
        if server.user:
            _sign_in(smtp, server)
    except (OSError, smtplib.SMTPException) as fault:
        raise _named(server, fault) from None


def _secure(smtp: smtplib.SMTP, server: MailServer) -> None:
    """Begin TLS; a server that does not offer it gets neither password nor letter (RFC 3207 §6)."""
    if not smtp.has_extn("starttls"):
        msg = f"{server} offers no STARTTLS: nothing was sent, no password and no letter. Ask for its port with TLS."
        raise ServerRefused(msg)
    smtp.starttls(context=server.tls)
    _hello(smtp)


def _hello(smtp: smtplib.SMTP) -> None:
    code, words = smtp.ehlo()
    if code not in _WELL:
        raise smtplib.SMTPConnectError(code, words)


def _sign_in(smtp: smtplib.SMTP, server: MailServer) -> None:
    try:
        smtp.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as fault:
        said = f"{fault.smtp_code} {_discreet(_words(fault.smtp_error), _secrets(server))}"
        msg = f"{server} does not let {server.user} in: {said}. Mend mail.smtp.user or its password."
        raise (ServerRefused if _state(fault.smtp_code) == "failed" else DeliveryError)(msg) from None
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, UnicodeError):
        msg = f"{server} knows no way to sign in that we know with this user and password (PLAIN, LOGIN, CRAM-MD5)."
        raise ServerRefused(msg) from None


def _secrets(server: MailServer) -> tuple[str, ...]:
    """Return the password as it goes over the line: plain or in base64; nothing where there is none."""
    forms = (server.password, f"\0{server.user}\0{server.password}")
    return (server.password, *(base64.b64encode(form.encode()).decode() for form in forms)) if server.password else ()


def _discreet(text: str, secrets: tuple[str, ...]) -> str:
    """Return a server's words, but not where they repeat the password."""
    return "(its words repeat the password)" if any(secret in text for secret in secrets) else text


def _named(server: MailServer, fault: Exception) -> DeliveryError:
    """Return a fault of connection or greeting as an error of ours."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        own = "mail.smtp.ca_file names an authority of your own."
        return ServerRefused(f"{server} is not who it should be: {fault.verify_message}. Nothing was sent. {own}")
    if isinstance(fault, smtplib.SMTPConnectError) and _state(fault.smtp_code) == "failed":
        return ServerRefused(f"{server} lets nobody in from here: {fault.smtp_code} {_words(fault.smtp_error)}")
    why = _words(fault)
    if isinstance(fault, smtplib.SMTPResponseException):
        why = f"{fault.smtp_code} {_words(fault.smtp_error)}"
    return DeliveryError(f"{server} cannot be reached: {why}. What it has not taken waits.")


def _state(code: int) -> State:
    return "failed" if code // 100 == 5 else "queued"  # noqa: PLR2004 -- RFC 5321 §4.2.1


def _words(said: object) -> str:
    """Return what a server or a fault said, as one line that a terminal can show."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(text.split())[:_MOST_WORDS]


def _has_spoken(line: socket.socket) -> bool:
    """Say whether the server has closed, or spoken before it was asked; of TLS the first alone is seen."""
    if not select.select([line], [], [], 0)[0]:
        return False
    seen = socket.socket.recv(line, 1, socket.MSG_PEEK)  # under TLS too: what is on the line, not what it means
    return not seen or not isinstance(line, ssl.SSLSocket)
