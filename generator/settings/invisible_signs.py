"""Signs that nobody sees: they turn a text round or split a word, and no figure is safe beside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Cf: bidi controls, zero-width signs, soft hyphens, tags. Co, Cs: private use, half pairs. Cc: controls, but not these:
_PLAIN = "\t\n"
_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))
_LINE = re.compile(r"\r\n|\n|\r")


def hidden_sign(text: str) -> str | None:
    """Return the first sign of `text` that does not show, as `U+202E RIGHT-TO-LEFT OVERRIDE`, or None."""
    found = next((sign for sign in text if sign not in _PLAIN and unicodedata.category(sign) in _UNSEEN), None)
    return None if found is None else f"U+{ord(found):04X} {unicodedata.name(found, 'without a name')}"


def hidden_signs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the 1-based line and the name of the first hidden sign of each line of `text`."""
    for number, line in enumerate(_LINE.split(text), start=1):
        if (sign := hidden_sign(line)) is not None:
            yield number, sign
