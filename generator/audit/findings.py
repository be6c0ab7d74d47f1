"""Finding: one place where a finished file, its edition and the figures do not agree."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_DIRECTIONS = re.compile("[\u200e\u200f\u2066-\u2069]")
_WIDE = "\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
# the space comes first: so only at spaces is looked on both sides
_BESIDE_WIDE = re.compile(rf" (?:(?<=[{_WIDE}] )(?=[{_WIDE}\w+−“‘(%])|(?<=[\w%”’—…)] )(?=[{_WIDE}]))")


@dataclass(frozen=True)
class Finding:
    """`file` and the `sentence` concerned ("" where it is the file as a whole), the `rule` broken, and how."""

    file: str
    sentence: str
    rule: str
    problem: str

    def __str__(self) -> str:
        """Say it in one line."""
        said = f' "{folded(self.sentence).strip()}"' if self.sentence else ""
        return f"{self.file}:{said} [{self.rule}] {folded(self.problem)}"


def folded(text: str) -> str:
    """Return `text` with every run of white space, no-break spaces too, as one space."""
    if text.isalnum():
        return text
    inner = " ".join(text.split())
    if inner == text:
        return text
    return (" " if text[:1].isspace() and inner else "") + inner + (" " if text[-1:].isspace() else "")


def undirected(text: str) -> str:
    """Return `text` without the marks that hold a figure from the left in a line from the right: they say nothing."""
    return text if text.isascii() else _DIRECTIONS.sub("", text)


def unbroken(text: str) -> str:
    """Return `text` folded and undirected, without the spaces beside ideographs: there a line breaks without one."""
    if text.isascii():
        return folded(text)
    return _BESIDE_WIDE.sub("", folded(undirected(text)))


def is_wide(sign: str) -> bool:
    """Say whether a sign is an ideograph, or as wide as one."""
    return unicodedata.east_asian_width(sign) in {"W", "F"}
