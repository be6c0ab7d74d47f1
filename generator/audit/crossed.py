"""The rule on round numbers: "topped", "for the first time" and "remained above" stand on a level that did so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from generator.audit import rounds
from generator.audit.edition import Data, Mark
from generator.audit.grounds import Grounds, beside
from generator.audit.passages import SPOKEN, Passage
from generator.audit.terms import period_of
from generator.audit.tongues import Lexicon

PASSED, STAYED = "passed", "stayed"
_NEAR = 24  # letters between a verb and its figure; after "for the first time" those before "since 2024"
Marked = Sequence[tuple[Mark, Data]]
Found = Sequence[re.Match[str]]


def told(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the words for a round number that is passed which no claim bears, and such a claim without its words."""
    if passage.role not in SPOKEN:
        yield from _Heard(passage, grounds).faults()


@dataclass(frozen=True)
class _Heard:
    """The words for a round number in one text."""

    passage: Passage
    grounds: Grounds

    def faults(self) -> Iterator[str]:
        """Yield what its words claim and nothing bears, then what its claims need and no word says."""
        yield from self._of_verbs()
        yield from (*self._of_words(PASSED, self.firsts), *self._of_words(STAYED, self.stays), *self._since())
        for mark, claim in self.marked:
            if claim["kind"] == rounds.KIND:
                yield from self._said(mark, claim)

    @cached_property
    def marked(self) -> Marked:
        return self.grounds.marked(self.passage)

    @cached_property
    def verbs(self) -> Found:
        return self.grounds.beyond_names(self.passage.words, self.grounds.lexicon.crossings.passed)

    @cached_property
    def firsts(self) -> Found:
        return self.grounds.beyond_names(self.passage.words, self.grounds.lexicon.crossings.first)

    @cached_property
    def stays(self) -> Found:
        return self.grounds.beyond_names(self.passage.words, self.grounds.lexicon.crossings.stayed)

    def _of_verbs(self) -> Iterator[str]:
        for item in self.verbs:
            of = _said_of(item, self.marked, self.grounds.lexicon)
            if of is not None and not (_is(of[1], PASSED) or of[1]["qualifier"] == "over"):
                yield f"{item.group()!r} is said of no level that passed a round number for the first time"

    def _of_words(self, head: str, found: Found) -> Iterator[str]:
        for item in found:
            if not any(_is(claim, head) for _, claim in _around(item, self.marked)):
                yield f"{item.group()!r} is said of no level that {head} a round number"

    def _since(self) -> Iterator[str]:
        """Yield a time since when a level would be the first: it is the first of all figures known."""
        words = self.passage.words
        for item, one in product(self.firsts, self.grounds.mentions(words) if self.firsts else ()):
            if item.end() <= one.start < item.end() + _NEAR:
                yield f"{item.group()!r} is of all figures known, the text says {words[one.start : one.end]}"

    def _said(self, mark: Mark, claim: Data) -> Iterator[str]:
        lexicon, shown, head = self.grounds.lexicon, self.passage.said.printed(mark), claim["formula"][0]
        has_verb = any(_said_of(item, self.marked, lexicon) == (mark, claim) for item in self.verbs)
        is_above = has_verb or "over" in beside(self.passage, mark, lexicon)
        if not is_above or not (self.firsts if head == PASSED else self.stays):
            yield f"{shown!r} is a round number that was {head}, and no word says so"
        base = period_of(claim["compare_period"]) if head == STAYED else None
        if base and not any(one.fits(base) for one in self.grounds.mentions(self.passage.words)):
            yield f"{shown!r} does not say that {base} was above it too"


def _is(claim: Data, head: str) -> bool:
    return bool(claim["formula"][0] == head)


def _said_of(item: re.Match[str], marked: Marked, lexicon: Lexicon) -> tuple[Mark, Data] | None:
    """Return the figure that a verb is said of: the next one, or the last one in a language that ends on its verb.

    None where none stands near: "copper topped the list" is a place, and judged as such.
    """
    if lexicon.verb_last:
        return next((one for one in reversed(marked) if 0 <= item.start() - one[0].end < _NEAR), None)
    return next((one for one in marked if 0 <= one[0].start - item.end() < _NEAR), None)


def _around(item: re.Match[str], marked: Marked) -> Iterator[tuple[Mark, Data]]:
    """Yield the figure before a word and the one after it."""
    yield from [one for one in marked if one[0].end <= item.start()][-1:]
    yield from [one for one in marked if one[0].start >= item.end()][:1]
