"""The words of an edition. What is said is decided once for all languages, and then said in one of them.

`speak("en")` gives the words of English. Each language is a folder of generator/story/languages: `grammar.py`,
`sentences.yaml`, `lexicon.yaml`, the names of goods, and rules for an editor's own sentences about figures
(`commentary.yaml`).
"""

from __future__ import annotations

from functools import cache

from generator.story.words.cells import Cells
from generator.story.words.news_words import NewsWords
from generator.story.words.speech import load

__all__ = ["Words", "speak"]


class Words(NewsWords, Cells):
    """One language, as the sections of a story use it."""


@cache
def speak(language: str) -> Words:
    """Return the words of the language with this tag. Raise ModuleNotFoundError if there is none."""
    return Words(language, *load(language))
