"""Persons: whether two names are one person's, however they are written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_UNSEEN = "Cf"  # signs that nobody sees, as Unicode has them


def folded(name: str) -> str:
    """Return a name as it is compared: Ann, ann and "Ann " are one; "" where there is no name in it."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", name) if unicodedata.category(sign) != _UNSEEN)
    return " ".join(unicodedata.normalize("NFKC", seen.casefold()).split())


def each_once(names: Iterable[str]) -> tuple[str, ...]:
    """Return each person once, as they first wrote themselves."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(folded(name), " ".join(name.split()))
    return tuple(found.values())
