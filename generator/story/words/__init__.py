"""Words: what an edition says, decided once for all languages and said in one of them.

`speak("en")` gives the words of English. A language is a folder of generator/story/languages: `grammar.py`,
`sentences.yaml`, `lexicon.yaml`, the names of goods, and an ear for what an editor writes.
"""

from __future__ import annotations

from functools import cache, cached_property
from importlib import import_module
from typing import cast

from generator.story.words.cells import Cells
from generator.story.words.ear import Ear, Figure
from generator.story.words.news import NewsWords
from generator.story.words.speech import load

__all__ = ["Ear", "Figure", "Words", "speak"]


class Words(NewsWords, Cells):
    """One language, as the sections of a story speak it and as it hears an editor."""

    @cached_property
    def ear(self) -> Ear:
        """What the language hears in an editor's sentences."""
        return cast("Ear", import_module(f"generator.story.languages.{self.language}"))


@cache
def speak(language: str) -> Words:
    """Return the words of a language by its tag; ModuleNotFoundError for one that is not there."""
    return Words(language, *load(language))
