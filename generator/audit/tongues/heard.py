"""Heard: which words a text may have at all, by what it begins its words with, before a pattern looks where they stand.

A table has hundreds of words and an edition hundreds of texts; nearly every text has none of the words of a table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from generator.audit.tongues.lexicon import HAN, any_of, is_han

_LETTERS = re.compile(rf"[^\W{HAN}]+")
_PAIRS = re.compile(rf"(?=([{HAN}])([{HAN}]?))")


@dataclass(frozen=True)
class Vocabulary:
    """Some words as a pattern; a text that has one of them has one of `starts`, None where that is not known."""

    pattern: re.Pattern[str]
    starts: frozenset[str] | None

    def found(self, words: str, heard: frozenset[str]) -> list[re.Match[str]]:
        """Return where `words`, a text with the parts `heard`, has one of them."""
        return list(self.pattern.finditer(words)) if self.may_be_in(heard) else []

    def may_be_in(self, heard: frozenset[str]) -> bool:
        """Say whether a text with the parts `heard` may have one of them."""
        return self.starts is None or not self.starts.isdisjoint(heard)


@cache
def vocabulary(words: tuple[str, ...]) -> Vocabulary:
    """Return the vocabulary of `words`."""
    starts = [_start(folded(word)) for word in words]
    return Vocabulary(any_of(words), None if None in starts else frozenset(filter(None, starts)))


def heard(text: str) -> frozenset[str]:
    """Return the words of a text in small letters; of a script that sets no space between them each letter and pair."""
    small = folded(text)
    pairs = _PAIRS.findall(small)
    return frozenset((*_LETTERS.findall(small), *(one for one, _ in pairs), *map("".join, pairs)))


def _start(word: str) -> str | None:
    if is_han(word[:1]):
        return word[:2] if is_han(word[1:2]) else word[0]
    found = _LETTERS.match(word)
    return found.group() if found else None


def folded(text: str) -> str:
    """Return `text` in small letters as patterns without regard to capitals compare them: a dotless i is an i."""
    return text.casefold().replace("\N{LATIN SMALL LETTER DOTLESS I}", "i")
