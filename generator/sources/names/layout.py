"""NamesLayout: what a code list does not say of itself; which publisher's form it has its first bytes tell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class NamesLayout:
    """A source of names, all in `language`; "" where each list says its own.

    A list has between `at_least` and `at_most` records; `at_least` None leaves it to the list's form.
    """

    name: str
    language: str = ""
    at_least: int | None = None
    at_most: int | None = None
    kind: str = "names"

    def as_data(self) -> dict[str, Any]:
        """Return the layout as JSON holds it: what a second reader needs to find a name again."""
        return {"kind": self.kind} | ({"language": self.language} if self.language else {})

    @property
    def digest(self) -> str:
        """The SHA-256 of everything in the layout that decides what a list says."""
        return sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()
