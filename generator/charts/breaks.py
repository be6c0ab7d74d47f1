"""Where a line of words may break: at spaces, and in Chinese between ideographs, as their punctuation allows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# No line begins with a closing sign or ends with an opening one; a figure keeps its unit, and a range its end: 1—2月.
_FIGURE = "[!-~−–]+[万亿年月日]?"
_UNIT = re.compile(rf"(?P<space> *)(?P<word>[（《“‘]*(?:{_FIGURE}(?:—{_FIGURE})*|.)[，。；：、）》”’！？…—]*)")  # noqa: RUF001 -- signs of another script


def units(words: str, language: str, phrases: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    """Return the parts of `words` that no line divides, each with what stands before it: a space, or nothing.

    Where `phrases` say at which places phrases end, these are the parts.
    """
    if language != "zh":
        return [(" ", word) for word in words.split(" ")]
    parts = [(found["space"], found["word"]) for found in _UNIT.finditer(words)]
    return list(_held(parts, phrases)) if phrases else parts


def _held(parts: Iterable[tuple[str, str]], phrases: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """Yield the parts up to each end of a phrase as one; an end within a part is none."""
    before, phrase, place = "", "", 0
    for space, word in parts:
        before, phrase = (before, f"{phrase}{space}{word}") if phrase else (space, word)
        place += len(space) + len(word)
        if place in phrases:
            yield before, phrase
            before, phrase = "", ""
    if phrase:
        yield before, phrase
