"""What of a code list's words can stand in a sentence: names of goods in plain letters, and no others."""

from __future__ import annotations

import re

from generator.story.described import ENGLISH, code_of
from generator.story.label import Label
from generator.story.languages.en import code_lists
from generator.story.patterns import lexicon_of


def from_list(words: str, code: str, language: str) -> Label | None:
    """Return the names of `code` by the words that a code list has for it, or None where they cannot be printed.

    A name has letters of the language alone. One that changes its end before a postposition is left to the desk, which
    knows how.
    """
    if language == ENGLISH:
        return code_lists.from_list(words, code)
    own = lexicon_of(language)["lists"]
    if len(words) > own["long"] or not re.fullmatch(own["plain"], words) or re.search(own["bends"], words):
        return None
    short = words if len(words) <= own["short"] else code_of(code, language)
    return Label(words, short, short)
