"""The breaker: ends a run before a fault of the server, or of ours, is taken for one of ten thousand readers."""

from __future__ import annotations

from threading import Lock

from generator.errors import DeliveryError, ServerRefused
from generator.store import Answer

CUTS = 5  # connections in a row that failed or ended too early
ALIKE = 20  # refusals in a row in the same words


class Breaker:
    """What the lanes of one run have met; `trouble` is why nothing more is carried, None while all is well."""

    def __init__(self) -> None:
        """Begin well."""
        self.trouble: DeliveryError | None = None
        self.cuts = 0
        self._alike: tuple[tuple[int, str], int] = ((0, ""), 0)
        self._lock = Lock()

    def heard(self, answer: Answer) -> None:
        """Take note of what a server said of a letter."""
        with self._lock:
            self.cuts = 0
            said = (answer.code, answer.text)
            self._alike = (
                (said, self._alike[1] * (said == self._alike[0]) + 1) if answer.state == "failed" else (said, 0)
            )
            if self._alike[1] >= ALIKE and answer.code:
                msg = (
                    f"the mail server refused {ALIKE} letters in a row in the same words "
                    f"({answer.code} {answer.text}). The others wait. If it means the readers and not you, send again."
                )
                self.trouble = self.trouble or DeliveryError(msg)

    def cut(self, fault: DeliveryError) -> None:
        """Take note that a connection failed; one that a person must mend ends the run at once."""
        with self._lock:
            self.cuts += 1
            if self.cuts >= CUTS or isinstance(fault, ServerRefused):
                self.trouble = self.trouble or fault

    def stop(self, fault: Exception) -> None:
        """End the run for a fault of the program itself."""
        with self._lock:
            self.trouble = self.trouble or DeliveryError(f"the program failed while it sent: {fault!r}")
            self.trouble.__cause__ = fault
