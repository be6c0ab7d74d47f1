"""Ending: a question that nobody answers is broken off at a signal; whatever came before it is kept whole."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ENDS = (signal.SIGTERM, signal.SIGINT)


class BrokenOff(BaseException):
    """A signal asked for an end; no fault that anything should catch and go on after."""


@contextmanager
def at_once() -> Iterator[None]:
    """While the block lasts, break off whatever it waits for when a signal asks for an end; then end the block.

    Who heard of signals before hears of it, too. Outside the main thread, where no signal comes, nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _ENDS}

    def heard(number: int, frame: FrameType | None) -> None:
        if callable(told := before[signal.Signals(number)]):
            told(number, frame)
        raise BrokenOff

    for number in _ENDS:
        signal.signal(number, heard)
    try:
        yield
    except BrokenOff:
        return
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
