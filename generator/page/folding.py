"""Words in lines of so many columns: an ideograph takes two, a mark of direction none."""

from __future__ import annotations

import textwrap
import unicodedata

from generator.charts.ruler import units

_WIDE, _NO_COLUMN = {"W", "F"}, {"Mn", "Cf", "Me"}


def columns_of(words: str) -> int:
    """Return how many columns `words` take."""
    return sum(0 if unicodedata.category(sign) in _NO_COLUMN else 1 + _is_wide(sign) for sign in words)


def padded(words: str, width: int, *, before: bool = False) -> str:
    """Return `words` with spaces after or `before` them, `width` columns in all."""
    room = " " * max(0, width - columns_of(words))
    return room + words if before else words + room


def folded(words: str, width: int) -> list[str]:
    """Return `words` in lines of at most `width` columns; what has no break in it stands alone."""
    if not any(map(_is_wide, words)):
        return _by_spaces(words, width)
    lines: list[str] = []
    for space, part in units(words, "zh"):
        if lines and columns_of(lines[-1] + space + part) <= width:
            lines[-1] += space + part
        else:
            lines.append(part)
    return lines


def _by_spaces(words: str, width: int) -> list[str]:
    unseen = len(words) - columns_of(words)
    if not unseen:
        return textwrap.wrap(words, width, break_long_words=False, break_on_hyphens=False)
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and columns_of(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in _WIDE
