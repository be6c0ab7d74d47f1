"""Kept: what was worked out of a part of a file, by the part itself; it cannot be hashed, and is gone through once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Part = TypeVar("Part")
Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class Kept(Generic[Part, Value]):
    """Works each part out once. The part is kept as well, so that no other one comes to stand at its address."""

    work: Callable[[Part], Value]
    known: dict[int, tuple[Part, Value]] = field(default_factory=dict)

    def __call__(self, part: Part) -> Value:
        """Return what `part` comes to."""
        known = self.known.get(id(part))
        if known is None:
            known = self.known[id(part)] = part, self.work(part)
        return known[1]
