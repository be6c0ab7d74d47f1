"""A mail server that never ends its reply: each reply has a deadline and a limit of length."""

import time

import pytest

from generator.errors import DeliveryError
from generator.store import FigureStore
from tests.delivery.holding_server import FLOOD, GREETING, HELLO, LETTER, LINE, LINES, MAIL, holding
from tests.delivery.posting import freeze, plain, run, said, states

SOON = 4.0  # seconds: half of what the server would hold for


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
