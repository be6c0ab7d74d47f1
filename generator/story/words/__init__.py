"""The words of an edition: what is said is decided once for all languages, and said in one of them.

`speak("en")` gives the words of English. A language is a folder of generator/story/languages: `grammar.py`,
`sentences.yaml`, `lexicon.yaml`, the names of goods, and how an editor may write of figures (`commentary.yaml`).
"""

from __future__ import annotations

from functools import cache

from generator.story.words.cells import Cells
from generator.story.words.news_words import NewsWords
from generator.story.words.speech import load

__all__ = ["Words", "speak"]


class Words(NewsWords, Cells):
    """One language, as the sections of a story speak it."""


@cache
def speak(language: str) -> Words:
    """Return the words of a language by its tag; ModuleNotFoundError for one that is not there."""
    return Words(language, *load(language))
