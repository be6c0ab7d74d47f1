"""Letters through a real Postfix to a sink: none twice, none lost, also where it is killed in the middle."""

import re
import ssl
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from generator.delivery.mail_server import MailServer
from generator.errors import DeliveryError
from generator.store import FigureStore, Letter
from tests.delivery.posting import BODY, NOON, certify, freeze, reader, run, said, secured, states
from tests.delivery.relay import LACKING, LATER, NOBODY, Postfix, relaying
from tests.delivery.scripted_server import Desk, serving

pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING)
CONNECTIONS = 4


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[tuple[Postfix, MailServer, Desk]]:
    """Give a Postfix, how it is reached over TLS, and what its sink has."""
    authority, server = certify(tmp_path, "localhost")
    with serving() as (sink, port), relaying(port, server) as postfix:
        yield postfix, secured(postfix.port, ssl.create_default_context(cafile=authority)), sink


def arrived(sink: Desk, count: int) -> Counter[str]:
    """Return what the sink has once it has that many letters, or half a minute has gone; then a second more."""
    end = time.monotonic() + 30
    while len(sink.letters) < count and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(1)
    return sink.got


def test_each_letter_arrives_once(store: FigureStore, relay: tuple[Postfix, MailServer, Desk]) -> None:
    """Two hundred, over TLS; the one that Postfix does not know has failed, the one that it puts off waits."""
    _, server, sink = relay
    readers = [reader(number) for number in range(1, 201)]
    mailing = freeze(store, [*readers, NOBODY, LATER])
    assert {"sent": 200, "failed": 1, "queued": 1} == run(store, mailing, server, connections=CONNECTIONS)
    assert Counter(readers) == arrived(sink, 200)
    assert ["550 5.1.1 <(the address)>: Recipient address rejected: nobody here"] == said(store, mailing, "failed")
    assert ["450 4.2.0 <(the address)>: Recipient address rejected: greylisted"] == said(store, mailing, "queued")
    assert {b".", b"..two", b"figures"} <= {line for _, _, raw in sink.letters for line in raw.split(b"\r\n")}


@pytest.mark.long
def test_a_postfix_that_is_killed_in_the_middle_loses_nothing(
    store: FigureStore, relay: tuple[Postfix, MailServer, Desk]
) -> None:
    """It is started again, and so is the run: Postfix took what is sent once, and what is uncertain at most once.

    A killed Postfix may itself hand one letter to the sink twice: those have one number of its queue.
    """
    postfix, server, sink = relay
    mailing = freeze(store, 200)
    with pytest.raises(DeliveryError):
        run(store, mailing, server, connections=CONNECTIONS, compose=killing(postfix, at=100))
    postfix.start()
    run(store, mailing, server, connections=CONNECTIONS, now=NOON + timedelta(minutes=2))
    found = states(store, mailing)
    assert (200, True) == (found.get("sent", 0) + found.get("uncertain", 0), found.get("uncertain", 0) <= CONNECTIONS)
    arrived(sink, found["sent"])
    taken = {(to, re.search(rb"\r\n\tby mail\.example\.org .* id (\w+)", raw).group(1)) for _, to, raw in sink.letters}  # type: ignore[union-attr]
    got = Counter(to for to, _ in taken)
    sent = {letter.address for letter, _, _ in store.ledger.letters(mailing.number, ("sent",))}
    assert (set(), {1}) == (sent - set(got), set(got.values()))


def killing(postfix: Postfix, at: int) -> Callable[[Letter], bytes]:
    """Return what composes, and kills a Postfix when it comes to the letter with that number."""

    def compose(letter: Letter) -> bytes:
        if letter.reader == at and letter.attempt == 0:
            postfix.abort()
        return f"To: {letter.address}\r\n".encode() + BODY

    return compose
