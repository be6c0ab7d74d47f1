"""A mail server that never ends its reply: each reply has a deadline and a limit of length, and a signal ends it."""

import ssl
import time

import pytest

from generator.delivery.mail_server import MailServer
from generator.delivery.sender import LetterSender
from generator.delivery.smtp_transport import SmtpTransport
from generator.errors import DeliveryError
from generator.store import FigureStore, Mailing
from tests.delivery.holding_server import (
    BODY,
    FLOOD,
    GREETING,
    HANDSHAKE,
    HELLO,
    LETTER,
    LINE,
    LINES,
    MAIL,
    SILENCE,
    Holding,
    holding,
)
from tests.delivery.posting import NOON, freeze, plain, reader, run, said, secured, states
from tests.delivery.scripted_server import serving
from tests.delivery.test_smtp import LARGE

SOON = 10.0  # seconds: half of what the server would hold for


@pytest.mark.parametrize("how", [LINES, LINE, FLOOD])
@pytest.mark.parametrize("step", [GREETING, HELLO])
def test_who_is_held_before_a_letter_moves_leaves_each_as_it_was(store: FigureStore, step: str, how: str) -> None:
    """Exit code 4, within the time for one reply."""
    mailing, begun = freeze(store, 2), time.monotonic()
    with holding(step, how) as (_, port), pytest.raises(DeliveryError, match="cannot be reached") as caught:
        run(store, mailing, plain(port, patience=0.4))
    assert (4, True) == (caught.value.exit_code, time.monotonic() - begun < SOON)
    assert (["", ""], {"queued": 2}) == (said(store, mailing, "queued"), states(store, mailing))


@pytest.mark.parametrize("how", [LINES, LINE, FLOOD])
def test_who_is_held_with_a_letter_in_hand_tries_it_later(store: FigureStore, how: str) -> None:
    """The server has not heard of it, nor does it over a new connection."""
    mailing, begun = freeze(store, 1), time.monotonic()
    with holding(MAIL, how) as (server, port):
        assert {"queued": 1} == run(store, mailing, plain(port, patience=0.4), connections=1)
    assert ([], True) == (server.letters, time.monotonic() - begun < SOON)
    assert "closes before it takes a letter" in said(store, mailing, "queued")[0]


@pytest.mark.parametrize(
    ("how", "words"),
    [(LINES, "no whole reply within 0.4 seconds"), (LINE, "within 0.4 seconds"), (FLOOD, "more than 65536 bytes")],
)
def test_who_is_held_after_the_dot_does_not_know(store: FigureStore, how: str, words: str) -> None:
    """The server has the letter, and never says so."""
    mailing, begun = freeze(store, 1), time.monotonic()
    with holding(LETTER, how) as (server, port):
        assert {"uncertain": 1} == run(store, mailing, plain(port, verdict=0.4), connections=1)
    assert (1, True) == (len(server.letters), time.monotonic() - begun < SOON)
    assert words in said(store, mailing, "uncertain")[0]


def ended(store: FigureStore, mailing: Mailing, server: Holding, named: MailServer) -> bool:
    """Send a large letter to each reader until the server holds us, and a signal comes; say whether it ended soon."""
    transport, begun = SmtpTransport(named, lambda _: "trade@example.org", 1), time.monotonic()
    LetterSender(store.ledger, transport, lambda _: LARGE, lambda: NOON, server.held.is_set).send(mailing, "one")
    return time.monotonic() - begun < SOON


@pytest.mark.parametrize("how", [LINES, LINE, SILENCE])
@pytest.mark.parametrize("step", [GREETING, HANDSHAKE])
def test_a_signal_ends_a_connection_that_is_not_made_yet(store: FigureStore, step: str, how: str) -> None:
    """No letter has moved."""
    mailing = freeze(store, 2)
    with holding(step, how) as (server, port):
        named = (
            secured(port, ssl.create_default_context(), patience=60) if step == HANDSHAKE else plain(port, patience=60)
        )
        assert ended(store, mailing, server, named)
    assert (["", ""], {"queued": 2}) == (said(store, mailing, "queued"), states(store, mailing))


@pytest.mark.parametrize(("step", "how"), [(MAIL, LINES), (MAIL, LINE), (MAIL, SILENCE), (BODY, SILENCE)])
def test_a_signal_before_the_dot_leaves_the_letter_to_the_next_run(store: FigureStore, step: str, how: str) -> None:
    """It waits, and no dot goes out afterwards; the next run sends it at once."""
    mailing = freeze(store, 2)
    with holding(step, how) as (server, port):
        assert ended(store, mailing, server, plain(port, patience=60))
        assert ["", "the run was ended before the whole letter was given"] == sorted(said(store, mailing, "queued"))
    assert [] == server.letters
    with serving() as (desk, port):
        assert {"sent": 2} == run(store, mailing, plain(port))
    assert {reader(1): 1, reader(2): 1} == desk.got


@pytest.mark.parametrize("how", [LINES, LINE, SILENCE])
def test_a_signal_after_the_dot_leaves_the_letter_uncertain(store: FigureStore, how: str) -> None:
    """The next run sends the other one alone."""
    mailing = freeze(store, 2)
    with holding(LETTER, how) as (server, port):
        assert ended(store, mailing, server, plain(port, verdict=600))
        assert {"uncertain": 1, "queued": 1} == states(store, mailing)
    assert 1 == len(server.letters)
    with serving() as (desk, port):
        assert {"uncertain": 1, "sent": 1} == run(store, mailing, plain(port))
    assert {reader(2): 1} == desk.got
