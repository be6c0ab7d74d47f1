"""Kept: what was worked out is worked out once for its owner, by what was asked or by the part of a file it is of.

No answer holds its owner: when an audit ends all that it made goes at once, and leaves no circle to be found later.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast
from weakref import ref

# As good as id(), of which Python tells every audit hook: filelock's, in Python, costs four times as much.
_address = object.__hash__
Owner = TypeVar("Owner")
Asked = ParamSpec("Asked")
Value = TypeVar("Value")


class _Once(Generic[Owner, Asked, Value]):
    """A method that an object, when it is first asked, takes for its own with all answers, as of `cached_property`."""

    def __init__(
        self, work: Callable[Concatenate[Owner, Asked], Value], keep: Callable[[Callable[..., Value]], Any]
    ) -> None:
        self.work, self.keep, self.name = work, keep, ""

    def __set_name__(self, _: type, name: str) -> None:
        self.name = name

    def __get__(self, owner: Owner, _: type | None = None) -> Callable[Asked, Value]:
        alive, work = ref(owner), cast("Callable[..., Value]", self.work)
        ask: Callable[Asked, Value] = self.keep(lambda *asked: work(alive(), *asked))
        vars(owner)[self.name] = ask
        return ask


def asked(work: Callable[Concatenate[Owner, Asked], Value]) -> _Once[Owner, Asked, Value]:
    """Return a method that works each answer out once."""
    return _Once(work, cache)


def kept(work: Callable[Concatenate[Owner, Asked], Value]) -> _Once[Owner, Asked, Value]:
    """Return a method that goes once through each part of a file: what it is first asked cannot be hashed."""
    return _Once(work, _by_part)


def _by_part(work: Callable[..., Value]) -> Callable[..., Value]:
    """Return `work` with its answers; the part is kept as well, so that no other one comes to stand at its address."""
    known: dict[object, tuple[object, Value]] = {}

    def ask(part: object, *more: object) -> Value:
        key = (_address(part), more) if more else _address(part)
        found = known.get(key)
        if found is None or found[0] is not part:
            found = known[key] = part, work(part, *more)
        return found[1]

    return ask
