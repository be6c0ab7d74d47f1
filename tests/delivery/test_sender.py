"""The sender under a clock that jumps and a fault of ours: each letter once, none forgotten."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import chain, repeat
from pathlib import Path

import pytest

from generator.delivery.sender import FolderTransport, LetterSender
from generator.errors import IntegrityError
from generator.store import FigureStore, Letter, LetterOutcome
from tests.delivery.posting import BODY, NOON, freeze


def jumping(*hours: int) -> Callable[[], datetime]:
    """Return a clock that shows these hours from noon on, one after another, and stays at the last."""
    shown: Iterator[int] = chain(hours, repeat(hours[-1]))
    return lambda: NOON + timedelta(hours=next(shown))


@pytest.mark.parametrize("hours", [(0, -1), (0, -1000, 5), (3, 0, -24, 8760), (-500,), (0, 24 * 400, -5)])
def test_a_clock_that_jumps_costs_no_letter(store: FigureStore, tmp_path: Path, hours: tuple[int, ...]) -> None:
    """Set back during sending, by an hour or by weeks, or ahead by a year: each reader has one letter in this run."""
    mailing = freeze(store, 40)
    sender = LetterSender(store.ledger, FolderTransport(tmp_path / "outbox"), lambda _: BODY, jumping(*hours))
    sender.send(mailing, "one")
    assert 40 == store.ledger.counts(mailing.number)["sent"]
    assert 40 == len(list((tmp_path / "outbox").iterdir()))


@pytest.mark.parametrize(("later", "given"), [(1, 0), (24, 1), (-48, 1)])
def test_a_letter_that_was_put_off_by_a_clock_that_ran_ahead_is_not_lost(
    store: FigureStore, later: int, given: int
) -> None:
    """No pause is longer than a day: what is due after that was written under a wrong clock."""
    mailing = freeze(store, 1)
    fence = store.ledger.take("one", NOON)
    (letter,) = store.ledger.turn(fence, mailing.number, (), 1, NOON)
    off = [LetterOutcome(letter.number, "queued", 451, "later", NOON + timedelta(hours=24))]
    assert () == store.ledger.turn(fence, mailing.number, off, 1, NOON)
    assert given == len(store.ledger.turn(fence, mailing.number, (), 1, NOON + timedelta(hours=later)))


def test_one_who_leaves_while_it_is_sent_gets_nothing(store: FigureStore, tmp_path: Path) -> None:
    """From the next turn on."""
    mailing = freeze(store, 40)
    transport = FolderTransport(tmp_path / "outbox")
    left = [False]

    def leave(_: object) -> None:
        if not left[0]:
            left[0] = True
            store.readers.suppress("r40@example.org", "left", NOON)

    LetterSender(store.ledger, transport, lambda _: BODY, lambda: NOON, tell=leave).send(mailing, "one")
    counts = store.ledger.counts(mailing.number)
    assert (39, 1) == (counts["sent"], counts["suppressed"])


def test_a_fault_of_ours_leaves_no_letter_on_the_wire(store: FigureStore, tmp_path: Path) -> None:
    """A letter that cannot be written waits, with those after it; those that were handed over are sent."""
    mailing = freeze(store, 40)

    def compose(letter: Letter) -> bytes:
        if letter.reader == 5:
            msg = "a file is missing"
            raise IntegrityError(msg)
        return BODY

    sender = LetterSender(store.ledger, FolderTransport(tmp_path / "outbox"), compose, lambda: NOON)
    with pytest.raises(IntegrityError, match="a file is missing"):
        sender.send(mailing, "one")
    counts = store.ledger.counts(mailing.number)
    assert (0, 0) == (counts["inflight"], counts["uncertain"])
    assert counts["sent"] == len(list((tmp_path / "outbox").iterdir())) == 15
