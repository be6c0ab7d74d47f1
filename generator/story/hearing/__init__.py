"""Hearing: the one ear of Chinese and Urdu, whose words are tables (`hearing.yaml` of each)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.story.hearing import figures, lists, phrases, reader
from generator.story.hearing.figures import Figure
from generator.story.hearing.tables import table_of
from generator.story.hearing.tokens import tokens
from generator.story.label import Label
from generator.story.sayings import Known, Saying

# letters and stops between which a line's end is no space
_WIDE = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”"
_BROKEN = re.compile(rf"(?<=[{_WIDE}])\s+(?=[{_WIDE}0-9])|(?<=[0-9])\s+(?=[{_WIDE}])")


@dataclass(frozen=True)
class Hearing:
    """The ear of one language (`generator.story.words.ear`)."""

    language: str

    def from_list(self, words: str, code: str) -> Label | None:
        """Return the names of `code` by a code list's words for it, or None where no sentence can have them."""
        return lists.from_list(words, code, self.language)

    def figures_in(self, text: str) -> Iterator[Figure]:
        """Return the figures of `text` in order; dates, years and HS codes are not figures."""
        return figures.figures_in(text, self.language)

    def numbers_in(self, text: str) -> Iterator[Figure]:
        """Return the counts of `text` that are words."""
        return figures.numbers_in(text, self.language)

    def sayings_in(self, text: str, known: Known, *, own: bool) -> Iterator[Saying]:
        """Return what `text` says without a figure: moves, places, and words that no figure can stand for."""
        return reader.sayings_in(text, known, self.language, own=own)

    def sentences(self, text: str) -> list[str]:
        """Return the sentences of a paragraph."""
        whole = _BROKEN.sub("", " ".join(text.split()))
        return [part for part in re.split(str(table_of(self.language).data["sentence"]), whole) if part]

    def phrases_in(self, text: str, known: Known) -> tuple[int, ...]:
        """Return where the phrases of `text` end; nothing where spaces part words."""
        return phrases.phrases_in(text, known, self.language)

    def is_named(self, code: str, text: str, known: Known) -> bool:
        """Say whether `text` names the line of `code`; a name within a longer one is none."""
        return any(token.kind == "name" and token.code == code for token in tokens(text, known, self.language))
