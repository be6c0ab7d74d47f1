"""Words in a drawing: each script in a face of its own, and what runs from the right held together.

Who draws a text takes the first of its families and, for a letter that it lacks, any face that he finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from lxml import etree

from generator.charts.face import SANS
from generator.charts.scripts import BEFORE, JOINED, LACKED, characters, letters

FROM_RIGHT, _END = "\N{RIGHT-TO-LEFT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def fill(element: Any, words: str, family: str = SANS) -> None:  # noqa: ANN401 -- lxml
    """Put `words` into an empty text or tspan; in English they are its text."""
    language = _language(words)
    if not language:
        element.text = words
        return
    element.text, end = (FROM_RIGHT, _END) if language in JOINED else (None, None)
    own = BEFORE[language][family]
    for is_own, run in groupby(_parts(words, language, own), lambda part: part[0]):
        span = etree.SubElement(element, f"{{{etree.QName(element).namespace}}}tspan")
        span.set("font-family", f"'{own if is_own else family}'")
        span.text = "".join(part for _, part in run)
    element[-1].tail = end


def _language(words: str) -> str:
    """Return the language whose letters stand in `words`, "" for none but ours."""
    return next((tag for tag in BEFORE if any(ord(sign) in letters(tag) for sign in words)), "")


def _parts(words: str, language: str, own: str) -> Iterator[tuple[bool, str]]:
    """Give the parts of `words`, each with whether the language's `own` family draws it; spaces alone are ours."""
    known = characters(language) - LACKED.get(own, frozenset())
    for is_own, signs in groupby(words, lambda sign: ord(sign) in known):
        part = "".join(signs)
        yield is_own and not part.isspace(), part
