"""The ledger: each letter once, written down before it goes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from generator.errors import DeskBusy
from generator.store import Allowance, EditionNote, FigureStore, Letter, LetterOutcome, Mailing
from tests.store.releases_by_hand import NOON, YEAR

NOTE = EditionNote("minerals", YEAR, 1, "sending", "", "aa", "bb", date(2026, 1, 27))
THREE = Allowance(3, timedelta(days=1))
MAILING = Mailing(0, "edition", "minerals", "2025", 1, "aa", NOON)


def letters(count: int) -> list[Letter]:
    """Return letters to readers that are numbered from 1."""
    return [
        Letter(0, n, f"key{n}", f"r{n}@example.org", f"r{n}@example.org", "en", "", f"minerals.2025.r1.{n}@example.org")
        for n in range(1, count + 1)
    ]


@pytest.fixture
def mailing(store: FigureStore) -> Mailing:
    """Return a mailing to five readers whose edition is being sent."""
    store.editions.note(NOTE, NOON)
    return store.ledger.freeze(MAILING, letters(5))


def numbers(given: tuple[Letter, ...]) -> list[int]:
    """Return the readers of letters."""
    return [letter.reader for letter in given]


def test_a_turn_gives_the_next_letters_and_keeps_what_became_of_the_last(store: FigureStore, mailing: Mailing) -> None:
    """Each letter is inflight before it is given, and given once."""
    fence = store.ledger.take("one", NOON)
    first = store.ledger.turn(fence, mailing.number, (), 2, NOON)
    assert [1, 2] == numbers(first)
    assert 2 == store.ledger.counts(mailing.number)["inflight"]
    done = [
        LetterOutcome(first[0].number, "sent", 250, "ok"),
        LetterOutcome(first[1].number, "failed", 550, "nobody here"),
    ]
    assert [3, 4] == numbers(store.ledger.turn(fence, mailing.number, done, 2, NOON))
    assert {"queued": 1, "inflight": 2, "sent": 1, "failed": 1} == _some(store.ledger.counts(mailing.number))


def test_what_a_dead_run_left_on_the_wire_is_uncertain(store: FigureStore, mailing: Mailing) -> None:
    """It may have arrived: nobody sends it again by themselves."""
    store.ledger.turn(store.ledger.take("one", NOON), mailing.number, (), 2, NOON)
    fence = store.ledger.take("two", NOON)
    assert {"queued": 3, "uncertain": 2} == _some(store.ledger.counts(mailing.number))
    assert [3, 4, 5] == numbers(store.ledger.turn(fence, mailing.number, (), 9, NOON))


def test_a_transport_that_leaves_a_trace_leaves_nothing_uncertain(store: FigureStore, mailing: Mailing) -> None:
    """The letter whose file is there was sent, the other waits again."""
    store.ledger.turn(store.ledger.take("one", NOON), mailing.number, (), 2, NOON)
    store.ledger.take("two", NOON, lambda letter: letter.reader == 1)
    assert {"queued": 4, "sent": 1} == _some(store.ledger.counts(mailing.number))


def test_a_sender_that_was_overtaken_writes_nothing(store: FigureStore, mailing: Mailing) -> None:
    """A process that slept wakes up after another took over: its answers are refused, and it gets no letter."""
    old = store.ledger.take("one", NOON)
    given = store.ledger.turn(old, mailing.number, (), 1, NOON)
    store.ledger.take("two", NOON)
    with pytest.raises(DeskBusy, match="another run has taken over sending"):
        store.ledger.turn(old, mailing.number, [LetterOutcome(given[0].number, "sent")], 1, NOON)
    assert {"queued": 4, "uncertain": 1} == _some(store.ledger.counts(mailing.number))


def test_one_who_left_a_second_ago_gets_nothing(store: FigureStore, mailing: Mailing) -> None:
    """Suppression is asked in the transaction that sends, and the places of those who left go to others."""
    fence = store.ledger.take("one", NOON)
    for reader in (1, 2):
        store.readers.suppress(f"r{reader}@example.org", "left", NOON)
    assert [3, 4] == numbers(store.ledger.turn(fence, mailing.number, (), 2, NOON))
    assert {"queued": 1, "inflight": 2, "suppressed": 2} == _some(store.ledger.counts(mailing.number))


@pytest.mark.parametrize("state", ["held", "withdrawn", "drafted"])
def test_no_letter_leaves_an_edition_that_is_not_being_sent(store: FigureStore, mailing: Mailing, state: str) -> None:
    """A hold counts from the next letter on."""
    store.editions.note(replace(NOTE, state=state), NOON)
    assert () == store.ledger.turn(store.ledger.take("one", NOON), mailing.number, (), 5, NOON)


def test_a_days_allowance_is_kept_over_runs(store: FigureStore, mailing: Mailing) -> None:
    """Three a day: the fourth goes a day after the first, whoever sends; a clock that was set back gives nothing."""
    first = store.ledger.turn(store.ledger.take("one", NOON), mailing.number, (), 5, NOON, [THREE])
    assert [1, 2, 3] == numbers(first)
    fence = store.ledger.take("two", NOON)
    for hours, expected in ((-5, []), (23, []), (25, [4, 5])):
        at = NOON + timedelta(hours=hours)
        assert expected == numbers(store.ledger.turn(fence, mailing.number, (), 5, at, [THREE]))


def test_the_ledger_knows_when_there_is_room_again(store: FigureStore, mailing: Mailing) -> None:
    """Three went at noon: a minute later by the minute, a day later by the day; before them there was room."""
    minute = Allowance(3, timedelta(minutes=1))
    assert NOON == store.ledger.free_at(NOON, [minute, THREE])
    store.ledger.turn(store.ledger.take("one", NOON), mailing.number, (), 5, NOON, [minute])
    later = NOON + timedelta(seconds=20)
    assert NOON + timedelta(minutes=1) == store.ledger.free_at(later, [minute])
    assert NOON + timedelta(days=1) == store.ledger.free_at(later, [minute, THREE])


def test_a_letter_that_was_put_off_waits(store: FigureStore, mailing: Mailing) -> None:
    """It is given again when it is due, with the number of its tries."""
    fence = store.ledger.take("one", NOON)
    given = store.ledger.turn(fence, mailing.number, (), 5, NOON)
    later = NOON + timedelta(minutes=5)
    answers = [LetterOutcome(letter.number, "queued", 451, "greylisted", later) for letter in given]
    assert () == store.ledger.turn(fence, mailing.number, answers, 5, NOON)
    assert later == store.ledger.next_due(mailing.number)
    assert [1] * 5 == [letter.attempt for letter in store.ledger.turn(fence, mailing.number, (), 5, later)]


def _some(counts: dict[str, int]) -> dict[str, int]:
    return {state: count for state, count in counts.items() if count}
