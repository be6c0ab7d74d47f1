"""Send the letters of a mailing: take them from the ledger, hand them to a transport, record the outcome.

Each turn records outcomes and takes the next letters in one transaction. So there are never more letters inflight than
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

# the waits before the second try, the third and so on; after the last of these tries a letter fails
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60))
PATIENCE = timedelta(minutes=2)
_SLEEP = 0.2  # seconds between two looks for a signal


class Transport(Protocol):
    """A way to deliver letters."""

    lanes: int  # how many letters it can carry at the same time

    @property
    def trouble(self) -> DeliveryError | None:
        """Why it has stopped carrying letters; None while it works."""

    def open(self, stopping: Callable[[], bool]) -> None:
        """Get ready, before any letter is inflight. Give up early if `stopping()`; DeliveryError if it fails."""

    def hand(self, letter: Letter, message: bytes) -> None:
        """Start to carry a letter."""

    def answers(self, seconds: float) -> tuple[LetterOutcome, ...]:
        """Wait at most `seconds` for an outcome, and return the outcomes since the last call."""

    @property
    def arrived(self) -> Callable[[Letter], bool] | None:
        """A function that says whether a letter of an earlier, killed run arrived; None if the transport cannot say."""

    def close(self) -> tuple[LetterOutcome, ...]:
        """Stop soon and cleanly, and return the outcome of every letter that was handed over."""


@dataclass
class LetterSender:
    """One run that sends the letters of a mailing."""

    ledger: Ledger
    transport: Transport
    compose: Callable[[Letter], bytes]  # makes the finished message
    clock: Callable[[], datetime]
    stopping: Callable[[], bool] = lambda: False  # whether a signal asked us to stop
    tell: Callable[[Mailing], object] = lambda _: None  # called to report progress
    allowances: Sequence[Allowance] = ()  # how many letters the mail server takes in a span of time
    patience: timedelta = PATIENCE  # how long to wait for a letter that is due later
    _attempts: dict[int, int] = field(default_factory=dict)  # by number of the letter
    _next_word: float = 0  # the monotonic time of the next progress report
    _fault: Exception | None = None  # raised at the end of the run

    def send(self, mailing: Mailing, holder: str) -> None:
        """Send the letters of a mailing that are due now or within `patience`. Raise the transport's trouble.

        No letter is inflight when it returns or raises. Only a killed process can leave one inflight.
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
        """Send the letters that are due now. Return False if the run must stop."""
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
        """Hand letters to the transport. Yield a "queued" outcome for each letter that `compose` failed to make."""
        for letter in letters:
            self._attempts[letter.number] = letter.attempt
            try:
                message = self.compose(letter)
            except Exception as fault:  # noqa: BLE001 -- `send` raises it once no letter is inflight
                self._fault = fault
                yield LetterOutcome(letter.number, "queued", text="it could not be written")
            else:
                self.transport.hand(letter, message)

    def _wait_for_answers(self, in_hand: Collection[int]) -> Sequence[LetterOutcome]:
        """Wait for outcomes. After a signal, close the transport instead."""
        answers: Sequence[LetterOutcome] = ()
        while in_hand and not answers:
            answers = self.transport.close() if self.stopping() else self.transport.answers(_SLEEP)
        return answers

    def _say(self, mailing: Mailing) -> None:
        """Report progress, at most five times a second, because the listener counts all letters each time."""
        if time.monotonic() >= self._next_word:
            self.tell(mailing)
            self._next_word = time.monotonic() + _SLEEP

    def _put_off(self, answer: LetterOutcome) -> LetterOutcome:
        """Return a "queued" outcome with the time of the next try, or "failed" after the last try.

        After a signal the outcome stays as it is, since the server did not cause it.
        """
        if answer.state != "queued" or self.stopping():
            return answer
        attempts = self._attempts[answer.letter]
        if attempts >= len(PAUSES):
            return replace(answer, state="failed", text=f"given up after {attempts + 1} tries: {answer.text}")
        return replace(answer, due=self.clock() + PAUSES[attempts])

    def _wait_for_next(self, mailing: Mailing) -> bool:
        """Wait until the next letter is due, if that is within `patience`. Return whether there is one to send.

        A letter that is due already was left on purpose, because its edition is held. It is not waited for.
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
    """Writes letters as files into the folder `place`. "sent" means that the file is on the disk."""

    lanes = 16  # letters of one turn; after a crash the folder shows which of them were written
    trouble: DeliveryError | None = None

    def __init__(self, place: Path) -> None:
        """Write into `place`. `open` makes it if it is missing, readable by its owner alone."""
        self.place = place
        self._answers: list[LetterOutcome] = []

    def open(self, _: Callable[[], bool]) -> None:
        """Make the folder, and delete the unfinished files of a killed run."""
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
        """Write a letter under its name, completely or not at all."""
        file = self._file(letter)
        write_durably(file, message, private=True)
        self._answers.append(LetterOutcome(letter.number, "sent", text=f"written to {self.place.name}/{file.name}"))

    def answers(self, _: float) -> tuple[LetterOutcome, ...]:
        """Return the outcomes of the letters that were handed over since the last call."""
        done, self._answers = tuple(self._answers), []
        return done

    def arrived(self, letter: Letter) -> bool:
        """Whether the file of a letter is here."""
        return self._file(letter).exists()

    def close(self) -> tuple[LetterOutcome, ...]:
        """Return the outcomes since the last call. There is no connection to close."""
        return self.answers(0)

    def _file(self, letter: Letter) -> Path:
        return file_of(self.place, letter.message_id)


def file_of(place: Path, message_id: str) -> Path:
    """Return the path of the letter with that message id in the folder `place`."""
    return place / f"{message_id.partition('@')[0]}.eml"
