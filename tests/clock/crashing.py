"""Crashes by chance: the work ends at a write, a rename or a commit, as if its process were gone."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from generator.store.state import StateFile
from tests import workers


class Gone(BaseException):
    """What ends the work: nothing of the program may take it for a fault that it mends."""


class Crashes:
    """The next crash: after so many of the places where one can come; None for no crash."""

    def __init__(self) -> None:
        """Begin with none."""
        self.after: int | None = None
        self.happened = 0

    def place(self) -> None:
        """Be a place where a crash can come."""
        if self.after is None:
            return
        self.after -= 1
        if self.after <= 0:
            self.after = None
            self.happened += 1
            raise Gone


@contextmanager
def crashing() -> Iterator[Crashes]:
    """Give what decides when the block's writes, renames and commits crash."""
    crashes = Crashes()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("fsync", "rename", "replace", "unlink"):
            patch.setattr(os, name, _around(getattr(os, name), crashes))
        patch.setattr("generator.page.child.COMMAND", workers.command())
        patch.setattr(StateFile, "writing", _writing(StateFile.writing, crashes))
        yield crashes


def _around(call: Callable[..., Any], crashes: Crashes) -> Callable[..., Any]:
    def done(*given: Any, **more: Any) -> Any:  # noqa: ANN401 -- whatever the call takes and gives
        crashes.place()
        found = call(*given, **more)
        crashes.place()
        return found

    return done


def _writing(before: Callable[[StateFile], Any], crashes: Crashes) -> Callable[[StateFile], Any]:
    @contextmanager
    def writing(state: StateFile) -> Iterator[sqlite3.Connection]:
        with before(state) as db:
            yield db
            crashes.place()  # all of it is rolled back
        crashes.place()  # all of it lasts, and nobody knows

    return writing
