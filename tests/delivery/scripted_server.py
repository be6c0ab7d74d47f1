"""A real mail server that does what a test tells it to, by recipient: refuses, drops the line, is slow, wants TLS."""

import asyncio
import socket
import ssl
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
BEFORE_DOT, AFTER_DOT, AFTER_STORED, AT_MAIL, SLOW = "before dot", "after dot", "after stored", "421 at MAIL", "slow"


@dataclass
class Desk:
    """What a server did: the letters that it has, by recipient, and how often it was connected to."""

    script: dict[str, deque[str]] = field(default_factory=dict)
    letters: list[tuple[str, str, bytes]] = field(default_factory=list)
    connections: int = 0
    refuses_mail: deque[str] = field(default_factory=deque)
    options: list[list[str]] = field(default_factory=list)

    @property
    def got(self) -> Counter[str]:
        """How many letters each recipient has."""
        return Counter(to for _, to, _ in self.letters)

    def act(self, to: str) -> str:
        """Return what is to be done now with a letter to that recipient."""
        waiting = self.script.get(to)
        return waiting.popleft() if waiting else ""


class _Handler:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, _: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        act = self.desk.act(address)
        if act[:1].isdigit():
            return act
        session.act = act  # type: ignore[attr-defined]
        envelope.rcpt_tos.append(address)
        self.desk.options.append([*envelope.mail_options, *options])
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        act: str = session.act  # type: ignore[attr-defined]
        if act == SLOW:
            await asyncio.sleep(2)
        if act == AFTER_DOT:
            _drop(server)
            return "250 nobody hears it"
        assert isinstance(envelope.original_content, bytes)
        self.desk.letters.append((str(envelope.mail_from), envelope.rcpt_tos[0], envelope.original_content))
        if act == AFTER_STORED:
            _drop(server)
        return act.removeprefix("data ") if act.startswith("data ") else "250 stored"


class _Server(SMTP):
    """aiosmtpd's, that can be told to fall silent in the middle of a command."""

    desk: Desk

    greeted = False

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        if not self.greeted:  # a second one follows STARTTLS
            self.greeted = True
            self.desk.connections += 1
        await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        if self.desk.refuses_mail:
            said = self.desk.refuses_mail.popleft()
            await self.push(said)
            if said.startswith("421"):
                _drop(self, gently=True)
            return
        await super().smtp_MAIL(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        assert self.session is not None
        if getattr(self.session, "act", "") == BEFORE_DOT:
            await self.push("354 go on")
            await self._reader.readline()
            _drop(self)
            await asyncio.Event().wait()  # aiosmtpd ends it with the connection
        await super().smtp_DATA(arg)


def _drop(server: SMTP, *, gently: bool = False) -> None:
    assert server.transport is not None
    if gently:
        server.transport.close()
    else:
        server.transport.abort()  # type: ignore[attr-defined]


class _Controller(Controller):
    desk: Desk

    def factory(self) -> SMTP:
        server = _Server(self.handler, **self.SMTP_kwargs)
        server.desk = self.desk
        return server


@contextmanager
def serving(
    script: Mapping[str, Sequence[str]] | None = None,
    at_once: ssl.SSLContext | None = None,
    password: tuple[str, str] | None = None,
    refuses_mail: Sequence[str] = (),
    **options: Any,  # noqa: ANN401 -- aiosmtpd's own
) -> Iterator[tuple[Desk, int]]:
    """Give a server's notes and its port, while it serves; `script` says by recipient what happens at each try."""
    desk = Desk({to: deque(acts) for to, acts in (script or {}).items()}, refuses_mail=deque(refuses_mail))
    if password:
        options |= {"authenticator": _authenticator(*password), "auth_required": True}
    controller = _Controller(_Handler(desk), HOST, 0, ssl_context=at_once, **options)
    controller.desk = desk
    with _started(controller) as port:
        yield desk, port


@contextmanager
def _started(controller: Controller) -> Iterator[int]:
    controller.port = free_port()
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as line:
        line.bind((HOST, 0))
        return int(line.getsockname()[1])


def _authenticator(user: str, password: str) -> Any:  # noqa: ANN401
    def known(_: SMTP, __: Session, ___: Envelope, ____: str, data: LoginPassword) -> AuthResult:
        right = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return known


@contextmanager
def overhearing(*answers: bytes, greeting: bytes = b"220 ready") -> Iterator[tuple[list[bytes], int]]:
    """Give what one client said, line by line, and the port of a server that gives these answers and no others."""
    heard: list[bytes] = []
    with socket.create_server((HOST, 0)) as door:
        listener = Thread(target=_overhear, args=(door, (greeting, *answers), heard))
        listener.start()
        yield heard, door.getsockname()[1]
        listener.join()


def _overhear(door: socket.socket, answers: Sequence[bytes], heard: list[bytes]) -> None:
    line, _ = door.accept()
    with line, line.makefile("rb") as said:
        for answer in answers:
            line.sendall(answer + b"\r\n")
            heard += filter(None, [said.readline()])
        heard += said.readlines()
