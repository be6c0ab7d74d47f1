"""The files of an edition while they are made: whoever asks for one waits until it is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from threading import Condition


class Coming(Mapping[str, bytes]):
    """Finished files by name. One that is asked for waits until it was made, or until no more are."""

    def __init__(self) -> None:
        """Begin with none."""
        self._made: dict[str, bytes] = {}
        self._are_all = False
        self._news = Condition()

    def add(self, name: str, content: bytes) -> None:
        """Hand a finished file to those who wait for it."""
        with self._news:
            self._made[name] = content
            self._news.notify_all()

    def end(self) -> None:
        """Let nobody wait any more: no other file is made."""
        with self._news:
            self._are_all = True
            self._news.notify_all()

    def __getitem__(self, name: str) -> bytes:
        """Return the file; KeyError where all were made and it is not among them."""
        with self._news:
            self._news.wait_for(lambda: self._are_all or name in self._made)
            return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Give the names when all files are made."""
        with self._news:
            self._news.wait_for(lambda: self._are_all)
            return iter(self._made)

    def __len__(self) -> int:
        """Return how many files there are, when all are made."""
        return sum(1 for _ in self)
