"""The transport by SMTP: a few connections, each with its own thread and one letter at a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from generator.delivery.addresses import on_the_wire
from generator.delivery.mail_server import Conversation, Gone, MailServer
from generator.errors import AddressRefused, DeliveryError, ServerRefused
from generator.store import Letter, LetterOutcome

CUTS = 5  # connections in a row that failed or ended too early
ALIKE = 20  # refusals in a row in the same words
_PAUSE = 1.0  # seconds before the second connection in a row that is tried, twice as many before the third …
_GOODBYE = 1.0  # seconds for the letters in hand, and for a good-bye, once nothing more is to be carried
_SLEEP = 0.1  # seconds: how soon a signal is heard
_PATH = Callable[[Letter], str]


class Breaker:
    """What the lanes of one run have met; `trouble` is why nothing more is carried, None while all is well."""

    def __init__(self) -> None:
        """Begin well."""
        self.trouble: DeliveryError | None = None
        self.cuts = 0
        self._words: tuple[int, str] = (0, "")  # of the last answer
        self._refusals = 0  # in a row in those words
        self._lock = Lock()

    def note(self, answer: LetterOutcome) -> None:
        """Take note of what a server said of a letter."""
        with self._lock:
            self.cuts = 0
            words = (answer.code, answer.text)
            if answer.state != "failed":
                self._refusals = 0
            else:
                self._refusals = self._refusals + 1 if words == self._words else 1
            self._words = words
            if self._refusals >= ALIKE and answer.code:
                msg = (
                    f"the mail server refused {ALIKE} letters in a row in the same words "
                    f"({answer.code} {answer.text}). The others wait. If it means the readers and not you, send again."
                )
                self.trouble = self.trouble or DeliveryError(msg)

    def cut(self, fault: DeliveryError) -> None:
        """Take note that a connection failed; one that a person must correct ends the run at once."""
        with self._lock:
            self.cuts += 1
            if self.cuts >= CUTS or isinstance(fault, ServerRefused):
                self.trouble = self.trouble or fault

    def stop(self, fault: Exception) -> None:
        """End the run for a fault of the program itself."""
        with self._lock:
            self.trouble = self.trouble or DeliveryError(f"the program failed while it sent: {fault!r}")
            self.trouble.__cause__ = fault


class SmtpTransport:
    """Carries letters to `server`. `sender_of` gives the return path of each; "sent" means that the server has it."""

    arrived: Callable[[Letter], bool] | None = None  # nothing can tell what became of a letter of a run that ended

    def __init__(self, server: MailServer, sender_of: _PATH, connections: int, pause: float = _PAUSE) -> None:
        """Carry to `server` over as many connections."""
        self.lanes = connections
        self._breaker = Breaker()
        self._lanes = [_Lane(server, sender_of, self._breaker, self._may_finish, pause) for _ in range(connections)]
        # letters in hand: whether the final dot may have gone out
        self._in_hand: dict[int, bool] = {}
        self._lock, self._is_over = Lock(), False
        self._letters: SimpleQueue[tuple[Letter, bytes] | None] = SimpleQueue()
        self._done: SimpleQueue[LetterOutcome] = SimpleQueue()
        self._workers: list[Thread] = []

    @property
    def trouble(self) -> DeliveryError | None:
        """Why nothing more is carried; None while all is well."""
        return self._breaker.trouble

    def open(self, stopping: Callable[[], bool]) -> None:
        """Make the first connection: whoever is not let in learns it before any letter is inflight.

        It is left alone once `stopping` says so: a signal ends no wait for a name, an address or a server.
        """
        first: Future[None] = Future()
        Thread(target=self._connect, args=(first,), daemon=True).start()
        while not first.done():
            if stopping():
                return
            wait([first], _SLEEP)
        first.result()
        self._workers = [Thread(target=self._work, args=(lane,), daemon=True) for lane in self._lanes]
        for worker in self._workers:
            worker.start()

    def hand(self, letter: Letter, message: bytes) -> None:
        """Give a letter to the next connection that is free."""
        self._in_hand[letter.number] = False
        self._letters.put((letter, message))

    def answers(self, seconds: float) -> tuple[LetterOutcome, ...]:
        """Wait that long for a letter in hand, and return what became of all that are done."""
        try:
            done = [self._done.get(timeout=seconds)]
        except Empty:
            return ()
        while not self._done.empty():
            done.append(self._done.get())
        for answer in done:
            self._in_hand.pop(answer.letter, None)
        return tuple(done)

    def close(self) -> tuple[LetterOutcome, ...]:
        """Finish the letters in hand and say good-bye, within a second; return what became of each letter.

        A connection that still waits then is left alone, and writes no final dot any more.
        """
        for _ in self._workers:
            self._letters.put(None)
        end = time.monotonic() + _GOODBYE
        for worker in self._workers:
            worker.join(max(0.0, end - time.monotonic()))
        self._workers = []
        with self._lock:
            self._is_over = True
        done = self.answers(0)
        unanswered = tuple(_unanswered(number, is_whole=is_whole) for number, is_whole in self._in_hand.items())
        self._in_hand = {}
        return done + unanswered

    def _connect(self, first: Future[None]) -> None:
        try:
            self._lanes[0].connect()
        except BaseException as fault:  # noqa: BLE001 -- who waits for it raises it
            first.set_exception(fault)
        else:
            first.set_result(None)

    def _may_finish(self, letter: Letter) -> bool:
        """Say whether the final dot of a letter may be written, and take note that it may have been."""
        with self._lock:
            if self._is_over:
                return False
            self._in_hand[letter.number] = True
            return True

    def _work(self, lane: _Lane) -> None:
        """Carry letters until there are no more, and answer for each, whatever happens."""
        while task := self._letters.get():
            try:
                answer = lane.answer(*task)
            except Exception as fault:  # noqa: BLE001 -- a letter without an answer would be waited for without end
                self._breaker.stop(fault)
                answer = LetterOutcome(task[0].number, "uncertain", text="the program failed while it was sent")
            self._done.put(answer)
        lane.end()


class _Lane:
    """One connection after another."""

    def __init__(
        self, server: MailServer, sender_of: _PATH, breaker: Breaker, may_finish: Callable[[Letter], bool], pause: float
    ) -> None:
        self._server, self._sender_of, self._breaker, self._pause = server, sender_of, breaker, pause
        self._may_finish = may_finish
        self._line: Conversation | None = None

    def connect(self) -> Conversation:
        """Return a connection that is open, after a rest where the last ones failed."""
        if self._line is None or self._line.is_over:
            if cuts := self._breaker.cuts:
                time.sleep(self._pause * 2 ** (cuts - 1))
            self._line = Conversation(self._server, self._may_finish)
        return self._line

    def answer(self, letter: Letter, message: bytes) -> LetterOutcome:
        """Return what became of a letter; where the server carries no more, it is queued."""
        if self._breaker.trouble:
            return LetterOutcome(letter.number, "queued", text=str(self._breaker.trouble))
        try:
            outcome = self._carry(letter, message)
        except AddressRefused as fault:
            return LetterOutcome(letter.number, "failed", text=fault.reason)
        except DeliveryError as fault:
            self._breaker.cut(fault)
            return LetterOutcome(letter.number, "queued", text=str(fault))
        if self.is_over and outcome.state != "sent":  # it ended with a letter in hand
            self._breaker.cut(DeliveryError(f"{self._server}: {outcome.text}"))
        else:
            self._breaker.note(outcome)
        return outcome

    def end(self) -> None:
        """Say good-bye."""
        if self._line and not self._line.is_over:
            self._line.end()

    @property
    def is_over(self) -> bool:
        """Whether the connection can carry no more."""
        return self._line is None or self._line.is_over

    def _carry(self, letter: Letter, message: bytes) -> LetterOutcome:
        to, sender = on_the_wire(letter.address), self._sender_of(letter)
        try:
            return self.connect().carry(letter, sender, to, message)
        except Gone:  # a server may close between two letters; of this one it has not heard
            try:
                return self.connect().carry(letter, sender, to, message)
            except Gone as gone:
                msg = f"{self._server} closes before it takes a letter: {gone}"
                raise DeliveryError(msg) from None


def _unanswered(number: int, *, is_whole: bool) -> LetterOutcome:
    """Return what became of a letter that was in hand when the run ended; `is_whole`: its final dot may be out."""
    if is_whole:
        return LetterOutcome(number, "uncertain", text="the run was ended before the answer to the whole letter")
    return LetterOutcome(number, "queued", text="the run was ended before the whole letter was given")
