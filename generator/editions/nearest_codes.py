"""Near: the codes that lie nearest to one that is not there, for the line that says so."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import takewhile

_MOST = 3


def near(code: str, known: Iterable[str]) -> str:
    """Return the sentence that names the known codes nearest to `code`; "" where none is like it.

    Digits are near by how many of them are the same from the left, then by how far apart they lie; words by their
    letters.
    """
    codes = list(dict.fromkeys(known))
    if code.isdigit():
        digits = [one for one in codes if one.isdigit()]
        found = sorted(digits, key=lambda one: (*_apart(code, one), one))[:_MOST]
    else:
        found = get_close_matches(code, codes, _MOST, 0.5)
    return f"Nearest: {', '.join(found)}." if found else ""


def _apart(code: str, other: str) -> tuple[int, int]:
    digits = max(len(code), len(other))
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(code, other, strict=False)))
    return -alike, abs(int(code.ljust(digits, "0")) - int(other.ljust(digits, "0")))
