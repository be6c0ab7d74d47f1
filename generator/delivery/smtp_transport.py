"""The SMTP transport: a few connections, each with its own thread, each carrying one letter at a time."""

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

CUTS = 5  # so many failed connections in a row end the run
ALIKE = 20  # so many refusals in a row with the same code and text end the run
_PAUSE = 1.0  # seconds to wait after a failed connection; doubled after each further one
_GOODBYE = 1.0  # seconds to finish the current letters and to send QUIT, when the run ends
_SLEEP = 0.1  # seconds between two looks for a signal
_PATH = Callable[[Letter], str]


class Breaker:
    """Counts the failures of all connections of one run. `trouble` is why the run must end, or None."""

    def __init__(self) -> None:
        """Begin without trouble."""
        self.trouble: DeliveryError | None = None
        self.cuts = 0
        self._words: tuple[int, str] = (0, "")  # code and text of the last answer
        self._refusals = 0  # in a row with that code and text
        self._lock = Lock()

    def note(self, answer: LetterOutcome) -> None:
        """Record the server's answer to a letter. Too many equal refusals in a row end the run."""
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
        """Record a failed connection. Too many in a row end the run; a ServerRefused ends it at once."""
        with self._lock:
            self.cuts += 1
            if self.cuts >= CUTS or isinstance(fault, ServerRefused):
                self.trouble = self.trouble or fault

    def stop(self, fault: Exception) -> None:
        """End the run because the program itself failed."""
        with self._lock:
            self.trouble = self.trouble or DeliveryError(f"the program failed while it sent: {fault!r}")
            self.trouble.__cause__ = fault


class SmtpTransport:
    """Carries letters to a mail server. "sent" means that the server has accepted the letter."""

    arrived: Callable[[Letter], bool] | None = None  # SMTP cannot say whether a letter of an earlier run arrived

    def __init__(self, server: MailServer, sender_of: _PATH, connections: int, pause: float = _PAUSE) -> None:
        """Carry letters to `server` over `connections` connections. `sender_of` gives the return path of a letter."""
        self.lanes = connections
        self._breaker = Breaker()
        self._lanes = [_Lane(server, sender_of, self._breaker, self._may_finish, pause) for _ in range(connections)]
        # for each letter without an outcome, by number: whether its final dot may have been written
        self._in_hand: dict[int, bool] = {}
        self._lock, self._is_over = Lock(), False
        self._letters: SimpleQueue[tuple[Letter, bytes] | None] = SimpleQueue()
        self._done: SimpleQueue[LetterOutcome] = SimpleQueue()
        self._workers: list[Thread] = []

    @property
    def trouble(self) -> DeliveryError | None:
        """Why the run must end, or None."""
        return self._breaker.trouble

    def open(self, stopping: Callable[[], bool]) -> None:
        """Make the first connection, so that a login fault shows before any letter is inflight.

        A thread connects, because a signal cannot interrupt the wait for DNS or for the server. Once `stopping()`, this
        returns and leaves the thread behind.
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
        """Queue a letter for the next free connection."""
        self._in_hand[letter.number] = False
        self._letters.put((letter, message))

    def answers(self, seconds: float) -> tuple[LetterOutcome, ...]:
        """Wait at most `seconds` for an outcome, and return all outcomes since the last call."""
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
        """Finish the current letters and send QUIT, within a second. Return the outcome of each open letter.

        Connections that are unfinished by then are abandoned. They may not write a final dot any longer, so the
        outcomes returned here stay true.
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
        except BaseException as fault:  # noqa: BLE001 -- `open` raises it
            first.set_exception(fault)
        else:
            first.set_result(None)

    def _may_finish(self, letter: Letter) -> bool:
        """Whether the final dot of a letter may be written. If so, record that it may have been."""
        with self._lock:
            if self._is_over:
                return False
            self._in_hand[letter.number] = True
            return True

    def _work(self, lane: _Lane) -> None:
        """Carry letters until the queue ends, and report an outcome for each, even if the program fails."""
        while task := self._letters.get():
            try:
                answer = lane.answer(*task)
            except Exception as fault:  # noqa: BLE001 -- without an outcome the sender would wait for ever
                self._breaker.stop(fault)
                answer = LetterOutcome(task[0].number, "uncertain", text="the program failed while it was sent")
            self._done.put(answer)
        lane.end()


class _Lane:
    """One thread's connection, made again when it ends."""

    def __init__(
        self, server: MailServer, sender_of: _PATH, breaker: Breaker, may_finish: Callable[[Letter], bool], pause: float
    ) -> None:
        self._server, self._sender_of, self._breaker, self._pause = server, sender_of, breaker, pause
        self._may_finish = may_finish
        self._line: Conversation | None = None

    def connect(self) -> Conversation:
        """Return an open connection. If the last ones failed, wait before making a new one."""
        if self._line is None or self._line.is_over:
            if cuts := self._breaker.cuts:
                time.sleep(self._pause * 2 ** (cuts - 1))
            self._line = Conversation(self._server, self._may_finish)
        return self._line

    def answer(self, letter: Letter, message: bytes) -> LetterOutcome:
        """Carry a letter and return the outcome; it is "queued" if the run must end or the connection fails."""
        if self._breaker.trouble:
            return LetterOutcome(letter.number, "queued", text=str(self._breaker.trouble))
        try:
            outcome = self._carry(letter, message)
        except AddressRefused as fault:
            return LetterOutcome(letter.number, "failed", text=fault.reason)
        except DeliveryError as fault:
            self._breaker.cut(fault)
            return LetterOutcome(letter.number, "queued", text=str(fault))
        if self.is_over and outcome.state != "sent":  # the connection ended during this letter
            self._breaker.cut(DeliveryError(f"{self._server}: {outcome.text}"))
        else:
            self._breaker.note(outcome)
        return outcome

    def end(self) -> None:
        """Send QUIT and close, if the connection is open."""
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
        except Gone:  # a server may close between two letters; it has not seen this one, so try once more
            try:
                return self.connect().carry(letter, sender, to, message)
            except Gone as gone:
                msg = f"{self._server} closes before it takes a letter: {gone}"
                raise DeliveryError(msg) from None


def _unanswered(number: int, *, is_whole: bool) -> LetterOutcome:
    """Return the outcome of a letter that was open when the run ended. `is_whole`: its final dot may be written."""
    if is_whole:
        return LetterOutcome(number, "uncertain", text="the run was ended before the answer to the whole letter")
    return LetterOutcome(number, "queued", text="the run was ended before the whole letter was given")
