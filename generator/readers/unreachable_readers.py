"""Unreachable: a mail server may refuse a letter since its address reaches nobody; then none goes there again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from generator.delivery.addresses import read_address
from generator.delivery.returned import Verdict
from generator.store import FigureStore, Letter, Mailing

# of address or mailbox (RFC 3463 §3.2, 3.3): in an answer to a sender the others speak of the way and of the letter
_STATUS = re.compile(r"5\d\d (5\.[12]\.\d{1,3})\b ?(.*)", re.DOTALL)


@contextmanager
def keeping_away(store: FigureStore, mailing: Mailing, now: datetime) -> Iterator[None]:
    """Suppress whom a run finds unreachable, by the rule of bounces; nobody where the run ended in trouble.

    Twenty refusals in a row in the same words may be the server's mood: they are such a trouble.
    """
    before = {letter.number for letter, _ in _failed(store, mailing)}
    yield
    with store.together():
        for letter, said in _failed(store, mailing):
            verdict = _refused(said)
            if verdict and verdict.is_hard and letter.address and letter.number not in before:
                store.readers.suppress(read_address(letter.address).folded, f"bounced: {verdict}", now)


def _failed(store: FigureStore, mailing: Mailing) -> list[tuple[Letter, str]]:
    return [(letter, said) for letter, _, said in store.ledger.letters(mailing.number, ("failed",))]


def _refused(said: str) -> Verdict | None:
    """Return what a mail server's answer says of an address, None where it says nothing of it."""
    found = _STATUS.fullmatch(said)
    return Verdict("failed", found[1], found[2]) if found else None
