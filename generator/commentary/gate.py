"""Gate: judges each sentence of an editor by the figures of the releases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from generator.commentary.editor_vocabulary import vocabulary_of
from generator.commentary.goods_names import names_in
from generator.commentary.release_facts import Fact, Hit, Miss, Open, ReleaseFacts
from generator.commentary.sayings import Sayings
from generator.commentary.sentence import Sentence, sentence_of
from generator.commentary.sentence_anchors import Anchors
from generator.commentary.tokens import Token
from generator.story.month import Month
from generator.story.plan import Mark
from generator.story.text import letters_of, words_of
from generator.trade.currency import is_money
from generator.trade.period import TIME_UNITS

BORNE_OUT, CONTRADICTED, COMMENT = "borne_out", "contradicted", "comment"
_STRANGE = 3  # above this many unknown words a sentence may be about something else, and is not contradicted
_SENTENCE = 5  # a clause with this many unknown words makes a statement of its own
_DIGITS = {first + at: str(at) for first in (0x06F0, 0x0660) for at in range(10)}  # Urdu and Arabic digits
_KILOGRAMS = 1000  # in a tonne


@dataclass(frozen=True)
class SentenceJudgement:
    """How the figures judge one sentence."""

    sentence: str
    outcome: str  # BORNE_OUT, CONTRADICTED or COMMENT; editor.py adds "sourced" and "accepted"
    marks: tuple[Mark, ...] = ()  # the claims that it prints
    # Contradicted: what is wrong. Comment: the words that the figures do not cover, or what would be wrong if the
    # sentence were about this edition.
    why: str = ""
    right: str | None = None  # the right figure, where the sentence has a wrong one


@dataclass
class Gate:
    """Judges an editor's sentences in order: a sentence may refer back to the one before."""

    month: Month
    _last: Sentence | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Read the vocabulary of the language and the names that a sentence of this edition may have."""
        self.words = vocabulary_of(self.month.words.language)
        self.names = names_in(self.month)
        self.facts = ReleaseFacts(self.month)

    def judge(self, sentence: str, *, follows: bool = True) -> SentenceJudgement:
        """Return the judgement on a sentence. With `follows` it may refer back to the sentence judged before."""
        plain, places = letters_of(sentence)
        previous = self._last if follows else None
        rest = self.names.without_uses(plain)
        read = sentence_of(rest.translate(_DIGITS), self.names, self.month, previous)
        self._last = read
        answers = [*Anchors(read, self.facts).answers(), *Sayings(read, self.facts).answers()]
        if "whole" in read.kinds:  # the text speaks of all goods: "no other line" starts from there again
            self.facts.named.clear()
        for subject in read.subjects.named.values():
            if not subject.is_whole:
                self.facts.named.update(subject.codes[0])
        for answer in answers:
            if isinstance(answer, Miss):
                right = self._shown(answer.right) if answer.right else None
                outcome = CONTRADICTED if _unknown(read, read.tokens) <= _STRANGE else COMMENT
                return SentenceJudgement(sentence, outcome, (), answer.why, right)
        hits = [answer for answer in answers if isinstance(answer, Hit)]
        marks = tuple(self._marks(hits, places))
        silent = [answer.words for answer in answers if isinstance(answer, Open)]
        # words about other economies and about the future
        silent_kinds = {"foreign"} if read.is_without else {"foreign", "ahead"}
        silent += [token.words for token in read.tokens if token.kind in silent_kinds]
        silent += _unknown_clauses(read, hits)
        # borne out if it prints a figure, or if it has none and every word is known, or says what a good is for
        is_said = bool(hits or rest != plain) and ("absent" in read.kinds or not read.kinds & {"word", "name"})
        if not silent and (is_said or any(hit.fact is not None for hit in hits)):
            return SentenceJudgement(sentence, BORNE_OUT, marks)
        why = f"the figures say nothing to “{silent[0]}”." if silent else ""
        return SentenceJudgement(sentence, COMMENT, marks, why)

    def _marks(self, hits: Sequence[Hit], places: Sequence[int]) -> Iterator[Mark]:
        """Yield a mark for each claim that a sentence prints. `places` maps its letters to those of the original."""
        for hit in sorted(hits, key=lambda hit: hit.start):
            if hit.fact is not None:
                yield Mark(hit.fact.claim().id, places[hit.start], places[hit.end - 1] + 1)

    def _shown(self, fact: Fact) -> str:
        """Return a fact as a figure in the edition's language."""
        words = self.month.words
        claim = fact.claim()
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
            number = rate.words if rate else f"{claim.value:.1f}%"
            sign = {"up": "+", "down": "\N{MINUS SIGN}"}.get(fact.way or "", "")
            return sign + number
        if claim.unit == "kg":
            return f"{claim.value / _KILOGRAMS:,.0f} t"
        return f"{claim.value.normalize():,f}" if claim.unit in {"count", *TIME_UNITS} else f"{claim.value:,.2f}"


def _unknown_clauses(sentence: Sentence, hits: Sequence[Hit]) -> Iterator[str]:
    """Yield the clauses that make a statement without a figure: many unknown words, and nothing borne out.

    Clauses that name the source do not count ("Customs data showed").
    """
    for _, clause in groupby(sentence.tokens, lambda token: token.clause):
        tokens = list(clause)
        is_borne = any(tokens[0].start <= hit.start < tokens[-1].end for hit in hits)
        is_source = any(token.kind == "source" for token in tokens)
        if not is_borne and not is_source and _unknown(sentence, tokens) >= _SENTENCE:
            tokens = [token for token in tokens if token.kind not in {"clause", "comma"}]
            yield sentence.text[tokens[0].start : tokens[-1].end]


def _unknown(sentence: Sentence, tokens: Iterable[Token]) -> int:
    """Return the number of unknown words among some pieces. In a language without spaces two letters are a word."""
    words = [token for token in tokens if token.kind in {"word", "name"}]
    return len(words) if sentence.words.spaced else sum(len(token.words) for token in words) // 2
