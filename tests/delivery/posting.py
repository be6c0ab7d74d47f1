"""A mailing to numbered readers, and the run that sends it to a server of a test's own."""

import ssl
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from generator.delivery.mail_server import MailServer
from generator.delivery.sender import LetterSender
from generator.delivery.smtp_transport import SmtpTransport
from generator.store import Allowance, EditionNote, FigureStore, Letter, Mailing
from tests.delivery.scripted_server import HOST
from tests.store.releases_by_hand import YEAR

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
BODY = b"Subject: x\r\nMIME-Version: 1.0\r\n\r\n.\r\n..two\r\nfigures\r\n"


def reader(number: int) -> str:
    """Return the address of a reader."""
    return f"r{number}@example.org"


def freeze(store: FigureStore, addresses: Sequence[str] | int) -> Mailing:
    """Write a mailing down that is being sent, to these addresses or to as many readers."""
    to = [reader(n) for n in range(1, addresses + 1)] if isinstance(addresses, int) else list(addresses)
    store.note_edition(EditionNote("minerals", YEAR, 1, "sending", "", "aa", "bb", date(2026, 1, 27)), NOON)
    letters = [Letter(0, n, f"key{n}", one, one, "en", "", f"{n}@example.org") for n, one in enumerate(to, 1)]
    return store.ledger.freeze(Mailing(0, "edition", "minerals", "2025", 1, "aa", NOON), letters)


def plain(port: int, **more: Any) -> MailServer:  # noqa: ANN401 -- fields of a server
    """Return the server on this machine, without TLS and with little patience."""
    return MailServer(HOST, port, "example.org", **{"plain": True, "patience": 5, "verdict": 5, **more})


def secured(port: int, tls: ssl.SSLContext, **more: Any) -> MailServer:  # noqa: ANN401
    """Return the server by its name, with TLS."""
    return MailServer("localhost", port, "example.org", tls=tls, **{"patience": 5, "verdict": 5, **more})


def run(
    store: FigureStore,
    mailing: Mailing,
    server: MailServer,
    *,
    connections: int = 2,
    compose: Callable[[Letter], bytes] = lambda letter: f"To: {letter.address}\r\n".encode() + BODY,
    sender_of: Callable[[Letter], str] = lambda _: "trade@example.org",
    allowances: Sequence[Allowance] = (),
    now: datetime | None = NOON,
    patience: timedelta = timedelta(0),
) -> Mapping[str, int]:
    """Send what is due at `now` (None: by the clock) and return the letters by state; raises the run's trouble."""
    transport = SmtpTransport(server, sender_of, connections, rest=0.01)
    clock = (lambda: now) if now else (lambda: datetime.now(UTC))
    LetterSender(store.ledger, transport, compose, clock, allowances=allowances, patience=patience).send(
        mailing, "test"
    )
    return states(store, mailing)


def states(store: FigureStore, mailing: Mailing) -> Mapping[str, int]:
    """Return the letters by state, those that none is in left out."""
    return {state: count for state, count in store.ledger.counts(mailing.number).items() if count}


def said(store: FigureStore, mailing: Mailing, state: str) -> list[str]:
    """Return what the server said of the letters in a state."""
    return [text for _, _, text in store.ledger.letters(mailing.number, (state,))]
