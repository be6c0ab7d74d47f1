"""Gate: what the figures of the releases say to each sentence of an editor's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from generator.story.commentary.anchors import Anchors
from generator.story.commentary.answer import Answer, Hit, Miss, Open
from generator.story.commentary.facts import Fact, Facts
from generator.story.commentary.names import names_in
from generator.story.commentary.sayings import Sayings
from generator.story.commentary.sentence import Sentence, sentence_of
from generator.story.commentary.vocabulary import vocabulary_of
from generator.story.month import Month
from generator.story.plan import Mark
from generator.story.text import words_of
from generator.trade.currency import is_money

BORNE_OUT, CONTRADICTED, COMMENT = "borne_out", "contradicted", "comment"
_SENTENCE = 5  # unknown words that say something
_KILOGRAMS = 1000  # in a tonne
_VOUCHED = frozenset({"ahead", "foreign"})  # what a person says, and no figure does


@dataclass(frozen=True)
class Judgement:
    """What the figures say to one sentence: its outcome, the marks of the claims that it prints.

    Where it is contradicted `why` says what is wrong, and `right` is the sentence's figure as the releases have it; of
    a comment it says to which words the figures say nothing.
    """

    sentence: str
    outcome: str
    marks: tuple[Mark, ...] = ()
    why: str = ""
    right: str | None = None


@dataclass
class Gate:
    """Judges the sentences of an editor in the language of a month, in the order in which they stand."""

    month: Month
    _last: Sentence | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Read the vocabulary of the language, and what a sentence of this edition may name."""
        self.words = vocabulary_of(self.month.words.language)
        self.names = names_in(self.month)
        self.facts = Facts(self.month)

    def judge(self, sentence: str, *, follows: bool = True) -> Judgement:
        """Return what the figures say to a sentence; one that `follows` another may be about the same."""
        plain, places = _plain(sentence)
        read = sentence_of(plain, self.names, self.month, self._last if follows else None)
        found = [*Anchors(read, self.facts).every(), *Sayings(read, self.facts).every()]
        self._last = read
        if "whole" in read.kinds:
            self.facts.named.clear()
        for subject in read.subjects.named.values():
            self.facts.named.update(() if subject.is_whole else subject.codes[0])
        missed = [one for one in found if isinstance(one, Miss)]
        if missed:
            first = missed[0]
            return Judgement(sentence, CONTRADICTED, (), first.why, self._shown(first.right) if first.right else None)
        marks = tuple(Mark(mark.claim, places[mark.start], places[mark.end - 1] + 1) for mark in self._marks(found))
        hits = [one for one in found if isinstance(one, Hit)]
        vouched = _VOUCHED - {"ahead"} if read.is_without else _VOUCHED
        said = [token.words for token in read.tokens if token.kind in vouched]
        silent = [*(one.words for one in found if isinstance(one, Open)), *said, *_unknown_clauses(read, hits)]
        prints = any(one.fact is not None for one in hits)
        is_known = not read.kinds & {"word", "name"}  # of a sentence without a figure every word is
        is_said = prints or (bool(hits) and (is_known or "absent" in read.kinds))
        if is_said and not silent:
            return Judgement(sentence, BORNE_OUT, marks)
        return Judgement(sentence, COMMENT, marks, f"the figures say nothing to “{silent[0]}”." if silent else "")

    def _marks(self, found: Sequence[Answer]) -> Iterator[Mark]:
        """Yield a mark for each claim that the sentence prints."""
        for one in sorted((one for one in found if isinstance(one, Hit)), key=lambda hit: hit.start):
            if one.fact is not None:
                yield Mark(one.fact.claim().id, one.start, one.end)

    def _shown(self, fact: Fact) -> str:
        """Return a fact in the words of the language."""
        words, claim = self.month.words, fact.claim()
        minus = "\N{MINUS SIGN}" if claim.value < 0 else ""
        if is_money(claim.unit):
            return minus + words_of(words.size(claim))
        average = words.average(claim, "tonne") if fact.kind == "price" else None
        if average is not None:
            return words.plainly("proof.unit.a_tonne", n=average)
        points = words.points(claim) if claim.unit == "pp" else None
        if points is not None:
            return minus + points.words
        if claim.unit == "pct":
            rate = words.per_cent(claim)
            sign = {"up": "+", "down": "\N{MINUS SIGN}"}.get(fact.way or "", "")
            return sign + (rate.words if rate else f"{claim.value:.1f}%")
        if claim.unit == "kg":
            return f"{claim.value / _KILOGRAMS:,.0f} t"
        return f"{claim.value.normalize():,f}" if claim.unit in {"count", "months"} else f"{claim.value:,.2f}"


def _unknown_clauses(sentence: Sentence, hits: Sequence[Hit]) -> Iterator[str]:
    """Yield the clauses that say something that no figure does: nothing in them is borne out, their words are many.

    "Customs data showed" names the source.
    """
    for _, clause in groupby(sentence.tokens, lambda token: token.clause):
        own = list(clause)
        words = [token for token in own if token.kind in {"word", "name"}]
        size = len(words) if sentence.words.spaced else sum(len(token.words) for token in words) // 2
        is_borne = any(own[0].start <= hit.start < own[-1].end for hit in hits)
        is_source = any(token.kind == "source" for token in own)
        if not is_borne and not is_source and size >= _SENTENCE:
            own = [token for token in own if token.kind not in {"clause", "comma"}]
            yield sentence.text[own[0].start : own[-1].end]


_ISOLATES = frozenset(map(chr, range(0x2066, 0x206A)))  # signs that set a direction of writing
_DIGITS = {first + at: str(at) for first in (0x06F0, 0x0660) for at in range(10)}  # of Urdu and of Arabic


def _plain(sentence: str) -> tuple[str, list[int]]:
    """Return a sentence without signs that set a direction, its digits those of ASCII, and where each letter stood."""
    places = [at for at, sign in enumerate(sentence) if sign not in _ISOLATES]
    return "".join(sentence[at] for at in places).translate(_DIGITS), places
