"""Send the letters of a mailing: take them from the ledger, hand them to a transport, record the outcome.

A turn writes down answers and takes the next letters in one transaction, so that never more letters are inflight than
the transport has lanes. The same loop serves every transport.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from generator.errors import DeliveryError
from generator.store import Allowance, Ledger, Letter, LetterOutcome, Mailing
from generator.store.durable import named_faults, write_durably

# before the second try, the third …; a letter that is put off once more has failed
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60))
PATIENCE = timedelta(minutes=2)
_SLEEP = 0.2  # seconds: how soon a signal is heard


class Transport(Protocol):
    """What carries letters, `lanes` at once."""

    lanes: int

    @property
    def trouble(self) -> DeliveryError | None:
        """Why it carries no more; None while it does."""

    def open(self, stopping: Callable[[], bool]) -> None:
        """Make ready, before any letter is inflight, or until `stopping`; DeliveryError where it cannot be."""

    def hand(self, letter: Letter, message: bytes) -> None:
        """Begin to carry a letter."""

    def answers(self, seconds: float) -> tuple[LetterOutcome, ...]:
        """Wait that long for a letter in hand, and return what became of those that are done."""

    @property
    def arrived(self) -> Callable[[Letter], bool] | None:
        """What says whether a letter of a run that ended arrived; None where nothing can."""

    def close(self) -> tuple[LetterOutcome, ...]:
        """End it soon and in good order, and return what became of every letter in hand."""


@dataclass
class LetterSender:
    """One run. `clock` gives the time, `stopping` says whether a signal asked for an end, `tell` hears how it goes."""

    ledger: Ledger
    transport: Transport
    compose: Callable[[Letter], bytes]
    clock: Callable[[], datetime]
    stopping: Callable[[], bool] = lambda: False
    tell: Callable[[Mailing], object] = lambda _: None
    allowances: Sequence[Allowance] = ()
    patience: timedelta = PATIENCE
    _attempts: dict[int, int] = field(default_factory=dict)
    _next_word: float = 0
    _fault: Exception | None = None

    def send(self, mailing: Mailing, holder: str) -> None:
        """Send what is due of a mailing, and what is due within `patience`; raises the transport's trouble.

        Nothing is inflight when it returns or raises, but where the process itself is killed.
        """
        self.transport.open(self.stopping)
        try:
            fence = self.ledger.take(holder, self.clock(), self.transport.arrived)
            while self._pass(fence, mailing) and self._wait_for_next(mailing):
                pass
        finally:
            self.transport.close()
        if fault := self._fault or self.transport.trouble:
            raise fault

    def _pass(self, fence: int, mailing: Mailing) -> bool:
        """Send whatever is due now; say whether it may go on."""
        answers: tuple[LetterOutcome, ...] = ()
        in_hand: set[int] = set()
        while True:
            stopped = self.stopping() or bool(self._fault or self.transport.trouble)
            want = 0 if stopped else self.transport.lanes - len(in_hand)
            letters = self.ledger.turn(fence, mailing.number, answers, want, self.clock(), self.allowances)
            answers = tuple(self._hand_over(letters))
            in_hand |= {letter.number for letter in letters} - {answer.letter for answer in answers}
            self._say(mailing)
            if not (in_hand or answers):
                return not stopped
            answers += tuple(self._put_off(answer) for answer in self._wait_for_answers(in_hand))
            in_hand -= {answer.letter for answer in answers}

    def _hand_over(self, letters: Sequence[Letter]) -> Iterator[LetterOutcome]:
        """Hand letters to the transport; yield that those wait which could not be written, by a fault of ours."""
        for letter in letters:
            self._attempts[letter.number] = letter.attempt
            try:
                message = self.compose(letter)
            except Exception as fault:  # noqa: BLE001 -- it is raised once nothing is in hand any more
                self._fault = fault
                yield LetterOutcome(letter.number, "queued", text="it could not be written")
            else:
                self.transport.hand(letter, message)

    def _wait_for_answers(self, in_hand: Collection[int]) -> Sequence[LetterOutcome]:
        """Wait for answers; after a signal only for as long as the transport takes to end."""
        answers: Sequence[LetterOutcome] = ()
        while in_hand and not answers:
            answers = self.transport.close() if self.stopping() else self.transport.answers(_SLEEP)
        return answers

    def _say(self, mailing: Mailing) -> None:
        """Tell of a turn, five times a second at most: who hears of it counts all letters."""
        if time.monotonic() >= self._next_word:
            self.tell(mailing)
            self._next_word = time.monotonic() + _SLEEP

    def _put_off(self, answer: LetterOutcome) -> LetterOutcome:
        """Return an answer with the time of the next try, or a failure after the last one.

        After a signal nothing is put off: it was not the server that ended it.
        """
        if answer.state != "queued" or self.stopping():
            return answer
        attempts = self._attempts[answer.letter]
        if attempts >= len(PAUSES):
            return replace(answer, state="failed", text=f"given up after {attempts + 1} tries: {answer.text}")
        return replace(answer, due=self.clock() + PAUSES[attempts])

    def _wait_for_next(self, mailing: Mailing) -> bool:
        """Wait for the next letter, if it is due soon; say whether there is one.

        One that might go now was left on purpose: the edition is held.
        """
        now = self.clock()
        due = self.ledger.next_due(mailing.number)
        if due is None:
            return False
        due = max(due, self.ledger.free_at(now, self.allowances))
        if not now < due <= now + self.patience:
            return False
        end = time.monotonic() + (due - now).total_seconds()
        while time.monotonic() < end and not self.stopping():
            time.sleep(_SLEEP)
        return not self.stopping()


class FolderTransport:
    """Writes letters into `place`; "sent" means written, and its file on the disk."""

    lanes = 16  # letters of one turn; what a crash leaves behind is seen in the folder
    trouble: DeliveryError | None = None

    def __init__(self, place: Path) -> None:
        """Write into `place`, which is made where it is missing: nobody else may look into it."""
        self.place = place
        self._answers: list[LetterOutcome] = []

    def open(self, _: Callable[[], bool]) -> None:
        """Make the folder, and take away what a killed run left by half."""
        if self.place.is_symlink():
            msg = (
                f"{self.place} is a link, and letters stay in the desk. Make it a folder, or link the files elsewhere."
            )
            raise DeliveryError(msg)
        with named_faults(self.place):
            self.place.mkdir(mode=0o700, parents=True, exist_ok=True)
            for half in self.place.glob(".*"):
                half.unlink()

    def hand(self, letter: Letter, message: bytes) -> None:
        """Write a letter: whole under its name, or not at all."""
        file = self._file(letter)
        write_durably(file, message, private=True)
        self._answers.append(LetterOutcome(letter.number, "sent", text=f"written to {self.place.name}/{file.name}"))

    def answers(self, _: float) -> tuple[LetterOutcome, ...]:
        """Return what became of the letters that were handed over since the last time."""
        done, self._answers = tuple(self._answers), []
        return done

    def arrived(self, letter: Letter) -> bool:
        """Say whether a letter of a run that ended lies here whole."""
        return self._file(letter).exists()

    def close(self) -> tuple[LetterOutcome, ...]:
        """Return what became of the letters that were handed over since the last time: there is no connection."""
        return self.answers(0)

    def _file(self, letter: Letter) -> Path:
        return file_of(self.place, letter.message_id)


def file_of(place: Path, message_id: str) -> Path:
    """Return where the letter with that id is written in the folder `place`."""
    return place / f"{message_id.partition('@')[0]}.eml"
