"""ContextLayout: which publisher's form a source of prices or rates has, and what its files do not say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class ContextLayout:
    """A source of context series: `kind` is `prices` or `rates`, `frequency` that of rates by country.

    A file has between `at_least` and `at_most` rows.
    """

    name: str
    kind: str
    frequency: str = "monthly"
    at_least: int = 1
    at_most: int | None = None

    def as_data(self) -> dict[str, Any]:
        """Return the layout as JSON holds it: what a second reader needs to find a cell again."""
        return {"kind": self.kind} | ({"frequency": self.frequency} if self.kind == "rates" else {})

    @property
    def digest(self) -> str:
        """The SHA-256 of everything in the layout that decides what a file says."""
        return sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()
