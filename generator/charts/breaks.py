"""Where a line of words may break: at spaces, and in Chinese between ideographs, as their punctuation allows."""

from __future__ import annotations

import re

# No line begins with a closing sign or ends with an opening one; a figure keeps its unit.
_UNIT = re.compile(r"(?P<space> *)(?P<word>[（《“‘]*(?:[!-~−–]+[万亿年月日]?|.)[，。；：、）》”’！？…—]*)")  # noqa: RUF001 -- signs of another script


def units(words: str, language: str) -> list[tuple[str, str]]:
    """Return the parts of `words` that no line divides, each with what stands before it: a space, or nothing."""
    if language != "zh":
        return [(" ", word) for word in words.split(" ")]
    return [(found["space"], found["word"]) for found in _UNIT.finditer(words)]
