"""Kept: what was worked out is worked out once for its owner, by what was asked or by the part of a file it is of.

No answer holds its owner: when an audit ends all that it made goes at once, and leaves no circle to be found later.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import ref

# As good as id(), of which Python tells every audit hook: filelock's, in Python, costs four times as much.
_address = object.__hash__
Owner = TypeVar("Owner")
Asked = ParamSpec("Asked")
Value = TypeVar("Value")
Work = Callable[Concatenate[Owner, Asked], Value]


def asked(work: Work[Owner, Asked, Value]) -> cached_property[Callable[Asked, Value]]:
    """Return a method that works each answer out once."""
    return _once(work, cache)


def kept(work: Work[Owner, Asked, Value]) -> cached_property[Callable[Asked, Value]]:
    """Return a method that goes once through each part of a file: what it is first asked cannot be hashed."""
    return _once(work, _by_part)


def _once(work: Callable[..., Any], keep: Callable[[Callable[..., Any]], Any]) -> cached_property[Any]:
    def answers(owner: object) -> object:
        alive = ref(owner)
        return keep(lambda *asked: work(alive(), *asked))

    return cached_property(answers)


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
