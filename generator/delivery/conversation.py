"""A conversation with a mail server: what becomes of each letter that is given to it over one connection (RFC 5321).

smtplib does not tell on which side of the final dot a connection died: before it the server cannot have taken the
letter, after it nobody knows (RFC 1047).
"""

from __future__ import annotations

import re
import select
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress

from generator.delivery.mail_server import WELL, MailServer, connected, discreet, one_line, secrets, state
from generator.errors import ServerRefused
from generator.store import Letter, LetterOutcome

_GO_ON = (354,)
_NOT_NOW = 421
_TOO_LARGE = 552  # RFC 1870 §6.1: of this letter, not of whom it comes from
_LETS_NOBODY_IN = (530, 535, 538)  # asked for a password or for TLS
_MAILBOX = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[^\s<>@\x00-\x1f\x7f]+")
_PIECE = 2**18  # bytes; Python's timeout is for a whole sendall


class Gone(Exception):
    """The connection ended before the server had heard of the letter in hand: it may be told of it anew."""


class Conversation:
    """One connection that is open and signed in. `is_over` once it can carry no more.

    `may_finish` is asked before the final dot of a letter is written, which is left out at a no.
    """

    def __init__(self, server: MailServer, may_finish: Callable[[Letter], bool] = lambda _: True) -> None:
        """Connect, secure and sign in; ServerRefused where a person must act, DeliveryError where it may pass."""
        self.server, self.is_over, self._secrets = server, False, secrets(server)
        self._may_finish = may_finish
        self._smtp = connected(server)
        self._smtp.command_encoding = "utf-8"  # an address may have other than Latin letters (SMTPUTF8)
        self._socket: socket.socket = self._smtp.sock  # type: ignore[assignment]
        # the dot must not wait for an acknowledgement
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def carry(self, letter: Letter, sender: str, to: str, message: bytes) -> LetterOutcome:
        """Give one letter to the server and return what became of it.

        Raises Gone where the server has not heard of it, and ServerRefused where it refuses whom it comes from.
        """
        if why := self._unfit(to, message):
            return LetterOutcome(letter.number, "failed", text=why)
        code, text = self._say(f"MAIL FROM:<{sender}>{self._options(to, message)}")
        if code == _NOT_NOW:
            self.end()
            raise Gone(text)
        if state(code) == "failed" and code != _TOO_LARGE:
            self._forget()
            msg = f"{self.server} takes no letters from {sender}: {code} {text}"
            raise ServerRefused(msg)
        try:
            return self._given(letter, to, message, (code, text))
        except Gone as gone:
            return LetterOutcome(
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

    def _given(self, letter: Letter, to: str, message: bytes, reply: tuple[int, str]) -> LetterOutcome:
        """Go through RCPT and DATA; a refusal at any step ends the letter, and clears the table for the next one."""
        for command, wanted in (("", WELL), (f"RCPT TO:<{to}>", WELL), ("DATA", _GO_ON)):
            code, text = self._say(command) if command else reply
            if code not in wanted:
                return self._refused(letter, to, code, text)
        self._write(message)
        if not self._may_finish(letter):
            self._lost("the run has ended")
        return self._verdict(letter, to)

    def _refused(self, letter: Letter, to: str, code: int, text: str) -> LetterOutcome:
        if code == _NOT_NOW:
            self.end()
        else:
            self._forget()
        if code in _LETS_NOBODY_IN:
            msg = f"{self.server} wants us to sign in otherwise: {code} {text}"
            raise ServerRefused(msg)
        return LetterOutcome(letter.number, state(code), code, without(to, text))

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
            self._lost(one_line(fault))

    def _verdict(self, letter: Letter, to: str) -> LetterOutcome:
        """Write the final dot and return what the server says; without an answer nobody knows."""
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
        text = without(to, self._heard(words))
        if code in WELL:
            return LetterOutcome(letter.number, "sent", code, text)
        if code // 100 not in (4, 5):
            self._over()
            return LetterOutcome(letter.number, "uncertain", text=f"the answer to the whole letter was none: {text}")
        return self._refused(letter, to, code, text)

    def _say(self, command: str) -> tuple[int, str]:
        """Return the code and the words that answer a command; Gone where nothing does."""
        try:
            code, words = self._smtp.docmd(command)
        except (OSError, smtplib.SMTPException) as fault:
            self._lost(one_line(fault))
        if code < 0:
            self._lost("what answers does not speak SMTP")
        return code, self._heard(words)

    def _heard(self, words: bytes) -> str:
        """Return a server's words as they may be kept and shown."""
        return discreet(one_line(words), self._secrets)

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


def _has_spoken(line: socket.socket) -> bool:
    """Say whether the server has closed, or spoken before it was asked; of TLS the first alone is seen."""
    if not select.select([line], [], [], 0)[0]:
        return False
    seen = socket.socket.recv(line, 1, socket.MSG_PEEK)  # under TLS too: what is on the line, not what it means
    return not seen or not isinstance(line, ssl.SSLSocket)
